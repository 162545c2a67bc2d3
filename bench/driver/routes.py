"""A router that sends a full table by BMP while peeringd probes: its cost, and whether probes are late."""

import http.client
import socket
import time
from dataclasses import dataclass

import yaml

from lab import bmp_table
from lab.catalogue import daemon_program
from lab.daemon import ADDRESS, PORT
from lab.gobgp import BMP_PORT, PARTNER_A, SITE
from lab.host import end
from lab.metrics import parse
from lab.waiting import wait_until

from . import cpu
from .peeringd import write_configuration

ROUTES = 1_200_000
THREAD = "peeringd-routes"

@dataclass
class Phase:
    """The probing loop over a period."""
    name: str
    seconds: float
    cpu_seconds: float  # of the process
    sent: int
    given_up: int  # lost, inconclusive or skipped
    p99: str  # the bound that 99 % of the delays do not exceed
    latest: str  # the bound that no delay exceeds


@dataclass
class Run:
    targets: int
    routes: int
    phases: list
    thread_seconds: float  # of the thread that receives routes, for the whole table
    more_kib: int  # resident memory after the table, compared with before


def _metrics(host):
    connection = http.client.HTTPConnection(ADDRESS, PORT)
    connection.sock = host.connect(ADDRESS, PORT, timeout=60)
    connection.request("GET", "/metrics")
    text = connection.getresponse().read().decode()
    connection.close()
    return parse(text)


def _configuration(loopback, targets):
    file = write_configuration(loopback, "icmp", targets)
    config = yaml.safe_load(file.read_text())
    config["connections"][0]["routes"] = {
        "origin": 64496, "sessions": [{"router": "site", "peer": PARTNER_A, "shows": "foreign"}]}
    config["routes"] = {"bmp": {"listen": [f"{SITE}:{BMP_PORT}"], "routers": [{"name": "site", "address": SITE}]}}
    file.write_text(yaml.safe_dump(config))
    return file


def _bound(before, after, share):
    """The smallest bound of the histogram that a share of the delays in between does not exceed, as text."""
    def counts(metrics):
        return {sample.labels["le"]: sample.value
                for sample in metrics.samples("peeringd_scheduler_lag_seconds_bucket")}
    first, last = counts(before), counts(after)
    total = last["+Inf"] - first["+Inf"]
    return next(bound for bound in last if last[bound] - first[bound] >= share * total)


def _phase(name, host, pid, act):
    """`act` fills the time."""
    before, spent, start = _metrics(host), cpu.of_process(pid), time.monotonic()
    act()
    seconds, spent, after = time.monotonic() - start, cpu.of_process(pid) - spent, _metrics(host)

    def more(kind):
        metric = f"peering_probes_{kind}_total"
        return int(after.total(metric) - before.total(metric))
    return Phase(name, seconds, spent, more("sent"),
                 more("lost") + more("inconclusive") + more("skipped"),
                 _bound(before, after, 0.99), _bound(before, after, 1))


def _stream(routes):
    """Made beforehand, so that the sender costs next to nothing."""
    return b"".join(bmp_table.table(PARTNER_A, routes)) + bmp_table.end_of_rib(PARTNER_A)


def _messages(host):
    return _metrics(host).value("peeringd_route_source_messages_total", source="bmp")


def measure(loopback, targets, routes, seconds, say):
    """Probes for `seconds` without routes, and then while a router sends its table."""
    host = loopback.host
    file = _configuration(loopback, targets)
    stream = _stream(routes)
    messages = -(-routes // bmp_table.PREFIXES_PER_UPDATE) + 3  # initiation, peer up, end
    program = host.spawn(daemon_program(), "run", "--config", file, log=loopback.directory / "peeringd.log")
    try:
        wait_until(lambda: not host.connect("127.0.0.1", BMP_PORT).close(), "it listens", 60)
        time.sleep(3)
        phases = [_phase("no table", host, program.pid, lambda: time.sleep(seconds))]
        router = host.inside(lambda: socket.create_connection((SITE, BMP_PORT), timeout=600))
        router.sendall(bmp_table.initiation() + bmp_table.peer_up(PARTNER_A))
        memory, thread = cpu.resident_kib(program.pid), cpu.of_threads(program.pid, THREAD)

        def send():
            router.sendall(stream)
            wait_until(lambda: _messages(host) >= messages, "the whole table", 600, pause=0.5)
        say(f"{routes:,} routes, {len(stream) / 1e6:.0f} MB")
        phases.append(_phase("during its table", host, program.pid, send))
        thread = cpu.of_threads(program.pid, THREAD) - thread
        more = cpu.resident_kib(program.pid) - memory
        router.close()
        return Run(targets, routes, phases, thread, more)
    finally:
        end(program)
