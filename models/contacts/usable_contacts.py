from odoo import api, models

# Fields of new documents that offer contacts in use alone, of what is installed.
OFFERED = {
    "event.registration": ("partner_id",),
    "sale.order": ("partner_id", "partner_invoice_id", "partner_shipping_id"),
    "account.move": ("partner_id", "partner_shipping_id"),
}
# Who is anonymized is invalid, too.
USABLE = "[('contact_invalid_reason', '=', False)]"


class Base(models.AbstractModel):
    """Contacts that must not be used any more, since they are invalid, are not offered for new
    registrations, orders and invoices. Those that have one stay on it: this is the domain by which
    the web client looks for others, and no check."""

    _inherit = "base"

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        result = super().fields_get(allfields, attributes)
        for name in OFFERED.get(self._name, ()):
            if name in result and (not attributes or "domain" in attributes):
                result[name]["domain"] = _usable(result[name].get("domain"))
        return result

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """A domain that a view has goes before that of the field."""
        arch, view = super()._get_view(view_id, view_type, **options)
        for name in OFFERED.get(self._name, ()):
            # not the fields of the lines of the document
            for node in arch.xpath(f"//field[@name='{name}'][@domain][not(ancestor::field)]"):
                node.set("domain", _usable(node.get("domain")))
        return arch, view


def _usable(domain):
    """A domain, as a text or a list, and that contacts are in use.

    >>> _usable("[('company_id', '=', 1)]")
    "([('company_id', '=', 1)]) + [('contact_invalid_reason', '=', False)]"
    >>> _usable([])
    "[('contact_invalid_reason', '=', False)]"
    """
    return f"({domain}) + {USABLE}" if domain else USABLE
