import inspect

from odoo.tests import TransactionCase, tagged

ADDON = "odoo.addons.registration_import"


@tagged("post_install", "-at_install")
class TestOverrides(TransactionCase):
    """A model of several files is put together in the order in which they are loaded."""

    def test_none_is_lost(self):
        """Whatever the order of the files, none takes away what another one adds to a method."""
        lost = [
            f"{name}.{method}: {above.__module__} over {below.__module__}"
            for name, model in self.env.registry.items()
            for method, above, below in _covered(model)
        ]
        self.assertEqual(lost, [])


def _covered(model):
    """Yield ``(method, class, class below)`` of our methods that would never let run what another
    file adds to the same model; a kind may well replace what its contract says."""
    ours = [each for each in model.__mro__ if each.__module__.startswith(ADDON)]
    for position, above in enumerate(ours):
        same = [each for each in ours[position + 1 :] if each._name == above._name]
        for method, _function in filter(_is_final, vars(above).items()):
            below = next((each for each in same if method in vars(each)), None)
            if below:
                yield method, above, below


def _is_final(member):
    """Whether a member of a class is a method that calls nothing below it."""
    _name, value = member
    return inspect.isfunction(value) and "super(" not in inspect.getsource(value)
