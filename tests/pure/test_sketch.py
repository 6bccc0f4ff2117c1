import itertools
import random
from unittest import TestCase

from ...tools.contacts import similarity
from ...tools.contacts.sketch import Sketch

VALUES = {
    "name": (
        *("Ada Lane", "LANE, Áda", "Ada Lanne", "A. Lane", "Dr. Ada Lane", "Bob Moor", ""),
        *("ada@example.com", "Ada Lane-Moor", "Ada Lane (née Moor)"),
    ),
    "email": ("ada@example.com", "ADA@Example.com", "bob@example.com", None),
    "birth_date": ("1990-05-17", "1988-01-02", None),
    "zip": ("1201", " 12 01", "8001", None),
    "street": ("Quai du Lac 4", "QUAI DU LAC, 4", "Rue Haute 9", None),
    "member_id": ("123", "124", None),
    "country": ("CH", "NO", "AR", None),
    "is_company": (False, True),
}
# Spellings of a few numbers, such as are dialled by different rules, and short ones.
PHONES = (
    *("+41 22 555 01 01", "022/555.01.01", "0041225550101 ext. 5", "+41 (0)22 555 01 01 x6"),
    *("1-800-FLOWERS", "+1 800 356 9377", "+47 22 12 34 56", "22123456", "+4722123456"),
    *("+54 9 11 2345-6789", "011 15-2345-6789", "٠٢٢٥٥٥٠١٠١", "118", "12", "+41118", "n/a", None),
)


class TestSketch(TestCase):
    """V14: what rules contacts out as one person leaves out nobody who is likely to be."""

    def test_no_pair_scores_more_than_its_sketches_leave_room_for(self):
        """Contacts of a few values each, by chance: many have much in common."""
        chance = random.Random(14)
        for _ in range(4_000):
            one, other = (
                {name: chance.choice(values) for name, values in VALUES.items()}
                | {name: chance.choice(PHONES) for name in ("phone", "cellphone")}
                for _ in range(2)
            )
            self.assert_has_room(one, other)

    def test_every_spelling_of_a_telephone_number_leaves_room(self):
        """In whatever country each is dialled."""
        for one, other in itertools.product(PHONES, repeat=2):
            for home, abroad in itertools.product(("CH", "NO", "US", "AR", None), repeat=2):
                self.assert_has_room(
                    {"name": "Ada Lane", "phone": one, "country": home},
                    {"name": "Ada Lane", "cellphone": other, "country": abroad},
                )

    def test_strangers_of_one_house_are_told_apart_at_once(self):
        """They are many, and to compare their names and numbers takes long."""
        one = {"name": "Ada Lane", "zip": "1201", "street": "Quai 4", "phone": "022 555 01 01"}
        other = {**one, "name": "Bob Moor", "phone": "022 555 01 02"}
        most = Sketch(one).most(Sketch(other))
        self.assertLess(most, similarity.FLAGGED_FROM)

    def assert_has_room(self, one, other):
        score = similarity.score(similarity.evidence(one, other))
        self.assertGreaterEqual(Sketch(one).most(Sketch(other)), score, (one, other))
