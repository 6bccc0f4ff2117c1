"""What a row says of a constituent: which contact it means, which groups and which interests.

Pure functions on plain values. A contact is a dict of what it holds: at least ``id`` (0 while it is
only planned), ``member_id``, ``email_normalized`` and ``groups``, the sorted ids of its groups.
"""

from ..rows.parsers import BOOLEANS
from ..rows.problems import Problem, warning
from ..rows.schema import Field
from .names import name_key

# The ways to name a contact, in the order in which they are tried (V07).
KEYS = ("cons_id", "member_id", "email")
EMAIL_SIZE = 255
SEPARATOR = ";"
# What a row is told whose contact may be another one, until a person has decided (V14).
UNRESOLVED = "unresolved_duplicate"
IN, OUT = "in", "out"

KEY_FIELDS = (
    Field("cons_id", "CONS_ID", type="integer", synonyms=("Constituent ID",), reference="contact"),
    Field(
        "member_id",
        "MEMBER_ID",
        type="code",
        size=64,
        removable=False,
        synonyms=("Member Number",),
        example="00123",
    ),
    Field(
        "email",
        "PRIMARY_EMAIL",
        size=EMAIL_SIZE,
        removable=False,
        synonyms=("E-mail", "Email Address", "Primary E-mail"),
        example="ada@example.com",
    ),
)
GROUP_FIELDS = (
    Field(
        "group_id",
        "GROUP_ID",
        type="code",
        synonyms=("Group IDs",),
        reference="group",
        separator=SEPARATOR,
    ),
    Field("group_name", "GROUP_NAME", synonyms=("Group Names", "Groups"), example="Friends"),
)
INTEREST_FIELDS = (
    Field(
        "interest_id",
        "INTEREST_ID",
        type="code",
        synonyms=("Interest IDs", "Interests"),
        reference="interest",
        separator=SEPARATOR,
    ),
    Field("interest_name", "INTEREST_NAME", synonyms=("Interest Names",), example="Newsletter"),
    Field(
        "interest_opt",
        "INTEREST_OPT",
        type="selection",
        choices=(
            (IN, "In", "Opt-in", "Opted in", *BOOLEANS[True].split()),
            (OUT, "Out", "Opt-out", "Opted out", *BOOLEANS[False].split()),
        ),
        synonyms=("Opt", "In or Out"),
        example="In",
        reference="interest_opt",
    ),
)


# -- which contact ---------------------------------------------------------------------------


def choose(stages):
    """``(contact or None, Problem or None)``: the first way that finds anything decides.

    `stages` is {key: {"found", "removed", "contact"}}, as far as the row names its contact so.
    """
    for key in KEYS:
        stage = stages.get(key)
        if stage is None:
            continue
        if stage["found"] > 1:
            return None, Problem("ambiguous_constituent", key, params={"count": stage["found"]})
        if stage["found"]:
            return stage["contact"], None
        if stage["removed"]:
            return None, Problem("removed_constituent", key)
    return None, None


def with_contact(stages, values, email, contact):
    """The stages of a row after an earlier row has left `contact` as it is now."""
    says = {
        "cons_id": contact["id"] and values.get("cons_id") == contact["id"],
        "member_id": values.get("member_id") == contact["member_id"],
        "email": not contact["member_id"] and email == contact["email_normalized"],
    }
    return {key: _stage_with(stage, says[key], contact) for key, stage in stages.items()}


def _stage_with(stage, named, contact):
    known = stage["contact"]
    same = known is not None and known["id"] == contact["id"]
    if same and not named:
        return {**stage, "found": 0, "contact": None}
    if named and (same or not stage["found"]):
        return {**stage, "found": 1, "contact": contact}
    if named and not same:
        return {**stage, "found": stage["found"] + 1}
    return stage


# -- which groups and interests --------------------------------------------------------------


def texts_of(values, by_id, by_name):
    """``(field, texts)`` of the ids or the names that a row gives; of both, the names count."""
    field = by_name if values.get(by_name) else by_id
    text = values.get(field) or ""
    parts = (part.strip() for part in text.split(SEPARATOR))
    return field, list(dict.fromkeys(filter(None, parts)))


def find_group(known, field, text, centers):
    """``{"id"}`` of the ordinary group that a text means, ``{"new": text}``, or ``{"code"}`` of
    what is wrong.

    `known` are groups with this external id or name; `centers` the ids of the centers whose groups
    may be meant besides those of none, None for all.
    """
    by_name = field == "group_name"
    ordinary = [group for group in known if group["kind"] == "ordinary"]
    if not known:
        return {"new": text} if by_name else {"code": "unknown_group"}
    if not ordinary:
        return {"code": "group_of_interest"}
    own = [group for group in ordinary if group["center"] in (centers or ())]
    shared = [group for group in ordinary if group["center"] is None]
    found = own or shared or (ordinary if centers is None else [])
    if not found:
        return {"code": "group_of_other_center"}
    return _the_one(found, "group")


def find_interest(known, field, text):
    """``{"id", "in", "out"}`` of the interest that a text means, ``{"new": text}``, or ``{"code"}``
    of what is wrong."""
    if not known:
        return {"new": text} if field == "interest_name" else {"code": "unknown_interest"}
    return _the_one(known, "interest")


def _the_one(found, noun):
    if len(found) > 1:
        return {"code": f"ambiguous_{noun}", "count": len(found)}
    return found[0] if found[0]["active"] else {"code": f"archived_{noun}"}


def problem_of(meant, field, text):
    """What is wrong with a text, as a problem: a group of another center is an error of that
    assignment alone (V12), everything else one of the row."""
    params = {"count": meant["count"]} if "count" in meant else {}
    if meant["code"] == "group_of_other_center":
        return warning(meant["code"], field, text, **params)
    return Problem(meant["code"], field, text, params)


def key_of(field, text):
    """By what a text is looked up."""
    return name_key(text) if field.endswith("_name") else text
