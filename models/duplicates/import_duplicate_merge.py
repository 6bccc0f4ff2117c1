from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..erasure.contact_erasure_protection import EMPLOYEE, SYSTEM
from .import_duplicate import MERGED

# What a contact has once for each value of a column: model, column.
ONCE = (("qualification.enrolment", "qualification_id"), ("contact.admin.number", "code"))


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _before_merge(self, master):
        """The pair of two that are merged is decided by that, whoever does it."""
        result = super()._before_merge(master)
        pairs = self.env["registration.import.duplicate"]
        for other in self:
            both = (master + other).ids
            pair = pairs.search([("contact_id", "in", both), ("match_id", "in", both)])
            pair._hand_over(master, other)
        return result


class RegistrationImportDuplicate(models.Model):
    """Merging: one of the two contacts, the master, takes over everything that the other has,
    which then goes. Nothing brings it back."""

    _inherit = "registration.import.duplicate"

    def _default_master(self):
        """The contact with the latest login, else the older one."""
        self.ensure_one()
        both = self._contacts()
        found = self.env.execute_query(
            SQL(
                """SELECT p.id FROM res_partner p
                LEFT JOIN res_users u ON u.partner_id = p.id
                LEFT JOIN res_users_log l ON l.create_uid = u.id
                    WHERE p.id = ANY(%s) GROUP BY p.id
                 ORDER BY max(l.create_date) DESC NULLS LAST, p.create_date, p.id LIMIT 1""",
                both.ids,
            )
        )
        return both.browse(found[0])

    def _merge(self, master, values):
        """Make one contact of the two, with these values; ``{field: value}``. Both were found, and
        are written, with the rights of the user: only the merge itself has all."""
        self.ensure_one()
        self._check_may_decide()
        other = self._contacts() - master
        self._check_may_merge(master, other)
        keys = (master + other).sudo()._own_keys()
        self.sudo()._merge_for_ever(master.sudo(), other.sudo())
        master.write(values)
        # also those that the master had, and has no more
        self.env["contact.former.key"].sudo()._lead(keys, master.sudo())
        master.message_post(
            body=self.env._("Contact %s was merged into this one as a duplicate.", other.id)
        )

    def _check_may_merge(self, master, other):
        """Raise where the user may not, or where something would be lost."""
        other.check_access("unlink")
        both = master + other
        if len(both) != 2:
            raise UserError(self.env._("There are no two contacts to merge."))
        if master.is_company != other.is_company:
            raise UserError(self.env._("A person and an organization cannot be merged."))
        if self.env["contact.erasure.register"].sudo()._anonymized_on(both):
            raise UserError(self.env._("A contact that was anonymized is not merged."))
        self._check_protected(both)
        for model, column in ONCE:
            self._check_once(self.env[model].sudo(), column, master, other)

    def _check_protected(self, both):
        """The contact of a user can do what the user may: an administrator merges those."""
        erasure = self.env["contact.erasure"]
        protected = erasure._protected(both)
        protected = {each: code for each, code in protected.items() if code != EMPLOYEE}
        if self.env.user.has_group("base.group_system"):
            protected = {each: code for each, code in protected.items() if code == SYSTEM}
        for partner, code in protected.items():
            raise UserError(
                self.env._(
                    "%(contact)s cannot be merged. %(reason)s Ask an administrator.",
                    contact=both.browse(partner).display_name,
                    reason=erasure._protected_text(code),
                )
            )

    @api.model
    def _check_once(self, records, column, master, other):
        """Of what both have, Odoo would keep one, and nobody would have chosen which."""
        twice = records.search([("partner_id", "=", master.id)])[column]
        if isinstance(twice, models.BaseModel):
            twice = twice.ids
        found = records.search([("partner_id", "=", other.id), (column, "in", twice)], limit=1)
        if found:
            raise UserError(
                self.env._(
                    "Both contacts have the same %s, and a merge would keep only one. Delete one of"
                    " the two first, or ask somebody who may.",
                    records.env["ir.model"]._get(records._name).name,
                )
            )

    def _merge_for_ever(self, master, other):
        """With all rights: registrations, enrolments, messages and files of the other contact are
        not all the user's, and go over to the master."""
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard._merge((master + other).ids, master, extra_checks=False)

    def _hand_over(self, master, other):
        """This pair is of the master alone; other pairs of the contact that goes become the
        master's, unless that has such already."""
        self._decide(
            MERGED, contact_id=master.id, match_id=False, offline_id=False, merged_number=other.id
        )
        theirs = self.search(["|", ("contact_id", "=", other.id), ("match_id", "=", other.id)])
        ours = self.search(["|", ("contact_id", "=", master.id), ("match_id", "=", master.id)])
        compared = (ours.contact_id | ours.match_id) - master
        ids = set(ours.filtered("offline_id").mapped("offline_id"))
        theirs.filtered(
            lambda each: (
                (each._contacts() - other) & compared
                or (each.offline_id and each.offline_id in ids)
            )
        ).unlink()
