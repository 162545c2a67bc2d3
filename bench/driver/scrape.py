"""The cost of a scrape, and the influence of scrapes and alert evaluation on probing."""

import time
import zlib
from collections import Counter
from dataclasses import dataclass

from lab.catalogue import daemon_program
from lab.host import end
from lab.waiting import wait_until

from . import cpu
from .peeringd import write_configuration

ALERTS = "alerts: {latency: {warning: 60ms, critical: 100ms}, loss: {warning: 1%, critical: 5%}}\n"
_GIVEN_UP = ("peering_probes_lost_total", "peering_probes_inconclusive_total",
             "peering_probes_skipped_total")


@dataclass
class Scrape:
    """The cost of one scrape."""
    seconds: float
    to_first_byte: float
    packed_bytes: int
    cpu_seconds: float
    peak_kib: int


@dataclass
class Run:
    """Several scrapes of a daemon with `targets` targets."""
    targets: int
    alerts: bool
    series: int
    text_bytes: int
    scrapes: list
    resident_kib: int  # before the first
    given_up: int  # lost, inconclusive, skipped
    latest: str  # upper bound of the loop's lag, in seconds
    assessing: float  # share of one processor


class _Exposition:
    """Parses text in parts and keeps the requested samples."""

    def __init__(self):
        self.series, self.bytes, self.given_up, self.lag = 0, 0, 0, {}
        self._rest = b""

    def add(self, part):
        self.bytes += len(part)
        *lines, self._rest = (self._rest + part).split(b"\n")
        for line in lines:
            if line.startswith(b"#"):
                continue
            self.series += 1
            name = line.partition(b"{")[0].partition(b" ")[0].decode()
            if name in _GIVEN_UP:
                self.given_up += int(float(line.rpartition(b" ")[2]))
            elif name == "peeringd_scheduler_lag_seconds_bucket":
                bound = line.partition(b'le="')[2].partition(b'"')[0].decode()
                self.lag[bound] = float(line.split()[-1])

    def latest(self):
        return next(bound for bound, count in self.lag.items() if count == self.lag["+Inf"])


def _fetch(host, take):
    """Passes the response to `take` in parts. Returns the seconds until the first part."""
    start, first = time.monotonic(), None
    with host.connect("127.0.0.1", 8075, timeout=600) as stream:
        stream.sendall(b"GET /metrics HTTP/1.0\r\nAccept-Encoding: gzip\r\n\r\n")
        while part := stream.recv(1 << 20):
            first = first or time.monotonic() - start
            take(part)
    return first


def _scrape(host, program):
    cpu.forget_peak(program.pid)
    spent, size = cpu.of_threads(program.pid, "peeringd-http"), Counter()
    start = time.monotonic()
    first = _fetch(host, lambda part: size.update(all=len(part)))
    return Scrape(time.monotonic() - start, first, size["all"],
                  cpu.of_threads(program.pid, "peeringd-http") - spent,
                  cpu.peak_kib(program.pid))


def _read(host):
    """Parses the exposition, which takes much longer than a scrape."""
    packed = []
    _fetch(host, packed.append)
    header, _, body = b"".join(packed).partition(b"\r\n\r\n")
    if not header.startswith(b"HTTP/1.1 200") and not header.startswith(b"HTTP/1.0 200"):
        raise RuntimeError(header.decode())
    exposition, unpack = _Exposition(), zlib.decompressobj(wbits=31)
    for at in range(0, len(body), 1 << 16):
        exposition.add(unpack.decompress(body[at:at + (1 << 16)]))
    exposition.add(unpack.flush())
    return exposition


def measure(loopback, targets, alerts, warm_up, scrapes, say, **cadence):
    """Scrapes several times, five seconds apart, after `warm_up` seconds of probing each target once
    a second. The monitor makes assessments throughout."""
    file = write_configuration(loopback, "icmp", targets, **cadence)
    if alerts:
        file.write_text(ALERTS + file.read_text())
    program = loopback.host.spawn(daemon_program(), "run", "--config", file,
                                  log=loopback.directory / "peeringd.log")
    try:
        wait_until(lambda: not loopback.host.connect("127.0.0.1", 8075).close(), "it listens", 60)
        time.sleep(warm_up)
        resident = cpu.resident_kib(program.pid)
        start, used = time.monotonic(), cpu.of_threads(program.pid, "peeringd-assess")
        time.sleep(20)  # assessments are several seconds apart with many targets
        assessing = (cpu.of_threads(program.pid, "peeringd-assess") - used) / (time.monotonic() - start)
        done = []
        for _ in range(scrapes):
            done.append(_scrape(loopback.host, program))
            say(f"  {done[-1]}")
            time.sleep(5)
        seen = _read(loopback.host)
        return Run(targets, alerts, seen.series, seen.bytes, done, resident, seen.given_up,
                   seen.latest(), assessing)
    finally:
        end(program)
