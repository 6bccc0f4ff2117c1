from odoo import api, models

# Fields of new documents that offer contacts in use alone, of what is installed.
OFFERED = {
    "event.registration": ("partner_id",),
    "sale.order": ("partner_id", "partner_invoice_id", "partner_shipping_id"),
    "account.move": ("partner_id", "partner_shipping_id"),
}
# Views in which people choose a contact; a filter finds the documents of all.
CHOOSING = ("form", "list")
# Who is anonymized is invalid, too.
USABLE = "[('contact_invalid_reason', '=', False)]"


class Base(models.AbstractModel):
    """Contacts that must not be used any more, since they are invalid, are not offered for new
    registrations, orders and invoices. Those that have one stay on it: this is the domain by which
    the web client looks for others, and no check. In the views, since two of the three models may
    not be installed, and since not everybody who sees a contact sees the mark."""

    _inherit = "base"

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        names = OFFERED.get(self._name, ()) if view_type in CHOOSING else ()
        for name in names:
            # not the fields of the lines of the document
            for node in arch.xpath(f"//field[@name='{name}'][not(ancestor::field)]"):
                own = node.get("domain") or self._domain_of(name)
                node.set("domain", _usable(own))
        return arch, view

    @api.model
    def _domain_of(self, name):
        """The domain that a field has where the view says none."""
        return self.fields_get([name], ["domain"]).get(name, {}).get("domain")


def _usable(domain):
    """A domain, as a text or a list, and that contacts are in use.

    >>> _usable("[('company_id', '=', 1)]")
    "([('company_id', '=', 1)]) + [('contact_invalid_reason', '=', False)]"
    >>> _usable([])
    "[('contact_invalid_reason', '=', False)]"
    """
    return f"({domain}) + {USABLE}" if domain else USABLE
