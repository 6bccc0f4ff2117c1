from odoo import api, models
from odoo.tools import SQL, split_every

from ...tools.contacts.contact_schema import INSERT
from .import_duplicate_offline import person_of
from .import_duplicate_scan import SLICE


class ImportKindContactOperations(models.AbstractModel):
    """INSERT of somebody who seems to be there: compared as duplicates are, before it is made."""

    _inherit = "registration.import.kind.contact_operations"

    @api.model
    def _alike(self, rows, matches):
        """One statement for a thousand new contacts; told is only whom the user sees, and who was
        there before this file."""
        new = [
            (row, match)
            for row, match in zip(rows, matches, strict=True)
            if row.values["operation"] == INSERT and match["owner"] and not match["taken"]
        ]
        duplicates = self.env["registration.import.duplicate"].sudo()
        people = [
            {"id": -place, **self._new_person(row.values, match["owner"])}
            for place, (row, match) in enumerate(new, 1)
        ]
        told, found = super()._alike(rows, matches), {}
        for some in split_every(SLICE, people):
            candidates = duplicates._compared(
                duplicates._select_people(some), SQL("SELECT WHERE false")
            )
            for place, contact, score, _reasons in duplicates._flagged(candidates):
                found.setdefault(place, []).append((score, contact))
        if not found:
            return told
        ids = {contact for alike in found.values() for _score, contact in alike}
        partners = self.env[self._target].search(
            [("id", "in", list(ids)), ("contact_import_job_id", "!=", self._run.job)]
        )
        numbers = {each.id: each.contact_nr or f"#{each.id}" for each in partners}
        best = {
            place: max((each for each in alike if each[1] in numbers), default=None)
            for place, alike in found.items()
        }
        return told | {
            new[-place - 1][0].id: {"number": numbers[alike[1]], "score": alike[0]}
            for place, alike in best.items()
            if alike
        }

    @api.model
    def _new_person(self, values, owner):
        """What a row says of a new contact, as a contact holds it."""
        company = self.env["res.company"].sudo().browse(owner)
        is_company = not (values.get("firstname") or values.get("lastname"))
        person = person_of({**values, "email": values.get("email1")}, company)
        birth = values.get("birthdate")
        return {
            **person,
            "name": values.get("struct_name") if is_company else person["name"],
            "is_company": is_company,
            "contact_cellphone": values.get("cellphone"),
            "contact_birthdate": birth.isoformat() if hasattr(birth, "isoformat") else None,
        }
