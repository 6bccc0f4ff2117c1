import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

# Of an entry, what a file keeps beside its keys; the import is one of the database that was lost.
KEPT = ("contact", "row_number", "reference", "version", "counts", "residual")


class ContactErasureRegister(models.Model):
    """The register as a file: an old backup knows nothing of those who were erased after it."""

    _inherit = "contact.erasure.register"

    @api.model
    def _dump(self):
        """All entries, one a line: no name, no e-mail, no key that can be read."""
        entries = self.sudo().search(fields.Domain.TRUE, order="id")
        lines = (
            {
                **{name: entry[name] for name in KEPT},
                "date": fields.Datetime.to_string(entry.date),
                "user": entry.user_id.id,
                "company": entry.company_id.id,
                "keys": entry.key_ids.mapped("digest"),
            }
            for entry in entries
        )
        return "".join(json.dumps(line) + "\n" for line in lines).encode()

    @api.model
    def _load(self, content):
        """Add the entries of such a file that are not here; how many."""
        try:
            lines = [json.loads(line) for line in content.decode().splitlines() if line.strip()]
            known = self._known_keys(lines)
            values = [self._values_of(line) for line in lines if not known & set(line["keys"])]
        except (ValueError, KeyError, TypeError) as error:
            raise UserError(
                self.env._("This is not a file that the register was saved to.")
            ) from error
        return len(self.sudo().create(values))

    @api.model
    def _known_keys(self, lines):
        """Of the first keys of the lines, which are those of the records, the ones in use."""
        digests = [digest for line in lines for digest in line["keys"][:1]]
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
            **{name: line[name] for name in KEPT},
            "date": fields.Datetime.to_datetime(line["date"]),
            "user_id": user.id,
            "company_id": company.id,
            "key_ids": [fields.Command.create({"digest": digest}) for digest in line["keys"]],
        }
