from ...tools.contacts.memberships import find_group, find_interest, key_of, texts_of
from ...tools.rows.lists import MOST, split_list


def not_a_list(cells, fields, field, listed):
    """What a cell means that cannot be taken apart, or names too many."""
    meaning = {"code": "odd_list"} if listed is None else {"code": "long_list", "limit": MOST}
    return field, cells[fields.index(field)], meaning


class MembershipFinder:
    """Finds which groups and interests rows mean; ``centers`` are the ids of those whose groups
    may be named, None for all."""

    def __init__(self, env, centers):
        self.env, self.centers = env, centers

    def groups(self, rows):
        return self._meanings(rows, "group", self._read_groups, self._find_group)

    def interests(self, rows):
        return self._meanings(rows, "interest", self._read_interests, find_interest)

    def opted(self, rows, field):
        """For each row ``[(field, text, meaning)]`` of the interests that a list names by external
        ID, or else by name."""
        cells = {row.values.get(field) for row in rows} - {None}
        if not cells:
            return [[]] * len(rows)
        named = {cell: split_list(cell) for cell in cells}
        texts = list({text for each in named.values() if _is_usable(each) for text in each})
        ways = ("interest_id", "interest_name")
        here = self._read_interests([(way, texts) for way in ways]) if texts else {}
        meant = {text: self._interest_called(here, text) for text in texts}
        found = {
            cell: [(field, text, meant[text]) for text in dict.fromkeys(each)]
            if _is_usable(each)
            else [not_a_list((cell,), (field,), field, each)]
            for cell, each in named.items()
        }
        return [found.get(row.values.get(field), []) for row in rows]

    def _interest_called(self, here, text):
        by_id = here.get(("interest_id", text))
        by_name = here.get(("interest_name", key_of("interest_name", text)), [])
        return (
            find_interest(by_id, "interest_id", text)
            if by_id
            else find_interest(by_name, "interest_name", text)
        )

    def _find_group(self, found, field, text):
        return find_group(found, field, text, self.centers)

    def _meanings(self, rows, noun, read, find):
        """For each row ``[(field, text, meaning)]``; rows with equal cells share the list. ``read``
        gives what is here, ``find`` what one text means."""
        fields = f"{noun}_id", f"{noun}_name"
        texts = [tuple(map(row.values.get, fields)) for row in rows]
        named = {
            cells: texts_of(dict(zip(fields, cells, strict=True)), *fields) for cells in set(texts)
        }
        usable = {cells for cells, (_field, listed) in named.items() if _is_usable(listed)}
        here = read([named[cells] for cells in usable])
        meant = {
            cells: [
                (field, text, find(here.get((field, key_of(field, text)), []), field, text))
                for text in listed
            ]
            if cells in usable
            else [not_a_list(cells, fields, field, listed)]
            for cells, (field, listed) in named.items()
        }
        return [meant[cells] for cells in texts]

    def _records(self, model, named, fields):
        """``{(field, key): [record]}`` of those with one of the external ids or names. Of other
        centers, too, which the user may not see: that a group is theirs is told."""
        wanted = {(f, key_of(f, text)) for f, listed in named for text in listed}
        if not wanted:
            return {}
        ids = [key for field, key in wanted if field.endswith("_id")]
        names = [key for field, key in wanted if field.endswith("_name")]
        records = self.env[model].sudo().with_context(active_test=False)
        records = records.search_fetch(
            [
                ("company_id", "in", [False, *self.env.companies.ids]),
                *("|", ("external_id", "in", ids), ("name_key", "in", names)),
            ],
            ["external_id", "name_key", "active", *fields],
        )
        found, noun = {}, model.rpartition(".")[2]
        for record in records:
            for key in ((f"{noun}_id", record.external_id), (f"{noun}_name", record.name_key)):
                if key in wanted:
                    found.setdefault(key, []).append(record)
        return found

    def _read_groups(self, named):
        found = self._records("contact.group", named, ["kind", "center_id"])
        return {
            key: [
                {"id": g.id, "kind": g.kind, "center": g.center_id.id or None, "active": g.active}
                for g in groups
            ]
            for key, groups in found.items()
        }

    def _read_interests(self, named):
        found = self._records("contact.interest", named, ["opt_in_group_id", "opt_out_group_id"])
        return {
            key: [
                {
                    "id": interest.id,
                    "in": interest.opt_in_group_id.id,
                    "out": interest.opt_out_group_id.id,
                    "active": interest.active,
                }
                for interest in interests
            ]
            for key, interests in found.items()
        }


def _is_usable(listed):
    return listed is not None and len(listed) <= MOST
