"""peeringd on the loopback: the cost of a probe by number of targets."""

import time
from dataclasses import dataclass

import yaml

from lab.catalogue import daemon_program
from lab.host import end
from lab.waiting import wait_until

from . import cpu
from .contestants import Cost
from .loopback import HTTP, HTTPS, NAME, PREFIX, TCP, addresses

# The kernel's counters for each type of probe.
_LEFT = {"icmp": "IcmpMsg.OutType8", "tcp": "Tcp.ActiveOpens", "http": "Tcp.ActiveOpens",
         "https": "Tcp.ActiveOpens"}


def _answered(kind, before, after):
    """The number of answers between two readings."""
    def difference(name):
        return after.get(name, 0) - before.get(name, 0)
    if kind == "icmp":
        return difference("IcmpMsg.InType0")
    return difference("Tcp.ActiveOpens") - difference("Tcp.AttemptFails")


def _probe(kind, loopback):
    return {"icmp": "icmp",
            "tcp": {"type": "tcp", "port": TCP},
            "http": {"type": "http", "port": HTTP},
            "https": {"type": "https", "port": HTTPS, "server_name": NAME,
                      "ca_file": str(loopback.roots)}}[kind]


def write_configuration(loopback, kind, targets, interval="1s", window="5m"):
    """Each target once in an interval, with a timeout of a second."""
    probe = yaml.safe_dump(_probe(kind, loopback), default_flow_style=True, width=1000).removesuffix("...\n")
    endpoints = "".join(f"  - {{name: e{n}, host: {address}, probes: [{probe.strip()}]}}\n"
                        for n, address in enumerate(addresses(targets)))
    file = loopback.directory / "peeringd.yaml"
    file.write_text('web: {listen: ["127.0.0.1:8075"]}\n'
                    f"probing: {{interval: {interval}, timeout: 1s, window: {window}}}\n"
                    f"endpoints:\n{endpoints}connections:\n"
                    f"  - {{name: c, partner: P, location: {{country: DE}}, prefixes: [{PREFIX}]}}\n")
    return file


@dataclass
class Run:
    """Measurements of a daemon over a period."""
    targets: int
    sent: int
    answered: int
    seconds: float
    cpu_seconds: float
    resident_kib: int
    seconds_to_first_probe: float

    @property
    def cost(self):
        return Cost(self.cpu_seconds * 1e6 / self.sent, self.answered / self.sent)

    @property
    def kept_up(self):
        """The share of due probes that were sent."""
        return self.sent / (self.targets * self.seconds)


def measure(loopback, kind, targets, seconds):
    """Runs peeringd, and measures for a while after every target has been probed."""
    file = write_configuration(loopback, kind, targets)
    out = _LEFT[kind]
    idle, start = loopback.counts(), time.monotonic()
    program = loopback.host.spawn(daemon_program(), "run", "--config", file,
                                  log=loopback.directory / "peeringd.log")
    try:
        wait_until(lambda: loopback.counts().get(out, 0) > idle.get(out, 0), "the first probe", 60,
                   pause=0.01)
        first = time.monotonic() - start
        time.sleep(1.5)  # every target has been due once
        before, spent, start = loopback.counts(), cpu.of_process(program.pid), time.monotonic()
        time.sleep(seconds)
        after, spent_then, then = loopback.counts(), cpu.of_process(program.pid), time.monotonic()
        sent = after[out] - before[out]
        return Run(targets, sent, _answered(kind, before, after), then - start,
                   spent_then - spent, cpu.resident_kib(program.pid), first)
    finally:
        end(program)


def contestant(kind, targets):
    return lambda loopback, length: measure(loopback, kind, targets, length.seconds).cost
