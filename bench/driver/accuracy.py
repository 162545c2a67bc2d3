"""Errors of the reported round-trip times over a link of 10 ms: on an idle machine, on one whose
processors are kept awake, and on a busy one. All errors are in milliseconds above the 10 ms."""

import http.client
import os
import subprocess
import sys
import time
from contextlib import contextmanager

from lab.catalogue import EDGE
from lab.configuration import A, configuration, endpoint, seattle
from lab.host import end
from lab.metrics import parse
from lab.waiting import wait_until

from .contestants import start_blackbox

DELAY = 0.010
BUSY_PROCESSES = 4
STUN = 3479  # not coturn, whose processing time would be part of the round trip


@contextmanager
def running(count, *scheduling):
    """Starts `count` processes that only consume CPU time."""
    programs = [subprocess.Popen([*scheduling, sys.executable, "-c", "while True: pass"])
                for _ in range(count)]
    try:
        yield
    finally:
        for program in programs:
            program.kill()
            program.wait()


def errors_of(samples):
    """{"p50": …, "p95": …, "p99": …, "max": …} of round-trip times in seconds."""
    ordered = sorted((sample - DELAY) * 1000 for sample in samples)
    at = {"p50": 0.5, "p95": 0.95, "p99": 0.99, "max": 1}
    return {name: ordered[min(len(ordered) - 1, int(q * len(ordered)))] for name, q in at.items()}


def ping(lab, seconds):
    return errors_of(lab.ping(A.address, EDGE[0], count=int(seconds / 0.05), interval=0.05))


_BOUNDS = [0.0095, 0.01, 0.0101, 0.0102, 0.0103, 0.0104, 0.0105, 0.0106, 0.0108, 0.011, 0.0115,
           0.012, 0.013, 0.014, 0.015, 0.0175, 0.02, 0.03, 0.05, 0.1]


def smokeping_prober(lab, seconds):
    """From its histogram: each figure is the upper bound of its bucket."""
    program = lab.customer.spawn(
        "prometheus-smokeping-prober", "--privileged", "--ping.interval=50ms",
        "--web.listen-address=127.0.0.1:9374", f"--buckets={','.join(map(str, _BOUNDS))}", EDGE[0],
        log=lab.directory / "smokeping.log")
    try:
        wait_until(lambda: not lab.customer.connect("127.0.0.1", 9374).close(), "it listens", 20)
        time.sleep(seconds)
        text = _fetch(lab, 9374, "/metrics")
    finally:
        end(program)
    cumulative = [(float(line.partition('le="')[2].partition('"')[0]), float(line.split()[-1]))
                  for line in text.splitlines()
                  if line.startswith("smokeping_response_duration_seconds_bucket")]
    samples, seen = [], 0
    for bound, count in cumulative:
        samples += [min(bound, 1.0)] * int(count - seen)
        seen = count
    return errors_of(samples)


def blackbox_exporter(module, metric, port=""):
    def run(lab, seconds):
        program = start_blackbox(lab.customer, lab.directory)
        try:
            samples, until = [], time.monotonic() + seconds
            while time.monotonic() < until:
                text = _fetch(lab, 9115, f"/probe?module={module}&target={EDGE[0]}{port}")
                samples += [float(line.split()[-1]) for line in text.splitlines()
                            if line.startswith(metric)]
                time.sleep(0.03)
            return errors_of(samples)
        finally:
            end(program)
    return run


def _fetch(lab, port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.sock = lab.customer.connect("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path)
        return connection.getresponse().read().decode()
    finally:
        connection.close()


def peeringd(lab, seconds):
    """The errors of each type of probe, sent ten times a second."""
    daemon = lab.daemon(configuration(
        [endpoint("edge", EDGE[0], "icmp", {"type": "tcp", "port": 80},
                  {"type": "stun", "port": STUN})],
        [seattle(A.prefix)], window=f"{int(seconds)}s"))
    try:
        time.sleep(seconds + 2)
        metrics = parse(daemon.exposition())
    finally:
        daemon.stop()
    result = {}
    for sample in metrics.samples("peering_window_rtt_seconds"):
        name = {"0.5": "p50", "0.95": "p95", "0.99": "p99", "1": "max"}.get(
            sample.labels.get("quantile"))
        if name is None:
            continue
        kind = sample.labels["probe"].partition(":")[0]
        result.setdefault(f"peeringd, {kind}", {})[name] = (sample.value - DELAY) * 1000
    return result


CONTESTANTS = {
    "ping": ping,
    "smokeping_prober": smokeping_prober,
    "blackbox_exporter, icmp": blackbox_exporter("icmp", 'probe_icmp_duration_seconds{phase="rtt"}'),
    "blackbox_exporter, tcp": blackbox_exporter("tcp", "probe_duration_seconds", ":80"),
    "peeringd": peeringd,
}


def measure(lab, programs, seconds):
    """{"idle": {contestant: errors}, "busy": …}, each contestant in turn."""
    lab.links["a"].delay("10ms")
    lab.network.edge.spawn(programs / "stun_sink", EDGE[0], STUN, log=lab.directory / "stun.log")
    results = {}
    for load, spinning, contestants in (
            ("idle", running(0), CONTESTANTS),
            # A sleeping processor wakes up late, also for the lab's link. A loop of the lowest
            # priority (SCHED_IDLE) keeps it awake and yields to all other processes.
            ("idle, kept awake", running(os.cpu_count(), "chrt", "--idle", "0"),
             ("ping", "peeringd")),
            ("busy", running(BUSY_PROCESSES), CONTESTANTS)):
        with spinning:
            for name in contestants:
                run = CONTESTANTS[name]
                figures = run(lab, seconds)
                results.setdefault(load, {}).update(figures if name == "peeringd"
                                                    else {name: figures})
    return results
