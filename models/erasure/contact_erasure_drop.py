import collections

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...importer.simultaneous import Simultaneous
from ..engine.import_reference import COMPANY, KEY, TEXT

NOT_IMPORTED = "not_imported"
MODIFIED = "modified"
# Rows on the contact's own record, which go with it when nobody but the import made them.
OWN_ROWS = ("mail_message", "mail_followers", "mail_notification")


class ContactErasure(models.AbstractModel):
    """DROP (S14): a contact that was imported by mistake leaves the database for ever."""

    _inherit = "contact.erasure"

    @api.model
    def _drop(self, partners, origin=None):
        """Delete contacts with their addresses, messages and files; refused for all where one
        may not be dropped, or is used."""
        self._check_may(partners, "unlink")
        for reasons in (self._undroppable_texts(partners), self._blockers(partners)):
            for partner, texts in reasons.items():
                raise UserError(
                    self.env._(
                        "%(contact)s cannot be dropped: %(reasons)s",
                        contact=partners.browse(partner).display_name,
                        reasons=", ".join(texts),
                    )
                )
        self._quietly()._drop_for_ever(self._quietly(partners), origin or {})

    def _drop_for_ever(self, partners, origin):
        """With all rights: messages, and rows of imports, are not the user's."""
        self.env.flush_all()
        addresses = self._own_addresses(partners)
        self._open_subjects(partners, addresses)
        self._forget_exchanges(origin)
        self._close_subjects()
        everyone = partners + addresses
        self._delete_files_of_messages(
            self.env["mail.message"].search(
                [("model", "=", "res.partner"), ("res_id", "in", everyone.ids)]
            )
        )
        addresses[::-1].unlink()
        partners.unlink()

    @api.model
    def _undroppable(self, partners):
        """``{partner id: reason code}`` of contacts that no import made, or that somebody has
        modified since.

        What an import writes bears the time of the transaction, which the batch of rows that was
        committed with it bears, too. So a contact, its addresses and administrative numbers are
        the import's work as long as the last change of each was at the time of one of its batches,
        or of an undo of what a later one did; so are messages that were written then. Neither a
        date of the import nor the history of changes would do: an import may go on for hours, and
        tracks nothing. After the import was deleted nobody can tell any more, and nothing is
        dropped.
        """
        owners, makers = self._owners(partners), self._makers(partners)
        reasons = {each: NOT_IMPORTED for each in partners.ids if each not in makers}
        pairs = [(each, job) for each, owner in owners.items() for job in makers.get(owner, ())]
        rows = self.env.execute_query(
            SQL(
                """WITH made AS MATERIALIZED (
                       SELECT * FROM unnest(%(contacts)s::int[], %(jobs)s::int[])
                           AS m(contact, job))
                   SELECT DISTINCT changed.id FROM (%(changes)s) changed
                    WHERE NOT EXISTS (
                          SELECT FROM registration_import_batch p
                            JOIN registration_import_job j ON j.id = p.job_id
                           WHERE p.phase = 'run' AND p.ended = changed.at
                             AND (j.undo_of_id IS NOT NULL
                              OR (changed.id, j.id) IN (SELECT contact, job FROM made)))""",
                contacts=[contact for contact, _job in pairs],
                jobs=[job for _contact, job in pairs],
                changes=SQL(" UNION ALL ").join(self._changes(list(owners))),
                to_flush=[self.env["res.partner"]._fields["write_date"]],
            )
        )
        for each in {each for (each,) in rows} | self._changed_together(owners, makers):
            reasons.setdefault(owners[each], MODIFIED)
        return reasons

    @api.model
    def _changed_together(self, owners, makers):
        """Ids of those that another import has changed in the transaction of their own: some
        queries for each import that made any."""
        made = {each: makers[owner] for each, owner in owners.items() if owner in makers}
        found = set()
        for jobs, ids in self._by_import(made).items():
            found |= Simultaneous(self.env, jobs).touched("res.partner", ids)
        return found

    @api.model
    def _by_import(self, makers):
        """``{ids of the jobs of an import: [id]}`` of the contacts that it has made."""
        found = {}
        for each, jobs in makers.items():
            found.setdefault(jobs, []).append(each)
        return found

    @api.model
    def _makers(self, partners):
        """``{partner id: ids of the jobs of the import that has made it}``, a tuple: contacts do
        not say so before an addon that imports them is there."""
        return {}

    @api.model
    def _changes(self, ids):
        """SELECTs of ``(id of a contact, at)``: when these contacts, and what is part of them, was
        changed last."""
        return [
            SQL("SELECT id, write_date AS at FROM res_partner WHERE id = ANY(%s)", ids),
            SQL(
                """SELECT res_id, create_date FROM mail_message
                    WHERE model = 'res.partner' AND res_id = ANY(%s)""",
                ids,
            ),
        ]

    @api.model
    def _undroppable_texts(self, partners):
        """``{partner id: [reason in words]}``"""
        texts = {
            NOT_IMPORTED: self.env._("no import has made it"),
            MODIFIED: self.env._("it has been modified since, by hand or by another import"),
        }
        return {each: [texts[code]] for each, code in self._undroppable(partners).items()}

    @api.model
    def _blockers(self, partners, going=()):
        """``{partner id: [what uses it, in words, with the count]}``: sales, and everything else
        in the database that refers to the contact or to one of its addresses, but for the contacts
        below it that are ``going``, too. One query for each location that can."""
        self.env.flush_all()
        owners = self.sudo()._owners(partners)
        blockers = {}
        references = self.env["registration.import.reference"].sudo()
        for reference in self.sudo()._references():
            for partner, count in self._count_blockers(reference, owners).items():
                text = references._label(reference.model, reference.field, reference.table)
                line = self.env._("%(count)s × %(what)s", count=count, what=text)
                blockers.setdefault(partner, []).append(line)
        for partner, count in self._count_people_below(owners, going).items():
            line = self.env._("%s × contact below it", count)
            blockers.setdefault(partner, []).append(line)
        return blockers

    @api.model
    def _count_people_below(self, owners, going):
        """``{partner id: count}`` of contacts below it that are no addresses of it: Odoo would
        keep the contact persons of a structure, and leave them without it."""
        rows = self.env.execute_query(
            SQL("SELECT id, parent_id FROM res_partner WHERE parent_id = ANY(%s)", list(owners))
        )
        going = {partner.id for partner in going}
        return collections.Counter(
            owners[parent]
            for each, parent in rows
            if owners.get(each) != owners[parent] and each not in going
        )

    @api.model
    def _count_blockers(self, reference, owners):
        """Like ``_count_references``, without what is on the contact's own record."""
        table, kind = reference.table, reference.kind
        if kind == KEY and table in OWN_ROWS + ("mail_message_res_partner_rel",):
            return self._count_elsewhere(table, reference.column, owners)
        if kind not in (KEY, COMPANY, TEXT) and table in (*OWN_ROWS, "ir_model_data"):
            return {}
        return self.sudo()._count_references(reference, owners)

    @api.model
    def _count_elsewhere(self, table, column, owners):
        """Messages, followers and notifications on other records."""
        join = SQL("")
        record = SQL("t.model = 'res.partner' AND t.res_id")
        if table == "mail_followers":
            record = SQL("t.res_model = 'res.partner' AND t.res_id")
        elif table != "mail_message":
            join = SQL("JOIN mail_message m ON m.id = t.mail_message_id")
            record = SQL("m.model = 'res.partner' AND m.res_id")
        rows = self.env.execute_query(
            SQL(
                """SELECT t.%(column)s, count(*) FROM %(table)s t %(join)s
                    WHERE t.%(column)s = ANY(%(ids)s)
                      AND (%(record)s = ANY(%(ids)s)) IS NOT TRUE GROUP BY 1""",
                column=SQL.identifier(column),
                table=SQL.identifier(table),
                join=join,
                record=record,
                ids=list(owners),
            )
        )
        found = {}
        for each, count in rows:
            found[owners[each]] = found.get(owners[each], 0) + count
        return found
