"""The failure demo, to watch in the web UI. Each step changes the network and says what to look at."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import route_changes
from .catalogue import REPOSITORY
from .pop_headers import MSEDGE_REF, msedge_ref


PASS, WARNING, FAIL = 1, 2, 3


@dataclass(frozen=True)
class Step:
    name: str
    at: int  # seconds since the start
    happens: str
    look: str
    is_shown: Callable  # whether metrics of the daemon show it
    act: Callable = lambda _lab: None


def _result(connection, metrics):
    return metrics.value("peering_connection_test_result", connection=f"contoso-{connection}")


def _up(metrics):
    """Whether seattle, portland and their group are up."""
    return (metrics.value("peering_connection_up", connection="contoso-seattle"),
            metrics.value("peering_connection_up", connection="contoso-portland"),
            metrics.value("peering_group_up", redundancy_group="contoso-us"))


def _pops(metrics):
    return {sample.labels["pop"] for sample in metrics.samples("peering_edge_pop_info")}


def _passes(metrics):
    return _result("seattle", metrics) == _result("portland", metrics) == PASS


def _move_pop(lab):
    lab.edge.nginx.answer_with({MSEDGE_REF: msedge_ref("FRAEDGE0411")})


def _cut(*names):
    return lambda lab: [lab.links[name].loss("100%") for name in names]


def _route(partner, change):
    return lambda lab: lab.customer.run(*route_changes.command(partner, change))


def _bad_routes(metrics):
    return {sample.labels["event_type"] for sample in metrics.samples("peering_prefix_route_anomalies")}


def _mend(lab):
    lab.links["a"].reset()
    lab.links["b"].reset()
    lab.links["a"].delay("10ms")
    lab.links["b"].delay("25ms")


STEPS = (
    Step("start", 0, "Two partners carry two prefixes each: Contoso Networks at 10 ms, Fabrikam Carrier at 25 ms.",
         "The overview shows two connections. They pass after a minute.", _passes),
    Step("slow", 75, "The link of Contoso Networks degrades: 50 ms.",
         "After 40 s contoso-seattle has a warning. Open its prefix: the band rises above the threshold of 30 ms.",
         lambda m: (_result("seattle", m), _result("portland", m)) == (WARNING, PASS),
         lambda lab: lab.links["a"].delay("50ms")),
    Step("fast again", 125, "The link is repaired.", "The result is Pass again within a minute.", _passes,
         lambda lab: lab.links["a"].delay("10ms")),
    Step("loss", 185, "The link of Fabrikam Carrier loses 20 % of the packets.",
         "contoso-portland has a warning after about 20 s, and fails after 50 s. Hover over Loss to see the number of "
         "probes.",
         lambda m: _result("portland", m) == FAIL and _up(m) == (1, 1, 1),
         lambda lab: lab.links["b"].loss("20%")),
    Step("no loss", 250, "The loss is over.", "The result is Pass once the lost probes have left the one-minute window.",
         _passes, lambda lab: lab.links["b"].loss("0%")),
    Step("pop", 315, "The edge PoP moves to Frankfurt.",
         "The PoP column says FRA. The events name the previous PoP. contoso-seattle has a warning.",
         lambda m: _pops(m) == {"FRA"} and _result("seattle", m) == WARNING, _move_pop),
    Step("pop back", 350, "The old PoPs are back.",
         "The warnings end within a minute. Each change is also in the PoP lane of the report.",
         lambda m: "FRA" not in _pops(m), lambda lab: lab.edge.nginx.answer_as_usual()),
    Step("hijack", 415, "AS 64666 announces the prefix of Seattle through partner A of the site router.",
         "Open Routes: the wrong origin, who shows it, and that probes are still answered. The prefix fails at once. Its "
         "connection has only a warning, as its other prefix passes. With the shipped alert rules, this pages.",
         lambda m: _bad_routes(m) == {"PrefixOriginAsChangeEvent"} and _up(m) == (1, 1, 1)
         and m.value("peering_prefix_test_result", prefix=route_changes.PREFIX) == FAIL, _route("a", "origin")),
    Step("hijack over", 445, "AS 64496 announces it again.", "The event has its end, and a duration.",
         lambda m: not _bad_routes(m), _route("a", "announce")),
    Step("partner dead", 475, "Fabrikam Carrier drops all packets.",
         "After 15 s contoso-portland is down and the group has lost its redundancy. With the shipped alert "
         "rules, no page is sent.",
         lambda m: _up(m) == (1, 0, 1), _cut("b")),
    Step("all dead", 515, "Contoso Networks drops all packets, too.",
         "After 15 s the group is down. With the shipped alert rules, this pages, in one sentence that names the "
         "likely cause.",
         lambda m: _up(m) == (0, 0, 0), _cut("a", "b")),
    Step("repaired", 555, "Both links are repaired.", "Each outage ends after three answers.",
         lambda m: _up(m) == (1, 1, 1), _mend),
    Step("end", 600, "That was all. The lab continues to run.",
         "Open Incidents: each outage has an evidence report for the partner. Compare shows both partners on one "
         "scale. Ctrl-C ends the lab.", lambda m: _up(m) == (1, 1, 1)),
)


def fast_configuration(folder):
    """The lab's configuration with a shorter window and hold time, as a file in `folder`: shows each step in
    seconds."""
    text = (REPOSITORY / "tests/lab/peeringd.yaml").read_text()
    for slow, fast in (("window: 1m", "window: 15s"), ("for: 10s", "for: 3s"),
                       ("../../config", str(REPOSITORY / "config"))):
        text = text.replace(slow, fast)
    file = Path(folder, "peeringd.yaml")
    file.write_text(text)
    return file


def play(lab, say=print, wait=time.sleep, on_step=lambda _step: None):
    """Plays all steps. `say` gets a text, `wait` a number of seconds, and `on_step` each step once it was
    played."""
    now = 0
    for step in STEPS:
        wait(step.at - now)
        now = step.at
        step.act(lab)
        say(f"{now // 60}:{now % 60:02}  {step.happens}\n      Look: {step.look}")
        on_step(step)
