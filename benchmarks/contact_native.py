"""The rows of contacts for Odoo's own import: ``{field: text}``.

It cannot leave a field as it is, so each row has all that the contact shall hold; and a structure
that a relay brings needs a row of its own, before the relay's. So does a delivery address: columns
of addresses would have to name all children of a contact, relays included, else it lets these go.
"""

from . import contact_data as data
from .case import MODULE

# {label: field}; relatives, addresses and numbers are given by External ID.
FIELDS = {
    "External ID": "id",
    "Contact Number": "contact_nr",
    "Company": "company_id",
    "Is a Company": "is_company",
    "Address Type": "type",
    "Name": "name",
    "Title": "contact_title",
    "Letter Salutation": "contact_letter_salutation",
    "Job Position": "function",
    "Remark": "contact_remark",
    "First Name": "contact_firstname",
    "Last Name": "contact_lastname",
    "Date of Birth": "contact_birthdate",
    "Related Company": "parent_id/id",
    "Official Name": "contact_official_name",
    "Structure Type": "contact_structure_type_id",
    "Number of Employees": "contact_employee_count",
    "Website": "website",
    "Administrative Numbers/External ID": "contact_admin_number_ids/id",
    "Administrative Numbers/Code": "contact_admin_number_ids/code",
    "Administrative Numbers/Number": "contact_admin_number_ids/value",
    "Street": "street",
    "Zip": "zip",
    "City": "city",
    "Country": "country_id",
    "Phone": "phone",
    "Cellphone": "contact_cellphone",
    "Email": "email",
    "Criteria": "contact_criterion_value_ids",
    "Authorizations": "contact_authorization_ids",
}
# {column of the user's file: field} of texts that are the same in both.
SAME = {
    "CONTACT_NR": "contact_nr",
    "ORGANIZATION": "company_id",
    "LETTER_SALUTATION": "contact_letter_salutation",
    "FUNCTION": "function",
    "REMARK": "contact_remark",
    "FIRSTNAME": "contact_firstname",
    "LASTNAME": "contact_lastname",
    "BIRTHDATE": "contact_birthdate",
    "OFFICIAL_NAME": "contact_official_name",
    "STRUCT_TYPE": "contact_structure_type_id",
    "NB_EMPLOYEES": "contact_employee_count",
    "WEB_SITE": "website",
    "EMAIL1": "email",
}
ADDRESS = {"LINE1": "street", "ZIPCODE": "zip", "TOWN": "city", "COUNTRY": "country_id"}
PHONES = {"TELEPHONE": "phone", "CELLPHONE": "contact_cellphone"}


def rows_of(numbers):
    """The rows of a file with these contacts; structures that relays bring come first."""
    numbers, changed = list(numbers), set(numbers)
    brought = [number for number in numbers if data.brings(number)]
    return [
        *map(_brought, brought),
        *(after(number, number in changed, changed) for number in numbers),
        *(_delivery(number) for number in numbers if _has_delivery(number)),
    ]


def _brought(number):
    columns = data.contact(number)
    return {
        "id": name("atelier", number),
        "company_id": columns["ORGANIZATION"],
        "is_company": "True",
        "type": "contact",
        "name": columns["STRUCT_NAME"],
        **_pick(columns, ADDRESS),
    }


def _has_delivery(number):
    return not data.is_new(number) and data.place(number) == data.DELIVERY


def _delivery(number):
    columns = data.contact(number) | data.change(number)
    return {
        "id": name("delivery", number),
        "is_company": "False",
        "type": "delivery",
        "parent_id/id": name("contact", number),
        **_pick(columns, ADDRESS),
    }


def name(prefix, number):
    """The External ID of a record."""
    return f"{MODULE}.{prefix}_{number}"


def before(number):
    """A contact as it is before the import."""
    return after(number, False, ())


def after(number, is_changed, others):
    """A contact after its row, where that ``is_changed``; ``others`` have rows, too."""
    columns, said = data.contact(number), data.change(number) if is_changed else {}
    if data.is_new(number):
        said = {}
    found = _fields(number, columns | _kept(columns, said))
    if data.is_relay(number) and not data.brings(number):
        structure = data.structure_of(number)
        found |= _pick(_columns_after(structure, structure in others), ADDRESS)
    return found


def _columns_after(number, is_changed):
    return data.contact(number) | (data.change(number) if is_changed else {})


def _kept(columns, said):
    """What a row says as the contact holds it in the end."""
    if "ADDR_TYPE" in said:
        return {}
    if "CRITERION" in said:
        return {"CRITERION": f"{columns['CRITERION']}, {said['CRITERION']}"}
    if "REMARK" in said:
        return said | {"REMARK": f"{columns['REMARK']}\n{data.ADDED}"}
    return said


def _fields(number, columns):
    found = {"id": name("contact", number), "type": "contact"}
    found |= {**_pick(columns, SAME), **_pick(columns, ADDRESS)}
    for column, field in PHONES.items():
        if columns.get(column):
            found[field] = data.international(columns[column])
    if data.place(number) == data.STRUCTURE:
        code, value = columns["ADMIN_NUMBER"].split("=")
        numbers = {"id": name("number", number // data.BLOCK), "code": code, "value": value}
        found |= {f"contact_admin_number_ids/{key}": text for key, text in numbers.items()}
        return found | {"is_company": "True", "name": columns["STRUCT_NAME"]}
    found["is_company"] = "False"
    found["name"] = f"{columns['FIRSTNAME']} {columns['LASTNAME']}"
    found["contact_title"] = columns["TITLE"].lower()
    found["contact_criterion_value_ids"] = ",".join(_values(columns["CRITERION"]))
    found["contact_authorization_ids"] = ",".join(_allowed(columns["AUTHORIZATION"]))
    if data.brings(number):
        found["parent_id/id"] = name("atelier", number)
    elif data.is_relay(number):
        found["parent_id/id"] = name("contact", data.structure_of(number))
    return found


def _pick(columns, names):
    return {field: columns[column] for column, field in names.items() if column in columns}


def _values(cell):
    return [pair.strip().partition("=")[2] for pair in cell.split(",")]


def _allowed(cell):
    pairs = [pair.strip().partition("=") for pair in cell.split(",")]
    return [code for code, _equals, value in pairs if value == "true"]
