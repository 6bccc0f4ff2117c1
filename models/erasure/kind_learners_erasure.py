from odoo import api, models
from odoo.tools import format_date

from ...tools.contacts.erasure_keys import LEARNER
from ...tools.uln import TEMPORARY_ULN, normalise


class ImportKindLearners(models.AbstractModel):
    """No file of learners brings an anonymized one back, who is known by the number."""

    _inherit = "registration.import.kind.learners"

    @api.model
    def _match(self, rows):
        matches = super()._match(rows)
        register, wanted = self.env["contact.erasure.register"].sudo(), {}
        for row, match in zip(rows, matches, strict=True):
            number = normalise(row.values["uln"])
            if number and number != TEMPORARY_ULN and not match["id"]:
                wanted.setdefault((LEARNER, number), []).append(match)
        for key, (date, _contact) in register._is_erased(wanted).items():
            for match in wanted[key]:
                match["erased"] = format_date(self.env, date)
        return matches
