"""The statement of ``fast_memberships``: ``given`` are the rows of a range, ``sides`` what their
texts mean, ``found`` whom they name, ``plain`` those that are written, ``news`` and ``gone`` the
groups that contacts join and leave, each with the row that does it."""

from odoo.tools import SQL

from ...importer.text_sql import identity_text, is_plain_key
from ...tools.contacts.constituent_schema import KEYS
from ...tools.rows.cells import ENDS
from .hub_matcher import CONTACT, HubMatcher

# An address that is taken as it stands, but for its case; a number that is.
PLAIN_EMAIL = (
    "^[A-Za-z0-9_][A-Za-z0-9_+-]*([.][A-Za-z0-9_+-]+)*"
    "@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?[.])+[A-Za-z]{2,63}$"
)
PLAIN_NUMBER = "^[1-9][0-9]{0,8}$"
# Whether nobody but the contact has its address, which is that of the row, if any, and mail to it
# is not unwanted.
ALONE = """c.email_normalized AS address,
           coalesce(f.email, c.email_normalized, '') = coalesce(c.email_normalized, '')
           AND coalesce(owners.one, f.contact) = f.contact
           AND coalesce(owners.other, f.contact) = f.contact
           AND unwanted.email IS NULL AS is_alone"""


def statement(kind, given, width, names, sides, minds_addresses):
    """Write plain rows with their outcomes: gives ``(outcome, rows)``. ``given`` is a SELECT of the
    texts of rows, ``sides`` what the texts of the fields ``names`` mean
    (``FastMemberships._sides``); ``minds_addresses``: only of contacts that share theirs with
    nobody."""
    return SQL(
        """WITH given AS MATERIALIZED (%(given)s),
                sides AS MATERIALIZED (%(sides)s),
                keyed AS MATERIALIZED (%(keyed)s),
                found AS MATERIALIZED (%(found)s),
                judged AS MATERIALIZED (%(judged)s),
                contested AS MATERIALIZED (%(contested)s),
                plain AS MATERIALIZED (
                    SELECT j.* FROM judged j
                     WHERE j.is_plain AND NOT EXISTS (SELECT FROM keyed WHERE is_wild)
                       AND NOT EXISTS (SELECT FROM contested c WHERE c.contact = j.contact)),
                news AS MATERIALIZED (
                    SELECT DISTINCT ON (contact, one) contact, one, id
                      FROM plain CROSS JOIN unnest(joined) AS one
                     WHERE one <> ALL(groups) ORDER BY contact, one, id),
                gone AS MATERIALIZED (
                    SELECT contact, one, id FROM plain CROSS JOIN unnest(others) AS one
                     WHERE leaves AND one = ANY(groups)),
                made AS (
                    INSERT INTO contact_group_res_partner_rel (group_id, partner_id)
                    SELECT one, contact FROM news ON CONFLICT DO NOTHING),
                removed AS (
                    DELETE FROM contact_group_res_partner_rel r USING gone
                     WHERE r.group_id = gone.one AND r.partner_id = gone.contact),
                written AS (
                    UPDATE contact_group SET write_uid = %(user)s, write_date = %(now)s
                     WHERE id IN (SELECT one FROM news UNION SELECT one FROM gone)),
                told AS (%(told)s)
           SELECT outcome, count(*) FROM told GROUP BY outcome""",
        given=given,
        sides=_sides(names, sides),
        keyed=_keyed(kind._schema(), width, names),
        found=_found(kind),
        judged=_judged(kind, minds_addresses),
        contested=_contested(minds_addresses),
        user=kind.env.uid,
        now=kind.env.cr.now(),
        told=_told(),
    )


def _sides(names, sides):
    """What texts mean, as a table. Arrays of several lengths are no array: each is a text."""
    joined, others, leaves = zip(*sides.values(), strict=True)
    return SQL(
        """SELECT %(names)s, joined::int[] AS joined, others::int[] AS others, leaves
             FROM unnest(%(texts)s, %(joined)s::text[], %(others)s::text[], %(leaves)s::boolean[])
               AS meant(%(names)s, joined, others, leaves)""",
        names=SQL(", ").join(map(SQL.identifier, names)),
        texts=SQL(", ").join(SQL("%s::text[]", [*texts]) for texts in zip(*sides, strict=True)),
        joined=list(map(_array, joined)),
        others=list(map(_array, others)),
        leaves=list(leaves),
    )


def _array(ids):
    return f"{{{','.join(map(str, ids))}}}"


def _keyed(schema, width, names):
    """Rows with their keys, as they are looked up, and what they say; whether nothing is to be said
    of their cells, and (``is_wild``) whether the planner alone can tell whom they name. Those that
    have an outcome stay, and name nobody: PostgreSQL would guess that but few are left."""
    ways = [(SQL.identifier(key), schema.field(key)) for key in KEYS]
    people = SQL("concat(g.firstname, g.lastname, g.fullname)")
    return SQL(
        """SELECT g.id, %(keys)s, s.joined, s.others, s.leaves, %(people)s = '' AS is_nameless,
                  coalesce(g.width = %(width)s AND g.are_plain AND NOT g.is_done
                           AND s.joined IS NOT NULL AND %(people)s !~ '[={]', false) AS is_read,
                  strpos(concat(g.cons_id, g.member_id, g.email), '{') > 0 AS is_wild
             FROM (SELECT g.*, %(are_plain)s AS are_plain, o.id IS NOT NULL AS is_done
                     FROM given g
                LEFT JOIN registration_import_outcome o ON o.id = g.id OFFSET 0) g
        LEFT JOIN sides s ON %(same)s""",
        keys=SQL(", ").join(SQL("%s AS %s", _key(field, name), name) for name, field in ways),
        people=people,
        width=width,
        are_plain=SQL(" AND ").join(_is_plain(field, name) for name, field in ways),
        same=SQL(" AND ").join(
            SQL("s.%(name)s = g.%(name)s", name=SQL.identifier(name)) for name in names
        ),
    )


def _is_plain(field, name):
    """Whether a key is looked up as it stands, or there is none."""
    text = SQL("g.%s", name)
    plain = {
        "cons_id": SQL("%s ~ %s", text, PLAIN_NUMBER),
        "member_id": is_plain_key(text),
        "email": SQL("%s ~ %s", text, PLAIN_EMAIL),
    }[field.name]
    fits = SQL("length(%s) <= %s", text, field.size) if field.size else SQL("true")
    return SQL("coalesce(%s = '' OR (%s AND %s), true)", text, plain, fits)


def _key(field, name):
    """By what a key is looked up, also where it is spelt in another way."""
    text = SQL("g.%s", name)
    shaped = identity_text(field, SQL("btrim(%s, %s)", text, ENDS))
    plain = SQL("lower(%s)", text) if field.name == "email" else text
    key = SQL(
        "nullif(CASE WHEN g.is_done THEN '' WHEN g.are_plain THEN %s ELSE %s END, '')",
        plain,
        shaped,
    )
    if field.type != "integer":
        return key
    # none has the number behind which there are none
    return SQL(
        """(SELECT CASE WHEN key ~ '^[0-9]{1,10}$'
                        THEN nullif(least(key::bigint, 2147483647), 2147483647)::int END
              FROM (SELECT %s AS key OFFSET 0) given)""",
        key,
    )


def _found(kind):
    """Whom each row names: by the first way that finds anybody, as ``constituents.choose``."""
    return SQL(
        """SELECT t.*,
                  CASE WHEN i_found + i_removed > 0 THEN CASE WHEN i_found = 1 THEN i_id END
                       WHEN m_found + m_removed > 0 THEN CASE WHEN m_found = 1 THEN m_id END
                       WHEN a_found = 1 THEN a_id END AS contact,
                  i_found + i_removed + m_found + m_removed = 0 AS is_by_address
             FROM (%s) t""",
        HubMatcher(kind).triage(SQL("SELECT * FROM keyed"), SQL("given.*")),
    )


def _judged(kind, minds_addresses):
    """The same with the groups of the contacts; ``is_plain``: only other rows could matter. Nothing
    is told of a key that another contact had, nor of who stays in the other group of an interest.
    By joins: PostgreSQL may look through all that something is NOT IN, once for each row.
    """
    return SQL(
        """SELECT f.*, coalesce(f.is_read AND f.contact IS NOT NULL
                           AND (f.is_nameless OR NOT f.is_by_address)
                           AND fi_found + fi_removed + fm_found + fm_removed = 0
                           AND (f.leaves OR NOT f.others && f.groups)
                           AND let_alone.id IS NULL
                           AND is_alone, false) AS is_plain
             FROM (SELECT f.*, %(address)s, ARRAY(
                              SELECT group_id FROM contact_group_res_partner_rel r
                               WHERE r.partner_id = f.contact ORDER BY 1) AS groups
                     FROM found f %(addresses)s OFFSET 0) f
        LEFT JOIN ((%(deferred)s) UNION SELECT contact FROM (%(erased)s) e) AS let_alone(id)
               ON let_alone.id = f.contact""",
        deferred=kind._deferred(),
        erased=kind.env["contact.erasure.register"].sudo()._select_anonymized(),
        address=SQL(ALONE if minds_addresses else "true AS is_alone"),
        addresses=_addresses(kind) if minds_addresses else SQL(),
    )


def _addresses(kind):
    """The addresses of the contacts, and the first and the last who has each."""
    return SQL(
        """LEFT JOIN res_partner c ON c.id = f.contact
           LEFT JOIN mail_blacklist unwanted
                  ON unwanted.email = c.email_normalized AND unwanted.active
           LEFT JOIN (SELECT o.email_normalized AS address, min(o.id) AS one, max(o.id) AS other
                        FROM (%s) o
                       WHERE (o.type IS NULL OR o.type = 'contact')
                         AND (o.email_normalized IN (
                                 SELECT c.email_normalized FROM found
                                   JOIN res_partner c ON c.id = found.contact)) IS TRUE
                    GROUP BY 1) owners ON owners.address = c.email_normalized""",
        kind._view(CONTACT, "email_normalized", "type"),
    )


def _contested(minds_addresses):
    """Contacts whose rows have to be written in their order: a row that is not plain may mean them,
    or reach them by their address; or one of several makes them leave something."""
    reached = SQL(
        """UNION SELECT j.contact FROM judged j JOIN judged o ON o.email = j.address
            WHERE j.is_plain AND NOT o.is_plain"""
    )
    return SQL(
        """SELECT unnest(ARRAY[i_id, m_id, a_id, fi_id, fm_id]) AS contact
             FROM judged WHERE NOT is_plain
            UNION SELECT contact FROM judged WHERE is_plain
            GROUP BY contact HAVING count(*) > 1 AND bool_or(leaves) %s""",
        reached if minds_addresses else SQL(),
    )


def _told():
    """Outcomes and journal, as ``importer.copying.outcome_line`` has them: of several rows of a
    contact each begins with what those before it leave."""
    return SQL(
        """INSERT INTO registration_import_outcome (id, outcome, record, journal)
           SELECT id, CASE WHEN changes THEN 'updated' ELSE 'unchanged' END, contact,
                  CASE WHEN changes THEN (
                            %(contact)s || contact || ', {"contact_group_ids": ['
                            || array_to_json(ARRAY(
                                   SELECT one FROM unnest(groups || before) one ORDER BY 1))
                            || ', '
                            || array_to_json(ARRAY(
                                   SELECT one FROM unnest(groups || upto) one
                                    WHERE NOT (leaves AND one = ANY(others)) ORDER BY 1))
                            || ']}]]')::jsonb END
             FROM (SELECT p.*, n.before, n.upto,
                          n.id IS NOT NULL OR p.id IN (SELECT id FROM gone) AS changes
                     FROM plain p
                LEFT JOIN (SELECT DISTINCT ON (id) id,
                                  array_agg(one) OVER (
                                      earlier GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                                  ) AS before,
                                  array_agg(one) OVER earlier AS upto
                             FROM news WINDOW earlier AS (PARTITION BY contact ORDER BY id)) n
                       ON n.id = p.id) p
        RETURNING outcome""",
        contact=f'[["{CONTACT}", ',
    )
