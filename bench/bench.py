"""Measures the gateway, everything on, beside nginx and no proxy at all, before one fast upstream.

    ./probity bench [--quick] [--rounds N] [--seconds N] [--soak MINUTES]

Runs of wrk are interleaved seconds apart and their order turns each round, so that what else the
machine does falls on all alike: read the ratios, which are taken within a round, not the absolute
figures. No two request bodies are alike. Latencies are closed-loop (a client waits for its answer
before it asks again). CPU time is user and system time of the proxy's processes, from /proc.
"""

import argparse
import json
import os
import pathlib
import random
import shutil
import socket
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT / "conformance"))
from deployment import CALLER, Deployment

FOLDER = ROOT / "target" / "bench"
DIRECT, NGINX, PROBITY = "direct", "nginx", "probity"
SYSTEMS = [DIRECT, NGINX, PROBITY]
JSON, STREAM = "json", "stream"
QUICK = [(JSON, 1), (JSON, 64), (STREAM, 64)]
FULL = [(JSON, 1), (JSON, 16), (JSON, 64), (JSON, 256), (STREAM, 16), (STREAM, 64)]
BODY_BYTES = 4096
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Run:
    """What one run of wrk saw. Latencies in microseconds, CPU in microseconds per exchange."""

    rps: float
    exchanges: int
    p50: float
    p99: float
    errors: int
    refused: int
    cpu: float
    rss: float


class Bench:
    def __init__(self, ports, pids, key):
        self.ports, self.pids, self.key = ports, pids, key
        self.sent = 0

    def run(self, system, scenario, connections, seconds):
        processes = family(self.pids[system])
        before = cpu_seconds(processes)
        env = {**os.environ, "BODY": str(FOLDER / f"{scenario}.json"), "KEY": self.key, "FROM": str(self.sent)}
        url = f"http://127.0.0.1:{self.ports[system]}/v1/chat/completions"
        wrk = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}", "--timeout", "20", "-s", str(HERE / "post.lua"), url]
        output = subprocess.run(wrk, capture_output=True, text=True, env=env)
        lines = [line for line in output.stdout.splitlines() if line.startswith("RESULT ")]
        if not lines:
            raise RuntimeError(f"wrk against {system} failed: {output.stdout}{output.stderr}")
        rps, exchanges, p50, p99, errors, refused = map(float, lines[0].split()[1:])
        self.sent += int(exchanges) + connections
        cpu = (cpu_seconds(processes) - before) * 1e6 / max(exchanges, 1)
        return Run(rps, int(exchanges), p50, p99, int(errors), int(refused), cpu, rss_megabytes(processes))


def family(pid):
    """A process and its descendants."""
    children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(descendant for child in children for descendant in family(int(child)))]


def cpu_seconds(pids):
    fields = [pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split() for pid in pids]
    return sum(int(field[11]) + int(field[12]) for field in fields) / TICKS


def rss_megabytes(pids):
    status = "".join(pathlib.Path(f"/proc/{pid}/status").read_text() for pid in pids)
    return sum(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")) / 1024


def write_bodies():
    """Requests of one length, with a number to be filled in; nothing in them is a finding."""
    sentence = "The customer says that the invoice was charged twice and asks for a refund. "
    for scenario in (JSON, STREAM):
        text, body = "Ticket 000000000. ", ""
        while len(body) < BODY_BYTES:
            text += sentence
            messages = [{"role": "system", "content": "You draft courteous replies."}, {"role": "user", "content": text}]
            call = {"model": "chat", "stream": scenario == STREAM, "temperature": 0.2, "messages": messages}
            body = json.dumps(call, separators=(",", ":"))
        (FOLDER / f"{scenario}.json").write_text(body)


def start_upstream(port):
    binary = FOLDER / "upstream"
    subprocess.run(["gcc", "-O2", "-o", str(binary), str(HERE / "upstream.c")], check=True)
    return subprocess.Popen([str(binary), str(port)])


def start_nginx(port, upstream_port):
    config = (HERE / "nginx.conf").read_text().replace("FOLDER", str(FOLDER))
    config = config.replace("LISTEN", f"127.0.0.1:{port}").replace("UPSTREAM", f"127.0.0.1:{upstream_port}")
    (FOLDER / "nginx.conf").write_text(config)
    return subprocess.Popen(["nginx", "-c", str(FOLDER / "nginx.conf"), "-e", str(FOLDER / "nginx.log")])


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port):
    for _ in range(100):
        try:
            return socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"nothing listens on port {port}")


def fdatasync_p50():
    """Microseconds to make 2 kB durable in a file whose blocks exist: the floor of a recorded answer."""
    times, block = [], random.randbytes(2048)
    path = FOLDER / "fdatasync"
    path.write_bytes(bytes(1 << 20))
    fd = os.open(path, os.O_WRONLY)
    os.fsync(fd)
    for i in range(200):
        start = time.perf_counter()
        os.pwrite(fd, block, i * 2048)
        os.fdatasync(fd)
        times.append((time.perf_counter() - start) * 1e6)
    os.close(fd)
    return statistics.median(times)


def measure(bench, scenarios, rounds, seconds):
    """Runs by (system, scenario, connections), one per round; and the disk's time in each round."""
    runs, disk = {}, []
    for number in range(rounds):
        turn = number % len(SYSTEMS)
        disk.append(fdatasync_p50())
        print(f"round {number + 1} of {rounds}, fdatasync p50 {disk[-1]:.0f} us", flush=True)
        for scenario, connections in scenarios:
            for system in SYSTEMS[turn:] + SYSTEMS[:turn]:
                run = bench.run(system, scenario, connections, seconds)
                runs.setdefault((system, scenario, connections), []).append(run)
                print(
                    f"  {scenario:6} c={connections:<4} {system:8} {run.rps:8.0f}/s  p50 {run.p50:7.0f} us  p99 {run.p99:8.0f} us"
                    f"  cpu {run.cpu:6.1f} us  rss {run.rss:5.0f} MB"
                    + (f"  ERRORS {run.errors} NOT 2xx {run.refused}" if run.errors or run.refused else ""),
                    flush=True,
                )
    return runs, disk


def spread(values, digits=2):
    values = list(values)
    return "/".join(f"{value:.{digits}f}" for value in (min(values), statistics.median(values), max(values)))


def report(runs, disk, scenarios):
    print("\nmedians")
    print(f"  {'':6} {'':6} {'':8} {'per s':>8} {'p50 us':>8} {'p99 us':>8} {'cpu us':>7} {'rss MB':>7}")
    for scenario, connections in scenarios:
        for system in SYSTEMS:
            of = runs[system, scenario, connections]
            median = lambda name: statistics.median(getattr(run, name) for run in of)
            print(
                f"  {scenario:6} c={connections:<4} {system:8} {median('rps'):8.0f} {median('p50'):8.0f} {median('p99'):8.0f}"
                f" {median('cpu'):7.1f} {median('rss'):7.0f}"
            )
    print(f"  fdatasync of 2 kB, p50 us: {spread(disk, 0)}")
    print("\nratios within a round, minimum/median/maximum over rounds (direct's CPU is the upstream's own)")
    for line in ratios(runs, disk, scenarios):
        print(f"  {line}")


def ratios(runs, disk, scenarios):
    for scenario, connections in scenarios:
        direct, nginx, probity = (runs[system, scenario, connections] for system in SYSTEMS)
        what = f"{scenario} c={connections}"
        if connections == 1:
            added = [(ours.p50 - none.p50, theirs.p50 - none.p50) for ours, theirs, none in zip(probity, nginx, direct)]
            yield f"{what}, added p50 us: {spread((ours for ours, _ in added), 0)}, of nginx {spread((theirs for _, theirs in added), 0)}"
            yield f"{what}, added p50 / nginx's: {spread(ours / max(theirs, 1) for ours, theirs in added)}"
            yield f"{what}, added p50 / fdatasync p50: {spread(ours / sync for (ours, _), sync in zip(added, disk))}"
        else:
            unit = "streams per s" if scenario == STREAM else "exchanges per s"
            yield f"{what}, {unit} / nginx: {spread(a.rps / b.rps for a, b in zip(probity, nginx))}"
            yield f"{what}, {unit} / direct: {spread(a.rps / b.rps for a, b in zip(probity, direct))}"
            yield f"{what}, p99 / nginx: {spread(a.p99 / b.p99 for a, b in zip(probity, nginx))}"
        yield f"{what}, CPU per exchange / nginx: {spread(a.cpu / max(b.cpu, 0.1) for a, b in zip(probity, nginx))}"
    last = scenarios[-1]
    yield f"resident memory MB: {spread((run.rss for run in runs[PROBITY, *last]), 0)}, of nginx {spread((run.rss for run in runs[NGINX, *last]), 0)}"


def soak(bench, minutes):
    """One long run, to see whether speed, memory or open files drift."""
    until = time.monotonic() + minutes * 60
    failed = 0
    while time.monotonic() < until:
        run = bench.run(PROBITY, JSON, 64, 30)
        files = len(os.listdir(f"/proc/{bench.pids[PROBITY]}/fd"))
        failed += run.errors + run.refused
        print(
            f"{run.rps:8.0f}/s  p50 {run.p50:6.0f} us  p99 {run.p99:7.0f} us  cpu {run.cpu:6.1f} us  rss {run.rss:5.0f} MB"
            f"  files {files}  failed {failed}",
            flush=True,
        )
    return failed


def main():
    parser = argparse.ArgumentParser(prog="./probity bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer scenarios and shorter runs: under ten minutes")
    parser.add_argument("--rounds", type=int, help="default 9, quick 5")
    parser.add_argument("--seconds", type=int, help="of one run; default 8, quick 4")
    parser.add_argument("--policy", action="store_true", help="decisions alone: 20 rules, and 1,000 of which 20 apply")
    parser.add_argument("--ledger", action="store_true", help="the ledger alone: writing, witnessing, verification of a million entries")
    parser.add_argument("--soak", type=int, metavar="MINUTES", help="only the gateway, 64 connections, that long")
    options = parser.parse_args()
    for alone in ("ledger", "policy"):
        if getattr(options, alone):
            sys.exit(subprocess.run([str(pathlib.Path(__file__).resolve().parent / alone)]).returncode)
    scenarios = QUICK if options.quick else FULL
    rounds = options.rounds or (5 if options.quick else 9)
    seconds = options.seconds or (4 if options.quick else 8)

    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    write_bodies()
    upstream_port, nginx_port = free_port(), free_port()
    upstream = start_upstream(upstream_port)
    nginx = start_nginx(nginx_port, upstream_port)
    try:
        wait_for(upstream_port)
        wait_for(nginx_port)
        print("starting the gateway …", flush=True)
        with Deployment(FOLDER / "probity", provider_url=f"http://127.0.0.1:{upstream_port}") as deployment:
            gateway_port = int(deployment.url.rsplit(":", 1)[1])
            ports = {DIRECT: upstream_port, NGINX: nginx_port, PROBITY: gateway_port}
            pids = {DIRECT: upstream.pid, NGINX: nginx.pid, PROBITY: deployment.gateway.child.pid}
            bench = Bench(ports, pids, deployment.keys[CALLER])
            print("warming up …", flush=True)
            for system, warm in ((DIRECT, 1), (NGINX, 1), (PROBITY, 12)):
                for scenario in (JSON, STREAM):
                    bench.run(system, scenario, 16, warm)
            if options.soak:
                return 1 if soak(bench, options.soak) else 0
            runs, disk = measure(bench, scenarios, rounds, seconds)
            deployment.gateway.stop()
        failed = sum(run.errors + run.refused for of in runs.values() for run in of)
        if failed:
            print(f"\n{failed} exchanges failed or were refused: the figures do not count")
        report(runs, disk, scenarios)
        return 1 if failed else 0
    finally:
        for process in (nginx, upstream):
            process.terminate()
            process.wait()
        shutil.rmtree(FOLDER / "probity" / "data", ignore_errors=True)  # some GB of ledger


if __name__ == "__main__":
    sys.exit(main())
