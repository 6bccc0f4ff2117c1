"""From the cells of a row to the fields of a contact: pure functions.

Each takes the ``values`` of the row, what they mean (``known``, see ``_known`` of the kind) and the
fields of the contact as they are (``present``, empty for a new one), appends what is wrong to
``problems``, and gives ``{field: value}`` of what the row sets.
"""

import re

from ..rows.cells import REMOVE
from ..rows.parsers import read_boolean
from ..rows.problems import Problem, warning
from .contact_schema import (
    ADDRESS,
    DELIVERY,
    INVOICE,
    MAIN,
    OF_STRUCTURE,
    OWN,
    PHONES,
    REMARK_SIZE,
    columns_of,
    given,
    read_pairs,
)
from .names import full_name, name_parts

CRITERIA = "contact_criterion_value_ids"
AUTHORIZATIONS = "contact_authorization_ids"
ADMIN_NUMBERS = "contact_admin_number_ids"
# Digits of a telephone number.
PHONE_LENGTH = 15

_NOT_DIALLED = re.compile(r"[\s().\-/]+")
_TYPES = re.compile(r"[MSB](?:[\s,;/+]*[MSB])*")


def plain(values, fields):
    """Columns that fill a field as they are; dates as ISO texts, as the database gives them."""
    return {
        field: _iso(given(values, name))
        for name, field in fields.items()
        if values.get(name) is not None
    }


def _iso(value):
    return value.isoformat() if hasattr(value, "isoformat") else value


def own_values(values, known, present, today, problems):
    """What the row says of the contact itself, apart from its name."""
    result = plain(values, OWN)
    if (result.get("date_of_birth") or "") > today:
        problems.append(Problem("birthdate_in_future", "birthdate", result["date_of_birth"]))
    if values.get("pref_lang") is not None:
        result["lang"] = _language(values, known, present, problems)
    if values.get("remark") is not None:
        result["contact_remark"] = _remark(values["remark"], present, problems)
    return result


def _language(values, known, present, problems):
    if values["pref_lang"] == REMOVE:
        return None
    if not known["langs"]:
        problems.append(Problem("unknown_language", "pref_lang", values["pref_lang"]))
        return None
    lang = present.get("lang")
    return lang if lang in known["langs"] else known["langs"][0]


def _remark(text, present, problems):
    """A text to add that is the last line already was added before."""
    if text == REMOVE:
        return None
    if not text.startswith("||"):
        return text
    text, old = text[2:].strip(), present.get("contact_remark") or ""
    if not text or f"\n{old}".endswith(f"\n{text}"):
        return old or None
    new = f"{old}\n{text}" if old else text
    if len(new) > REMARK_SIZE:
        params = {"length": len(new), "limit": REMARK_SIZE}
        problems.append(Problem("too_long", "remark", None, params))
    return new


def person_name(values, present, problems):
    """First and last name, and the name that they make."""
    if values.get("firstname") is None and values.get("lastname") is None:
        return {}
    kept = ("contact_firstname", "contact_lastname")
    parts = name_parts(present.get("name"), *map(present.get, kept))
    first, last = (
        part if values.get(name) is None else given(values, name)
        for name, part in zip(("firstname", "lastname"), parts, strict=True)
    )
    name = full_name(first, last)
    if not name:
        problems.append(Problem("name_needed", "lastname"))
    return {"name": name, "contact_firstname": first or None, "contact_lastname": last or None}


def structure_values(values, known, present, problems):
    """What the row says of the structure, or of a contact without one."""
    result = plain(values, OF_STRUCTURE)
    if values.get("nb_employees") == REMOVE:
        result["contact_employee_count"] = 0
    if (result.get("contact_employee_count") or 0) < 0:
        problems.append(Problem("negative", "nb_employees", str(values["nb_employees"])))
    if values.get("web_site") is not None:
        result["website"] = _website(given(values, "web_site"))
    if values.get("struct_type") is not None:
        result["contact_structure_type_id"] = known.get("type")
        if known.get("type") is None and values["struct_type"] != REMOVE:
            problems.append(Problem("unknown_structure_type", "struct_type", values["struct_type"]))
    return result


def _website(text):
    """As Odoo keeps it: with the scheme."""
    return text if text is None or "://" in text else f"http://{text}"


def admin_numbers(values, present, problems):
    """``{code: number, or None to take it away}`` of what the row says; ``present`` is what the
    holder has, ``{code: [id, number]}``."""
    text = values.get("admin_number")
    if text is None:
        return {}
    if text == REMOVE:
        return dict.fromkeys(present)
    return {code: value or None for code, value in _pairs(text, "admin_number", problems)}


def _pairs(text, field, problems):
    pairs = read_pairs(text)
    if pairs is None:
        problems.append(Problem("bad_pair", field, text))
    return pairs or []


# -- addresses -------------------------------------------------------------------------------


def address_types(values, problems):
    """The types that the row names, as a set of letters; empty: it names none."""
    text = (values.get("addr_type") or "").upper()
    if text and not _TYPES.fullmatch(text):
        problems.append(Problem("bad_address_type", "addr_type", values["addr_type"]))
    return {letter for letter in text if letter in (MAIN, DELIVERY, INVOICE)}


def address_values(values, known, present, problems):
    """What the row says of an address; ``present`` tells the country of a department."""
    result = plain(values, ADDRESS)
    if given(values, "country"):
        result["country_id"] = (known["country"] or [None])[0]
        if known["country"] is None:
            problems.append(Problem("unknown_country", "country", values["country"]))
    if given(values, "department"):
        country = result.get("country_id", present.get("country_id"))
        result["state_id"] = dict(known["departments"]).get(country)
        if result["state_id"] is None:
            code = "unknown_department" if country else "department_without_country"
            problems.append(Problem(code, "department", values["department"]))
    return result


def phone_values(values, country, format_phone, problems):
    """Telephone numbers in the form of their country; what is none is kept as it stands."""
    result = {}
    for name, field in PHONES.items():
        text = values.get(name)
        if text is None:
            continue
        result[field] = (
            None if text == REMOVE else _phone(text, name, country, format_phone, problems)
        )
    return result


def _phone(text, name, country, format_phone, problems):
    digits = _NOT_DIALLED.sub("", text).removeprefix("+").removeprefix("00")
    if len(digits) > PHONE_LENGTH:
        params = {"length": len(digits), "limit": PHONE_LENGTH}
        problems.append(Problem("too_long", name, text, params))
    number = f"+{text[2:]}" if text.startswith("00") else text
    formatted = format_phone(number, country)
    if formatted is None:
        problems.append(warning("odd_phone", name, text))
    return formatted or text


# -- criteria and authorizations ---------------------------------------------------------------


def criterion_values(values, known, present, sort, problems):
    """Values of criteria: those of a cell CODE=VALUE are linked, a column CRITERION:CODE says
    what the contact has of it. ``sort`` is "individual" or "structure"."""
    said = columns_of(values, "criterion")
    text = values.get("criterion")
    if text is None and not said:
        return {}
    before = set() if text == REMOVE else set(present.get(CRITERIA) or ())
    wanted = {f"criterion:{code}": (code, _listed(cell), True) for code, cell in said.items()}
    linked = {}
    for code, value in [] if text in (None, REMOVE) else _pairs(text, "criterion", problems):
        linked.setdefault(code, []).extend([value] if value else [])
    cells = [("criterion", code, codes, False) for code, codes in linked.items()]
    cells += [(field, *each) for field, each in wanted.items()]
    for field, code, codes, replace in cells:
        before = _with_criterion(before, field, code, codes, replace, known, sort, problems)
    return {CRITERIA: sorted(before)}


def _listed(cell):
    return [] if cell == REMOVE else [part.strip() for part in cell.split(",") if part.strip()]


def _with_criterion(before, field, code, codes, replace, known, sort, problems):
    """The ids ``before``, and those of the codes; no codes take the criterion away."""
    criterion = known["criteria"].get(code)
    if criterion is None:
        problems.append(Problem("unknown_criterion", field, code))
        return before
    unknown = [each for each in codes if each not in criterion["values"]]
    if unknown:
        problems.append(Problem("unknown_criterion_value", field, unknown[0], {"criterion": code}))
    elif codes and criterion["applies_to"] not in ("both", sort):
        problems.append(Problem("criterion_not_for", field, code))
    elif len(set(codes)) > 1 and not criterion["multiple"]:
        problems.append(Problem("criterion_single", field, ", ".join(codes), {"criterion": code}))
    new = {criterion["values"][each] for each in codes if each in criterion["values"]}
    if replace or not new or not criterion["multiple"]:
        before = before - set(criterion["all"])
    return before | new


def authorization_values(values, known, present, problems):
    """Authorizations: a cell CODE=true or false, or a column AUTHORIZATION:CODE; = is false."""
    text = values.get("authorization")
    said = [
        (f"authorization:{code}", code, cell)
        for code, cell in columns_of(values, "authorization").items()
    ]
    if text is None and not said:
        return {}
    ids = set() if text == REMOVE else set(present.get(AUTHORIZATIONS) or ())
    if text not in (None, REMOVE):
        pairs = _pairs(text, "authorization", problems)
        said = [*(("authorization", code, value) for code, value in pairs), *said]
    for field, code, text in said:
        allowed = False if text in ("", REMOVE) else read_boolean(text)
        if code not in known["authorizations"]:
            problems.append(Problem("unknown_authorization", field, code))
        elif allowed is None:
            problems.append(Problem("not_a_boolean", field, text))
        else:
            one = {known["authorizations"][code]}
            ids = ids | one if allowed else ids - one
    return {AUTHORIZATIONS: sorted(ids)}


def named_criteria(values, known, problems):
    """Ids of the values of criteria that a row names, to be taken away: CODE=VALUE, or CODE= for
    all of a criterion, and the columns CRITERION:CODE."""
    text = values.get("criterion")
    cells = [
        ("criterion", code, [value] if value else [])
        for code, value in ([] if text in (None, REMOVE) else _pairs(text, "criterion", problems))
    ]
    cells += [
        (f"criterion:{code}", code, _listed(cell))
        for code, cell in columns_of(values, "criterion").items()
    ]
    ids = set()
    for field, code, codes in cells:
        criterion = known["criteria"].get(code)
        if criterion is None:
            problems.append(Problem("unknown_criterion", field, code))
            continue
        unknown = [each for each in codes if each not in criterion["values"]]
        if unknown:
            params = {"criterion": code}
            problems.append(Problem("unknown_criterion_value", field, unknown[0], params))
        ids |= {criterion["values"][each] for each in codes if each not in unknown}
        ids |= set() if codes else set(criterion["all"])
    return sorted(ids)


def named_authorizations(values, known, problems):
    """Ids of the authorizations that a row names, to be taken away, whatever it says of them."""
    text = values.get("authorization")
    pairs = [] if text in (None, REMOVE) else _pairs(text, "authorization", problems)
    said = [("authorization", code) for code, _value in pairs]
    said += [(f"authorization:{code}", code) for code in columns_of(values, "authorization")]
    unknown = [each for each in said if each[1] not in known["authorizations"]]
    problems += [Problem("unknown_authorization", field, code) for field, code in unknown]
    return sorted(
        known["authorizations"][code] for _f, code in said if code in known["authorizations"]
    )
