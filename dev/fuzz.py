"""`make fuzz`: files changed by chance go through the bounded reader; only rows or a refusal in
words may come out. SECONDS (60) or CASES of the seed SEED; a new one each time unless it is given.
"""

import environment
import pure
from place import DEV, TREE, attended, say


def main():
    """What was wrong is kept, with its seed and number, in a folder that is named at the end."""
    python = environment.ensure("pure", pure.REQUIREMENTS)
    say("reading files changed by chance")
    return abs(attended([python, DEV / "inside/run_fuzz.py", TREE / "fuzz"]))
