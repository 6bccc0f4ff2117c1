from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools.contacts.erasure_file import (
    STORED,
    first_digests,
    missing_lines,
    read_lines,
    write_lines,
)


class ContactErasureRegister(models.Model):
    """The register as a file: an old backup knows nothing of those who were erased after it."""

    _inherit = "contact.erasure.register"

    @api.model
    def _dump(self):
        """All entries, one a line: no name, no e-mail, no key that can be read."""
        entries = self.sudo().search(fields.Domain.TRUE, order="id")
        return write_lines(entry._line() for entry in entries)

    def _line(self):
        return {
            **{name: self[name] for name in STORED},
            "date": fields.Datetime.to_string(self.date),
            "user": self.user_id.id,
            "company": self.company_id.id,
            "keys": self.key_ids.mapped("digest"),
        }

    @api.model
    def _load(self, content):
        """Add the entries of such a file that are not here; how many."""
        try:
            lines = read_lines(content)
            missing = missing_lines(lines, self._digests_in_use(first_digests(lines)))
            values = [self._values_of(line) for line in missing]
        except (ValueError, KeyError, TypeError) as error:
            raise UserError(
                self.env._("This is not a file that the register was saved to.")
            ) from error
        return len(self.sudo().create(values))

    @api.model
    def _digests_in_use(self, digests):
        """Those that an entry of this database has, as a set."""
        rows = self.env.execute_query(
            SQL(
                "SELECT digest FROM contact_erasure_key WHERE digest = ANY(%s)",
                digests,
                to_flush=self.env["contact.erasure.key"]._fields["digest"],
            )
        )
        return {digest for (digest,) in rows}

    @api.model
    def _values_of(self, line):
        """An entry; who did it, and whose contact it was, where they are known here."""
        user = self.env["res.users"].sudo().browse(line["user"] or ()).exists()
        company = self.env["res.company"].sudo().browse(line["company"] or ()).exists()
        return {
            **{name: line[name] for name in STORED},
            "date": fields.Datetime.to_datetime(line["date"]),
            "user_id": user.id,
            "company_id": company.id,
            "key_ids": [fields.Command.create({"digest": digest}) for digest in line["keys"]],
        }
