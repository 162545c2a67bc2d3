"""A long run with many targets: checks that all due probes were sent and counted."""

import http.client
import time
from collections import Counter

from lab.catalogue import daemon_program
from lab.host import end
from lab.waiting import wait_until

from . import cpu
from .peeringd import write_configuration

_TOTALS = ("peering_probes_sent_total", "peering_probes_received_total",
           "peering_probes_lost_total", "peering_probes_inconclusive_total",
           "peering_probes_skipped_total", "peering_probe_errors_total",
           "peeringd_receive_drops_total")


def _scrape(host):
    """The sums of _TOTALS, and the buckets of the loop's lag with their counts. Reads line by line:
    with 100,000 targets the page has half a gigabyte."""
    connection = http.client.HTTPConnection("127.0.0.1", 8075)
    connection.sock = host.connect("127.0.0.1", 8075, timeout=600)
    totals, lag = Counter(), {}
    connection.request("GET", "/metrics")
    response = connection.getresponse()
    if response.status != 200:
        raise RuntimeError(f"/metrics answered {response.status}: {response.read().decode()}")
    for line in response:
        name = line.partition(b"{")[0].partition(b" ")[0].decode()
        if name in _TOTALS:
            totals[name] += float(line.rpartition(b" ")[2])
        elif name == "peeringd_scheduler_lag_seconds_bucket":
            lag[line.partition(b'le="')[2].partition(b'"')[0].decode()] = float(line.split()[-1])
    connection.close()
    return totals, lag


def _latest(lag):
    """The smallest bound that no value exceeds."""
    total = lag["+Inf"]
    return next(bound for bound, count in lag.items() if count == total)


def run(loopback, kind, targets, seconds, say):
    """Returns lines of text."""
    file = write_configuration(loopback, kind, targets)
    program = loopback.host.spawn(daemon_program(), "run", "--config", file,
                                  log=loopback.directory / "peeringd.log")
    try:
        wait_until(lambda: not loopback.host.connect("127.0.0.1", 8075).close(), "it listens", 60)
        start, spent = time.monotonic(), cpu.of_process(program.pid)
        while (passed := time.monotonic() - start) < seconds:
            time.sleep(min(60, seconds - passed))
            say(f"{time.monotonic() - start:.0f} s: {cpu.resident_kib(program.pid)} KiB")
        resident, spent = cpu.resident_kib(program.pid), cpu.of_process(program.pid) - spent
        totals, lag = _scrape(loopback.host)
    finally:
        end(program)
    return [f"{targets:,} {kind} targets at 1 s for {seconds:.0f} s: {spent / passed:.1%} of a core, "
            f"{resident / targets:.2f} KiB a target; the loop was never later than {_latest(lag)} s "
            "before the scrape at the end had its part",
            *(f"{name}: {totals[name]:,.0f}" for name in _TOTALS)]
