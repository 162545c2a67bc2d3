"""Measures how long faults take from their beginning to a notification, and back: the daemon with the
shipped thresholds and catalogue, Prometheus and Alertmanager as shipped, and a receiver (script/delays)."""

import json
import signal
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Callable

import yaml

from .catalogue import REPOSITORY
from .configuration import A, B, portland, seattle
from .daemon import Daemon
from .pop_headers import MSEDGE_REF, msedge_ref
from .prometheus import Alertmanager, Prometheus
from .waiting import wait_until
from .webhook import Webhook

SEATTLE = "contoso-seattle"
PAGES = {"PeeringGroupDown", "PeeringConnectionDown"}


def configuration(**connection):
    """The shipped configuration with the lab's two connections, and with PoPs. The certificates of the lab
    last for less time than the shipped threshold."""
    shipped = yaml.safe_load((REPOSITORY / "config/peeringd.yaml").read_text())
    return {**shipped, "web": {"listen": ["127.0.0.1:8075"]},
            "alerts": {**shipped["alerts"], "pop_change": "warning", "cert_expiry": "off"},
            "include": [str(REPOSITORY / "config/endpoints/microsoft-edge.yaml")],
            "connections": [seattle(**connection), portland(**connection)]}


@dataclass(frozen=True)
class Fault:
    name: str
    begin: Callable  # of the lab
    end: Callable
    alerts: set      # any of them is its notification
    begins: set      # kinds of events that report it
    ends: set
    connection: str = SEATTLE  # of the events; None: any
    group: bool = False        # both connections are in one group
    signal: str = ""           # of the events of results; empty: those of the connection as a whole

    @property
    def settings(self):
        return {"redundancy_group": "us"} if self.group else {}

    @property
    def settling(self):
        """Seconds until the windows hold only good samples, if that matters."""
        return 90 if self.alerts & PAGES else 330


def both(lab):
    lab.links["a"].loss("100%")
    lab.network.remove_address(B, B.address)


def both_end(lab):
    lab.links["a"].reset()
    lab.network.add_address(B, B.address)


def carrier(state):
    def change(lab):
        lab.customer.run("ip", "link", "set", A.device, "carrier", state)
        if state == "on":
            lab.faults.restore_routes()
    return change


def pop(node):
    return lambda lab: lab.edge.nginx.answer_with({MSEDGE_REF: msedge_ref(node)})


_DOWN = {"alerts": PAGES, "begins": {"connection_down"}, "ends": {"connection_up"}}
_RESULT = {"begins": {"result_changed"}, "ends": {"result_changed"}}

# Ordered so that the window of one does not disturb the next.
FAULTS = {
    "latency": Fault("latency step of 120 ms", lambda lab: lab.links["a"].delay("130ms"),
                     lambda lab: lab.links["a"].delay("10ms"), {"PeeringLatency"}, **_RESULT),
    "loss": Fault("30 % loss", lambda lab: lab.links["a"].loss("30%"),
                  lambda lab: lab.links["a"].loss("0"), {"PeeringLoss"}, **_RESULT),
    "pop": Fault("PoP change", pop("DB3EDGE1204"), pop("CO1EDGE0715"), {"PeeringPopChange"},
                 {"pop_changed"}, {"result_changed"}, signal="pop_change"),
    "egress": Fault("egress outside the prefix", lambda lab: lab.network.translate(A),
                    lambda lab: lab.network.end_translation(), {"PeeringEgressMismatch"},
                    {"egress_mismatch"}, {"egress_restored"}),
    "dns": Fault("DNS dead", lambda lab: lab.dns.behave(**{"*": "drop"}),
                 lambda lab: lab.dns.behave(),
                 {"PeeringResolveFailing", "PeeringProbeErrors"},
                 {"resolve_failed"}, {"resolve_restored"}, None),
    "total": Fault("total loss", lambda lab: lab.links["a"].loss("100%"),
                   lambda lab: lab.links["a"].loss("0"), **_DOWN),
    "address": Fault("address gone", lambda lab: lab.network.remove_address(A, A.address),
                     lambda lab: lab.network.add_address(A, A.address), **_DOWN),
    "interface": Fault("interface down", lambda lab: lab.faults.take_down(A),
                       lambda lab: lab.faults.bring_up(A), **_DOWN),
    "carrier": Fault("carrier lost", carrier("off"), carrier("on"), **_DOWN),
    "both": Fault("both partners", both, both_end, {"PeeringGroupDown"}, {"group_down"}, {"group_up"},
                  None, group=True),
}


@dataclass
class Delays:
    """In seconds from the beginning or the end of the fault; None: not within the patience."""
    detected: float = None
    notified: float = None
    over: float = None
    resolved: float = None
    alert: str = "none"


class Measurement:
    """`say` receives lines of progress."""

    def __init__(self, lab, directory, patience, say):
        self._lab, self._directory, self._patience, self._say = lab, directory, patience, say
        for name in ("a", "b"):
            lab.links[name].delay("10ms")
        pop("CO1EDGE0715")(lab)
        self._webhook = Webhook(lab.customer)
        self._settings = {}
        self._daemon = Daemon(lab.customer, configuration(), directory)
        self._alertmanager = Alertmanager(lab.customer, directory, self._webhook.url, as_shipped=True)
        self._prometheus = Prometheus(lab.customer, directory, as_shipped=True)

    def prepare(self, fault):
        """Waits until nothing disturbs the measurement."""
        if fault.settings != self._settings:
            self._settings = fault.settings
            self._daemon.configure(configuration(**fault.settings))
            self._daemon.program.send_signal(signal.SIGHUP)
        if fault.alerts & PAGES:
            self._forget_outages(fault)
        self._say(f"{fault.name}: begins in {fault.settling} s or later")
        time.sleep(fault.settling)
        wait_until(lambda: not self._alerts(), "the end of all alerts", 900, pause=1)

    def _forget_outages(self, fault):
        """Of three within an hour, the page of the third would not end with the fault."""
        self._prometheus.program.terminate()
        self._prometheus.program.wait(20)
        self._prometheus = Prometheus(self._lab.customer, self._directory / fault.name, as_shipped=True)

    def _alerts(self):
        """Without the one that is always there, and those about a daemon on a busy machine."""
        return [alert for alert in self._prometheus.alerts()
                if not alert["alertname"].startswith(("PeeringWatchdog", "PeeringDaemon"))]

    def measure(self, fault):
        delays = Delays()
        begin = time.time()
        fault.begin(self._lab)
        self._say(f"{fault.name}: has begun")
        while time.time() - begin < self._patience and None in (delays.detected, delays.notified):
            delays.detected = delays.detected or self._event(fault, fault.begins, begin, worse=True)
            if notification := self._notification("firing", fault, begin):
                delays.notified = delays.notified or notification.at - begin
                delays.alert = (f"{notification.name}, {notification.labels['severity']}"
                                if delays.alert == "none" else delays.alert)
            time.sleep(1)
        self._say(f"{fault.name}: {delays}")
        end = time.time()
        fault.end(self._lab)
        while time.time() - end < self._patience and (
                delays.over is None or (delays.notified and delays.resolved is None)):
            delays.over = delays.over or self._event(fault, fault.ends, end, worse=False)
            if notification := self._notification("resolved", fault, end):
                delays.resolved = delays.resolved or notification.at - end
            time.sleep(1)
        self._say(f"{fault.name}: {delays}")
        return delays

    def _event(self, fault, kinds, since, worse):
        """Seconds from `since` to the first event of these kinds; of results, to the first for the
        worse, or to Pass."""
        events = json.loads(self._daemon.get("/api/v1/events?limit=500")[1])["events"]
        for event in reversed(events):
            at = datetime.fromisoformat(event["time"].replace("Z", "+00:00")).timestamp()
            if at < since or event["kind"] not in kinds:
                continue
            if fault.connection not in (None, event["connection"]):
                continue
            fields = event["fields"]
            if event["kind"] == "result_changed" and (
                    fields.get("signal", "") != fault.signal or (fields["to"] != "Pass") != worse):
                continue
            return at - since
        return None

    def _notification(self, status, fault, since):
        for notification in self._webhook.notifications(status):
            if notification.at >= since and notification.name in fault.alerts:
                return notification
        return None

    def close(self):
        for server in (self._prometheus, self._alertmanager):
            server.program.terminate()
            server.program.wait(20)
        self._daemon.stop()
        self._webhook.close()


def seconds(value):
    return "–" if value is None else f"{value:.0f} s"


def table(results):
    """Markdown, of {name of the fault: Delays}."""
    lines = ["| fault | alert | in the daemon | at the receiver | over in the daemon | resolved |",
             "|---|---|---|---|---|---|"]
    lines += [f"| {fault} | {d.alert} | {seconds(d.detected)} | {seconds(d.notified)} | "
              f"{seconds(d.over)} | {seconds(d.resolved)} |" for fault, d in results.items()]
    return "\n".join(lines)


def run(lab, directory, names, patience, say):
    """Measures the faults `names`. Returns the table."""
    measurement = Measurement(lab, Path(directory), patience, say)
    try:
        results = {}
        for name in names:
            measurement.prepare(FAULTS[name])
            results[FAULTS[name].name] = measurement.measure(FAULTS[name])
        return table(results)
    finally:
        measurement.close()
