from odoo import api, fields, models

from ...tools.contacts.constituent_schema import COMPARED_NAMES, INTEREST_FIELDS, KEY_FIELDS
from ...tools.kinds.memberships import SegmentationPlanner
from ...tools.rows.schema import Schema
from .fast_memberships import FastSegmentation

SCHEMA = Schema((*KEY_FIELDS, *INTEREST_FIELDS, *COMPARED_NAMES))


class ImportKindSegmentation(models.AbstractModel):
    """The Segmentation Upload (V09): what contacts that there are opt in to and out of."""

    _name = "registration.import.kind.segmentation"
    _inherit = "registration.import.kind.membership"
    _description = "Segmentation Upload"

    @api.model
    def _schema(self):
        return SCHEMA

    @api.model
    def _instructions(self):
        return [
            self.env._(
                "Prepare a .csv, Excel or .ods file with one row per contact, or per contact and"
                " interest. The first row names the columns, in any order."
            ),
            self.env._(
                "Each row names a contact that there is, by CONS_ID, MEMBER_ID or PRIMARY_EMAIL,"
                " its interests, by INTEREST_ID or INTEREST_NAME, and in INTEREST_OPT whether the"
                " contact opts In or Out. An interest whose name is unknown is made."
            ),
            self.env._(
                "Nobody is opted in while somebody with the same e-mail address has opted out, and"
                " Out reaches every contact with the address."
            ),
        ]

    @api.model
    def _row_planner(self):
        return SegmentationPlanner(self._run, self._centers())

    @api.model
    def _fast_rows(self):
        return FastSegmentation(self)


class RegistrationImportOperation(models.Model):
    _inherit = "registration.import.operation"

    kind = fields.Selection(
        selection_add=[("segmentation", "Segmentation Upload")],
        ondelete={"segmentation": "cascade"},
    )
