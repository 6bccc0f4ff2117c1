from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, LazyTranslate

from ...importer.holding import hold
from ..sync.sync_roles import check_sync

_lt = LazyTranslate(__name__)

OPEN, MATCH, NOT_MATCH, MERGED = "open", "match", "not_match", "merged"
STATES = [
    (OPEN, "To decide"),
    (MATCH, "One person"),
    (NOT_MATCH, "Not a match"),
    (MERGED, "Merged"),
]
# What speaks for and against, by the codes of tools/contacts/similarity.py.
EVIDENCE = {
    "same_email": _lt("same e-mail"),
    "same_member_id": _lt("same member ID"),
    "same_name": _lt("same name"),
    "swapped_name": _lt("same name in another order"),
    "similar_name": _lt("similar name"),
    "part_of_name": _lt("part of the name"),
    "no_name": _lt("one has no name"),
    "other_name": _lt("another name"),
    "other_first_name": _lt("another first name"),
    "same_birth_date": _lt("same date of birth"),
    "other_birth_date": _lt("another date of birth"),
    "same_phone": _lt("same telephone"),
    "same_address": _lt("same address"),
    "same_zip": _lt("same postcode"),
    "other_member_id": _lt("another member ID"),
    "same_elsewhere": _lt("one contact in another system"),
}
CONTACTS = ("contact_id", "match_id")


class RegistrationImportDuplicate(models.Model):
    """Two contacts that may be one person (V14): found by what they have in common, decided by
    people. A pair is flagged once: what was decided of it stays decided.

    Of a person that only another database has, there is its id (``offline_id``) in place of the
    second contact. Of contacts that were merged, the one that is left, and the number of the
    other.
    """

    _name = "registration.import.duplicate"
    _inherit = "registration.import.about.contacts.mixin"
    _description = "Possible Duplicate"
    _contact_fields = CONTACTS
    _order = "score desc, id desc"

    contact_id = fields.Many2one(
        "res.partner", "New Contact", required=True, readonly=True, index=True, ondelete="cascade"
    )
    match_id = fields.Many2one(
        "res.partner",
        "Existing Contact",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    offline_id = fields.Char(
        "Offline ID", size=64, readonly=True, help="By which another database knows the person"
    )
    offline_values = fields.Json(
        readonly=True, help="What the other database holds of the person, until it is decided"
    )
    merged_number = fields.Integer(
        "Merged Contact", readonly=True, aggregator=None, help="The id of the contact that is gone"
    )
    score = fields.Integer(readonly=True, aggregator=None, help="From 0 to 100")
    reasons = fields.Json(readonly=True)
    reasons_text = fields.Char("Because of", compute="_compute_reasons_text")
    state = fields.Selection(STATES, readonly=True, required=True, default=OPEN)
    decided_by_id = fields.Many2one("res.users", "Decided by", readonly=True)
    decided_at = fields.Datetime("Decided on", readonly=True)

    # also how a pair is found, whichever of the two came first
    _pair_uniq = models.UniqueIndex(
        "(least(contact_id, match_id), greatest(contact_id, match_id)) WHERE match_id IS NOT NULL",
        "These two contacts were compared already.",
    )
    _offline_uniq = models.UniqueIndex(
        "(contact_id, offline_id) WHERE offline_id <> ''",
        "The contact was compared with this offline ID already.",
    )
    # what is deferred is looked up by every slice of an import
    _open_idx = models.Index("(contact_id, match_id) WHERE state = 'open'")

    @api.depends("contact_id", "match_id", "offline_id")
    def _compute_display_name(self):
        for duplicate in self:
            name = duplicate.contact_id.display_name
            other = duplicate.match_id.display_name or duplicate.offline_id
            duplicate.display_name = f"{name} / {other}" if other else name

    @api.depends("reasons")
    @api.depends_context("lang")
    def _compute_reasons_text(self):
        for duplicate in self:
            parts = [
                f"{self.env._(EVIDENCE[code])} {points:+d}"
                for code, points in duplicate.reasons or []
            ]
            text = ", ".join(parts)
            duplicate.reasons_text = text[:1].upper() + text[1:]

    def _hidden_text(self):
        return self.env._("You may not see both of these contacts.")

    # -- deciding --------------------------------------------------------------------------

    def action_match(self):
        """They are one person, and both contacts stay; the offline ID, where it is one, becomes
        the contact's member ID."""
        self._check_may_decide()
        for duplicate in self.sudo().filtered("offline_id"):
            duplicate._attach_offline_id()
        return self._decide(MATCH)

    def action_not_match(self):
        """They are two people: the pair is never flagged again."""
        self._check_may_decide()
        return self._decide(NOT_MATCH)

    def action_reopen(self):
        """Decide again, for who manages operations."""
        check_sync(self.env, "manage")
        self.check_access("read")
        decided = self.sudo().filtered(lambda each: each.state in (MATCH, NOT_MATCH))
        decided.write({"state": OPEN, "decided_by_id": False, "decided_at": False})

    def _check_may_decide(self):
        """Who runs operations and may change the contacts decides, and once."""
        check_sync(self.env, "run")
        self.check_access("read")
        self._contacts().check_access("write")
        hold(self)
        if self.sudo().filtered(lambda each: each.state != OPEN):
            raise UserError(self.env._("This was decided already. Load the page again."))

    def _decide(self, state, **values):
        self.sudo().write(
            {
                "state": state,
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
                "offline_values": False,
                **values,
            }
        )
        return True

    def _attach_offline_id(self):
        """The contact is known to the other database from now on by the ID that it has there."""
        member = self.contact_id.contact_member_id
        if member and member != self.offline_id:
            raise UserError(
                self.env._(
                    "%(contact)s has the member ID %(member)s already, so %(offline)s cannot be"
                    " attached.",
                    contact=self.contact_id.display_name,
                    member=member,
                    offline=self.offline_id,
                )
            )
        self.contact_id.contact_member_id = self.offline_id

    # -- opening ---------------------------------------------------------------------------

    def action_open_contact(self):
        """Open the new contact."""
        return self._open(self.contact_id)

    def action_open_match(self):
        """Open the existing contact."""
        return self._open(self.match_id)

    @api.model
    def _open(self, contact):
        contact.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": contact.id,
            "views": [(False, "form")],
        }

    # -- what operations leave alone ---------------------------------------------------------

    @api.model
    def _deferred(self):
        """A SELECT of the ids of contacts with an open duplicate: operations leave them alone
        until somebody has decided (V15)."""
        return SQL(
            """SELECT contact_id FROM registration_import_duplicate WHERE state = %(open)s
            UNION ALL
               SELECT match_id FROM registration_import_duplicate
                WHERE state = %(open)s AND match_id IS NOT NULL""",
            open=OPEN,
            to_flush=[self._fields[name] for name in (*CONTACTS, "state")],
        )
