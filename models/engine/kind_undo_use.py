from odoo.tools import SQL

from ...importer.simultaneous import Simultaneous
from ...tools.kinds.undo_entries import ids_of, record_key


class UndoUse:
    """What an undo has to know of records beside their values: who uses those that the import made,
    whether somebody has changed them, and what of others nothing brings back. Some statements for
    all of them; whatever the user may see, since only numbers come out.
    """

    def __init__(self, kind, entries):
        self.kind, self.env, self.entries = kind, kind.env, entries
        self.jobs = kind._undone_jobs()
        self.made, self.old = {}, {}
        for entry in entries:
            if entry.model in self.env:
                found = self.made if entry.is_new else self.old
                found.setdefault(entry.model, set()).add(entry.record)

    def made_models(self):
        """Models of which rows of the import may have made records."""
        return {self.kind._target, *self.kind._undone._makes, *self.made}

    def labels(self):
        """``{model: what people call it}`` of what rows made."""
        return {model: self.env["ir.model"]._get(model).name for model in self.made}

    def uses(self):
        """``{record key: {place: (number, in words)}}`` of records that rows made."""
        references = self.env["registration.import.reference"].sudo()
        return {
            record_key(model, identifier): places
            for model, identifiers in self.made.items()
            for identifier, places in references._uses(model, identifiers).items()
        }

    def final(self):
        """``{record key: fields}`` that nothing brings back."""
        return {
            record_key(model, identifier): names
            for model, identifiers in self.old.items()
            for identifier, names in self.kind._final_fields(model, identifiers).items()
        }

    def missing(self):
        """The keys of records that are not there any more, although old values name them."""
        named = {}
        for entry in self.entries:
            for link in entry.links if not entry.is_new else ():
                old = ids_of(entry.pairs[link.field][0].plain)
                named.setdefault(link.model, set()).update(old)
        return {
            record_key(model, identifier)
            for model, identifiers in named.items()
            for identifier in identifiers - set(self.env[model].browse(identifiers).exists().ids)
        }

    # -- changed by somebody ---------------------------------------------------------------------

    def changed(self):
        """``{record key: in words}`` of records that rows made, and that somebody has changed, be
        it in a field that the import did not write."""
        found = {}
        for model, identifiers in self.made.items():
            if self.env[model]._log_access and self.env[model]._auto:
                text = self.env._("it was changed since")
                found |= dict.fromkeys(self._written(model, identifiers), text)
            text = self.env._("another import has changed it since")
            others = Simultaneous(self.env, self.jobs.ids).touched(model, identifiers)
            found |= {(model, identifier): text for identifier in others}
        return {record_key(*key): text for key, text in found.items()}

    def _written(self, model, identifiers):
        """What an import writes bears the time of the transaction, as its batch does. An undo of a
        later import has left a record as it was."""
        rows = self.env.execute_query(
            SQL(
                """SELECT t.id FROM %s t
                    WHERE t.id = ANY(%s) AND NOT EXISTS (
                          SELECT FROM registration_import_batch b
                            JOIN registration_import_job j ON j.id = b.job_id
                           WHERE b.phase = 'run' AND b.ended = t.write_date
                             AND (j.undo_of_id IS NOT NULL OR j.id = ANY(%s)))""",
                SQL.identifier(self.env[model]._table),
                list(identifiers),
                self.jobs.ids,
            )
        )
        return [(model, identifier) for (identifier,) in rows]
