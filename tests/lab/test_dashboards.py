"""Prometheus evaluates every shipped PromQL expression, of dashboards and rules, on data from the lab:
all are valid and return data."""

import re
import sys

import pytest

from lab.catalogue import DNS_SERVER, REPOSITORY
from lab.configuration import configuration, endpoint, portland, seattle
from lab.pop_headers import MSEDGE_REF, msedge_ref
from lab.prometheus import Prometheus
from lab.waiting import wait_until

sys.path.append(str(REPOSITORY / "tests/packaging"))
from shipped import RULES, dashboard_expressions, rule_expressions  # noqa: E402

ALERTS = {"latency": {"warning": "20ms", "critical": "40ms"}, "loss": {"warning": "50%"},
          "jitter": {"warning": "1s"}, "pop_change": "warning", "egress_mismatch": "critical",
          "cert_expiry": {"warning": "1d"}, "for": "1s", "min_samples": 5}

# A slow connection in a group, with coordinates, so that every panel has data.
CHOSEN = "contoso-seattle"
FIRES = {"PeeringLatency"}


def everything(authority):
    https = {"type": "https", "ca_file": str(authority),
             "headers": {f"Answer-{MSEDGE_REF}": msedge_ref("AMSEDGE0312")}}
    place = {"latitude": 47.6, "longitude": -122.3}
    connections = [seattle(redundancy_group="us"), portland(redundancy_group="us")]
    connections[0]["location"].update(place)
    return {**configuration(
        [endpoint("edge", "edge.example", https, "tcp", "icmp", "stun"),
         endpoint("resolver", DNS_SERVER[0], {"type": "dns", "name": "edge.example"})],
        connections, interval="500ms", timeout="500ms", window="5s"), "alerts": ALERTS}


@pytest.fixture(scope="module")
def prometheus(laboratory, tmp_path_factory):
    """Prometheus with the data of a lab with faults."""
    lab, directory = laboratory, tmp_path_factory.mktemp("dashboards")
    lab.reset()
    lab.links["a"].delay("60ms")
    daemon = lab.daemon(everything(lab.edge.certificates.authority), directory=directory)
    server = Prometheus(lab.customer, directory)
    wait_until(lambda: server.query(f'ALERTS{{alertstate="firing", connection="{CHOSEN}"}}')
               and server.query("connection:peering_test_result:located == 1")
               and server.query("count(peering_http_phase_seconds_count > 5) > 1"),
               "one connection fails, the other passes, and all is scraped", 60)
    yield server
    server.program.terminate()
    server.program.wait(20)
    daemon.stop()


def chosen(expression):
    """The expression with its variables replaced, as Grafana sends it."""
    expression = re.sub(r'=~"\$\w+"', '=~".*"', expression)
    expression = re.sub(r'="\$connection"', f'="{CHOSEN}"', expression)
    expression = re.sub(r"\$__(rate_)?interval", "1m", expression)
    assert "$" not in expression, expression
    return expression


@pytest.mark.parametrize("place", dashboard_expressions())
def test_a_dashboard_has_data(prometheus, place):
    expression = chosen(dashboard_expressions()[place])
    wait_until(lambda: prometheus.query(expression), f"data of {expression}", 15)


@pytest.mark.parametrize("rule", rule_expressions())
def test_a_rule_evaluates(prometheus, rule):
    """All return data, except alerts about faults that this lab does not have."""
    expression = rule_expressions()[rule]
    result = prometheus.query(expression)
    recorded = rule.split()[0] in {r["record"] for r in RULES if "record" in r}
    if recorded or rule in FIRES:
        assert result, expression
    elif not rule.startswith("PeeringDaemon"):  # a busy machine may make the daemon late
        assert not result, expression


# Series that exist only with labels from service discovery (test_alerting.py).
OF_OTHER_DISCOVERY = re.compile(r'up\{endpoint!=""\}|exported_endpoint!=""')


def selectors():
    """Each series selector of any expression, such as `up{job=~"peeringd.*"}`."""
    found = set()
    for expression in [*dashboard_expressions().values(), *rule_expressions().values()]:
        found |= set(re.findall(
            r"\b(?:up|ALERTS|(?:peeringd?|process|scrape|connection\w*)[:_][\w:]+)(?:\{[^}]*\})?",
            re.sub(r"\b(?:by|on|group_left) \([^()]*\)", "", expression)))
    return sorted(selector for selector in found if not OF_OTHER_DISCOVERY.search(selector))


@pytest.mark.parametrize("selector", selectors())
def test_a_selector_matches_a_series(prometheus, selector):
    """Also in alerts that do not fire: with a wrong label they never would."""
    wait_until(lambda: prometheus.query(chosen(selector)), f"series of {selector}", 15)
