from odoo import api, models
from odoo.tools import SQL
from odoo.tools.mail import email_normalize_all

from ...tools.contacts.erasure_keys import (
    EMAIL,
    EXTERNAL,
    LEARNER,
    RECORD,
    REFERENCE,
    digest_of,
)
from ...tools.rows.emails import addresses_in, read_email
from .contact_erasure_register import SECRET


class ContactErasureRegister(models.Model):
    """Would this row of a file bring an erased contact back? Asked by what a row tells."""

    _inherit = "contact.erasure.register"

    @api.model
    def _keys_of(self, partners):
        """``{partner id: [key]}``, see ``tools/contacts/erasure_keys.py``, of contacts before they
        are erased; that of the record itself is the first. Other addons add theirs."""
        keys = {}
        for partner in partners:
            found = [(RECORD, partner.id, str(partner.create_date))]
            # another institution may know the person, and is not told of this one's (D12)
            institution = partner.company_id.root_id.id or 0
            found += [(EMAIL, institution, each) for each in self._addresses_in(partner.email)]
            if partner.contact_uln:
                found.append((LEARNER, partner.contact_uln))
            if partner.ref:
                found.append((REFERENCE, partner.ref))
            keys[partner.id] = found
        names = self.env["ir.model.data"].search(
            [("model", "=", "res.partner"), ("res_id", "in", partners.ids)]
        )
        for name in names:
            keys[name.res_id].append((EXTERNAL, name.complete_name))
        return keys

    @api.model
    def _addresses_in(self, text):
        """The normalized addresses of an e-mail: the one that it is, else all that can be found in
        it, since Odoo mails to whatever it finds there."""
        if not text or read_email(text):
            return sorted(addresses_in(text or ""))
        return sorted(addresses_in(text) | set(email_normalize_all(text)))

    @api.model
    def _digest(self, key):
        """The hash of a key, with a secret that nothing but the database knows. Odoo's own secret
        is changed in a copy of the database, and after that no entry would be found."""
        return digest_of(self._secret(), key)

    @api.model
    def _secret(self):
        return self.env["ir.config_parameter"].sudo().get_param(SECRET).encode()

    @api.model
    def _has_entries(self):
        """Whether anybody was ever erased: else there is no need to collect any keys."""
        return bool(self.sudo().search_count([], limit=1))

    @api.model
    def _is_erased(self, keys):
        """``{key: (when, id of the contact)}`` of the keys that are those of an erased contact:
        ``("number", institution id, number)``, ``("email", institution id, normalized e-mail)``,
        ``("uln", ..)``, ``("ref", ..)``, ``("external", "module.name")``; an institution that is
        none is 0. Two queries for all."""
        if not keys or not self._has_entries():
            return {}
        secret = self._secret()
        digests = {digest_of(secret, key): key for key in keys}
        rows = self.env.execute_query(
            SQL(
                """SELECT k.digest, max(r.date), max(r.contact) FROM contact_erasure_key k
                     JOIN contact_erasure_register r ON r.id = k.register_id
                    WHERE k.digest = ANY(%s) GROUP BY 1""",
                list(digests),
                to_flush=[
                    self._fields["date"],
                    self.env["contact.erasure.key"]._fields["digest"],
                ],
            )
        )
        return {digests[digest]: (date, contact) for digest, date, contact in rows}
