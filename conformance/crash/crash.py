"""Kills the gateway at random moments under load, and holds the ledger to what its clients saw.

    python3 crash.py FOLDER [--rounds N] [--seed N] [--clients N]

Each round starts the gateway on the same data folder, sends calls from several clients, and kills
it (SIGKILL) after a random while. A call is acknowledged when its answer came whole. At the end:
every acknowledged exchange has an intent and an outcome that is not `interrupted`, each intent has
exactly one outcome, and the ledger verifies.
"""

import argparse
import http.client
import json
import pathlib
import random
import sys
import threading
import time
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import ledger
from deployment import CALLER, Deployment
from provider import SECRET

FIRST_KILL_SECONDS = 0.05
LAST_KILL_SECONDS = 2.0
# What a client asks for, and the status that a whole answer has.
CALLS = [
    ({"model": "chat", "messages": [{"role": "user", "content": "hello"}]}, 200),
    ({"model": "chat", "messages": [{"role": "user", "content": "one two three"}], "stream": True}, 200),
    ({"model": "chat", "messages": [{"role": "user", "content": "write to ada@example.org"}]}, 200),
    ({"model": "chat", "messages": [{"role": "user", "content": SECRET}]}, 403),
]


class Client(threading.Thread):
    """Calls until the gateway is gone; keeps the record ids of answers that came whole."""

    def __init__(self, url, key, dice):
        super().__init__(daemon=True)
        self.place = urllib.parse.urlsplit(url)
        self.headers = {"authorization": f"Bearer {key}", "content-type": "application/json"}
        self.dice = dice
        self.acknowledged = []
        self.unexpected = []

    def run(self):
        connection = http.client.HTTPConnection(self.place.hostname, self.place.port, timeout=30)
        try:
            while True:
                call, status = self.dice.choice(CALLS)
                connection.request("POST", "/v1/chat/completions", json.dumps(call), self.headers)
                answer = connection.getresponse()
                body = answer.read()  # raises where a stream has no end
                if answer.status != status:
                    self.unexpected.append(f"{answer.status} in place of {status}: {body[:300]}")
                    return
                self.acknowledged.append(answer.headers["x-probity-record"])
        except (OSError, http.client.HTTPException):
            pass  # killed
        finally:
            connection.close()


def round_of_load(deployment, dice, clients):
    """Load until the gateway dies; the clients' record ids, and answers that nobody expects."""
    load = [Client(deployment.url, deployment.keys[CALLER], random.Random(dice.random())) for _ in range(clients)]
    for client in load:
        client.start()
    time.sleep(dice.uniform(FIRST_KILL_SECONDS, LAST_KILL_SECONDS))
    deployment.gateway.kill()
    for client in load:
        client.join()
    return [
        [record for client in load for record in client.acknowledged],
        [answer for client in load for answer in client.unexpected],
    ]


def missing(acknowledged, entries):
    """Acknowledged exchanges whose intent or outcome the ledger lacks, or calls interrupted."""
    intents = {entry["exchange"] for entry in entries if entry["kind"] == "intent"}
    endings = {entry["exchange"]: entry["ending"] for entry in entries if entry["kind"] == "outcome"}
    faults = [f"acknowledged exchange {record} has no intent" for record in acknowledged if record not in intents]
    return faults + [
        f"acknowledged exchange {record} ends as {endings.get(record)}"
        for record in acknowledged
        if endings.get(record) in (None, "interrupted")
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--clients", type=int, default=6)
    options = parser.parse_args()
    dice = random.Random(options.seed)
    print(f"seed {options.seed}, {options.rounds} rounds", flush=True)
    acknowledged, faults = [], []
    with Deployment(options.folder) as deployment:
        for number in range(1, options.rounds + 1):
            records, unexpected = round_of_load(deployment, dice, options.clients)
            acknowledged += records
            faults += unexpected
            print(f"round {number}: {len(records)} acknowledged, killed", flush=True)
            deployment.start_gateway()
        if deployment.gateway.stop() not in (0, 143):
            faults.append("the gateway did not stop cleanly")
        entries = ledger.entries(deployment.ledger)
        faults += missing(acknowledged, entries) + ledger.imbalance(entries) + deployment.unverified()
    intents = [entry for entry in entries if entry["kind"] == "intent"]
    interrupted = [entry for entry in entries if entry.get("ending") == "interrupted"]
    print(f"{len(acknowledged)} acknowledged, {len(intents)} intents, {len(interrupted)} interrupted, {len(faults)} faults")
    for fault in faults[:50]:
        print(f"FAILED {fault}")
    return 1 if faults or not acknowledged else 0


if __name__ == "__main__":
    sys.exit(main())
