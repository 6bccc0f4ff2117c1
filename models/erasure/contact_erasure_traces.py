from odoo import api, models
from odoo.tools import SQL, sql

from ...tools.contacts.erasure_counts import count_locations, sum_counts
from .contact_erasure import ERASED
from .erasure_sql import address_in

# Rows on a record: model, column of the record's model, column of its id.
ON_RECORD = (
    ("mail.message", "model", "res_id"),
    ("mail.activity", "res_model", "res_id"),
    ("mail.followers", "res_model", "res_id"),
    ("mail.scheduled.message", "model", "res_id"),
    ("ir.attachment", "res_model", "res_id"),
    ("rating.rating", "res_model", "res_id"),
)
# Rows of other records that are about the person alone: model and column of the contact.
OF_PERSON = (
    ("mail.followers", "partner_id"),
    ("mail.notification", "res_partner_id"),
    ("mail.push.device", "partner_id"),
    ("mail.scheduled.message", "author_id"),
    ("sms.sms", "partner_id"),
    ("discuss.channel.member", "partner_id"),
    ("mailing.contact", "partner_id"),
    ("website.visitor", "partner_id"),
)
# What e-mails know a person by: model and column. The rows go as a whole.
BY_EMAIL = (
    ("mail.blacklist", "email"),
    ("mail.guest", "email"),
    ("mailing.contact", "email_normalized"),
)
# What telephone numbers know a person by.
BY_NUMBER = (("phone.blacklist", "number"), ("sms.sms", "number"))
MESSAGE_ADDRESSES = ("reply_to", "incoming_email_to", "incoming_email_cc", "outgoing_email_to")


class ContactErasure(models.AbstractModel):
    """What Odoo stores about a contact beside its row: messages with their history of changes,
    mails, activities, followers, files. Other people's messages stay as they are."""

    _inherit = "contact.erasure"

    def _discard_tracking(self):
        """Of what was changed earlier in this transaction Odoo remembers the old values, to write
        the history when it ends: it shall not."""
        rows = self.env.execute_query(SQL("SELECT model, id FROM contact_erasure_record"))
        by_model = {}
        for model, each in rows:
            by_model.setdefault(model, []).append(each)
        for model, ids in by_model.items():
            records = self.env[model].browse(ids)
            if hasattr(records, "_track_discard"):
                records._track_discard()

    def _delete_traces(self):
        """Remove them all; ``{partner id: {location: count}}``."""
        self._discard_tracking()
        counts = []
        for model, ids in self._traces():
            counts.append(count_locations(model, ids))
            self._mark_gone(model, ids)
            self._delete_trace(model, [each for each, _root in ids])
        self._delete_external_ids()
        self._clear_tracking()
        self._clear_messages()
        self._clear_chats()
        self.env.flush_all()
        return sum_counts(counts)

    def _delete_trace(self, model, ids):
        records = self.env[model].browse(ids)
        if model == "mail.message":
            self._delete_files_of_messages(records)
        records.exists().unlink()

    @api.model
    def _models_of_person(self):
        """``[(model, field of the contact)]`` of records that are about the person alone, and go
        with it: other addons add theirs, installed or not."""
        return list(OF_PERSON)

    def _traces(self):
        """Yield ``(model, [(id, partner id)])`` of what is deleted."""
        for model, name, number in ON_RECORD:
            if self._is_column(model, number):
                yield model, self._ids_on_records(self.env[model]._table, name, number)
        for model, column in self._models_of_person():
            if self._is_column(model, column):
                yield model, self._ids_joined(model, column, "subject", "id")
        for model, column in BY_EMAIL:
            if self._is_column(model, column):
                yield model, self._ids_joined(model, column, "email", "email")
        yield "mail.message", self._notes_to_person()
        for model, column in BY_NUMBER:
            if self._is_column(model, column):
                table = SQL.identifier(self.env[model]._table)
                yield model, self._known_by_number(table, column, SQL("TRUE"))

    @api.model
    def _ids_on_records(self, table, name, number):
        """``[(id, partner id)]`` of rows on the records that are about the persons."""
        self.env.flush_all()
        return self.env.execute_query(
            SQL(
                """SELECT t.id, r.root FROM %s t JOIN contact_erasure_record r
                       ON t.%s = r.model AND t.%s = r.id""",
                SQL.identifier(table),
                SQL.identifier(name),
                SQL.identifier(number),
            )
        )

    @api.model
    def _ids_joined(self, model, column, with_table, with_column):
        """``[(id, partner id)]`` of rows with a contact, or an e-mail, of the persons."""
        self.env.flush_all()
        return self.env.execute_query(
            SQL(
                "SELECT t.id, s.root FROM %s t JOIN %s s ON %s = s.%s",
                SQL.identifier(self.env[model]._table),
                SQL.identifier(f"contact_erasure_{with_table}"),
                address_in(column) if with_table == "email" else SQL.identifier("t", column),
                SQL.identifier(with_column),
            )
        )

    @api.model
    def _notes_to_person(self):
        """What the system itself sent to nobody but the persons, about some other record: an
        invitation, a reminder."""
        return self.env.execute_query(
            SQL(
                """SELECT m.id, min(s.root) FROM mail_message m
                     JOIN mail_message_res_partner_rel l ON l.mail_message_id = m.id
                LEFT JOIN contact_erasure_subject s ON s.id = l.res_partner_id
                    WHERE m.message_type = 'user_notification' AND m.id IN (
                          SELECT o.mail_message_id FROM mail_message_res_partner_rel o
                            JOIN contact_erasure_subject t ON t.id = o.res_partner_id)
                 GROUP BY m.id HAVING count(*) = count(s.id)"""
            )
        )

    def _delete_files_of_messages(self, messages):
        """Files sent with these messages, unless they belong to another record, or were sent
        with a message that stays as well. One that was made together with a notification, such
        as an invitation for the calendar, is part of that."""
        files = self.env.execute_query(
            SQL(
                """SELECT l.attachment_id FROM message_attachment_rel l
                     JOIN ir_attachment a ON a.id = l.attachment_id
                     JOIN mail_message m ON m.id = l.message_id
                    WHERE l.message_id = ANY(%(ids)s)
                      AND (coalesce(a.res_id, 0) = 0
                           OR a.res_model = 'mail.message' AND a.res_id = ANY(%(ids)s)
                           OR m.message_type = 'user_notification'
                          AND m.create_date = a.create_date)
                      AND NOT EXISTS (SELECT 1 FROM message_attachment_rel o
                                       WHERE o.attachment_id = l.attachment_id
                                         AND o.message_id <> ALL(%(ids)s))""",
                ids=messages.ids,
            )
        )
        self.env["ir.attachment"].browse({each for (each,) in files}).unlink()

    def _delete_external_ids(self):
        """Names under which files of other systems knew the contact; those that came with an
        addon are the addon's."""
        self.env.cr.execute(
            """DELETE FROM ir_model_data d USING contact_erasure_subject s
                WHERE d.model = 'res.partner' AND d.res_id = s.id
                  AND d.module NOT IN (SELECT name FROM ir_module_module)"""
        )

    def _clear_tracking(self):
        """The history of other records that had such a contact in one of their fields."""
        self.env.cr.execute(
            SQL(
                """UPDATE mail_tracking_value v
                      SET old_value_char = CASE WHEN o.id IS NULL THEN v.old_value_char
                                                ELSE %(erased)s END,
                          new_value_char = CASE WHEN n.id IS NULL THEN v.new_value_char
                                                ELSE %(erased)s END
                     FROM mail_tracking_value w
                     JOIN ir_model_fields f ON f.id = w.field_id AND f.relation = 'res.partner'
                                           AND f.ttype = 'many2one'
                LEFT JOIN contact_erasure_subject o ON o.id = w.old_value_integer
                LEFT JOIN contact_erasure_subject n ON n.id = w.new_value_integer
                    WHERE w.id = v.id AND (o.id IS NOT NULL OR n.id IS NOT NULL)""",
                erased=ERASED,
            )
        )

    def _clear_messages(self):
        """Messages that stay on other records: who wrote or received them is the anonymized
        contact, whose address goes from the envelope; the text is the other's."""
        self.env.cr.execute(
            """UPDATE mail_message m SET email_from = NULL, reply_to = NULL
                 FROM contact_erasure_subject s
                WHERE m.author_id = s.id AND (m.email_from <> '' OR m.reply_to <> '')"""
        )
        for name in MESSAGE_ADDRESSES:
            self._clear_envelope(name)

    def _clear_envelope(self, name):
        """Take the persons' addresses out of a list of addresses: it goes as a whole, since Odoo
        only shows it, and needs it for nothing."""
        if not sql.column_exists(self.env.cr, "mail_message", name):
            return
        self.env.cr.execute(
            SQL(
                """UPDATE mail_message m SET %(name)s = NULL
                     FROM (SELECT DISTINCT w.id FROM mail_message w,
                           unnest(regexp_split_to_array(lower(w.%(name)s), '[\\s,;<>"]+')) word
                             JOIN contact_erasure_email e ON e.email = word
                            WHERE w.%(name)s <> '') found
                    WHERE found.id = m.id""",
                name=SQL.identifier(name),
            )
        )

    def _clear_chats(self):
        """Odoo names a chat of two after both; one that merely has the name in its own stays."""
        self.env.cr.execute(
            SQL(
                """UPDATE discuss_channel c SET name = %s
                     FROM contact_erasure_subject s, unnest(s.names) n
                    WHERE c.channel_type = 'chat'
                      AND position(', ' || n || ', ' in ', ' || lower(c.name) || ', ') > 0""",
                ERASED,
            )
        )
