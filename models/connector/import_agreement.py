import json

from odoo import fields, models
from odoo.tools import SQL


class RegistrationImportAgreement(models.Model):
    """What a contact here and one of another CRM held when they were last in step: no value, but a
    hash of each, so that a change back is a change, too (V13)."""

    _name = "registration.import.agreement"
    _description = "Agreement with Another CRM"
    _order = "id"

    connection_id = fields.Many2one(
        "registration.import.connection", required=True, ondelete="cascade"
    )
    contact_id = fields.Many2one("res.partner", index="btree_not_null", ondelete="set null")
    theirs = fields.Char("ID there", required=True)
    marks = fields.Json(help="{field: mark of the value that both sides had}")
    mark = fields.Char(help="Changes with whatever changes of the contact here")
    their_mark = fields.Char(help="Changes with whatever changes of the contact there")
    agreed_at = fields.Datetime()
    due = fields.Boolean(help="Looked at in the next run, whatever has changed")
    gone_there = fields.Boolean(help="That it is gone there was told")
    left_alone = fields.Boolean(help="The contact here was deleted: nothing brings it back")

    _theirs_uniq = models.UniqueIndex(
        "(connection_id, theirs)", "This contact of the other CRM is paired already."
    )
    _due_idx = models.Index("(connection_id) WHERE due")

    def _of(self, connection, theirs, contacts):
        """Those of a connection that are of these ids there, or of these contacts."""
        domain = [("connection_id", "=", connection.id)]
        either = ["|", ("theirs", "in", list(theirs)), ("contact_id", "in", list(contacts))]
        return self.sudo().search([*domain, *either])

    def _states(self, connection):
        """``{id there: what its contact was there when both were last in step}``; None of those
        that are looked at, whatever has changed."""
        found = self.sudo().search_fetch(
            [("connection_id", "=", connection.id)], ["theirs", "their_mark", "due"]
        )
        return {each.theirs: None if each.due else each.their_mark for each in found}

    def _gone(self, connection):
        """Ids of the contacts of which was told that they are gone there."""
        domain = [("connection_id", "=", connection.id), ("gone_there", "=", True)]
        return set(self.sudo().search(domain).mapped("theirs"))

    def _there(self, connection):
        """Ids of the contacts there that are paired, as far as is known that they are there."""
        domain = [("connection_id", "=", connection.id), ("contact_id", "!=", False)]
        return self.sudo().search([*domain, ("gone_there", "!=", True)]).mapped("theirs")

    def _follow(self, connection, gone):
        """Note that contacts are gone there, ``{id there: the id that it became, or None}``. A pair
        follows its contact; what two contacts here have become, somebody has to decide."""
        known = self._of(connection, [*gone, *filter(None, gone.values())], ()).grouped("theirs")
        for theirs, became in gone.items():
            pair, other = known.get(theirs), known.get(became)
            if pair and became and other:
                self._flag(pair.contact_id, other.contact_id)
            if pair and became and not other:
                pair.write({"theirs": became, "their_mark": False, "due": True})
                known[became] = pair
            elif pair:
                pair.write({"gone_there": True, "due": False})

    def _flag(self, contact, other):
        """Two contacts here are one there: they may be one here as well."""
        if contact and other and contact != other:
            duplicates = self.env["registration.import.duplicate"].sudo()
            both = (contact + other).ids
            if not duplicates.search([("contact_id", "in", both), ("match_id", "in", both)]):
                values = {"contact_id": max(both), "match_id": min(both), "score": 100}
                duplicates.create({**values, "reasons": [["same_elsewhere", 100]]})

    def _settle(self, connection, agreed):
        """Note what was agreed: ``[{"theirs", "contact_id", "marks", "mark", "their_mark",
        "due"}]``, each pair once. One statement."""
        if not agreed:
            return
        self.flush_model()
        columns = ("theirs", "contact_id", "marks", "mark", "their_mark", "due")
        rows = SQL(", ").join(
            SQL("(%s)", SQL(", ").join(SQL("%s", _plain(each[name])) for name in columns))
            for each in agreed
        )
        self.env.cr.execute(
            SQL(
                """INSERT INTO registration_import_agreement AS a
                          (connection_id, theirs, contact_id, marks, mark, their_mark, due,
                           left_alone, agreed_at)
                   SELECT %s, v.theirs, v.contact_id::int, v.marks::jsonb, v.mark, v.their_mark,
                          v.due::boolean, false, now() AT TIME ZONE 'UTC'
                     FROM (VALUES %s) AS v(theirs, contact_id, marks, mark, their_mark, due)
              ON CONFLICT (connection_id, theirs) DO UPDATE
                      SET contact_id = EXCLUDED.contact_id, marks = EXCLUDED.marks,
                          mark = EXCLUDED.mark, their_mark = EXCLUDED.their_mark,
                          gone_there = false, left_alone = false,
                          due = EXCLUDED.due, agreed_at = EXCLUDED.agreed_at""",
                connection.id,
                rows,
            )
        )
        self.invalidate_model()

    def _look_again(self, connection, theirs):
        """Let the next run look at these contacts there, whatever has changed: one statement."""
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """INSERT INTO registration_import_agreement AS a (connection_id, theirs, due)
                   SELECT %s, t.theirs, true FROM (SELECT DISTINCT unnest(%s::text[])) t(theirs)
              ON CONFLICT (connection_id, theirs) DO UPDATE SET due = true
                    WHERE a.left_alone IS NOT TRUE""",
                connection.id,
                list(theirs),
            )
        )
        self.invalidate_model()


def _plain(value):
    """A value as a parameter of a statement."""
    return json.dumps(value) if isinstance(value, dict) else value
