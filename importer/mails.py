"""E-mails of ours, in the queue of Odoo: it sends them once what they tell is committed."""

from __future__ import annotations

from typing import Any

# Odoo's light layout is 590 pixels wide whatever reads it; ours is as narrow as a telephone.
LAYOUT = "registration_import.email_layout"


def queue(records: Any, template: str, **values: Any) -> Any:
    """Queue an e-mail by the ``template`` of ours about each of the ``records``, in the language of
    their environment, with these ``values`` of ``mail.mail``. The e-mails (``mail.mail``)."""
    env = records.env
    mails = (
        env.ref(f"registration_import.{template}")
        .sudo()
        .send_mail_batch(records.ids, email_values=values, email_layout_xmlid=LAYOUT)
    )
    env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()
    return mails


def addresses_of(text: str | None) -> list[str]:
    """The e-mail addresses in a text, each on its own, as they were written."""
    texts = (text or "").replace(";", ",").split(",")
    return [each.strip() for each in texts if each.strip()]
