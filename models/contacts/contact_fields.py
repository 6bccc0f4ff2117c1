from odoo import Command, fields

ONE_BY_ONE = (Command.LINK, Command.UNLINK)


class Members(fields.Many2many):
    """A many2many of which some records are added or removed without all the others being read
    first, as Odoo does: a group may have a hundred thousand members, and an import adds to it in
    each of its pieces."""

    def write_real(self, records_commands_list, create=False):
        (records, commands), *others = records_commands_list
        if create or others or any(command[0] not in ONE_BY_ONE for command in commands):
            return super().write_real(records_commands_list, create)
        unread = records.browse(self._cache_missing_ids(records))
        removed = tuple(command[1] for command in commands if command[0] == Command.UNLINK)
        # all that has to be known of them; nobody else sees that, since it is forgotten at once
        self._insert_cache(unread, [removed] * len(unread))
        try:
            return super().write_real(records_commands_list, create)
        finally:
            self._invalidate_cache(records.env, unread._ids)
