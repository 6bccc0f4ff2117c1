from odoo import api, fields, models
from odoo.tools import SQL

from ...importer.bulk import compile_nothing
from ...tools.contacts import similarity
from ...tools.contacts.email_key import email_key
from ...tools.contacts.sketch import Sketch
from ..erasure.contact_erasure import ERASED
from .candidate_points import (
    BIRTHS,
    CLOSE_POINTS,
    FRESH_PLAIN,
    MOST_POINTS,
    MOST_WITH_OTHER_BIRTH,
    words_of,
)
from .candidate_sql import (
    BEFORE,
    FRESH_HOUSES,
    FRESH_KEYS,
    FRESH_PARTS,
    LAST,
    PHONES,
    house_key,
    phone_key,
)

# The system parameter that holds another score to flag from.
FLAGGED_FROM = "registration_import.duplicate_score"
# A key that more contacts have, such as the telephone of a school, says little about each of them:
# so many are compared.
MOST = 100
# Marks of contacts that nobody may use any more.
GONE = ("account_deleted", "duplicate")
# What candidates are looked up by; the condition is that of the index.
KEYS = {
    "contact_duplicate_email": "contact_duplicate_email <> ''",
    "contact_birthdate": "contact_birthdate IS NOT NULL",
    "contact_member_id": "contact_member_id <> ''",
}
# What is compared: name in tools/contacts/similarity.py and column.
COMPARED = {
    **{"name": "name", "firstname": "contact_firstname", "lastname": "contact_lastname"},
    **{"email": "email_normalized", "phone": "phone", "cellphone": "contact_cellphone"},
    **{"birth_date": "contact_birthdate", "zip": "zip", "street": "street"},
    **{"member_id": "contact_member_id", "is_company": "is_company"},
}
# What is read besides.
LOOKED_UP = ("company_id", "country_id", "active", "type", "contact_invalid_reason")


class ResPartner(models.Model):
    """By what duplicates are looked up: contacts are only ever compared that have one of these in
    common."""

    _inherit = "res.partner"
    _never_grouped_by = ("contact_duplicate_email",)

    contact_duplicate_email = fields.Char(
        "Duplicate Email",
        compute="_compute_duplicate_email",
        store=True,
        exportable=False,
        groups="base.group_system",
        help="What spellings of the e-mail have in common",
    )

    _contact_duplicate_email_idx = models.Index(
        "(contact_duplicate_email) WHERE contact_duplicate_email <> ''"
    )
    _contact_duplicate_phone_idx = models.Index(f"({phone_key('phone')}) WHERE phone <> ''")
    _contact_duplicate_cellphone_idx = models.Index(
        f"({phone_key('contact_cellphone')}) WHERE contact_cellphone <> ''"
    )
    _contact_duplicate_birth_idx = models.Index(
        "(contact_birthdate) WHERE contact_birthdate IS NOT NULL"
    )
    _contact_duplicate_house_idx = models.Index(
        f"({house_key(LAST)}, contact_birthdate) WHERE zip <> ''"
    )
    _contact_duplicate_house_before_idx = models.Index(
        f"({house_key(BEFORE)}, contact_birthdate) WHERE zip <> ''"
    )
    _contact_create_date_idx = models.Index("(create_date, id)")

    @api.depends("email_normalized")
    def _compute_duplicate_email(self):
        for partner in self:
            partner.contact_duplicate_email = email_key(partner.email_normalized) or False


class RegistrationImportDuplicate(models.Model):
    """Finding duplicates: one statement gives the candidates of a thousand contacts, which are
    compared in Python. Only people who look at the result have rights; finding has none."""

    _inherit = "registration.import.duplicate"

    @api.model
    def _scan_contacts(self, ids):
        """Flag the older contacts that these may be the same as; the new records.

        A contact is compared with older ones alone, so that each pair is met once.
        """
        return self.sudo().create(
            [
                {"contact_id": new, "match_id": old, "score": score, "reasons": reasons}
                for new, old, score, reasons in self._flagged(self._candidates(ids))
            ]
        )

    @api.model
    def _flagged(self, candidates):
        """Yield ``(id, id of the older, score, evidence)`` of those that are likely."""
        least = self._flagged_from()
        for contact, match, one, other in candidates:
            if one.most(other) < least:
                continue
            reasons = similarity.evidence(one.contact, other.contact)
            if (score := similarity.score(reasons)) >= least:
                yield contact, match, score, reasons

    @api.model
    def _flagged_from(self):
        given = self.env["ir.config_parameter"].sudo().get_param(FLAGGED_FROM, "")
        return int(given) if given.isdecimal() else similarity.FLAGGED_FROM

    @api.model
    def _candidates(self, ids):
        """The candidates, see ``_compared``, of contacts that were not compared with these by
        people before."""
        partner = self.env["res.partner"]
        return self._compared(
            SQL(
                "SELECT p.* FROM res_partner p WHERE p.id = ANY(%s) AND %s",
                list(ids),
                _comparable("p"),
                to_flush=[partner._fields[name] for name in ("create_date", "parent_id")],
            ),
            SQL(
                """SELECT FROM registration_import_duplicate d
                    WHERE d.match_id IS NOT NULL
                      AND least(d.contact_id, d.match_id) = least(fresh.id, p.id)
                      AND greatest(d.contact_id, d.match_id) = greatest(fresh.id, p.id)"""
            ),
        )

    @api.model
    def _compared(self, fresh, left_out):
        """Yield ``(id, id of an older one, Sketch of it, of the older)`` of those that share a key,
        and whose plain values leave room for a score to flag. ``fresh`` selects rows with the
        columns of contacts, ``left_out`` what there is of a ``fresh`` one and a contact ``p`` that
        are not compared. Of many pairs each contact is read once."""
        pairs = self._pairs(fresh, left_out)
        if not pairs:
            return
        one = self._sketches(fresh, {new for new, _old in pairs})
        other = self._sketches(SQL("SELECT * FROM res_partner"), {old for _new, old in pairs})
        for contact, match in pairs:
            yield contact, match, one[contact], other[match]

    @api.model
    def _pairs(self, fresh, left_out):
        """``[(id, id of an older one)]`` of the same."""
        partner, least = self.env["res.partner"], self._flagged_from()
        compile_nothing(self.env.cr)
        return self.env.execute_query(
            SQL(
                """WITH given AS (%(fresh)s),
                   fresh AS MATERIALIZED (
                       SELECT given.*, %(keys)s
                         FROM given, LATERAL (SELECT %(parts)s OFFSET 0) parts),
                   same_birth AS MATERIALIZED (%(same_birth)s),
                   crowded AS (
                       SELECT id FROM same_birth GROUP BY id HAVING count(*) >= %(most)s),
                   pair AS (SELECT * FROM same_birth WHERE is_likely UNION %(pairs)s)
                   SELECT fresh.id, p.id
                     FROM pair
                     JOIN fresh ON fresh.id = pair.id
                     JOIN res_partner p ON p.id = pair.older
                    WHERE NOT EXISTS (%(left_out)s)
                 ORDER BY fresh.id, p.id""",
                fresh=fresh,
                left_out=left_out,
                keys=SQL(f"{FRESH_KEYS}, {FRESH_PLAIN}"),
                parts=SQL(f"{FRESH_PARTS}, {words_of('name')} AS words"),
                same_birth=_sharing("contact_birthdate", least),
                most=MOST,
                pairs=SQL(" UNION ").join(
                    SQL("SELECT * FROM (%s) sharing WHERE is_likely", each)
                    for each in _pairs(least)
                ),
                to_flush=[
                    *(partner._fields[name] for name in (*KEYS, *COMPARED.values(), *LOOKED_UP)),
                    *(self._fields[name] for name in ("contact_id", "match_id", "offline_id")),
                ],
            )
        )

    @api.model
    def _sketches(self, rows, ids):
        """``{id: Sketch}`` of those rows with the columns of contacts that have these ids."""
        found = self.env.execute_query(
            SQL(
                """SELECT p.id, country.code, %s FROM (%s) p
                LEFT JOIN res_country country ON country.id = p.country_id
                    WHERE p.id = ANY(%s)""",
                SQL(", ").join(SQL.identifier("p", column) for column in COMPARED.values()),
                rows,
                list(ids),
            )
        )
        names = ("country", *COMPARED)
        return {each: Sketch(dict(zip(names, values, strict=True))) for each, *values in found}


def _pairs(least):
    """A SELECT for each key, other than the date of birth, of ``(id, older)``."""
    for column in KEYS:
        if column != "contact_birthdate":
            yield _sharing(column, least)
    for column in PHONES:
        yield _older(
            SQL(
                "%s IN (fresh.phone_key, fresh.cellphone_key) AND %s <> ''",
                SQL(phone_key(column)),
                SQL.identifier(column),
            ),
            least,
        )
    for place in (LAST, BEFORE):
        house = SQL("%s IN (%s) AND zip <> ''", SQL(house_key(place)), SQL(FRESH_HOUSES))
        # people of one house with other birthdays are left out by the index; without a birthday
        # one is compared with those who have one, and with those who have none
        for birth in BIRTHS if least > MOST_WITH_OTHER_BIRTH else ("true",):
            yield _older(SQL("%s AND %s", house, SQL(birth)), least, 2 * MOST)


def _sharing(column, least):
    """A SELECT of those that have the same in a column."""
    name = SQL.identifier(column)
    return _older(SQL("p.%s = fresh.%s AND p.%s", name, name, SQL(KEYS[column])), least)


def _older(condition, least, most=None):
    """Contacts that are comparable with a fresh one and older, meet a condition, and can have at
    least that score; which of them are likely to, since nothing in plain words tells them apart."""
    return SQL(
        """SELECT fresh.id, older.id AS older, is_likely FROM fresh, LATERAL (
               SELECT p.id, %(close)s >= %(least)s AS is_likely
                 FROM res_partner p, LATERAL (SELECT %(words)s AS p_words OFFSET 0) own
                WHERE %(condition)s AND %(comparable)s
                  AND (coalesce(p.create_date, '-infinity'), p.id)
                    < (coalesce(fresh.create_date, '-infinity'), fresh.id)
                  AND (p.company_id = fresh.company_id OR p.company_id IS NULL
                       OR fresh.company_id IS NULL)
                  AND coalesce(p.is_company, false) = coalesce(fresh.is_company, false)
                  AND p.id IS DISTINCT FROM fresh.parent_id
                  AND p.parent_id IS DISTINCT FROM fresh.id
                  AND %(points)s >= %(least)s
                LIMIT %(most)s) older""",
        condition=condition,
        comparable=_comparable("p"),
        points=SQL(MOST_POINTS),
        close=SQL(CLOSE_POINTS),
        words=SQL(words_of("p.name")),
        least=least,
        most=most or MOST,
    )


def _comparable(alias):
    """Contacts in use, no mere addresses, and nobody who was anonymized (S13)."""
    return SQL(
        """%(p)s.active AND coalesce(%(p)s.type, 'contact') = 'contact'
           AND %(p)s.name <> %(erased)s
           AND coalesce(%(p)s.contact_invalid_reason, '') <> ALL(%(gone)s)""",
        p=SQL.identifier(alias),
        erased=ERASED,
        gone=list(GONE),
    )
