from odoo import api, models


class ImportGroupingMixin(models.AbstractModel):
    """What screens offer to group by: Odoo would offer each stored field, those that nobody sees as
    well."""

    _name = "registration.import.grouping.mixin"
    _description = "Fields to Group By"
    # The names of those that are offered, of each class those that it adds; none for all that there
    # are, but for those that are never offered.
    _grouped_by = ()
    _never_grouped_by = ()

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        """Screens offer to group by what tells people something."""
        found = super().fields_get(allfields, attributes)
        telling, hidden = self._names_of("_grouped_by"), self._names_of("_never_grouped_by")
        for name, description in found.items():
            if description.get("groupable") and (
                name in hidden or (telling and name not in telling)
            ):
                description["groupable"] = False
        return found

    @api.model
    def _names_of(self, attribute):
        """What the classes of this model name together."""
        return {name for each in type(self).mro() for name in vars(each).get(attribute, ())}
