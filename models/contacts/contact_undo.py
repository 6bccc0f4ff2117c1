from .contact_problems import quoted


class ContactUndo:
    """Undo: a contact that an import made goes only where DROP would take it, and never one with
    sales, with people below it, or with anything that somebody has added since."""

    def __init__(self, kind):
        self.env, self.model = kind.env, kind._target

    def used(self, identifiers, journals):
        """``{id: why in words}`` of contacts that stay; ``journals`` as in ``_used`` of a kind."""
        partners = self.env[self.model].with_context(active_test=False).browse(identifiers).exists()
        erasure, moved = self.env["contact.erasure"], partners.browse(self._moved(journals))
        blockers = erasure._blockers(partners, partners + moved)
        used = {**erasure._undroppable_texts(partners), **blockers}
        # a structure goes with its contact persons, unless one of these stays
        going = partners.filtered(lambda each: each.id not in used)
        below = erasure._count_people_below({each: each for each in going.ids}, going + moved)
        used |= {each: [self.env._("%s × contact below it", n)] for each, n in below.items()}
        return {each: quoted(texts) for each, texts in used.items()}

    def _moved(self, journals):
        """Ids of contacts that were put into a structure, and go back to where they were."""
        entries = (entry for journal in journals for entry in journal)
        return [
            identifier
            for model, identifier, pairs in entries
            if model == self.model and "parent_id" in pairs and "id" not in pairs
        ]
