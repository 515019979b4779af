"""A provider and a gateway before it, in a folder of their own, on loopback ports.

    python3 deployment.py FOLDER COMMAND…

starts both, runs COMMAND with PROBITY_URL, PROBITY_KEY and the like in its environment, stops them
gently and holds the ledger to what every run must leave: it verifies, intents and outcomes balance,
and no word that the command wrote to PROBITY_PLANTS stands anywhere in it or in the log.
"""

import base64
import contextlib
import hashlib
import json
import os
import pathlib
import queue
import secrets
import shutil
import signal
import subprocess
import sys
import threading

import ledger
from provider import CREDENTIAL

HERE = pathlib.Path(__file__).resolve().parent
PROBITY = HERE.parent / "probity"
START_SECONDS = 120
STOP_SECONDS = 60
CALLER = "support-bot"
GUEST = "guest-bot"


class Process:
    """A child whose output goes to a file; its first line of interest ends in a URL."""

    def __init__(self, command, log, env):
        self.log = log
        self.child = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
            env={**os.environ, **env}, text=True, errors="replace",
        )
        self.urls = queue.Queue()
        threading.Thread(target=self._copy, daemon=True).start()

    def _copy(self):
        with open(self.log, "a") as log:
            for line in self.child.stdout:
                log.write(line)
                log.flush()
                if " listening on http://" in line:
                    self.urls.put(line.split(" listening on ")[1].strip())
        self.urls.put(None)

    def url(self):
        """Where it listens; the end of its log goes into the error if it never does."""
        with contextlib.suppress(queue.Empty):
            if url := self.urls.get(timeout=START_SECONDS):
                return url
        self.kill()
        raise RuntimeError("did not start:\n" + "".join(open(self.log).readlines()[-30:]))

    def stop(self):
        self.child.send_signal(signal.SIGTERM)
        try:
            return self.child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            raise RuntimeError(f"still running {STOP_SECONDS} s after SIGTERM") from None

    def kill(self):
        self.child.kill()
        self.child.wait()


class Deployment:
    def __init__(self, folder, bundle=HERE / "bundle", provider_url=None):
        self.folder = pathlib.Path(folder).resolve()
        self.bundle = bundle
        self.data = self.folder / "data"
        self.ledger = self.data / "ledger"
        self.log = self.folder / "gateway.log"
        self.plants = self.folder / "plants.txt"
        self.keys = {caller: f"pk_{caller}_{token()}" for caller in (CALLER, GUEST)}
        self.provider_url = provider_url
        self.provider = self.gateway = None
        self.url = None
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.plants.touch()

    def __enter__(self):
        try:
            if self.provider_url is None:
                command = [sys.executable, str(HERE / "provider.py")]
                env = {"PROVIDER_CREDENTIAL": CREDENTIAL}
                self.provider = Process(command, self.folder / "provider.log", env)
                self.provider_url = self.provider.url()
            self.start_gateway()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process in (self.gateway, self.provider):
            if process and process.child.poll() is None:
                process.kill()

    def start_gateway(self):
        config = self.folder / "probity.yaml"
        config.write_text(json.dumps(self.config(), indent=2))  # JSON is YAML
        self.gateway = Process([str(PROBITY), "serve", "--config", str(config)], self.log, {"DEMO_KEY": CREDENTIAL})
        self.url = self.gateway.url()

    def config(self):
        digest = {caller: hashlib.sha256(key.encode()).hexdigest() for caller, key in self.keys.items()}
        return {
            "listen": {"host": "127.0.0.1", "port": 0},
            "data": str(self.data),
            "origin": "probity.test/conformance",
            "purpose": "test",
            "bundle": str(self.bundle),
            "upstreams": {
                "demo": {
                    "url": self.provider_url,
                    "credential": {"header": "authorization", "prefix": "Bearer ", "env": "DEMO_KEY"},
                },
                "messages": {
                    "url": self.provider_url,
                    "credential": {"header": "x-api-key", "prefix": "", "env": "DEMO_KEY"},
                },
            },
            "egress": {"private": ["127.0.0.1"]},
            "callers": [
                {"id": CALLER, "sha256": digest[CALLER], "roles": ["support"]},
                {"id": GUEST, "sha256": digest[GUEST], "roles": ["guest"]},
            ],
            "ledger": {"listen": {"host": "127.0.0.1", "port": 0}},
            "limits": {"body_bytes": 8 << 20, "answer_bytes": 16 << 20, "header_bytes": 32768},
            "timeouts": {"connect": "5s", "first_byte": "4s", "idle": "60s", "client_body": "30s"},
        }

    def ledger_url(self):
        """Printed before the line that says where the gateway listens."""
        lines = self.log.read_text().splitlines()
        return next(line.split(" read at ")[1] for line in lines if " read at http://" in line)

    def environment(self):
        return {
            "PROBITY_URL": self.url,
            "PROBITY_KEY": self.keys[CALLER],
            "PROBITY_GUEST_KEY": self.keys[GUEST],
            "PROBITY_LEDGER": str(self.ledger),
            "PROBITY_LEDGER_URL": self.ledger_url(),
            "PROBITY_PLANTS": str(self.plants),
            "PROVIDER_URL": self.provider_url,
            "PROVIDER_CREDENTIAL": CREDENTIAL,
        }

    def faults(self):
        """What the stopped deployment left behind that it must not."""
        return self.unverified() + ledger.imbalance(ledger.entries(self.ledger)) + self.leaks()

    def unverified(self):
        command = [str(PROBITY), "verify", str(self.ledger), "--trust", str(self.data / "trust")]
        verified = subprocess.run(command, capture_output=True, text=True)
        print(verified.stdout, end="")
        return [] if verified.returncode == 0 else [f"verify exits {verified.returncode}: {verified.stderr[-2000:]}"]

    def leaks(self):
        """Planted words, keys and credentials, in any file of the data folder or in the log."""
        plants = self.plants.read_text().splitlines()
        forms = [(word, form) for word in plants for form in (*written_forms(word), *unsalted_digests(word))]
        # The digest of an API key is in the records on purpose: nobody guesses 256 bits.
        forms += [(word, form) for word in (CREDENTIAL, *self.keys.values()) for form in written_forms(word)]
        files = [self.log, *(path for path in self.data.rglob("*") if path.is_file())]
        found = []
        for path in files:
            content = path.read_bytes()
            leaked = sorted({word for word, form in forms if form in content})
            found += [f"`{word}` stands in {path.relative_to(self.folder)}" for word in leaked]
        print(f"searched {len(files)} files for {len(plants)} planted words and {1 + len(self.keys)} keys")
        return found


def written_forms(word):
    """A word as it is, in hex, and in base64 wherever a longer text in base64 may hold it."""
    raw = word.encode()
    yield raw
    yield raw.hex().encode()
    for shift, first in ((0, 0), (1, 2), (2, 3)):
        whole = (shift + len(raw)) * 8 // 6
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            yield encode(b"." * shift + raw)[first:whole]


def unsalted_digests(word):
    """Digests that a guess would confirm."""
    digest = hashlib.sha256(word.encode()).digest()
    yield digest.hex().encode()
    yield base64.b64encode(digest).rstrip(b"=")
    yield base64.urlsafe_b64encode(digest).rstrip(b"=")


def token():
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=").decode()


def main(folder, *command, of=Deployment):
    with of(folder) as deployment:
        status = subprocess.run(command, env={**os.environ, **deployment.environment()}).returncode
        faults = [] if deployment.gateway.stop() in (0, 143) else ["the gateway did not stop cleanly"]
        faults += deployment.faults()
    for fault in faults:
        print(f"FAILED {fault}")
    return status or (1 if faults else 0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
