from odoo import api, models
from odoo.tools import SQL

from ...importer.own_context import YES, said

# Fields of ours, and those of OCA's addons that mean the same; partner_firstname, ...
NAMES = {"contact_firstname": "firstname", "contact_lastname": "lastname"}
# ... partner_contact_birthdate, partner_contact_gender, partner_address_street3, partner_title.
PAIRS = {
    **NAMES,
    "contact_birthdate": "birthdate_date",
    "contact_gender": "gender",
    "contact_street3": "street3",
    "contact_title": "title_id",
}
# Said in the context while ours are written that follow theirs.
OURS_ALONE = "registration_import_ours_alone"
# Titles of ours that partner_title has as well, by its external ids; others are none there.
TITLES = {
    "mr": "partner_title.res_partner_title_mister",
    "mrs": "partner_title.res_partner_title_madam",
    "miss": "partner_title.res_partner_title_miss",
}
# Genders that both have; who would rather not say has none there.
GENDERS = ("female", "male", "other")


class ResPartner(models.Model):
    """Where another addon has a field for what one of ours holds, both hold the same, whichever is
    written, and forms show theirs. Where both are given and differ, ours is what was meant: theirs
    is then but a guess, as a name that partner_firstname takes apart at its first blank.

    The last name of a company, which partner_firstname fills with its name, is none of ours; nor
    are the parts of a name that an import left whole on purpose.
    """

    _inherit = "res.partner"

    def init(self):
        """What contacts hold from the time before the other addon came."""
        for ours, theirs in self._neighbour_pairs().items():
            for value, same in self._same_values(ours).items():
                self._fill(ours, theirs, value, same)
        return super().init()

    @api.model
    def _fill(self, ours, theirs, value, same):
        given = SQL("%s IS NOT NULL", SQL.identifier(ours))
        to_ours, to_theirs = SQL.identifier(theirs), SQL.identifier(ours)
        if same:
            given, to_theirs = SQL("%s = %s", SQL.identifier(ours), value), SQL("%s", same)
            to_ours = SQL("CASE WHEN %s = %s THEN %s END", SQL.identifier(theirs), same, value)
        people = SQL("NOT coalesce(is_company, FALSE)") if ours in NAMES else SQL("TRUE")
        for name, new, where in (
            (theirs, to_theirs, given),
            (ours, to_ours, SQL("%s IS NULL", SQL.identifier(ours))),
        ):
            self.env.cr.execute(
                SQL(
                    "UPDATE res_partner SET %(name)s = %(new)s WHERE %(people)s AND %(where)s"
                    " AND %(name)s IS DISTINCT FROM %(new)s",
                    name=SQL.identifier(name),
                    new=new,
                    people=people,
                    where=where,
                )
            )

    # -- which they are ------------------------------------------------------------------------

    @api.model
    def _neighbour_pairs(self):
        """``{field: field of another addon}`` of those that are there."""
        return {ours: theirs for ours, theirs in PAIRS.items() if self._is_alike(ours, theirs)}

    @api.model
    def _is_alike(self, ours, theirs):
        """A field of the same name may be something else: of another sort, or only computed."""
        field = self._fields.get(theirs)
        if field is None or not field.store:
            return False
        if ours == "contact_title":
            return field.type == "many2one" and field.comodel_name == "res.partner.title"
        column = self._fields[ours].column_type
        return field.type == self._fields[ours].type and field.column_type[:1] == column[:1]

    @api.model
    def _same_values(self, ours):
        """``{value of ours: theirs}`` of a field whose values are others there; ``{None: None}``
        where they are the same."""
        if ours == "contact_gender":
            known = self._fields[PAIRS[ours]].get_values(self.env)
            return {gender: gender for gender in GENDERS if gender in known}
        if ours != "contact_title":
            return {None: None}
        found = {
            value: self.env.ref(xml_id, raise_if_not_found=False)
            for value, xml_id in TITLES.items()
        }
        return {value: title.id for value, title in found.items() if title}

    # -- both are written ----------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self._neighbour_pairs():
            return super().create(vals_list)
        given = [
            self._with_theirs(vals, vals.get("is_company") or vals.get("company_type") == "company")
            for vals in vals_list
        ]
        partners = super().create(given)
        for partner, vals in zip(partners, vals_list, strict=True):
            partner._take_theirs(self._neighbour_pairs(), vals)
        return partners

    def write(self, vals):
        pairs = self._neighbour_pairs()
        touched = {ours: theirs for ours, theirs in pairs.items() if {ours, theirs} & {*vals}}
        if "name" in vals:
            touched |= {ours: theirs for ours, theirs in pairs.items() if ours in NAMES}
        if not touched or said(self.env, OURS_ALONE):
            return super().write(vals)
        for is_company, partners in self.grouped("is_company").items():
            super(ResPartner, partners).write(partners._with_theirs(vals, is_company))
        self._take_theirs(touched, vals)
        return True

    @api.model
    def _with_theirs(self, vals, is_company):
        """What is written of ours is written of theirs. partner_firstname puts the name together
        of its parts, and would take a name that is given as well apart again."""
        pairs, vals = self._neighbour_pairs(), dict(vals)
        whole = "name" in vals and not any(vals.get(name) for name in NAMES)
        if is_company or whole:
            pairs = {ours: theirs for ours, theirs in pairs.items() if ours not in NAMES}
        elif NAMES.keys() <= pairs.keys() and NAMES.keys() & vals.keys():
            vals.pop("name", None)
        for ours in pairs.keys() & vals.keys():
            same = self._same_values(ours)
            value = vals[ours]
            vals[pairs[ours]] = value if None in same else same.get(value, False)
        return vals

    def _take_theirs(self, pairs, vals):
        """Ours follow theirs, but for those that are written themselves: parts of a name that was
        taken apart meanwhile are put back. A portal user may change a name, and does not see ours.
        """
        given = {name: vals[name] or False for name in NAMES.keys() & vals.keys()}
        pairs = {ours: theirs for ours, theirs in pairs.items() if ours not in vals}
        for partner in self.sudo().with_context(**{OURS_ALONE: YES}):
            new = dict(given)
            for ours, theirs in pairs.items():
                if not (partner.is_company and ours in NAMES):
                    new[ours] = partner._value_of_theirs(ours, theirs)
            new = {name: value for name, value in new.items() if (partner[name] or False) != value}
            if new:
                partner.write(new)

    def _value_of_theirs(self, ours, theirs):
        """What ours has to hold; a value that theirs cannot say stays where theirs is empty."""
        same = self._same_values(ours)
        if None in same:
            return self[theirs] or False
        of_ours = {title: value for value, title in same.items()}
        given = self[theirs].id if self._fields[theirs].relational else self[theirs]
        kept = self[ours] if self[ours] not in same else False
        return of_ours.get(given, False) if given else kept

    # -- one is shown --------------------------------------------------------------------------

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        for ours, theirs in self._neighbour_pairs().items():
            if arch.xpath(f"//field[@name='{theirs}']"):
                for node in arch.xpath(f"//field[@name='{ours}']"):
                    node.set("column_invisible" if view_type == "list" else "invisible", "1")
        return arch, view
