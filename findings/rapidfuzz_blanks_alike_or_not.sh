#!/bin/sh
# rapidfuzz 3.14.6 and jellyfish 1.3.0 (PyPI), which say how alike two texts are; recordlinkage 0.16, which
# finds doubles with jellyfish.
#
# Behaviour: two blank texts are alike by 100 for ratio() and token_sort_ratio(), and by 0 for WRatio(),
# QRatio() and token_set_ratio(), all of rapidfuzz, and all of two missing values (None) by 0. So two
# people without a telephone number are the same to the one and strangers to the other, and change from
# one to the other with what a reader makes of an empty cell. Jaro and Winkler's measure is 1.0 in
# rapidfuzz and 0.0 in jellyfish, and 0.0 in recordlinkage for a blank as for a missing value; for "Lee"
# and "Lea" the three agree.
# Met while comparing measures by which doubles are found in a list.
#
# Seen 2026-11-30: "", "" -> ratio 100, WRatio 0; Jaro-Winkler: rapidfuzz 1.0, jellyfish 0.0
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install \
    rapidfuzz==3.14.6 jellyfish==1.3.0 recordlinkage==0.16 pandas==2.3.3
"$folder/env/bin/python" - <<'PYTHON'
import jellyfish
import pandas
import recordlinkage
from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

BLANK = {"ratio": 100, "token_sort_ratio": 100, "token_set_ratio": 0, "WRatio": 0, "QRatio": 0}
for name, expected in BLANK.items():
    found = getattr(fuzz, name)("", ""), getattr(fuzz, name)(None, None)
    print(name, *found)
    assert found == (expected, 0), f"{name}: {found}, expected {expected} and 0"


def winkler(left, right):
    frame = pandas.DataFrame({"name": [left, right]})
    pair = pandas.MultiIndex.from_tuples([(0, 1)])
    compare = recordlinkage.Compare()
    compare.string("name", "name", method="jarowinkler")
    [[linked]] = compare.compute(pair, frame).to_numpy()
    scores = JaroWinkler.similarity(left, right), jellyfish.jaro_winkler_similarity(left, right)
    return [round(float(score), 3) for score in (*scores, linked)]


found = winkler("", ""), winkler("Lee", "Lea")
print(*found)
assert found == ([1.0, 0.0, 0.0], [0.822, 0.822, 0.822]), found
PYTHON
