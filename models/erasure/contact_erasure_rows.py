from odoo import api, models
from odoo.tools import SQL, LazyTranslate

from ...importer.mended_rows import mended_cells
from .contact_erasure_residual import SEARCHED
from .erasure_sql import telling_digits

_lt = LazyTranslate(__name__)
ROWS = "rows"
MEANINGS = "meanings"

# A cell with a type is an object.
_TEXT = "lower(btrim(coalesce({0}->>'text', {0} #>> '{{}}')))"
# A key as it is compared: numbers are written in groups, too.
_KEY = "lower(translate({}, ' /', ''))"


class ContactErasure(models.AbstractModel):
    """Which rows of imports name a person, though they led to no record: of a file that was only
    validated, or that was refused. By each key of their kind, whatever its spelling; or by a name
    beside a street or a telephone, where the key is mistyped."""

    _inherit = "contact.erasure"

    @api.model
    def _key_columns(self):
        """``{field of files: column of contacts}`` by which rows name a contact: other addons add
        theirs."""
        return {"uln": "contact_uln"}

    @api.model
    def _rows_that_name(self):
        """SELECTs of ``(row id, partner id)`` of the rows in ``lost``, with their ``cells`` and the
        ``mapping`` of their job, that name one of the persons: by an e-mail of theirs, by a key, or
        by what stands beside their name."""
        return [
            SQL(
                """SELECT l.id, e.root FROM lost l
               CROSS JOIN jsonb_array_elements(l.cells) cell
                     JOIN contact_erasure_email e ON e.email = %s""",
                SQL(_TEXT.format("cell")),
            ),
            self._rows_with_key(),
            self._rows_with_name(),
        ]

    @api.model
    def _own_keys(self):
        """What files call a contact ``p``, also by what it was known by before a merge, as SQL: an
        array of "field:key" in small letters, without blanks."""
        own = SQL(", ").join(
            SQL("%s || ':' || p.%s", field, SQL.identifier(column))
            for field, column in self._key_columns().items()
        )
        return SQL(
            """ARRAY(SELECT %s FROM unnest(ARRAY[%s] || ARRAY(
                   SELECT f.sort || ':' || f.key FROM contact_former_key f
                    WHERE f.partner_id = p.id)) AS own(key) WHERE own.key IS NOT NULL)""",
            SQL(_KEY.format("own.key")),
            own,
        )

    @api.model
    def _rows_with_key(self):
        """By a key of theirs in the column of that key."""
        cell = _TEXT.format("(l.cells->m.place::integer)")
        return SQL(
            """SELECT l.id, s.root FROM lost l
           CROSS JOIN jsonb_each_text(l.mapping::jsonb) AS m(field, place)
                 JOIN contact_erasure_subject s ON %s = ANY(s.keys)
                WHERE m.place ~ '^[0-9]+$' AND m.field = ANY(%s)""",
            SQL(_KEY.format(f"m.field || ':' || {cell}")),
            [*self._key_columns()],
        )

    @api.model
    def _rows_with_name(self):
        """A name, in one cell or in two, and a street or a telephone beside it."""
        return SQL(
            "SELECT t.id, s.root FROM %s WHERE t.texts && s.streets OR t.numbers && s.numbers",
            self._lost_with_name(),
        )

    @api.model
    def _lost_with_name(self):
        """Rows in ``lost`` with a name of a person ``s``: ``t``, all ``texts`` of each, and the
        last digits of those that may be telephone ``numbers``."""
        return SQL(
            """(SELECT l.id, array_agg(%(text)s) AS texts, array_agg(%(digits)s) AS numbers
                  FROM lost l CROSS JOIN jsonb_array_elements(l.cells) cell GROUP BY 1) t
               JOIN contact_erasure_subject s ON t.texts && s.names OR t.texts @> s.name_parts""",
            text=SQL(_TEXT.format("cell")),
            digits=telling_digits(SQL(_TEXT.format("cell"))),
        )

    @api.model
    def _count_mentions(self):
        """Rows that are left with the same name and nothing else of a person, too."""
        found = super()._count_mentions()
        namesakes = SQL(
            "SELECT s.root, count(DISTINCT t.id) FROM %s GROUP BY 1", self._lost_with_name()
        )
        for root, count in self._query_lost(namesakes):
            found.setdefault(root, []).append({"code": "namesake", "count": count})
        return found

    @api.model
    def _searched_texts(self):
        """Rows of others may name a person as well."""
        rows = SQL(
            """SELECT s.id, concat_ws(' ', s.cells, %s, o.journal)
                 FROM registration_import_staged s
            LEFT JOIN registration_import_outcome o ON o.id = s.id
                WHERE jsonb_array_length(s.cells) > 0 ORDER BY s.id DESC LIMIT %s""",
            mended_cells("s"),
            SEARCHED,
        )
        meanings = SQL(
            "SELECT id, concat_ws(' ', text, ours) FROM registration_import_meaning LIMIT %s",
            SEARCHED,
        )
        return super()._searched_texts() | {ROWS: rows, MEANINGS: meanings}


class ContactErasureRegister(models.Model):
    _inherit = "contact.erasure.register"

    @api.model
    def _places(self):
        return super()._places() | {
            ROWS: _lt("Rows of imports about others"),
            MEANINGS: _lt("Values of files that people have mapped"),
        }
