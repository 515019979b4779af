"""Reads the entries of a ledger folder (docs/formats/ledger.md), without checking signatures.

    python3 ledger.py FOLDER KIND EXCHANGE      prints the entry of that kind, once it is published
"""

import hashlib
import json
import pathlib
import sys
import time
from collections import Counter


class Entry(dict):
    """One line of the ledger, with its leaf hash in hex."""

    def __init__(self, note):
        super().__init__(json.loads(note[: note.index(b"\n")]))
        self.leaf = hashlib.sha256(b"\0" + note).hexdigest()


def entries(folder):
    """All entries of all logs, each log in its own order. Safe while the gateway publishes."""
    found = []
    for log in sorted(pathlib.Path(folder).iterdir()):
        for bundle in bundles(log / "tile" / "entries"):
            found += [Entry(note) for note in notes(bundle)]
    return found


def bundles(folder):
    """The bytes of each entry bundle in order; a partial one is named N.p/WIDTH."""
    by_index = {}
    for path in folder.rglob("*"):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            index, _, width = name.partition(".p/")
            number = int(index.replace("x", "").replace("/", ""))
            try:
                by_index.setdefault(number, {})[int(width or 256)] = path.read_bytes()
            except FileNotFoundError:
                pass  # a partial bundle that a wider one has just replaced
    return [widths[max(widths)] for _, widths in sorted(by_index.items())]


def notes(bundle):
    at = 0
    while at < len(bundle):
        end = at + 2 + int.from_bytes(bundle[at : at + 2], "big")
        yield bundle[at + 2 : end]
        at = end


def wait_for(folder, kind, exchange, seconds=20):
    """The entry of this kind for an exchange, once it is published."""
    deadline = time.monotonic() + seconds
    while True:
        for entry in entries(folder):
            if entry["kind"] == kind and entry.get("exchange", "").upper() == exchange.upper():
                return entry
        if time.monotonic() > deadline:
            raise AssertionError(f"no {kind} of exchange {exchange} in the ledger after {seconds} s")
        time.sleep(0.1)


def imbalance(all_entries):
    """What is wrong with intents and outcomes: each intent has exactly one outcome, no other is there."""
    intents = {entry.leaf: entry for entry in all_entries if entry["kind"] == "intent"}
    outcomes = Counter(entry["intent"] for entry in all_entries if entry["kind"] == "outcome")
    wrong = [f"intent of {intents[leaf]['exchange']} has {outcomes[leaf]} outcomes" for leaf in intents if outcomes[leaf] != 1]
    return wrong + [f"an outcome names the unknown intent {leaf}" for leaf in outcomes if leaf not in intents]


if __name__ == "__main__":
    print(json.dumps(wait_for(*sys.argv[1:])))
