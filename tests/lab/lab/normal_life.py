"""An ordinary day, compressed: everything that happens on a healthy site, and must page nobody. The alerts
pass through the shipped rules and routes in Prometheus and Alertmanager."""

import random
import signal
import time
from collections import Counter

from .catalogue import EDGE
from .configuration import A, B, configuration, endpoint, portland, seattle
from .network import ISPS
from .pop_headers import MSEDGE_REF, msedge_ref
from .prometheus import Alertmanager, Prometheus
from .webhook import Webhook

LOSS = "0.1%"
THRESHOLDS = {"latency": {"warning": "60ms", "critical": "100ms"},
              "loss": {"warning": "1%", "critical": "3%"}, "pop_change": "warning", "for": "10s"}
PAUSES = 2, 6  # seconds between two events


class SomebodyWasPaged(Exception):
    pass


def configurations(lab):
    """The configuration, and one with another endpoint."""
    https = {"type": "https", "ca_file": str(lab.edge.certificates.authority)}
    base = configuration([endpoint("edge", "edge.example", "icmp", "tcp", https),
                          endpoint("other", "other.example", "icmp", "tcp")],
                         [seattle(A.prefix, A.prefix6, redundancy_group="us",
                                  edge={"primary": ["ams"], "backup": ["fra"]}),
                          portland(B.prefix, B.prefix6)],
                         interval="1s", timeout="1s", window="1m")
    base["alerts"] = THRESHOLDS
    base["history"] = {"path": str(lab.directory / "history")}
    another = {**base, "endpoints": [*base["endpoints"], endpoint("third", EDGE[0], "icmp")]}
    return base, another


class NormalLife:
    def __init__(self, lab, seed, say=print):
        self._lab, self._say = lab, say
        self._chance = random.Random(seed)
        self._happened = Counter()
        self._configuration, self._another = configurations(lab)
        self._webhook = None

    def run(self, minutes):
        """Returns the report as lines. Raises SomebodyWasPaged."""
        self._webhook = Webhook(self._lab.customer)
        try:
            self._start()
            end = time.monotonic() + 60 * minutes
            while time.monotonic() < end:
                event = self._chance.choice(self._events())
                self._happened[event.__name__.strip("_").replace("_", " ")] += 1
                event()
                self._wait(self._chance.uniform(*PAUSES))
            self._wait(30)  # what is on its way arrives
            return self._report(minutes)
        finally:
            self._webhook.close()

    def _start(self):
        for link, delay in zip(self._lab.links.values(), ("10ms", "25ms")):
            link.delay(delay)
            link.loss(LOSS)
        self._answer_from("AMSEDGE0312")
        self._daemon = self._lab.daemon(self._configuration)
        self._daemon.wait_until(
            lambda m: all(s.value == 1 for s in m.samples("peering_connection_up"))
            and len(m.samples("peering_connection_up")) == 2, "both connections are up", 30)
        self._alertmanager = Alertmanager(self._lab.customer, self._lab.directory, self._webhook.url,
                                          as_shipped=True)
        self._prometheus = Prometheus(self._lab.customer, self._lab.directory, as_shipped=True)

    def _events(self):
        return [self._reload, self._reload_of_another_configuration, self._refused_reload,
                self._restart, self._kill, self._renewal_by_dhcp, self._renewal_by_dhcp,
                self._renewal_on_both_lines, self._change_of_the_pop, self._change_of_the_pop]

    def _wait(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self._daemon.program.poll() is not None:
                raise RuntimeError(f"peeringd ended with {self._daemon.program.returncode}")
            self._daemon.scrape_last()
            time.sleep(0.5)

    def _load(self, content):
        self._daemon.configure(content)
        self._daemon.program.send_signal(signal.SIGHUP)

    def _reload(self):
        self._load(self._configuration)

    def _reload_of_another_configuration(self):
        self._load(self._another)
        self._wait(3)
        self._daemon.forget_counters()
        self._load(self._configuration)
        self._wait(1)
        self._daemon.forget_counters()

    def _refused_reload(self):
        self._load("probing: {intervall: 1s}\n")
        self._wait(2)
        self._load(self._configuration)

    def _restart(self):
        self._daemon.stop()
        self._daemon = self._lab.daemon(self._daemon.file)

    def _kill(self):
        self._daemon.program.kill()
        self._daemon.program.wait(10)
        self._daemon = self._lab.daemon(self._daemon.file)

    def _take_addresses(self, *isps):
        for isp in isps:
            self._lab.network.remove_address(isp, isp.address)
        self._wait(self._chance.uniform(0.5, 5))
        self._lab.network.restore_addresses()

    def _renewal_by_dhcp(self):
        self._take_addresses(self._chance.choice(list(ISPS.values())))

    def _renewal_on_both_lines(self):
        self._take_addresses(*ISPS.values())

    def _change_of_the_pop(self):
        self._answer_from(self._chance.choice(["AMSEDGE0312", "FRAEDGE0411", "DUBEDGE0101"]))

    def _answer_from(self, node):
        self._lab.edge.nginx.answer_with({MSEDGE_REF: msedge_ref(node)})

    def _report(self, minutes):
        span = f"{minutes + 2:.0f}m"
        alerts = self._prometheus.query(f'count_over_time(ALERTS{{alertstate="firing"}}[{span}])')
        fired = {alert["metric"]["alertname"]: alert["metric"]["severity"] for alert in alerts}
        received = Counter(n.receiver for n in self._webhook.notifications("firing"))
        went_down = self._prometheus.query(f"min_over_time(peering:connection_up[{span}]) == 0")
        report = [f"{minutes:g} minutes, {sum(self._happened.values())} events: "
                  + ", ".join(f"{name} {count}" for name, count in sorted(self._happened.items())),
                  "alerts: " + ", ".join(sorted(fired)),
                  "notifications by receiver: "
                  + ", ".join(f"{name} {count}" for name, count in sorted(received.items()))]
        paging = sorted(name for name, severity in fired.items() if severity == "critical")
        if paging or received["pager"] or went_down:
            down = [sample["metric"]["connection"] for sample in went_down]
            raise SomebodyWasPaged(f"paging alerts: {paging}, down: {down}\n" + "\n".join(report))
        if not received["watchdog"]:
            raise SomebodyWasPaged("not even the watchdog arrived\n" + "\n".join(report))
        return report
