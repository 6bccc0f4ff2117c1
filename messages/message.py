"""What people read for one code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from odoo.tools.translate import LazyGettext


class Message(NamedTuple):
    """The ``title`` names a problem where problems are grouped, the ``text`` says what and where,
    the ``hint`` how to mend it. Text and hint are filled with the params of the problem; its field
    and value are shown beside them, and are not part of them. ``one`` is the text where the param
    ``count`` is 1."""

    title: str | LazyGettext = ""
    text: str | LazyGettext = ""
    hint: str | LazyGettext = ""
    one: str | LazyGettext = ""

    def sentence(self, params: Mapping[str, object]) -> str | LazyGettext:
        """The text for these params, not yet translated nor filled."""
        return self.one if self.one and str(params.get("count")) == "1" else self.text
