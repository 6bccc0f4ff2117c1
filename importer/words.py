"""What people read of a job in a few words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from odoo.tools import formatLang

from .mapper import label_of
from .rights import with_rows_seen
from .states import END_STATES

# Why an import ended, in words about people alone: whoever sees the import reads them.
OF_PEOPLE = ("not_approved", "not_authorised")


def show_count(env: Any, count: int) -> str:
    """A number of rows with the separators of the reader's language."""
    return formatLang(env, count, digits=0)


def rows_text(env: Any, count: int) -> str:
    """So many rows."""
    return env._("1 row") if count == 1 else env._("%s rows", show_count(env, count))


def arrow(env: Any) -> str:
    """From an old value to the new one, in the direction in which the language is read."""
    found: str = env._("→")
    return found


def _from_left(env: Any) -> str:
    """Nothing, or in a language that is read leftwards a mark that no one sees: without it the dot
    of ".csv" would stand behind it."""
    leftwards = env["res.lang"]._get_data(code=env.lang).direction == "rtl"
    return "\N{LEFT-TO-RIGHT MARK}" if leftwards else ""


def size_text(env: Any, size: int) -> str:
    """Bytes for people: "2.4 MB", "2 KB" or "25 B"."""
    if size < 1024:
        return f"{size} B"
    if size < 1024**2:
        return f"{show_count(env, round(size / 1024))} KB"
    return f"{formatLang(env, size / 1024**2, digits=1)} MB"


def duration_text(env: Any, span: timedelta) -> str:
    """How long a run took; its end is stored in whole seconds, so it may seem to be before the
    start."""
    minutes, seconds = divmod(max(round(span.total_seconds()), 0), 60)
    if minutes:
        return env._("%(min)s min %(sec)s s", min=minutes, sec=seconds)
    return env._("%s s", seconds) if seconds else env._("less than a second")


def reading_text(job: Any) -> str:
    """How the file was read: its format, encoding and separator, its sheet and header row."""
    dialect, env = job.sudo().dialect or {}, job.env
    separators = {"\t": env._("tab"), ",": env._("comma"), ";": env._("semicolon")}
    separator = dialect.get("separator") or ""
    parts = [
        f"{_from_left(env)}.{job.format}" if job.format else "",
        (dialect.get("encoding") or "").upper().removesuffix("-SIG"),
        separators.get(separator, separator),
        env._("sheet “%s”", dialect["sheet"]) if dialect.get("sheet") else "",
    ]
    if job.header_number > 1:
        parts.append(env._("header in row %s", job.header_number))
    return ", ".join(part for part in parts if part)


def mapping_text(job: Any) -> str:
    """Which field is in which column, and what is read in the place of its texts."""
    mapping, env = job.sudo().mapping or {}, job.env
    schema = job._kind()._schema() if mapping else ()
    pairs = [(each.label, label_of(job, each.name)) for each in schema if each.name in mapping]
    meant = [
        f"{each.label}: {text} {arrow(env)} {ours}"
        for each in schema
        for text, ours in (job.sudo().meanings or {}).get(each.name, {}).items()
    ]
    return "; ".join([*(f"{label} = {column}" for label, column in pairs), *meant])


def file_line(job: Any) -> str:
    """The file in one line: its name, size, rows and how it was read."""
    rows = rows_text(job.env, job.total) if job.total else ""
    # how it was read is no fact as long as somebody has to choose
    reading = job.reading_text if not job.code else ""
    return " · ".join(filter(None, [job.name, job.size_text, rows, reading]))


def why_ended(job: Any) -> tuple[str, str]:
    """``(what became of it, how to mend it)``, blank where nothing is to be said; in general where
    the user may not see what the file holds, over whatever record they have come here."""
    values, messages = job.sudo(), job.env["registration.import.message"]
    if not values.code:
        return "", ""
    told = values.code in OF_PEOPLE or with_rows_seen(job.sudo(False))
    params = values.params if told else None
    text, hint = messages._text(values.code, params), messages._hint(values.code, params)
    # of either the title alone is left without the params
    return text, hint if hint != text else ""


def seen_notes(job: Any) -> list[dict[str, Any]]:
    """What is said of the file as a whole, for who may see what it holds."""
    return (job.sudo().notes or []) if with_rows_seen(job.sudo(False)) else []


def result_line(job: Any) -> str:
    """What became of it, in a line: "212 created, 3 not imported", or why it stands."""
    if job.state not in END_STATES:
        return f"{job.name}, {rows_text(job.env, job.total)}"
    if not job.started:
        return why_ended(job)[0] or job.env._("Nothing was imported")
    return job.env._("Undo: %s", _counts(job)) if job.undo_of_id else _counts(job)


def _counts(job: Any) -> str:
    """The outcomes that occur, each with the number of its rows."""
    texts = [
        (job.created, job.env._("%s created")),
        (job.updated, job.env._("%s updated")),
        (job.removed, job.env._("%s removed")),
        (job.unchanged + job.skipped, job.env._("%s as they were")),
        (job.failing, job.env._("%s not imported")),
    ]
    return ", ".join(text % show_count(job.env, count) for count, text in texts if count)
