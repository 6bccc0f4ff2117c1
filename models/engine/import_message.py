from odoo import api, models, tools

from ...importer.words import show_count
from ...messages import COMMON

# Params that say how many.
COUNTS = ("count", "limit", "taken", "places", "length", "rows", "columns", "cells")


class RegistrationImportMessage(models.AbstractModel):
    """Makes sentences of problem codes, in the reader's language."""

    _name = "registration.import.message"
    _description = "Import Messages"

    @api.model
    @tools.ormcache()
    def _catalogue(self):
        """``{code: Message}`` of all imports and of all kinds: put together once, since the report
        of a job asks for it with each problem."""
        catalogue = dict(COMMON)
        for name in self.env.registry.descendants(["registration.import.kind"], "_inherit"):
            catalogue |= self.env[name]._messages()
        return catalogue

    @api.model
    def _title(self, code):
        """The short name of a problem."""
        message = self._message(code)
        return self.env._(message.title) if message else code

    @api.model
    def _text(self, code, params=None):
        """The sentence of a problem: what is wrong."""
        return self._filled(code, params, lambda message: message.sentence(params or {}))

    @api.model
    def _hint(self, code, params=None):
        """How to mend it."""
        return self._filled(code, params, lambda message: message.hint)

    def _shown(self, params):
        """Numbers of things as the reader's language has them; those that name something, such as
        a row, as they are."""
        return {
            name: show_count(self.env, value) if name in COUNTS and type(value) is int else value
            for name, value in params.items()
        }

    def _message(self, code):
        return COMMON.get(code) or self._catalogue().get(code)

    def _filled(self, code, params, part):
        message = self._message(code)
        if not message:
            return code
        text, shown = self.env._(part(message)), self._shown(params or {})
        try:
            return text % shown
        except KeyError:  # its params were forgotten at the end of the retention time
            return self.env._(message.title)
