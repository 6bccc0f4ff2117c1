import re

from odoo import api, models, tools

from ...importer.words import show_count
from ...messages import COMMON

# Params that say how many, and how large: with two decimals at most.
COUNTS = ("count", "limit", "taken", "places", "length", "rows", "columns", "cells", "parts")
SIZES = ("size", "limit")
SIZE = re.compile(r"\d+\.(\d{1,2})")
# Params that are a day.
DAYS = ("date",)
DAY = re.compile(r"\d{4}-\d\d-\d\d")


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
        """Numbers of things and days as the reader's language has them; numbers that name
        something, such as a row, as they are."""
        return {name: self._shown_param(name, value) for name, value in params.items()}

    def _shown_param(self, name, value):
        if name in COUNTS and type(value) is int:
            return show_count(self.env, value)
        text = value if isinstance(value, str) else ""
        if name in SIZES and (decimals := SIZE.fullmatch(text)):
            return tools.formatLang(self.env, float(text), digits=len(decimals[1]))
        if name in DAYS and DAY.fullmatch(text):
            return tools.format_date(self.env, text)
        return value

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
