"""Interrupts the sources of routes again and again, while the routes themselves never change: no event may follow.
The site router, the RTR cache, RIS Live and the daemon are restarted, stopped, and left before they are ready again."""

import json
import random
import signal
import time
from collections import Counter
from pathlib import Path

from .configuration import A, B
from .gobgp import Routers
from .ris_live import RisLive
from .routing import ORIGIN, routed
from .soak import Violation
from .stayrtr import StayRtr
from .waiting import wait_until

# What is known for the first time after a start; anything else would be a false event.
FIRST_KNOWLEDGE = ("PrefixActivePath", "PrefixBackupPath")
RIS_PEERS = (64601, 64602, 64603)
RECOVERY = 180  # seconds; routers wait longer with each attempt to connect, and the machine may be busy


def configurations(lab, cache, ris):
    """The configuration of the soak, and one with a further prefix."""
    base = routed(upstreams=[64501, 64510, 64520])
    base["connections"][0]["prefixes"] = [A.prefix]
    base["routes"] |= {"rpki": [cache.address],
                       "ris": {"client": "lab", "server": ris.server, "min_peers": 2,
                               "ca_file": str(lab.edge.certificates.authority)}}
    base["probing"] = {"interval": "1s", "timeout": "1s", "window": "10s"}
    base["alerts"] = {"for": "1s"}
    seattle, = base["connections"]
    another = {**base, "connections": [{**seattle, "prefixes": [A.prefix, B.prefix]}]}
    return base, another


class RouteSoak:
    """`pace`: the soak's own pauses, and so its length, are multiplied by it. What the daemon and the routers
    need is not compressed, so recoveries should be few then. `recoveries`: share of the interruptions after
    which all must be known again before the next one."""

    def __init__(self, lab, seed, pace=1, recoveries=0.1):
        self._lab = lab
        self._pace, self._recoveries_wanted = pace, recoveries
        self._chance = random.Random(seed)
        self._done = Counter()
        self._scrapes = self._starts = self._recoveries = 0
        self._known = Counter()  # events of the daemon that runs
        self._first = Counter()  # all expected events
        self._longest = 0

    def run(self, minutes):
        """Returns the report as lines. Raises Violation. `minutes`: at pace 1."""
        place = Path(self._lab.directory, "route-soak")
        place.mkdir(exist_ok=True)
        # On a starved machine a short hold time would end sessions, which is an event.
        self._routers = Routers(self._lab.customer, place)
        self._cache = StayRtr(self._lab.network.edge, place)
        self._ris = RisLive(self._lab.network.edge, self._lab.edge.certificates)
        try:
            self._start()
            end = time.monotonic() + 60 * minutes * self._pace
            while time.monotonic() < end:
                self._interrupt()
            self._recover()
            return self._report(minutes)
        finally:
            self._ris.close()
            self._cache.kill()
            self._routers.close()

    def _start(self):
        self._cache.write((A.prefix, 24, ORIGIN), (B.prefix, 24, ORIGIN))
        self._cache.start()
        self._base, self._another = configurations(self._lab, self._cache, self._ris)
        self._daemon = self._lab.daemon(self._base)
        self._starts = 1
        self._routers.start()
        self._announce()
        self._wait_for_routes()

    def _announce(self):
        for prefix in (A.prefix, B.prefix):
            self._routers.a.announce(prefix, f"{ORIGIN}")
            self._routers.b.announce(prefix, f"64520 {ORIGIN}")

    def _interruptions(self):
        return [self._kill_router, self._stop_router, self._pause_router, self._restart_daemon,
                self._kill_daemon, self._reload, self._reload_of_another_configuration,
                self._refused_reload, self._restart_cache, self._cut_ris, self._say_again_at_ris]

    def _interrupt(self):
        """One, or two at once; mostly the next one follows before all is known again."""
        for act in self._chance.sample(self._interruptions(), self._chance.choice([1, 1, 2])):
            self._done[act.__name__.strip("_").replace("_", " ")] += 1
            act()
        self._watch(self._some(0.5, 4))
        if self._chance.random() < self._recoveries_wanted:
            self._recover()

    def _kill_router(self):
        self._routers.site.kill()
        self._watch(self._some(0, 1))
        self._routers.site.start()

    def _stop_router(self):
        self._routers.site.stop()
        self._watch(self._some(0, 4))
        self._routers.site.start()

    def _pause_router(self):
        """Shorter than the hold time of BGP."""
        self._routers.site.pause(self._some(1, 3))

    def _restart_daemon(self):
        self._check_events()
        code, _ = self._daemon.stop()
        if code != 0:
            raise Violation(f"peeringd ended with {code}")
        self._start_again()

    def _kill_daemon(self):
        self._check_events()
        self._daemon.program.kill()
        self._daemon.program.wait(10)
        self._start_again()

    def _start_again(self):
        self._first += self._known
        self._known = Counter()
        self._daemon = self._lab.daemon(self._daemon.file)
        self._starts += 1

    def _reload(self):
        self._load(self._base)

    def _reload_of_another_configuration(self):
        """A new prefix makes the routers send their tables again."""
        self._load(self._another)
        self._watch(self._some(0.5, 2))
        self._load(self._base)

    def _refused_reload(self):
        self._load("routes: {bmq: {}}\n")
        self._watch(self._some(0.5, 0.5))
        self._load(self._base)

    def _load(self, content):
        self._daemon.forget_counters()
        self._daemon.configure(content)
        self._daemon.program.send_signal(signal.SIGHUP)
        time.sleep(0.3)
        self._daemon.forget_counters()

    def _restart_cache(self):
        self._cache.kill()
        self._watch(self._some(0, 2))
        self._cache.start()

    def _cut_ris(self):
        self._ris.disconnect()

    def _say_again_at_ris(self):
        for peer in RIS_PEERS:
            self._ris.announce(peer, [peer, 64510, ORIGIN], A.prefix, B.prefix)

    def _some(self, least, most):
        """Seconds."""
        return self._pace * self._chance.uniform(least, most)

    def _watch(self, seconds):
        end = time.monotonic() + seconds
        self._check()
        while time.monotonic() < end:
            time.sleep(max(0, min(1, end - time.monotonic())))
            self._check()

    def _check(self):
        if self._daemon.program.poll() is not None:
            raise Violation(f"peeringd ended with {self._daemon.program.returncode}")
        metrics = self._daemon.scrape_last()
        self._scrapes += 1
        for sample in metrics.samples("peering_alert_active"):
            if sample.value and sample.labels["signal"].startswith("route_"):
                raise Violation(f"a false alert: {sample.labels}")
        self._check_events()

    def _check_events(self):
        events = [event for event in self._daemon.events() if event["kind"].startswith("Prefix")]
        self._known = Counter(event["kind"] for event in events)
        for event in events:
            if event["kind"] not in FIRST_KNOWLEDGE:
                raise Violation(f"a false event: {event}")
        twice = Counter((event["kind"], event["prefix"]) for event in events
                        if event["prefix"] == A.prefix)
        if any(count > 1 for count in twice.values()):
            raise Violation(f"known twice: {twice}")

    def _wait_for_routes(self):
        wait_until(lambda: all(one["state"] == "present" for one in self._routes()["prefixes"][0]["sessions"]),
                   "both routes are present", RECOVERY, pause=1)

    def _routes(self):
        self._check()
        return json.loads(self._daemon.get("/api/v1/routes")[1])

    def _recover(self):
        """Until all that the sources show is known again: gobgpd sends no End-of-RIB for sessions that begin after
        the connection to peeringd, so this takes half a minute."""
        begin = time.monotonic()
        self._say_again_at_ris()
        self._wait_for_routes()
        wait_until(lambda: all(source["synchronised"] for source in self._routes()["sources"])
                   and self._routes()["prefixes"][0]["state"] == "ok",
                   "all tables are complete", RECOVERY, pause=1)
        self._recoveries += 1
        self._longest = max(self._longest, time.monotonic() - begin)

    def _report(self, minutes):
        self._check()
        self._first += self._known
        code, _ = self._daemon.stop()
        if code != 0:
            raise Violation(f"peeringd ended with {code}")
        compressed = "" if self._pace == 1 else f" in {minutes * self._pace:g}"
        return [
            f"{minutes:g} minutes{compressed}, {self._done.total()} interruptions of {len(self._done)} kinds: "
            + ", ".join(f"{count} × {name}" for name, count in sorted(self._done.items())),
            f"{self._starts} starts of the daemon, {self._scrapes} scrapes, all routes known again "
            f"{self._recoveries} times, after at most {self._longest:.0f} s",
            f"events: {dict(self._first)} as expected, no false event, no false alert",
        ]
