import re
from pathlib import Path

from odoo.tests import BaseCase, tagged

from ... import tools
from ...models.contacts.kind_contact_operations_messages import MESSAGES as CONTACT_MESSAGES
from ...models.engine.import_message import MESSAGES
from ...models.sync.kind_hub_messages import MESSAGES as HUB_MESSAGES


@tagged("post_install", "-at_install")
class TestMessages(BaseCase):
    raised = re.compile(r'(?:Error|Problem|problem|warning|problems,|_error)\(\s*"([a-z_]+)"')

    def test_every_code_has_words(self):
        """UX 11: title, what and where, how to mend."""
        sources = [path.read_text() for path in Path(tools.__file__).parent.rglob("*.py")]
        codes = {code for source in sources for code in self.raised.findall(source)}
        self.assertGreater(len(codes), 40)
        known = {**MESSAGES, **CONTACT_MESSAGES, **HUB_MESSAGES}
        self.assertEqual(codes - set(known), set())
        for code, words in known.items():
            self.assertEqual(len(words), 3, code)
