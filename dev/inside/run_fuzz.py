"""Reads files that were changed by chance, each in a child with bounds, as the addon does."""

import importlib
import logging
import os
import random
import sys
import tempfile
import time
from pathlib import Path

from run_pure import ADDON, STAND_INS, stand_in

SECONDS = 60
#: so many wrong outcomes are enough
MOST = 20


class Log(logging.Handler):
    """What a reader has to log are mistakes of its own."""

    def __init__(self):
        super().__init__()
        self.texts = []

    def emit(self, record):
        self.texts.append(record.getMessage())


class Fuzz:
    def __init__(self, seed, kept):
        for name, folder in STAND_INS.items():
            stand_in(name, folder)
        self.seed, self.kept = seed, kept
        self.mutate = importlib.import_module(f"{ADDON}.tests.fixtures.mutate")
        self.process = importlib.import_module(f"{ADDON}.tools.reading.process")
        self.table = importlib.import_module(f"{ADDON}.tools.reading.table")
        self.judge = importlib.import_module(f"{ADDON}.tests.common_fuzz").Judge()
        self.log = Log()
        logging.getLogger(self.process.__name__).addHandler(self.log)
        logging.getLogger(self.process.__name__).propagate = False

    def run(self, number):
        """Why what comes out of a case may not; None where it may. The file is kept then."""
        name, content, options = self.mutate.case(self.seed, number)
        self.log.texts.clear()
        with tempfile.TemporaryDirectory() as folder:
            source, spool = Path(folder, "source"), Path(folder, "spool")
            source.write_bytes(content)
            scratch = Path(folder, "tmp")
            scratch.mkdir()
            os.environ["TMPDIR"] = str(scratch)
            answer = self.process.read_in_child(source, spool, name, self.table.Options(**options))
            fault = self.fault(answer, spool)
            left = [path.name for path in scratch.iterdir()]
        if left:
            fault = f"left behind: {left}"
        if fault or self.log.texts:
            self.keep(number, name, content, options, fault)
        return fault

    def fault(self, answer, spool):
        if any("Traceback" in text for text in self.log.texts):
            self.judge.counts["mistake"] += 1
            return self.log.texts[-1].strip().splitlines()[-1]
        if error := answer.get("error"):
            return self.judge.refusal(error["code"], error["params"])
        lines = spool.read_text(encoding="utf-8").split("\n")[:-1]
        if len(lines) != answer["rows"]:
            return f"{answer['rows']} rows told, {len(lines)} written"
        warnings = [(each["code"], each["params"]) for each in answer["warnings"]]
        cells = (line.split("\t", 2)[2].replace("\\\\", "\\") for line in lines)
        return self.judge.rows(cells, warnings)

    def keep(self, number, name, content, options, fault):
        self.kept.mkdir(parents=True, exist_ok=True)
        path = self.kept / f"{self.seed}-{number}-{name}"
        path.write_bytes(content)
        told = "\n".join([f"name {name}, options {options}", str(fault), *self.log.texts])
        path.with_name(path.name + ".txt").write_text(told, encoding="utf-8")


def main(kept):
    seed = int(os.environ.get("SEED") or random.randrange(1_000_000))
    first = int(os.environ.get("CASE") or 0)
    cases = int(os.environ.get("CASES") or (1 if os.environ.get("CASE") else 1_000_000_000))
    end = time.monotonic() + float(os.environ.get("SECONDS") or SECONDS)
    print(f"SEED={seed}", flush=True)
    fuzz = Fuzz(seed, kept)
    wrong = number = 0
    for number in range(first, first + cases):
        if fault := fuzz.run(number):
            wrong += 1
            print(f"WRONG: SEED={seed} CASE={number}: {fault}", flush=True)
        if wrong == MOST or time.monotonic() > end:
            break
    for code, count in sorted(fuzz.judge.counts.items(), key=lambda item: (-item[1], item[0])):
        print(f"{count:7} {code}")
    print(f"SEED={seed}: {number + 1 - first} files, {wrong} wrong", flush=True)
    if wrong:
        print(f"They are kept in {kept}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
