from odoo import api, models
from odoo.tools import SQL

from ...messages.sync import HELP, MESSAGES
from ...tools.contacts.constituent_schema import KEYS
from ...tools.contacts.memberships import ORDINARY
from ...tools.kinds.joining import INTEREST_MODEL
from ...tools.kinds.undo_entries import record_key
from ...tools.rows.lists import listed_names
from ...tools.rows.planner import Identity
from ...tools.rows.problems import warning
from ..contacts.contact_undo import guards_of
from .hub_matcher import HubMatcher
from .sync_roles import check_sync

# How rows of a file meet: by an ID, or by the e-mail address of a contact without a member ID. A
# row with one may take such a contact over, so that rows behind it do not meet the contact any
# more; those without one meet over its head. Two rows with different CONS_IDs are of two contacts.
IDENTITIES = (
    Identity(("cons_id",)),
    Identity(("member_id",)),
    Identity(("email",), unless="member_id", owner="cons_id"),
    Identity(("email",), unless="member_id", alone=True, owner="cons_id"),
)
# What a right of a kind is in the Data Sync app.
SYNC_STEPS = {"import": "run", "manage": "manage"}


class ImportKindHub(models.AbstractModel):
    """What the kinds of the Data Sync app share: who may run them, which contact a row means, and
    how groups and interests are named and their members written."""

    _name = "registration.import.kind.hub"
    _inherit = "registration.import.kind"
    _description = "Import of Constituents"

    _helps = HELP
    _matches_unreadable = True

    _is_sync = True
    _finds_by_email = True
    _jobs_path = "data-sync-jobs"
    _target = "res.partner"
    _makes = ("contact.group", "contact.interest")
    _report_fields = ("cons_id", "member_id")
    _identity_fields = KEYS
    _unknown_codes = ("not_a_choice", "unknown_group", "unknown_interest", "unknown_country")

    @api.model
    def _check_right(self, right):
        """Two roles at once (V21): Import/Export Management, and the step of Data
        Synchronization; nothing of it is irreversible."""
        if right not in SYNC_STEPS:
            return super()._check_right(right)
        return check_sync(self.env, SYNC_STEPS[right])

    @api.model
    def _messages(self):
        return MESSAGES

    @api.model
    def _identities(self):
        return IDENTITIES

    @api.model
    def _made_notes(self, made):
        """The groups of an interest are told as the interest."""
        names = {"groups_made": [], "interests_made": []}
        for model, values in made:
            if model == INTEREST_MODEL:
                names["interests_made"].append(values["name"])
            elif values.get("kind") == ORDINARY:
                names["groups_made"].append(values["name"])
        return [
            warning(code, names=listed_names(found), count=len(found))
            for code, found in names.items()
            if found
        ]

    # -- rows --------------------------------------------------------------------------------

    @api.model
    def _match(self, rows):
        return HubMatcher(self).match(rows)

    @api.model
    def _undo_facts(self, entries):
        """Also which old member IDs somebody else has by now: one statement."""
        facts = guards_of(self.env, entries, portal=True)
        own = [each for each in entries if not each.is_new and "contact_member_id" in each.pairs]
        for identifier in self._taken_since(own):
            facts.setdefault(record_key(self._target, identifier), {})["taken"] = True
        return facts

    @api.model
    def _taken_since(self, entries):
        """Ids of the contacts whose old member ID another one has, which is not put back itself."""
        ids = [each.record for each in entries]
        self.env[self._target].flush_model(["contact_member_id", "company_id"])
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT own.id
                     FROM unnest(%s::int[], %s::text[]) AS given(id, member_id)
                     JOIN res_partner own ON own.id = given.id
                     JOIN res_partner other ON other.contact_member_id = given.member_id
                      AND other.contact_member_id <> '' AND other.id <> ALL(%s)
                      AND coalesce(other.company_id, 0) = coalesce(own.company_id, 0)""",
                ids,
                [each.pairs["contact_member_id"][0].plain for each in entries],
                ids,
            )
        )
        return [identifier for (identifier,) in rows]

    @api.model
    def _deferred(self):
        """A SELECT of the ids of contacts that operations leave alone for now: others say which."""
        return SQL("SELECT NULL::integer WHERE false")

    @api.model
    def _centers(self):
        """Ids of the centers whose groups may be named: that of the operation, else the user's;
        None for all."""
        center = self._run.center
        return (center.id,) if center else tuple(self.env.user.contact_center_ids.ids) or None
