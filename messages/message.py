"""What people read for one code."""

from __future__ import annotations

from typing import NamedTuple

from odoo.tools.translate import LazyGettext


class Message(NamedTuple):
    """The ``title`` names a problem where problems are grouped, the ``text`` says what and where,
    the ``hint`` how to mend it. Text and hint are filled with the params of the problem; its field
    and value are shown beside them, and are not part of them."""

    title: str | LazyGettext = ""
    text: str | LazyGettext = ""
    hint: str | LazyGettext = ""
