"""Sends calls until the traffic log fills more than one tile, then has a stranger's program check
the ledger over HTTP: run by deployment.py."""

import json
import os
import pathlib
import subprocess
import sys
import time
import urllib.request

CALLS = 150  # two entries each
WAIT_SECONDS = 30
HOME = pathlib.Path(__file__).resolve().parent.parent


def get(path):
    with urllib.request.urlopen(os.environ["PROBITY_LEDGER_URL"] + path) as reply:
        return reply.read().decode()


def call():
    body = json.dumps({"model": "chat", "messages": [{"role": "user", "content": "hello"}]}).encode()
    headers = {"authorization": "Bearer " + os.environ["PROBITY_KEY"], "content-type": "application/json"}
    url = os.environ["PROBITY_URL"] + "/v1/chat/completions"
    with urllib.request.urlopen(urllib.request.Request(url, body, headers)) as reply:
        reply.read()


def entries():
    """How many each log has, by its path."""
    lines = [line.split() for line in get("/").splitlines()[1:]]
    return {path: int(size) for _, size, path in lines}


def main():
    for _ in range(CALLS):
        call()
    deadline = time.monotonic() + WAIT_SECONDS
    while max(entries().values()) < 2 * CALLS:
        if time.monotonic() > deadline:
            sys.exit(f"after {WAIT_SECONDS} s the ledger still says {entries()}")
        time.sleep(0.1)
    print(entries())
    return subprocess.run([HOME / "interop" / "fsck", os.environ["PROBITY_LEDGER_URL"], os.environ["PROBITY_LEDGER"]]).returncode


if __name__ == "__main__":
    sys.exit(main())
