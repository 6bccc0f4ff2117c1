from odoo.tools import SQL

from ...tools.rows.cross_references import named_text


class CrossReferenceMatcher:
    """Finds what rows of cross-references mean, and which there are, as the user of the ``kind``
    sees them."""

    def __init__(self, kind):
        self.kind, self.env = kind, kind.env

    def match(self, rows):
        """A match for each row, as ``tools.kinds.cross_references`` has it."""
        if not rows:
            return []
        systems = self._systems(rows)
        meant = self._meant(rows, systems)
        found = self.env.execute_query(self._triage(rows, systems))
        matches = []
        for row, (identifier, ours, preferred) in zip(rows, found, strict=True):
            named = systems.get(row.values["system"], self.env["registration.import.system"])
            matches.append(
                {
                    "systems": len(named),
                    "system": named[:1].id or None,
                    "meant": meant.get(_wanted(row, named)),
                    "id": identifier,
                    "ours": ours,
                    "preferred": preferred or False,
                }
            )
        return matches

    def _systems(self, rows):
        """``{code: systems}`` that the user may see."""
        codes = {row.values["system"] for row in rows}
        found = self.env["registration.import.system"].search_fetch(
            [("code", "in", list(codes))], ["code", "company_id"]
        )
        return found.grouped("code")

    def _meant(self, rows, systems):
        """``{(company, type, text): our value}``: a query for each type."""
        wanted, found = {}, {}
        for row in rows:
            company, type, text = _wanted(row, systems.get(row.values["system"]))
            if type and text:
                wanted.setdefault((company, type), set()).add(text)
        types = self.env["registration.import.cross.reference.type"]
        for (company, type), texts in wanted.items():
            here = types._meanings(type, texts, self.env["res.company"].browse(company or ()))
            found |= {(company, type, text): ours for text, (ours, _name) in here.items()}
        return found

    def _triage(self, rows, systems):
        """One statement: each row joined to the cross-reference that it names."""
        named = [systems.get(row.values["system"]) for row in rows]
        return SQL(
            """SELECT c.id, c.ours, c.preferred
                 FROM unnest(%s::int[], %s::text[], %s::text[])
                      WITH ORDINALITY AS given(system_id, type, theirs, nth)
            LEFT JOIN (%s) c ON c.system_id = given.system_id AND c.type = given.type
                            AND c.theirs = given.theirs
             ORDER BY nth""",
            [each[:1].id if each else None for each in named],
            [row.values["type"] for row in rows],
            [named_text(row.values["type"], row.values["theirs"]) for row in rows],
            self.kind._view(self.kind._target, "system_id", "type", "theirs", "ours", "preferred"),
        )


def _wanted(row, systems):
    """What our value is looked up by: it must be known in the company of the system."""
    company = systems[0].company_id.id if systems else None
    type = row.values["type"]
    return company or None, type, named_text(type, row.values["ours"])
