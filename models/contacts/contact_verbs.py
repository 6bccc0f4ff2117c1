import re

from ...tools.contacts.contact_assignments import AUTHORIZATIONS, CRITERIA, named_values

# Words of names that tell something.
_WORDS = re.compile(r"\w{3,}")


class ContactVerbs:
    """Does to contacts what rows planned as a verb (S11, S13, S14)."""

    def __init__(self, kind):
        self.erasure = kind.env["contact.erasure"]
        self.partners, self.job = kind.env[kind._target], kind._run.job

    def delete(self, rows):
        named = {}
        for row in rows:
            found = named_values(row.values, row.match["lookups"], [])
            named[row.record] = {
                "criteria": found[CRITERIA],
                "authorizations": found[AUTHORIZATIONS],
            }
        self.erasure._delete(self._contacts(rows), self._origin(rows), named)

    def anonymize(self, rows):
        self.erasure._anonymize(self._contacts(rows), self._origin(rows))

    def drop(self, rows):
        self.erasure._drop(self._contacts(rows), self._origin(rows))

    def _contacts(self, rows):
        return self.partners.browse(row.record for row in rows)

    def _origin(self, rows):
        """What asked for it, as ``contact.erasure`` wants it."""
        rows = {row.record: row.id for row in rows}
        return {"job": self.job, "rows": rows, "reference": self._reference(rows)}

    def _reference(self, contacts):
        """Why and for whom it is done, for the register, which names nobody."""
        job = self.partners.env["registration.import.job"].sudo().browse(self.job or ())
        text = ": ".join(filter(None, [job.reference, job.reason]))
        names = self.partners.browse(contacts).mapped("name")
        words = {word for name in names for word in _WORDS.findall((name or "").lower())}
        return text if text and words.isdisjoint(_WORDS.findall(text.lower())) else False
