from odoo.orm.models import MetaModel
from odoo.tests import TransactionCase, tagged

ADDON = "registration_import"


@tagged("post_install", "-at_install")
class TestLoadOrder(TransactionCase):
    """A model of several files is put together in the order in which their classes are made."""

    def test_a_model_is_made_before_it_is_extended(self):
        """An extension that came first would hang on to whatever file happens to import it."""
        made, early = set(), []
        classes = MetaModel._module_to_models__[ADDON]
        ours = {each._name for each in classes if _makes(each)}
        for each in classes:
            early += [
                f"{each.__module__} extends {name}"
                for name in each._inherit
                if name in ours and name not in made
            ]
            if _makes(each):
                made.add(each._name)
        self.assertEqual(early, [])
        self.assertIn("registration.import.job", made)


def _makes(definition):
    """Whether a class makes a model of its own, and is no extension of one."""
    return definition._name not in definition._inherit
