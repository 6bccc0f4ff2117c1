from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.contacts.former_keys import CONS_ID
from ..engine.access import denied_as_well


class ContactFormerKey(models.Model):
    """By which other systems knew a contact that was merged into another one: what was merged
    stays merged, whatever they still send (D23).

    A key leads to one contact within its ``company_id``, where it has one: a member ID is one of a
    company, a contact number of an institution. A contact that has the key itself goes first, and
    once it gets it the former key is forgotten.
    """

    _name = "contact.former.key"
    _description = "Former Key of a Contact"
    _order = "sort, key, id"
    _rec_name = "key"

    partner_id = fields.Many2one(
        "res.partner", "Contact", required=True, readonly=True, index=True, ondelete="cascade"
    )
    sort = fields.Selection([(CONS_ID, "CONS_ID")], "Key", required=True, readonly=True)
    key = fields.Char("Value", required=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", readonly=True, ondelete="cascade", help="Within which the key was unique"
    )

    _key_uniq = models.UniqueIndex(
        "(sort, key, coalesce(company_id, 0))", "The key leads to another contact already."
    )

    # -- who may ---------------------------------------------------------------------------

    def _check_access(self, operation):
        """Former keys are seen with their contact."""
        denied = super()._check_access(operation)
        if self.env.su:
            return denied
        seen = self.sudo().partner_id.sudo(False)._filtered_access("read")
        hidden = self.filtered(lambda each: each.sudo().partner_id.id not in seen._ids)
        text = self.env._("You may not see the contact of this key.")
        return denied_as_well(denied, hidden, text)

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not self.env.su and not bypass_access:
            seen = self.env["res.partner"].with_context(active_test=False)._search([])
            domain = Domain(domain) & Domain("partner_id", "in", seen)
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    # -- keeping and forgetting --------------------------------------------------------------

    @api.model
    def _keep(self, sources, master):
        """What ``sources`` are known by leads to the ``master`` from now on, and what was merged
        into them before as well."""
        self.search([("partner_id", "in", sources.ids)]).write({"partner_id": master.id})
        self._lead(sources._own_keys(), master)

    @api.model
    def _lead(self, keys, master):
        """These keys lead to the master, but for those that are its own."""
        keys = keys - master._own_keys()
        known = self._of_keys(keys)
        known.write({"partner_id": master.id})
        for sort, key, company in sorted(keys - {each._identity() for each in known}):
            self.create(
                {
                    "partner_id": master.id,
                    "sort": sort,
                    "key": key,
                    "company_id": company or False,
                }
            )

    @api.model
    def _of_keys(self, keys):
        """The records of keys ``(sort, text, company id or 0)``: one query."""
        if not keys:
            return self.browse()
        found = self.search([("key", "in", [key for _sort, key, _company in keys])])
        return found.filtered(lambda each: each._identity() in keys)

    def _identity(self):
        return self.sort, self.key, self.company_id.id or 0
