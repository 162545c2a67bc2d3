"""Injects random faults while scraping the daemon, and checks its state at the end."""

import random
import time
from collections import Counter

from .counters import CounterMismatch
from .catalogue import DNS_SERVER
from .clock import Clock
from .configuration import A, endpoint, seattle
from .log_reader import LogReader
from .soak_faults import of_reloads, of_the_edge, of_the_host, of_the_process, of_the_wire
from .watched import PORTLAND, PROBES, SEATTLE, passes, watched

# Allowed growth from the warm-up to the end: a larger table, an open connection.
RESIDENT_GROWTH = 4 << 20
DESCRIPTOR_GROWTH = 8
# The log reports the begin and the end of a fault, per source, probe type and result.
LINES_A_FAULT = 60


class Violation(Exception):
    pass


def configurations():
    """The configuration of the soak, and one with another endpoint and one connection fewer."""
    resolver = endpoint("resolver", "edge.example",
                        {"type": "dns", "name": "edge.example", "server": DNS_SERVER[0]})
    base = watched()
    base["connections"][0]["endpoints"] = ["edge"]  # the lab's resolver has no IPv6 address
    base["endpoints"].append(resolver)
    another = {**base, "connections": [seattle(A.prefix, A.prefix6, endpoints=["edge", "other"])],
               "endpoints": [*base["endpoints"], endpoint("other", "other.example", *PROBES)]}
    return base, another


class Soak:
    def __init__(self, lab, seed, say=print):
        self._lab, self._say = lab, say
        self._chance = random.Random(seed)
        self._clock = Clock(lab.directory)
        self._log = LogReader(lab.directory)
        self._thrown = Counter()
        self._scrapes = 0
        self._quiet = []  # (resident bytes, descriptors) between faults
        self._configuration, self._another = configurations()

    def run(self, minutes):
        """Returns the report as lines. Raises Violation if a check fails."""
        begin = time.monotonic()
        end = begin + 60 * minutes
        self._start()
        faults = self._faults()
        warm = begin + 60 * minutes / 5
        while time.monotonic() < end - 15:
            self._throw(faults)
            if time.monotonic() >= warm:
                self._note_quiet()
        last = self._recover()
        self._note_quiet()
        return self._judge(last, minutes)

    def _start(self):
        """Kills the first process, so that the soak runs on a restarted one."""
        self._lab.links["a"].delay("20ms")
        for attempt in ("to be killed", "to be soaked"):
            self._daemon = self._lab.daemon(self._configuration, wrapper=self._clock.wrapper,
                                            log=self._log.pipe)
            self._last = self._daemon.wait_until(passes(SEATTLE, PORTLAND),
                                                 f"the one {attempt} passes", 40)
            if attempt == "to be killed":
                self._daemon.program.kill()
                self._daemon.program.wait(5)

    def _faults(self):
        reloads = of_reloads(self._daemon, self._configuration, self._another)
        return [*of_the_wire(self._lab), *of_the_host(self._lab), *of_the_edge(self._lab),
                *of_the_process(self._daemon, self._clock, self._log), *reloads]

    def _throw(self, faults):
        """One or two faults for some seconds, then a pause."""
        chosen = self._chance.sample(faults, self._chance.choice([1, 1, 2]))
        seconds, pause = self._chance.uniform(1, 6), self._chance.uniform(1, 4)
        self._say(f"{' and '.join(fault.name for fault in chosen)}, for {seconds:.1f} s", flush=True)
        for fault in chosen:
            self._thrown[fault.name] += 1
            fault.begin()
        self._watch(seconds)
        for fault in reversed(chosen):
            fault.end()
        # Two faults may affect the same object, so ending one may not end the other.
        self._lab.faults.end()
        self._watch(pause)

    def _watch(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._scrape()
            time.sleep(0.2)

    def _scrape(self):
        if self._daemon.program.poll() is not None:
            raise Violation(f"peeringd ended with {self._daemon.program.returncode}")
        try:
            self._last = self._daemon.scrape()
        except (AssertionError, CounterMismatch, OSError) as error:
            raise Violation(f"at a scrape: {error}") from error
        self._scrapes += 1

    def _note_quiet(self):
        self._quiet.append((self._last.value("process_resident_memory_bytes"),
                            self._last.value("process_open_fds")))

    def _recover(self):
        self._lab.heal()
        self._lab.links["a"].delay("20ms")
        deadline = time.monotonic() + 90  # lookups are repeated at least once a minute
        while not passes(SEATTLE, PORTLAND)(self._last):
            if time.monotonic() > deadline:
                raise Violation("the connections do not pass again, though all is well")
            self._watch(0.2)
        self._watch(3)
        return self._last

    def _judge(self, last, minutes):
        resident, descriptors = zip(*self._quiet)
        thrown = sum(self._thrown.values())
        totals = {name: int(last.total(f"peering_probes_{name}_total"))
                  for name in ("sent", "received", "lost", "inconclusive", "skipped")}
        report = [
            f"{minutes:g} minutes, {thrown} faults of {len(self._thrown)} kinds, "
            f"{self._scrapes} scrapes, each of which balanced",
            ", ".join(f"{name} {count}" for name, count in totals.items())
            + f", errors {int(last.total('peering_probe_errors_total'))}",
            f"resident memory {resident[0] / 2**20:.1f} MiB after warm-up, "
            f"{resident[-1] / 2**20:.1f} MiB at the end, at most {max(resident) / 2**20:.1f} MiB",
            f"descriptors {descriptors[0]:.0f} after warm-up, {descriptors[-1]:.0f} at the end, "
            f"at most {max(descriptors):.0f}",
            f"log: {self._log.lines} lines, {self._log.lines / thrown:.1f} a fault",
        ]
        if resident[-1] > resident[0] + RESIDENT_GROWTH:
            raise Violation("memory grows\n" + "\n".join(report))
        if descriptors[-1] > descriptors[0] + DESCRIPTOR_GROWTH:
            raise Violation("descriptors grow\n" + "\n".join(report))
        if self._log.lines > LINES_A_FAULT * thrown:
            raise Violation("the log is endless\n" + "\n".join(report))
        code, _ = self._daemon.stop()
        if code != 0:
            raise Violation(f"it ended with {code}\n" + "\n".join(report))
        return report
