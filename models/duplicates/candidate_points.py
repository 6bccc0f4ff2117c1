"""How much two contacts can score at most, of a ``fresh`` one and a contact ``p``, as SQL: as much
as ``tools.contacts.sketch`` leaves, or more. Whoever cannot be flagged is left out at once."""

from ...tools.contacts.person_names import MARKERS, SUFFIXES, TITLES
from ...tools.contacts.phones import SURE
from ...tools.contacts.similarity import POINTS
from .candidate_sql import ACCENTED, PHONES, PLAIN

# -- by what is compared as it stands --------------------------------------------------------------


def _points(column, same, other=None):
    """Points of a column that both have, as they are equal or not."""
    one, two = (f"nullif({alias}.{column}::text, '')" for alias in ("fresh", "p"))
    found = f"WHEN true THEN {POINTS[same]} WHEN false THEN {POINTS[other] if other else 0}"
    return f"CASE {one} = {two} {found} ELSE 0 END"


_SURE_POINTS = " + ".join(
    [
        _points("contact_duplicate_email", "same_email"),
        _points("contact_birthdate", "same_birth_date", "other_birth_date"),
        _points("contact_member_id", "same_member_id", "other_member_id"),
    ]
)
# Of the rest as much as it can give. Of hundreds in one house most are left out by their dates of
# birth.
_REST = sum(POINTS[code] for code in ("same_name", "same_phone", "same_address"))
MOST_WITH_OTHER_BIRTH = _REST + POINTS["other_birth_date"]
# Who is left where a house alone and another birthday are not enough; people of one birthday are
# met by that alone, where not too many have it.
BIRTHS = (
    "p.contact_birthdate = fresh.contact_birthdate AND fresh.id IN (SELECT id FROM crowded)",
    "p.contact_birthdate IS NULL AND fresh.contact_birthdate IS NOT NULL",
    "fresh.contact_birthdate IS NULL",
)
MOST_POINTS = f"greatest({_SURE_POINTS} + {_REST}, 0)"

# -- by what is written plainly --------------------------------------------------------------------
#
# Of those whom that leaves nearly all have another name, and neither house nor telephone in common.
# Plain spellings tell that; of any other spelling they may be the same.

_PLAIN_PHONE = "^[+]?[0-9 ./-]*$"
_PLAIN_ZIP = "^[0-9A-Za-z ]*$"


def words_of(name):
    """A name in small letters without accents, blanks around all that are not letters in it."""
    plain = f"CASE WHEN {name} ~ '^[A-Za-z ''-]*$' THEN {name}"
    plain += f" ELSE translate({name}, '{ACCENTED}', '{PLAIN}') END"
    return f"btrim(translate(lower(({plain}) COLLATE \"C\"), '''-', '  '))"


def _are_plain(words):
    """Whether words are all that a name has, and each of them tells who it is."""
    last = f"reverse(split_part(reverse({words}), ' ', 1))"
    return (
        f"({words} ~ '^[a-z ]*$' AND split_part({words}, ' ', 1) NOT IN {TITLES}"
        f" AND {last} NOT IN {SUFFIXES} AND {words} !~ ' ({'|'.join(MARKERS)}) ')"
    )


def _zip_key(column):
    return f"lower(replace({column}, ' ', '') COLLATE \"C\")"


def _digits(column):
    return f"right(translate({column}, '+ ./-', ''), {SURE})"


def _end_if_plain(column):
    """The digits that a number shares with all others that are the same; NULL of one that may be
    another one in other words, or none."""
    is_plain = f"{column} ~ '{_PLAIN_PHONE}' AND length({_digits(column)}) = {SURE}"
    return f"CASE WHEN {is_plain} THEN {_digits(column)} END"


def _is_doubtful(column):
    """Whether there is a number that cannot be told from others so."""
    return f"coalesce({column}, '') <> '' AND {_end_if_plain(column)} IS NULL"


#: what fresh contacts are compared by
FRESH_PLAIN = f"""
    CASE WHEN {_are_plain("parts.words")} THEN ' ' || parts.words || ' ' END AS plain_words,
    length(replace(parts.words, ' ', '')) AS plain_letters,
    CASE WHEN zip ~ '{_PLAIN_ZIP}' THEN {_zip_key("zip")} END AS plain_zip,
    array_remove(ARRAY[{", ".join(map(_end_if_plain, PHONES))}], NULL) AS phone_ends,
    {" OR ".join(map(_is_doubtful, PHONES))} AS has_doubtful_phone
"""
_OTHER_WORDS = f"""
    fresh.plain_words IS NOT NULL
    AND (length(replace(p_words, ' ', '')) <> fresh.plain_letters
         OR strpos(fresh.plain_words, ' ' || split_part(p_words, ' ', 1) || ' ') = 0)
    AND {_are_plain("p_words")}
"""
_OTHER_ZIP = f"""
    coalesce(p.zip, '') = '' OR coalesce(fresh.zip, '') = ''
    OR fresh.plain_zip <> {_zip_key("p.zip")} AND p.zip ~ '{_PLAIN_ZIP}'
"""


def _may_share(column):
    """Whether a number of ``p`` may be one of the fresh contact's, which has any."""
    is_one = f"coalesce({_end_if_plain(column)} = ANY(fresh.phone_ends), true)"
    return f"coalesce({column}, '') <> '' AND (fresh.has_doubtful_phone OR {is_one})"


_MAY_SHARE_PHONE = f"""
    (fresh.has_doubtful_phone OR fresh.phone_ends <> '{{}}')
    AND ({" OR ".join(_may_share(f"p.{column}") for column in PHONES)})
"""
#: the same as ``MOST_POINTS``, closer, and dearer to find; ``p_words`` are the ``words_of`` p
CLOSE_POINTS = f"""greatest({_SURE_POINTS}
    + CASE WHEN {_OTHER_WORDS} THEN {POINTS["similar_name"]} ELSE {POINTS["same_name"]} END
    + CASE WHEN {_OTHER_ZIP} THEN 0 ELSE {POINTS["same_address"]} END
    + CASE WHEN {_MAY_SHARE_PHONE} THEN {POINTS["same_phone"]} ELSE 0 END, 0)"""
