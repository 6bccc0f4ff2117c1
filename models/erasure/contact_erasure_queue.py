from odoo import api, models
from odoo.tools import SQL

from .erasure_sql import any_of, escaped


class ContactErasure(models.AbstractModel):
    """What waits to be sent: mails, to the persons alone or to others as well, and news for
    browsers."""

    _inherit = "contact.erasure"

    def _traces(self):
        yield from super()._traces()
        yield "mail.mail", self._mails_to_person()

    def _delete_traces(self):
        counts = super()._delete_traces()
        self._clear_bus()
        return counts

    @api.model
    def _mails_to_person(self):
        """Mails in the queue that went, or shall go, to nobody but the persons; of others the
        persons are taken out here."""
        self.env.flush_all()
        touched = self._take_out_of_queue()
        self.env["mail.mail"].invalidate_model(flush=False)
        return self.env.execute_query(
            SQL(
                """SELECT m.id, f.root FROM unnest(%s::integer[], %s::integer[]) AS f(id, root)
                     JOIN mail_mail m USING (id)
                    WHERE concat(m.email_to, m.email_cc) = '' AND NOT EXISTS (
                          SELECT FROM mail_mail_res_partner_rel l WHERE l.mail_mail_id = m.id)""",
                list(touched),
                list(touched.values()),
            )
        )

    def _take_out_of_queue(self):
        """``{id of a mail: partner id}`` of those that had one of the persons among the
        recipients."""
        by_link = self.env.execute_query(
            SQL(
                """DELETE FROM mail_mail_res_partner_rel l USING contact_erasure_subject s
                    WHERE s.id = l.res_partner_id RETURNING l.mail_mail_id, s.root"""
            )
        )
        by_address = self.env.execute_query(
            SQL(
                r"""WITH found AS (
                   SELECT t.id, min(e.root) AS root, %s AS emails
                     FROM mail_mail t, regexp_split_to_table(
                          lower(concat_ws(' ', t.email_to, t.email_cc, t.headers,
                                          t.failure_reason)), '[][:space:][,;<>"''(){}]+') word
                     JOIN contact_erasure_email e ON e.email = word GROUP BY 1)
                   UPDATE mail_mail t SET email_to = %s, email_cc = %s,
                          headers = regexp_replace(t.headers, f.emails, '', 'gi'),
                          failure_reason = regexp_replace(t.failure_reason, f.emails, '', 'gi')
                     FROM found f WHERE t.id = f.id RETURNING t.id, f.root""",
                any_of(escaped(SQL("e.email"))),
                self._without_addresses(SQL.identifier("t", "email_to")),
                self._without_addresses(SQL.identifier("t", "email_cc")),
            )
        )
        return dict(by_link) | dict(by_address)

    def _clear_bus(self):
        """What waits a day for browsers may have what was written on the persons."""
        self.env.flush_all()
        texts = SQL("SELECT id, message::jsonb::text FROM bus_bus")
        self.env.cr.execute(
            SQL(
                "DELETE FROM bus_bus WHERE id IN (SELECT m.id FROM (%s) m)", self._mentioning(texts)
            )
        )
