from ..sync.common import MANAGEMENT, VIEW, HubCase


class DuplicateCase(HubCase):
    """A new contact that may be Ada, and one that is not."""

    operation_code = "constituents"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Partner = cls.env["res.partner"]
        cls.Duplicate = cls.env["registration.import.duplicate"]
        cls.Scan = cls.env["registration.import.duplicate.scan"]
        cls.cron = cls.env.ref("registration_import.ir_cron_duplicates")
        cls.ada.write({"phone": "+41 22 555 01 01", "zip": "1201", "street": "Quai du Lac 4"})
        cls.ada_2 = cls.Partner.create(
            {"name": "Áda LANE", "email": "ada@example.com", "city": "Genève"}
        )
        cls.viewer = cls.user("sync_viewer", MANAGEMENT, VIEW)

    def scan(self, *contacts):
        """The duplicates that are found of these contacts."""
        return self.Duplicate._scan_contacts([contact.id for contact in contacts])

    def work(self):
        """As the scheduler would."""
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()

    def pair(self, user=None):
        """The duplicate of the two Adas, as the user has it."""
        return self.scan(self.ada_2).with_user(user or self.runner)

    def merge(self, duplicate, **sides):
        """Merge as the wizard would, with the values of these sides."""
        wizard = self.env["registration.import.duplicate.merge"].with_user(self.runner)
        wizard = wizard._for_duplicate(duplicate)
        for line in wizard.line_ids:
            line.side = sides.get(line.field, line.side)
        wizard.action_merge()
