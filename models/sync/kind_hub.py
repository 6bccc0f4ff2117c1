from odoo import api, models, tools
from odoo.tools import SQL

from ...messages.sync import HELP, MESSAGES
from ...tools.contacts import constituent_schema, memberships
from ...tools.contacts.memberships import key_of
from .sync_roles import check_sync

# What a right of a kind is in the Data Sync app.
SYNC_STEPS = {"import": "run", "manage": "manage"}
# The order of writes: a group before the interest that has it, both before their members.
GROUP, INTEREST, CONTACT, MEMBERS = range(4)
GROUPS = "contact_group_ids"
# What is read of a contact to know which it is.
IDENTITY = ("active", "member_id", "email_normalized", "company_id")


class ImportKindHub(models.AbstractModel):
    """What the kinds of the Data Sync app share: who may run them, which contact a row means, and
    how groups and interests are named and their members written."""

    _name = "registration.import.kind.hub"
    _inherit = "registration.import.kind"
    _description = "Import of Constituents"

    _is_sync = True
    _jobs_path = "data-sync-jobs"
    _target = "res.partner"
    _report_fields = ("cons_id", "member_id")
    _identity_fields = constituent_schema.KEYS
    _unknown_codes = ("not_a_choice", "unknown_group", "unknown_interest", "unknown_country")
    # Fields of the contact that a row may set.
    _contact_fields = ()

    @api.model
    def _check_right(self, right):
        """Two roles at once (V21): Import/Export Management, and the step of Data
        Synchronization; nothing of it is irreversible."""
        if right not in SYNC_STEPS:
            return super()._check_right(right)
        return check_sync(self.env, SYNC_STEPS[right])

    @api.model
    def _help(self, field):
        text = HELP.get(field.name)
        return self.env._(text) if text else super()._help(field)

    @api.model
    def _messages(self):
        return MESSAGES

    @api.model
    def _identity(self, columns):
        """The first of the ways to name a contact for which the file has a column."""
        return next(((key,) for key in constituent_schema.KEYS if key in columns), ())

    @api.model
    def _identity_text(self, name, text):
        return SQL("lower(%s)", text) if name == "email" else text

    # -- match -----------------------------------------------------------------------------

    @api.model
    def _match(self, rows):
        """See ``registration.import.kind``. A match holds ``stages``, {way to name a contact: how
        many are "found" and "removed" so, and the "contact"}; the normalised ``email``; and what
        ``groups`` and ``interests`` mean, lists of ``(field, text, meaning)``. Rows of one contact
        have the very same dict of it."""
        if not rows:
            return []
        emails = [_normal_email(row.values.get("email")) for row in rows]
        found = self.env.execute_query(self._triage(rows, emails))
        contacts = self._contacts({each[0] for stages in found for each in _pairs(stages)})
        groups = self._meanings(rows, "group", self._known_groups, self._find_group)
        interests = self._meanings(
            rows, "interest", self._known_interests, memberships.find_interest
        )
        return [
            {
                "stages": _stages(row.values, email, stages, contacts),
                "email": email,
                "groups": listed,
                "interests": wanted,
            }
            for row, email, stages, listed, wanted in zip(
                rows, emails, found, groups, interests, strict=True
            )
        ]

    def _triage(self, rows, emails):
        """One statement: for each row and each way to name a contact its id, and how many there
        are, in use and removed. Of e-mail addresses only those of contacts without a member ID
        count (V07): these are looked up in a hash (``IS TRUE``), since a join of theirs, for which
        few are expected, would compare each of them with each row."""
        return SQL(
            """WITH given AS MATERIALIZED (
                   SELECT * FROM unnest(%(ids)s::int[], %(members)s::text[], %(emails)s::text[])
                     WITH ORDINALITY AS listed(cons_id, member_id, email, nth)),
               member AS MATERIALIZED (
                   SELECT p.member_id AS key, %(counts)s FROM (%(partner)s) p
                    WHERE p.member_id <> '' AND p.member_id IN (SELECT member_id FROM given)
                 GROUP BY 1),
               address AS MATERIALIZED (
                   SELECT p.email_normalized AS key, %(counts)s FROM (%(partner)s) p
                    WHERE (p.member_id IS NULL OR p.member_id = '')
                      AND (p.type IS NULL OR p.type = 'contact')
                      AND (p.email_normalized IN (SELECT email FROM given)) IS TRUE
                 GROUP BY 1)
               SELECT i.id, (i.active IS TRUE)::int, (i.active IS FALSE)::int,
                      m.id, coalesce(m.found, 0), coalesce(m.removed, 0),
                      a.id, coalesce(a.found, 0), coalesce(a.removed, 0)
                 FROM given
            LEFT JOIN (%(partner)s) i ON i.id = given.cons_id
            LEFT JOIN member m ON m.key = given.member_id
            LEFT JOIN address a ON a.key = given.email
             ORDER BY given.nth""",
            ids=[row.values.get("cons_id") for row in rows],
            members=[row.values.get("member_id") for row in rows],
            emails=emails,
            counts=SQL(
                """min(p.id) FILTER (WHERE p.active) AS id,
                   count(*) FILTER (WHERE p.active) AS found,
                   count(*) FILTER (WHERE NOT p.active) AS removed"""
            ),
            partner=self._view(self._target, *IDENTITY, "type"),
        )

    def _contacts(self, ids):
        """``{id: contact}``: what the contacts hold, as ``tools.contacts.constituents`` has it, and
        whether they are ``deferred``: operations leave them alone for now."""
        ids = list(ids - {None})
        if not ids:
            return {}
        found = self.env.execute_query(
            SQL(
                """SELECT c.id, to_jsonb(c), member.groups, c.id IN (%s) FROM (%s) c
                LEFT JOIN (SELECT partner_id, array_agg(group_id ORDER BY group_id) AS groups
                             FROM contact_group_res_partner_rel WHERE partner_id = ANY(%s)
                         GROUP BY 1) member ON member.partner_id = c.id
                    WHERE c.id = ANY(%s)""",
                self._deferred(),
                self._view(self._target, *IDENTITY, *self._contact_fields),
                ids,
                ids,
            )
        )
        return {
            identifier: {
                **contact,
                "member_id": contact["member_id"] or None,
                "groups": groups or [],
                "deferred": deferred,
            }
            for identifier, contact, groups, deferred in found
        }

    @api.model
    def _deferred(self):
        """A SELECT of the ids of contacts that operations leave alone for now: others say which."""
        return SQL("SELECT NULL::integer WHERE false")

    # -- what groups and interests mean ------------------------------------------------------

    def _meanings(self, rows, noun, read, find):
        """For each row ``[(field, text, meaning)]``; rows with equal cells share the list."""
        fields = f"{noun}_id", f"{noun}_name"
        texts = {tuple(map(row.values.get, fields)) for row in rows}
        named = {
            cells: memberships.texts_of(dict(zip(fields, cells, strict=True)), *fields)
            for cells in texts
        }
        known = read(named.values())
        meant = {
            cells: [
                (
                    field,
                    text,
                    find(known.get((field, key_of(field, text)), []), field, text),
                )
                for text in listed
            ]
            for cells, (field, listed) in named.items()
        }
        return [meant[tuple(map(row.values.get, fields))] for row in rows]

    def _known(self, model, named, fields):
        """``{(field, key): [record]}`` of those with one of the external ids or names. Of other
        centers, too, which the user may not see: that a group is theirs is told."""
        wanted = {(f, key_of(f, text)) for f, listed in named for text in listed}
        if not wanted:
            return {}
        ids = [key for field, key in wanted if field.endswith("_id")]
        names = [key for field, key in wanted if field.endswith("_name")]
        records = self.env[model].sudo().with_context(active_test=False)
        records = records.search_fetch(
            [
                ("company_id", "in", [False, *self.env.companies.ids]),
                *("|", ("external_id", "in", ids), ("name_key", "in", names)),
            ],
            ["external_id", "name_key", "active", *fields],
        )
        found, noun = {}, model.rpartition(".")[2]
        for record in records:
            for key in ((f"{noun}_id", record.external_id), (f"{noun}_name", record.name_key)):
                if key in wanted:
                    found.setdefault(key, []).append(record)
        return found

    def _known_groups(self, named):
        found = self._known("contact.group", named, ["kind", "center_id"])
        return {
            key: [
                {"id": g.id, "kind": g.kind, "center": g.center_id.id or None, "active": g.active}
                for g in groups
            ]
            for key, groups in found.items()
        }

    def _known_interests(self, named):
        found = self._known("contact.interest", named, ["opt_in_group_id", "opt_out_group_id"])
        return {
            key: [
                {
                    "id": interest.id,
                    "in": interest.opt_in_group_id.id,
                    "out": interest.opt_out_group_id.id,
                    "active": interest.active,
                }
                for interest in interests
            ]
            for key, interests in found.items()
        }

    def _find_group(self, known, field, text):
        return memberships.find_group(known, field, text, self._centers())

    def _centers(self):
        """Ids of the centers whose groups may be named: that of the operation, else the user's;
        None for all."""
        center = self._run.center
        return ((center.id,) if center else tuple(self.env.user.contact_center_ids.ids)) or None


def _normal_email(text):
    """As Odoo keeps it beside the e-mail; None where it is none. Odoo drops one of two @: nobody
    knows which address was meant."""
    if not text or "@@" in text:
        return None
    return tools.email_normalize(text, strict=False) or None


def _pairs(found):
    """The triples of a row of the triage, in the order of the ways to name a contact."""
    return [found[start : start + 3] for start in range(0, 9, 3)]


def _stages(values, email, found, contacts):
    said_keys = {**values, "email": email}
    return {
        key: {"found": count, "removed": removed, "contact": contacts.get(identifier)}
        for key, (identifier, count, removed) in zip(
            constituent_schema.KEYS, _pairs(found), strict=True
        )
        if said_keys.get(key) is not None
    }
