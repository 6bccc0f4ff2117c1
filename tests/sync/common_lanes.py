from ...models.erasure.contact_erasure import ERASED
from ..engine.common_lanes import LaneCase
from .common import HubCase

GROUPS = "contact_group_ids"


class MembershipLaneCase(LaneCase, HubCase):
    """Files of memberships that go both ways; contacts of all sorts, groups and interests."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Group.create(
            [
                {"name": "Test Closed", "external_id": "T-004", "active": False},
                {"name": "Test Friends", "external_id": "T-005", "center_id": cls.river.id},
            ]
        )
        cls.Interest.create([{"name": "Test Art", "external_id": "T-ART"}, {"name": "A; B"}])
        cls.contacts = cls.ada | cls.bob | cls.cyd | cls._make_contacts()
        cls.interests = cls.Interest.search([])

    @classmethod
    def _make_contacts(cls):
        """Some alone, some with an address in common, and of each sort of which nothing is
        plain."""
        alone = [{"name": f"Person {n}", "contact_member_id": f"L{n}"} for n in range(4)]
        mailed = [{"name": f"Lone {n}", "email": f"lone{n}@example.com"} for n in range(3)]
        both = [
            {"name": "Dan Both", "contact_member_id": "L5", "email": "both@example.com"},
            {"name": "Dot Both", "contact_member_id": "L6", "email": "Both@example.com"},
            {"name": "Eve Both", "email": "both@example.com"},
            {"name": "Max Member", "contact_member_id": "L7", "email": "max@example.com"},
            {"name": "Not Yet", "contact_member_id": "LE", "email": "hidden@example.com"},
        ]
        odd = [
            {"name": "Black Listed", "contact_member_id": "L8", "email": "black@example.com"},
            {"name": "Far Away", "contact_member_id": "L9", "company_id": cls.company_2.id},
            {
                "name": "Put Away",
                "contact_member_id": "LA",
                "email": "hidden@example.com",
                "active": False,
            },
            {"name": ERASED, "contact_member_id": "LF"},
            {"name": "Had Another", "contact_member_id": "LB"},
            {"name": "May Be Two", "contact_member_id": "LC"},
            {"name": "Or One", "contact_member_id": "LD"},
        ]
        contacts = cls.env["res.partner"].create([*alone, *mailed, *both, *odd])
        erased, master, doubtful, other = contacts[-4:]
        cls.env["mail.blacklist"].create({"email": "black@example.com"})
        cls.env["contact.erasure.register"].create({"contact": erased.id})
        former = {"sort": "member_id", "key": "LX", "partner_id": master.id}
        cls.env["contact.former.key"].create(former)
        pair = {"contact_id": doubtful.id, "match_id": other.id}
        cls.env["registration.import.duplicate"].create(pair)
        return contacts

    def names(self):
        """Contacts are the same ones each time; groups may be new."""
        self.env.cr.execute("SELECT id, name, kind, center_id FROM contact_group")
        self.groups = {group: named for group, *named in self.env.cr.fetchall()}
        return {}

    def entry(self, names, model, record, values):
        if model != "res.partner":
            return model, len(values)
        pairs = {field: [*map(list, pair)] for field, pair in values.items()}
        pairs[GROUPS] = [[self.groups[group] for group in side] for side in pairs[GROUPS]]
        return model, record, pairs

    def left_by(self, job):
        self.env.cr.execute(
            """SELECT partner_id, name, kind, center_id
                 FROM contact_group_res_partner_rel JOIN contact_group g ON g.id = group_id
             ORDER BY 1, 2, 3, 4"""
        )
        members = self.env.cr.fetchall()
        self.env.cr.execute(
            """SELECT name, kind, center_id, write_uid, write_date
                 FROM contact_group ORDER BY 1, 2, 3"""
        )
        return {"members": members, "groups": self.env.cr.fetchall()}
