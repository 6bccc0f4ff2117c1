"""Pieces of SQL by which what stands somewhere is compared with what is known of the persons."""

from odoo.tools import SQL

# So many last digits of a telephone tell it from others, however much of it is dialled.
_TELLING = 8
# Of a text, so many characters are read.
_READ = 100_000
# What stands between the addresses of a list, as a regular expression.
APART = r"[[:space:],;<>\"]+"
_ESCAPED = r"regexp_replace(%s, '([]^$*.+?(){}|\\[-])', '\\\1', 'g')"


def address_in(column, table="t"):
    """The e-mail address in a column, which may have a name before it, in small letters."""
    return SQL(
        "lower(coalesce(substring(%(column)s from '<([^<>]+)>'), btrim(%(column)s)))",
        column=SQL.identifier(table, column),
    )


def telling_digits(text):
    """The last digits of a telephone, which tell it from others; NULL where it has fewer. ``text``
    is SQL."""
    return SQL(
        "substring(regexp_replace(%s, '[^0-9]', '', 'g') from %s)", text, f"[0-9]{{{_TELLING}}}$"
    )


def escaped(text):
    """A text as it stands within a regular expression; ``text`` is SQL."""
    return SQL(_ESCAPED, text)


def any_of(word):
    """A regular expression of any of these words, alone in a longer text: an aggregate. ``word`` is
    SQL."""
    return SQL(
        "%s || string_agg(DISTINCT %s, '|') || ')(?![[:alnum:]])'",
        "(?<![[:alnum:]._%+-])(",
        word,
    )


def words_in(text):
    """The addresses of a list, in small letters, as an array; most texts are no list. ``text`` is
    SQL."""
    return SQL(
        """CASE WHEN %(text)s ~ '[[:space:],;<>"]'
                THEN regexp_split_to_array(lower(%(text)s), %(apart)s)
                ELSE ARRAY[lower(%(text)s)] END""",
        text=text,
        apart=APART,
    )


def words_of(text):
    """The words of a text, in small letters, as rows: e-mails are one word. ``text`` is SQL."""
    return SQL("unnest(tsvector_to_array(to_tsvector('simple', left(%s, %s))))", text, _READ)


def as_query(rows):
    """``[(id, partner id)]`` as a query of ``(id, root)``."""
    return SQL(
        "SELECT f.id, f.root FROM unnest(%s::integer[], %s::integer[]) AS f(id, root)",
        [each for each, _root in rows],
        [root for _each, root in rows],
    )
