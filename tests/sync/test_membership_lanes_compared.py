import os
import random

from odoo.tests import tagged

from .common_lanes import MembershipLaneCase

# Files of each kind that are compared; LANE_FILES=500 for a long look, LANE_SEED for the first.
FILES = int(os.environ.get("LANE_FILES", "8"))
FIRST = int(os.environ.get("LANE_SEED", "1"))
ROWS = 40
# Spellings that the planner alone can tell, and what is no value.
SPELLINGS = ("{} ", "'{}", "{}\u00a0", "{}.0", "{}X", "", "n/a", "?", "{{{}}}", "0{}")
KEYS = (
    *((("MEMBER_ID",),) * 3),
    ("CONS_ID",),
    ("PRIMARY_EMAIL",),
    ("MEMBER_ID", "PRIMARY_EMAIL"),
    ("CONS_ID", "MEMBER_ID", "PRIMARY_EMAIL"),
)
SETS = {
    "group_assignment": (
        ("GROUP_ID", ("T-001", "T-002", "T-001; T-002", "T-001;T-003", "T-004", "T-005", "T-9")),
        ("GROUP_NAME", ("Test Friends", "test donors", "Test Hikers", "Test New", "Test News")),
    ),
    "segmentation": (
        ("INTEREST_ID", ("T-NEWS", "T-ART", "T-NEWS; T-ART", "T-9")),
        ("INTEREST_NAME", ("Test News", "test  art", "Test Art; Test News", '"A; B"', "Test New")),
    ),
}
PLAIN = 3  # of the texts of a set the first ones name what there is
OPTS = ("In", "In", "In", "Out", "yes", "", "maybe")


@tagged("post_install", "-at_install")
class TestMembershipLanesCompared(MembershipLaneCase):
    """C28, V08, V09: whichever way the rows of a file go, everything is the same at the end."""

    takes_long = True

    def random_rows(self, chance, code, doubt):
        """The columns of a file, and rows in which the same few contacts come again and again."""
        keys = chance.choice(KEYS)
        names = chance.choice(((), (), ("LAST_NAME",)))
        (column, texts) = chance.choice(SETS[code])
        more = [name for name, _texts in SETS[code] if name != column and chance.random() < 0.3]
        opts = ("INTEREST_OPT",) * (code == "segmentation")
        header = [*keys, *names, column, *more, *opts]
        rows = [
            self.random_row(
                chance,
                code,
                header,
                texts if chance.random() < doubt else texts[:PLAIN],
                column,
                doubt,
            )
            for _row in range(ROWS)
        ]
        return header, rows

    def random_row(self, chance, code, header, texts, column, doubt):
        contact = chance.choice(
            self.contacts if chance.random() < 0.2 + doubt else self.contacts[:12]
        )
        cells = {
            "CONS_ID": str(contact.id),
            "MEMBER_ID": contact.contact_member_id or "",
            "PRIMARY_EMAIL": contact.email or "",
            "LAST_NAME": chance.choice(("", "", contact.name, "Somebody Else")),
            column: chance.choice(texts),
            "INTEREST_OPT": chance.choice(OPTS if chance.random() < doubt else OPTS[:4]),
        }
        if "MEMBER_ID" in header and chance.random() < doubt:
            cells["MEMBER_ID"] = chance.choice(("LX", "L0", "l0", "nobody"))
        row = [cells.get(name, "") for name in header]
        if chance.random() < doubt:
            place = chance.randrange(len(row))
            row[place] = chance.choice(SPELLINGS).format(row[place])
        if chance.random() < doubt / 3:
            row = chance.choice((row[:-1], [*row, "more"]))
        return row

    def random_past(self, chance):
        """Who is in which groups already, and whose centers the user has."""
        groups = self.friends | self.donors | self.interests.opt_in_group_id
        for contact in self.contacts:
            out = chance.choice(self.interests) if chance.random() < 0.1 else self.interests[:0]
            own = groups.filtered(lambda _group: chance.random() < 0.25)
            contact.contact_group_ids = own - out.opt_in_group_id + out.opt_out_group_id
        self.runner.contact_center_ids = chance.choice((self.river[:0], self.river))
        self.env.flush_all()
        self.env.cr.execute("UPDATE contact_group SET write_uid = 1, write_date = '2020-01-01'")

    def test_whichever_way(self):
        """C28, V08, V09: memberships, outcomes, problems and journal are those of the ordinary
        way, on files made by chance."""
        fast = 0
        for code in SETS:
            for seed in range(FIRST, FIRST + FILES):
                chance = random.Random(f"{code} {seed}")
                with self.subTest(code=code, seed=seed), self.env.cr.savepoint() as savepoint:
                    self.random_past(chance)
                    doubt = chance.choice((0, 0.03, 0.3))
                    header, rows = self.random_rows(chance, code, doubt)
                    fast += self.assertSameWay(
                        rows,
                        chance.choice((3, 10, 1000)),
                        operation=code,
                        header=header,
                        filename="people.csv",
                        user=self.runner,
                    )
                    savepoint.rollback()
                self.env.invalidate_all()
        self.assertGreater(fast, 8 * FILES)
