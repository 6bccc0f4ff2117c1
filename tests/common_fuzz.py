"""What may come out of a reader, whatever goes in: rows, or a refusal that there are words for."""

import ast
import collections
import json
from pathlib import Path

from ..tools.rows.cells import UNUSABLE

MESSAGES = Path(__file__).parents[1] / "messages"

#: codes that say that the mistake was ours
OURS = ("unreadable",)
TYPES = {"date", "boolean", "painted", *UNUSABLE} | {"number", "grouped", "painted"}


class Words:
    """The texts of all problems, as they stand in the source: Odoo is not needed to read them."""

    def __init__(self):
        self.texts = {}
        for path in MESSAGES.glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Dict):
                    self.texts |= dict(map(self._entry, node.keys, node.values))

    @staticmethod
    def _entry(key, message):
        """(code, the texts of its message)"""
        strings = (node.value for node in ast.walk(message) if isinstance(node, ast.Constant))
        return getattr(key, "value", None), [each for each in strings if isinstance(each, str)]

    def fault(self, code, params):
        """What is wrong with what is said of a problem, or None."""
        if code in OURS or code not in self.texts:
            return f"no words for {code}"
        try:
            for text in self.texts[code]:
                text % params
        except (KeyError, ValueError, TypeError) as error:
            return f"{code}: its text lacks {error!r}"
        return None


class Judge:
    """Counts outcomes; `fault` is the reason why one may not be, or None."""

    def __init__(self):
        self.words = Words()
        self.counts = collections.Counter()

    def refusal(self, code, params):
        self.counts[code] += 1
        return self.words.fault(code, params)

    def rows(self, lines, warnings):
        """`lines` of a spool without their numbers, `warnings` as (code, params)."""
        self.counts["rows"] += 1
        faults = (self.words.fault(code, params) for code, params in warnings)
        return next(filter(None, (*map(self._line, lines), *faults)), None)

    @staticmethod
    def _line(line):
        """A row is a list of texts and typed cells, as JSON."""
        cells = json.loads(line)
        json.dumps(cells, ensure_ascii=False).encode()
        if not isinstance(cells, list) or not cells:
            return "a row without cells"
        typed = [cell for cell in cells if not isinstance(cell, str)]
        if all(cell["type"] in TYPES and isinstance(cell["text"], str) for cell in typed):
            return None
        return f"a cell of another type: {typed}"
