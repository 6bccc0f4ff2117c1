"""What one has to know to prepare a file for an operation."""

from __future__ import annotations

from typing import Any

from ..tools.rows.day_forms import readable_format
from ..tools.rows.schema import Field


class Guide:
    """The columns of an operation's files, in the language of who reads."""

    def __init__(self, operation: Any) -> None:
        self.operation, self.env = operation, operation.env
        self.kind = operation._kind_or_none()
        self.columns: list[Field] = operation._columns()

    def tips(self) -> dict[str, Any]:
        """See the operation's ``tips``."""
        return {
            "paragraphs": self.kind._instructions(),
            "required": [field.label for field in self.columns if field.required],
            "columns": [
                {
                    "label": field.label,
                    "format": self.format_text(field),
                    "help": "" if field.choices else self.kind._help(field),
                }
                for field in self.columns
            ],
            "choices": [
                {"label": field.label, "values": [choice[1] for choice in field.choices]}
                for field in self.columns
                if field.choices
            ],
            "help": self.help_url(),
            "sample": self.sample_url("csv"),
            "sample_xlsx": self.sample_url("xlsx"),
        }

    def help_url(self) -> str:
        """The chapter of the manual about it."""
        return f"/registration_import/static/help/{self.kind._help_page}.html"

    def sample_rows(self) -> list[list[str]]:
        """Rows of the sample file: texts in the order of the columns."""
        names = [field.name for field in self.kind._schema()]
        indexes = [names.index(field.name) for field in self.columns]
        return [[row[index] for index in indexes] for row in self.kind._samples()]

    def sample_url(self, extension: str) -> str:
        """The address of a sample file; "" where no file of that sort can be uploaded."""
        taken = self.kind._extensions
        if taken and f".{extension}" not in taken:
            return ""
        return f"/registration_import/sample/{self.operation.id}.{extension}"

    def format_text(self, field: Field) -> str:
        """How the cells of a column are written, in words."""
        if field.type == "date":
            given = self.operation._run_options().get("date_format") or "%Y-%m-%d"
            formats = [given] if isinstance(given, str) else given
            return self.env._("Date, %s", " / ".join(map(readable_format, formats)))
        if field.type == "amount":
            return self.env._("Amount, as 1250.50")
        if field.choices:
            return self.env._("One of the accepted values")
        if field.size:
            return self.env._("Text, at most %s characters", field.size)
        return self.env._("Text")
