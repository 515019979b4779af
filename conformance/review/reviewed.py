"""A deployment whose bundle two people signed, with a reviewer and a control API.

    python3 reviewed.py FOLDER COMMAND…

is `deployment.py` with that, and with PROBITY_CONTROL and PROBITY_REVIEWER (a key file) besides.
"""

import pathlib
import socket
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import deployment

ROLES = {"a.author": "author", "an.approver": "approver", "r.reviewer": "desk-reviewer"}


class Reviewed(deployment.Deployment):
    def __init__(self, folder):
        super().__init__(folder, bundle=pathlib.Path(folder).resolve() / "proposal.json")
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.people = [self.person(name, role) for name, role in ROLES.items()]
        proposal = str(self.bundle)
        self.probity(
            "policy", "propose", str(HERE / "bundle"), "--key", self.key("a.author"), "--out", proposal,
            "--log", "probity.test/conformance/records", "--replaces", "-",
            "--change", "C-1", "--reassessment", "no",
        )
        self.probity("policy", "approve", proposal, "--key", self.key("an.approver"))

    def key(self, name):
        return str(self.folder / f"{name}.key")

    def probity(self, *words):
        return subprocess.run([str(deployment.PROBITY), *words], check=True, capture_output=True, text=True).stdout

    def person(self, name, role):
        said = self.probity("key", "new", "--name", name, "--out", self.key(name), "--role", role)
        vkey = next(line.strip() for line in said.splitlines() if line.strip().startswith(f"{name}+"))
        return {"name": name, "key": vkey, "roles": [role], "competence": "hr-17"}

    def config(self):
        control = {"listen": {"host": "127.0.0.1", "port": self.port}}
        return super().config() | {"people": self.people, "control": control}

    def environment(self):
        control = f"http://127.0.0.1:{self.port}"
        return super().environment() | {"PROBITY_CONTROL": control, "PROBITY_REVIEWER": self.key("r.reviewer")}


if __name__ == "__main__":
    sys.exit(deployment.main(*sys.argv[1:], of=Reviewed))
