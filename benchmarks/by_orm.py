"""What Odoo's own ``create()`` and ``write()`` take for the very values that a job writes: nothing
is read, looked up or noted.

A job is watched first; the calls that it made of the ORM are made once more, in the same lists, by
the same user, and committed where it did.
"""

import contextlib
import copy
from unittest import mock

# Nobody who writes thousands of records lets each tell in its chatter what became of it.
QUIET = {"tracking_disable": True}


def as_in_orm(env):
    """The user's environment as a script has it."""
    return env(context={**env.context, **QUIET})


@contextlib.contextmanager
def watched(calls):
    """Put every call of the ORM by which a job writes into ``calls``, as ``(method, model, ids,
    values, ids that are read with them)``, and None where it commits."""
    from odoo.addons.registration_import.importer import store, writer

    class Watching(writer._ChangeWriter):
        def __init__(self, env):
            super().__init__(_Models(env, calls))

    def record(self, rows):
        calls.append(None)
        return kept(self, rows)

    kept = store.RowStore.record
    with (
        mock.patch.object(writer, "_ChangeWriter", Watching),
        mock.patch.object(store.RowStore, "record", record),
    ):
        yield


class _Models:
    """An environment all of whose models are watched."""

    def __init__(self, env, calls):
        self._env, self._calls = env, calls

    def __getattr__(self, name):
        return getattr(self._env, name)

    def __getitem__(self, model):
        return _Records(self._env[model], self._calls)


class _Records:
    """Records that note what is done to them."""

    def __init__(self, records, calls):
        self._records, self._calls = records, calls

    def __getattr__(self, name):
        return getattr(self._records, name)

    def __iter__(self):
        return (_Records(each, self._calls) for each in self._records)

    def browse(self, ids):
        return _Records(self._records.browse(ids), self._calls)

    def with_prefetch(self, ids):
        return _Records(self._records.with_prefetch(ids), self._calls)

    def create(self, vals_list):
        values = copy.deepcopy(vals_list)
        records = self._records.create(vals_list)
        self._note("create", records.ids, values)
        return records

    def write(self, values):
        self._note("write", self._records.ids, copy.deepcopy(values))
        return self._records.write(values)

    def unlink(self):
        self._note("unlink", self._records.ids, None)
        return self._records.unlink()

    def _note(self, method, ids, values):
        together = list(self._records._prefetch_ids)
        self._calls.append((method, self._records._name, ids, values, together))


def repeat(env, calls):
    """Make the calls once more, of the records that there are now."""
    made = {}
    for call in calls:
        if call is None:
            env.cr.commit()
            continue
        method, model, ids, values, together = call
        records = env[model]
        if method == "create":
            new = [_here(records, each, made) for each in values]
            made |= zip(((model, each) for each in ids), records.create(new).ids, strict=True)
            continue
        now = [made.get((model, each), each) for each in ids]
        records = records.browse(now).with_prefetch(made.get((model, i), i) for i in together)
        if method == "write":
            records.write(_here(records, values, made))
        else:
            records.unlink()
    env.cr.commit()


def _here(records, values, made):
    """Values with the ids of what was made anew."""

    def now(name, value):
        model = records._fields[name].comodel_name
        if model is None or value in (None, False):
            return value
        if isinstance(value, int):
            return made.get((model, value), value)
        return [_command(model, command, made) for command in value]

    return {name: now(name, value) for name, value in values.items()}


def _command(model, command, made):
    """``(6, 0, ids)``, or ``(4, id, 0)`` and the like."""
    code, record, rest = command
    if isinstance(rest, list | tuple):
        rest = [made.get((model, each), each) for each in rest]
    return code, made.get((model, record), record), rest
