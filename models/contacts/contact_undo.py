from ...tools.kinds.undo_entries import record_key

CONTACT = "res.partner"


def guards_of(env, entries, **more):
    """``{record key: {"guard": guard}}`` of the users' contacts among those that an undo touches:
    what may not be put back of them (``tools.contacts.guards``)."""
    ids = {each.record for each in entries if each.model == CONTACT and not each.is_new}
    guards = env["contact.erasure"]._guarded(env[CONTACT].browse(ids), **more)
    return {record_key(CONTACT, each): {"guard": guard} for each, guard in guards.items()}
