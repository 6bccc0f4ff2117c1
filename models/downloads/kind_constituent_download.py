from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.contacts.constituent_line import (
    ANONYMIZED,
    DELETED,
    INVALID,
    KEYS,
    OUR_ID,
    ConstituentLines,
    gone_line,
    name_for_a_list,
    value_text,
)
from ...tools.contacts.contact_parts import COMMUNICATION
from ...tools.contacts.former_keys import CONS_ID
from ...tools.contacts.memberships import OPT_IN, OPT_OUT, ORDINARY
from ...tools.rows.schema import Schema
from ..erasure.contact_erasure import ERASED
from .constituent_columns import HELP, OWN, READ, SHARED
from .import_operation_download_filter import download_conditions, download_memberships

# That a contact is neither somebody who works here nor one of our companies.
NOT_OURS = SQL(
    """NOT EXISTS (SELECT FROM res_users u WHERE u.partner_id = c.id AND NOT u.share)
       AND NOT EXISTS (SELECT FROM res_company o WHERE o.partner_id = c.id)"""
)


class ImportKindConstituentDownload(models.AbstractModel):
    """The Constituent Data Download (V10): contacts created or modified since the operation ran.

    Modified are the contact itself, whoever or whatever wrote it, an import of this system too, and
    what groups and interests it belongs to. The groups are compared as a whole, by ``mark``: their
    table has no dates, and a date kept on the contact would be written with each assignment.
    """

    _name = "registration.import.kind.constituent_download"
    _inherit = "registration.export.kind"
    _description = "Constituent Data Download"

    _target = "res.partner"
    _filters_contacts = True
    _has_contact_columns = True
    _tells_gone = True
    _key_fields = KEYS
    _forgotten = (ANONYMIZED,)

    @api.model
    def _schema(self):
        shared = self.env["registration.import.kind.constituents"]._schema()
        more = self.env["contact.column"]._fields_for("read")
        return Schema((*(shared.field(name) for name in SHARED), *OWN, *more))

    @api.model
    def _unused_at_first(self):
        return frozenset(self.env["contact.column"]._own_names(self._schema()))

    @api.model
    def _help(self, field):
        return self.env._(HELP[field.name]) if field.name in HELP else super()._help(field)

    @api.model
    def _instructions(self):
        return [
            self.env._(
                "Each run gives the contacts that were created or modified since the last run of"
                " this operation that ended well, one line each; the first run gives all. Changes"
                " made by imports count, too, and so do those of groups and interests."
            ),
            self.env._(
                "A contact that was archived after it was sent comes once more, with No in ACTIVE."
                " One that was deleted, dropped, merged, anonymized or made invalid comes once more"
                " with its MEMBER_ID and CONS_ID alone, and STATUS says what has happened."
            ),
            self.env._(
                "The columns are those of the Standard Constituent Import: a file that was"
                " corrected can be uploaded there."
            ),
        ]

    @api.model
    def _state(self, model, operation, ids=None):
        return SQL(
            """SELECT c.id, c.id AS contact, c.write_date AS stamp,
                      coalesce(m.mark, '') AS mark, f.fate, c.active AND f.fate IS NULL AS fresh
                 FROM (%(contacts)s) c CROSS JOIN LATERAL (SELECT %(fate)s AS fate) f
            LEFT JOIN (%(marks)s) m ON m.partner_id = c.id
                WHERE %(ids)s AND (f.fate IS NOT NULL OR %(wanted)s)
                  AND coalesce(c.type, 'contact') = 'contact'""",
            contacts=self._view(model, "write_date", "active", "type", *self._state_fields()),
            fate=self._fate(),
            marks=self._marks(ids),
            ids=self._among(("c", "id"), ids),
            wanted=self._wanted(model, operation),
        )

    def _marks(self, ids):
        """A SELECT of the ``mark`` of contacts: what changes with what else is theirs."""
        return SQL(
            """SELECT partner_id, md5(string_agg(group_id::text, ',' ORDER BY group_id)) AS mark
                 FROM contact_group_res_partner_rel WHERE %s GROUP BY 1""",
            self._among(("partner_id",), ids),
        )

    def _wanted(self, model, operation):
        """The condition that the operation sends a contact ``c``: by its memberships, by what else
        it says, and whether it is one of our own people."""
        operation = operation.sudo()
        conditions = [
            SQL(
                """EXISTS (SELECT FROM contact_group_res_partner_rel
                            WHERE partner_id = c.id AND group_id = ANY(%s))""",
                groups,
            )
            for groups in download_memberships(operation)
        ]
        domain = download_conditions(operation)
        if not domain.is_true():
            meant = self.env[model].with_context(active_test=False)._search(domain)
            conditions.append(SQL("c.id IN %s", meant.subselect()))
        if not operation.download_staff:
            conditions.append(NOT_OURS)
        return SQL(" AND ").join(conditions) if conditions else SQL("true")

    def _state_fields(self):
        """The fields that tell what a contact is now, and what became of it."""
        erased = self.env["contact.erasure.register"]._telling_fields()
        names = ("name", "contact_invalid_reason", "contact_deleted_date", *erased, *COMMUNICATION)
        return list(dict.fromkeys(name for name in names if name in self.env[self._target]._fields))

    def _fate(self):
        """What became of a contact ``c`` that is gone though its record is there: those of the
        words of STATUS that say so, or NULL."""
        register = self.env["contact.erasure.register"]
        register.flush_model(["contact"])
        known = self.env[self._target]._fields
        reached = [name for name in COMMUNICATION if name in known]
        return SQL(
            """CASE WHEN c.name = %(erased)s AND %(untold)s
                     AND EXISTS (SELECT FROM contact_erasure_register r WHERE r.contact = c.id)
                    THEN %(anonymized)s
                    WHEN c.contact_deleted_date IS NOT NULL AND %(unreachable)s THEN %(deleted)s
                    WHEN c.contact_invalid_reason <> '' THEN %(invalid)s END""",
            erased=ERASED,
            untold=_all_empty(register._telling_fields()),
            unreachable=_all_empty(reached),
            anonymized=ANONYMIZED,
            deleted=DELETED,
            invalid=INVALID,
        )

    @api.model
    def _gone_lines(self, gone, operation):
        system = operation.system_id
        masters = self._masters(list(gone))
        lines = {}
        for each, known in gone.items():
            # what was sent before keys were stored: an ID of ours means nothing to a system
            keys = known.keys or ("" if system else str(each), "")
            master = masters.get(each) if known.fate is None else None
            if any(keys) or not known.keys:
                lines[each] = gone_line(each, keys, known.fate, master)
        theirs = system._theirs("contact", map(str, masters.values())) if system else {}
        for each in masters.keys() & lines.keys() if system else ():
            lines[each]["merged_into"] = theirs.get(str(masters[each]), "")
        return lines

    def _masters(self, ids):
        """``{id: id}`` of contacts that were merged, and into which."""
        keys = self.env["contact.former.key"]
        keys.flush_model(["sort", "key", "partner_id"])
        found = self.env.execute_query(
            SQL(
                """SELECT key::int, partner_id FROM contact_former_key
                    WHERE sort = %s AND key = ANY(%s)""",
                CONS_ID,
                [str(each) for each in ids],
            )
        )
        return dict(found)

    @api.model
    def _columns(self, operation):
        """In a file for another system CONS_ID is the ID that the contact has there."""
        own = [(OUR_ID, "OUR_ID")] if operation.sudo().system_id else []
        return [*super()._columns(operation), *own]

    @api.model
    def _lines(self, model, ids, operation):
        groups = self._groups_to_name(by_id=bool(operation.sudo().system_id))
        chosen = {name for name, _label in self._columns(operation)}
        more = self.env["contact.column"]._own_names(self._schema())
        columns = {name: own for name, own in more.items() if name in chosen}
        contacts = self._contacts(model, ids, columns.values())
        words = ConstituentLines(groups)
        lines = {contact["id"]: words.line(contact) for contact in contacts}
        for name, own in columns.items():
            texts = self._texts_of(self.env[model]._fields[own], contacts)
            for identifier, text in texts.items():
                lines[identifier][name] = text
        return lines

    def _texts_of(self, field, contacts):
        """``{id: text}`` of what contacts have in a field that somebody has chosen."""
        if field.type != "many2one":
            return {each["id"]: value_text(each[field.name]) for each in contacts}
        others = self.env[field.comodel_name].browse(
            {each[field.name] for each in contacts} - {None}
        )
        names = {each.id: each.display_name for each in others._filtered_access("read")}
        return {each["id"]: names.get(each[field.name], "") for each in contacts}

    def _contacts(self, model, ids, columns=()):
        """What the contacts hold: a dict each, with the ids of their ``groups``."""
        return self.env.execute_query_dict(
            SQL(
                """SELECT c.*, s.code AS state, k.code AS country, member.groups
                     FROM (%s) c
                LEFT JOIN res_country_state s ON s.id = c.state_id
                LEFT JOIN res_country k ON k.id = c.country_id
                LEFT JOIN (SELECT partner_id, array_agg(group_id ORDER BY group_id) AS groups
                             FROM contact_group_res_partner_rel WHERE partner_id = ANY(%s)
                         GROUP BY 1) member ON member.partner_id = c.id
                    WHERE c.id = ANY(%s)""",
                self._view(model, *dict.fromkeys((*READ, *columns))),
                ids,
                ids,
            )
        )

    def _groups_to_name(self, by_id):
        """``{id: (sort, external id, name)}`` of the groups that the user sees: those of interests
        by the interest, under its external id where names do not tell, or are not to."""
        found = {}
        groups = self.env["contact.group"].search_fetch(
            [("kind", "=", ORDINARY)], ["external_id", "name", "name_key"]
        )
        namesakes = groups.grouped("name_key")
        for group in groups:
            name = name_for_a_list(group.name, len(namesakes[group.name_key]))
            found[group.id] = ORDINARY, group.external_id or "", name
        interests = self.env["contact.interest"].search_fetch(
            [], ["external_id", "name", "name_key", "opt_in_group_id", "opt_out_group_id"]
        )
        namesakes = interests.grouped("name_key")
        for interest in interests:
            named_by_id = by_id or len(namesakes[interest.name_key]) > 1
            name = (named_by_id and interest.external_id) or interest.name
            for kind in (OPT_IN, OPT_OUT):
                group = interest[f"{kind}_group_id"].id
                found[group] = kind, interest.external_id or "", name
        return found


def _all_empty(names):
    """The condition that a contact has nothing in these fields."""
    columns = SQL(", ").join(SQL("c.%s::text", SQL.identifier(name)) for name in names)
    return SQL("concat(%s) = ''", columns)


class RegistrationImportOperation(models.Model):
    _inherit = "registration.import.operation"

    kind = fields.Selection(
        selection_add=[("constituent_download", "Constituent Data Download")],
        ondelete={"constituent_download": "cascade"},
    )
