from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column

from ...importer.own_context import said
from ...tools.contacts.contact_reasons import INVALID_REASONS
from ...tools.contacts.names import full_name, name_parts
from .name_sql import FOLDED

TITLES = [
    ("mr", "Mr."),
    ("mrs", "Mrs."),
    ("miss", "Miss"),
    ("mr_and_mrs", "Mr. and Mrs."),
    ("undefined", "Undefined"),
]
# Lines of an address that Odoo has no field for.
ADDRESS_LINES = ("contact_street3", "contact_city_complement")


class ResPartner(models.Model):
    """Contacts of institutions and organizations: what ticketing and membership offices keep.

    *Individual, structure, relay.* A structure is a contact that is a company; an individual is
    one that is not; a relay is an individual whose parent is a structure.

    *Owner.* The company of the contact: an organization, or the institution itself, which is its
    root. Contact numbers are unique within the institution.

    *Valid or invalid* is a mark of its own, and not Odoo's archive. An invalid contact stays in
    view, in searches and in its sales, with the reason beside its name, so that INVALIDATE can
    leave everything else as it is; and a contact with a login, which Odoo refuses to archive,
    can be invalid. To be archived is to be out of sight, for reasons of Odoo's own. For files
    both are "inactive": UPDATE leaves either as it is, UPDATEACT makes the contact valid and
    takes it out of the archive. Validity and reason are one field, so that they cannot disagree.
    """

    _name = "res.partner"
    _inherit = ["res.partner", "registration.import.target"]

    contact_nr = fields.Char(
        "Contact Number",
        size=20,
        copy=False,
        help="Known to files of contacts; unique within the institution.",
    )
    contact_institution_id = fields.Many2one(
        "res.company",
        "Institution",
        compute="_compute_contact_institution_id",
        compute_sudo=True,
        store=True,
        precompute=True,
        help="The institution within which the contact's number is unique.",
    )
    contact_invalid_reason = fields.Selection(
        INVALID_REASONS,
        "Invalid",
        copy=False,
        tracking=True,
        groups="base.group_user",
        help="Why the contact must not be used any more; empty: it is valid.",
    )
    # who is imported is told by the import, see import_job_run.py
    contact_import_job_id = fields.Many2one(
        "registration.import.job",
        "Imported by",
        default=lambda self: said(self.env, "registration_import_job_id") or False,
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    contact_import_date = fields.Datetime(
        "Imported on",
        default=lambda self: self._default_contact_import_date(),
        readonly=True,
        copy=False,
    )
    contact_can_open_import = fields.Boolean("Can Open Import", compute="_compute_can_open_import")

    # labels, too, are none that another addon gives a field of contacts
    contact_role = fields.Char(groups="base.group_user")
    contact_title = fields.Selection(TITLES, "Personal Title", groups="base.group_user")
    contact_firstname = fields.Char("First Name", groups="base.group_user")
    contact_lastname = fields.Char("Last Name", groups="base.group_user")
    contact_letter_salutation = fields.Char("Letter Salutation", size=200, groups="base.group_user")
    contact_address_salutation = fields.Char(
        "Address Salutation", size=200, groups="base.group_user"
    )
    contact_address_name1 = fields.Char("Address Name 1", groups="base.group_user")
    contact_address_name2 = fields.Char("Address Name 2", groups="base.group_user")
    contact_cellphone = fields.Char("Cellphone", groups="base.group_user")
    contact_fax = fields.Char("Fax Number", groups="base.group_user")
    contact_remark = fields.Text("Remark", groups="base.group_user")

    contact_official_name = fields.Char("Official Name", groups="base.group_user")
    contact_structure_type_id = fields.Many2one(
        "contact.structure.type",
        "Structure Type",
        index="btree_not_null",
        ondelete="restrict",
        groups="base.group_user",
    )
    contact_employee_count = fields.Integer("Number of Employees", groups="base.group_user")
    contact_admin_number_ids = fields.One2many(
        "contact.admin.number",
        "partner_id",
        "Administrative Numbers",
        copy=True,
        groups="base.group_user",
    )

    contact_criterion_value_ids = fields.Many2many(
        "contact.criterion.value", string="Criteria", groups="base.group_user"
    )
    contact_authorization_ids = fields.Many2many(
        "contact.authorization",
        string="Authorizations",
        copy=False,
        groups="base.group_user",
        help="What the contact allows us; anything else is not allowed.",
    )

    # parts of the address: who may write that, such as a customer in the shop, writes these
    contact_street3 = fields.Char("Address Line 3")
    contact_city_complement = fields.Char("Town Complement")

    _contact_nr_uniq = models.UniqueIndex(
        "(contact_nr, coalesce(contact_institution_id, 0)) WHERE contact_nr <> ''",
        "Another contact of the institution has this contact number already.",
    )
    # by which an import finds the structure of a contact person
    _contact_structure_name_idx = models.Index(f"({FOLDED.format('name')}) WHERE is_company")

    def _auto_init(self):
        # no contact has a number yet, so there is nothing to compute for the existing ones
        if not column_exists(self.env.cr, self._table, "contact_institution_id"):
            create_column(self.env.cr, self._table, "contact_institution_id", "int4")
        return super()._auto_init()

    @api.depends("contact_nr", "company_id")
    def _compute_contact_institution_id(self):
        for partner in self:
            partner.contact_institution_id = partner.contact_nr and partner.company_id.root_id

    def _default_contact_import_date(self):
        return bool(said(self.env, "registration_import_job_id")) and fields.Datetime.now()

    def _search_import_job_id(self, operator, value):
        """A row records but one contact: a structure that it made beside it is found, too. A
        delivery or invoice address is no contact of its own."""
        recorded = super()._search_import_job_id(operator, value)
        if recorded is NotImplemented:
            return recorded
        jobs = self.env["registration.import.job"].search([("id", "in", list(value))])
        made = Domain("contact_import_job_id", "in", jobs.ids) & Domain("type", "=", "contact")
        return recorded | made

    @api.depends_context("uid")
    @api.depends("contact_import_job_id")
    def _compute_can_open_import(self):
        jobs = self.contact_import_job_id.sudo(False)._filtered_access("read")
        for partner in self:
            partner.contact_can_open_import = partner.contact_import_job_id in jobs

    @api.model
    def _address_fields(self):
        """A relay has the address of its structure, all lines of it."""
        return [*super()._address_fields(), *ADDRESS_LINES]

    @api.constrains("contact_criterion_value_ids", "is_company")
    def _check_contact_criteria(self):
        """One value of a criterion, unless it takes several, and of the right sort of contact."""
        for partner in self:
            for criterion, values in partner.contact_criterion_value_ids.grouped(
                "criterion_id"
            ).items():
                if len(values) > 1 and not criterion.is_multiple:
                    raise ValidationError(
                        self.env._(
                            "“%(contact)s” can have only one value of the criterion"
                            " “%(criterion)s”.",
                            contact=partner.display_name,
                            criterion=criterion.name,
                        )
                    )
                if not criterion._fits(partner):
                    raise ValidationError(
                        self.env._(
                            "The criterion “%(criterion)s” is not for contacts like “%(contact)s”.",
                            contact=partner.display_name,
                            criterion=criterion.name,
                        )
                    )

    @api.onchange("contact_firstname", "contact_lastname")
    def _onchange_contact_names(self):
        if self.contact_firstname or self.contact_lastname:
            self.name = full_name(self.contact_firstname, self.contact_lastname)

    @api.onchange("name")
    def _onchange_contact_name(self):
        if self.contact_firstname or self.contact_lastname:
            parts = name_parts(self.name, self.contact_firstname, self.contact_lastname)
            self.contact_firstname, self.contact_lastname = parts

    # -- contact numbers ---------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if said(self.env, "registration_import_contact_nr"):
            self._number_new_contacts(vals_list)
        return super().create(vals_list)

    @api.model
    def _number_new_contacts(self, vals_list):
        """Give a number to each new contact that has none; an address needs none."""
        by_company = {}
        for vals in vals_list:
            if not vals.get("contact_nr") and vals.get("type", "contact") == "contact":
                by_company.setdefault(vals.get("company_id"), []).append(vals)
        for company, nameless in by_company.items():
            institution = self.env["res.company"].browse(company or ()).sudo().root_id
            numbers = self._draw_contact_nrs(institution, len(nameless))
            for vals, number in zip(nameless, numbers, strict=True):
                vals["contact_nr"] = number

    @api.model
    def _draw_contact_nrs(self, institution, count):
        """So many numbers of the sequence that no contact has: a query for all of them, and
        another only where some are taken."""
        sequence = self._contact_nr_sequence(institution)
        numbers = []
        while len(numbers) < count:
            drawn = _draw(sequence, count - len(numbers))
            taken = self.sudo().with_context(active_test=False)
            taken = taken.search_fetch([("contact_nr", "in", drawn)], ["contact_nr"])
            taken = {*taken.mapped("contact_nr"), *self._former_contact_nrs(drawn)}
            numbers += [number for number in drawn if number not in taken]
        return numbers

    @api.model
    def _contact_nr_sequence(self, institution):
        """The institution's own sequence, or the common one."""
        domain = [("code", "=", "contact.nr"), ("company_id", "in", [*institution.ids, False])]
        sequence = self.env["ir.sequence"].sudo().search(domain, order="company_id", limit=1)
        if not sequence:
            raise UserError(
                self.env._(
                    "There is no sequence of contact numbers. Ask an administrator to add one with"
                    " the code “contact.nr”."
                )
            )
        return sequence

    def action_assign_contact_nr(self):
        """Give numbers to those of the contacts that have none."""
        self.check_access("write")
        for institution, partners in (
            self.filtered(lambda partner: not partner.contact_nr)
            .grouped(lambda partner: partner.company_id.sudo().root_id)
            .items()
        ):
            numbers = self._draw_contact_nrs(institution, len(partners))
            for partner, number in zip(partners, numbers, strict=True):
                partner.contact_nr = number

    def action_open_contact_import(self):
        """Open the import that made the contact, for those who may see it."""
        self.ensure_one()
        self.check_access("read")
        self.contact_import_job_id.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "registration.import.job",
            "res_id": self.contact_import_job_id.id,
            "views": [(False, "form")],
        }


def _draw(sequence, count):
    """The next numbers of a sequence: in one statement, unless it is of a sort that cannot."""
    if sequence.implementation != "standard" or sequence.use_date_range:
        return [sequence.next_by_id() for _each in range(count)]
    found = sequence.env.execute_query(
        SQL(
            "SELECT nextval(%s) FROM generate_series(1, %s)",
            f"ir_sequence_{sequence.id:03}",
            count,
        )
    )
    return [sequence.get_next_char(number) for (number,) in found]
