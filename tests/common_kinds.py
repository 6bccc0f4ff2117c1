"""Kinds that live in the tests: their classes say that they belong to no module, so that Odoo's
loader leaves them alone, and a normal installation never has them.
"""

from odoo.orm.model_classes import add_to_registry


def register(case, kind, operation):
    """Add a kind and its line of the operation to the registry, for the tests of the class ``case``
    only: behind them Odoo sets a registry up that has changed."""
    registry, name = case.env.registry, operation._name
    before, parent = registry[name]._base_classes__, registry["registration.import.kind"]

    def remove():
        del registry.models[kind._name]
        parent._inherit_children.discard(kind._name)
        registry[name]._base_classes__ = before

    case.addClassCleanup(remove)
    for definition in (kind, operation):
        add_to_registry(registry, definition)
    registry._setup_models__(case.env.cr, [kind._name, name])
    # Odoo remembers the labels of a selection, by language
    registry.clear_cache()
