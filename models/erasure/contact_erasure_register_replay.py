from odoo import api, models
from odoo.exceptions import AccessError

# Contacts anonymized at a time.
BATCH = 1_000


class ContactErasureRegister(models.Model):
    """After an old backup was restored: whoever it brought back is erased again."""

    _inherit = "contact.erasure.register"

    def action_replay(self):
        """Anonymize again whom a restored backup has brought back."""
        if not self.env.user.has_group("base.group_system"):
            raise AccessError(self.env._("Only an administrator can replay the register."))
        count = self._replay()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Contacts anonymized again: %s", count)
                if count
                else self.env._("Every contact of the register is still anonymized."),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    @api.model
    def _replay(self):
        """Anonymize every registered contact that has its data again; how many. A contact is the
        registered one only where one of its keys is: ids are given anew after a restore."""
        contacts = [contact for (contact,) in self.sudo()._read_group([], ["contact"])]
        # of whichever company: a restore brings back those of all of them
        partners = self.env["res.partner"].sudo().with_context(active_test=False)
        partners = partners.browse(contacts).exists()
        done = self._anonymized_on(partners)
        back = partners.browse(each for each in partners.ids if each not in done)
        keys = self.sudo()._keys_of(back)
        erased = self._is_erased([key for found in keys.values() for key in found])
        back = back.filtered(
            lambda each: any(erased.get(key, (None, 0))[1] == each.id for key in keys[each.id])
        )
        protected = self.env["contact.erasure"]._protected(back)
        back = back.filtered(lambda each: each.id not in protected)
        for start in range(0, len(back), BATCH):
            self.env["contact.erasure"]._anonymize(back[start : start + BATCH])
        return len(back)
