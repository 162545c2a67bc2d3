"""Prometheus evaluates every shipped PromQL expression, of dashboards and rules, on data from the lab:
all are valid and return data, except alerts about faults that this lab does not have."""

import re
import sys

import pytest

from lab.catalogue import DNS_SERVER, EDGE, REPOSITORY
from lab.configuration import configuration, connection, endpoint, portland, seattle
from lab.pop_headers import MSEDGE_REF, msedge_ref
from lab.prometheus import Prometheus
from lab.routing import routed
from lab.waiting import wait_until

sys.path.append(str(REPOSITORY / "tests/packaging"))
from shipped import RULES, dashboard_expressions, rule_expressions  # noqa: E402

ALERTS = {"latency": {"warning": "20ms", "critical": "40ms"}, "loss": {"warning": "50%"},
          "jitter": {"warning": "1s"}, "pop_change": "warning", "egress_mismatch": "critical",
          "cert_expiry": {"warning": "1d"}, "route_visibility": {"warning": "80%"}, "for": "1s",
          "min_samples": 5}

# A slow connection in a group, with coordinates, so that every panel has data. One without a source is
# down, and one is in maintenance. One group has a site, and one has none: the rules distinguish them.
CHOSEN = "contoso-seattle"
FIRES = {"PeeringLatency", "PeeringConnectionDown", "PeeringWatchdog"}
ALWAYS = {"from": "2020-01-01T00:00:00Z", "to": "2099-01-01T00:00:00Z"}


def everything(authority, service_tags):
    https = {"type": "https", "ca_file": str(authority),
             "headers": {f"Answer-{MSEDGE_REF}": msedge_ref("AMSEDGE0312")}}
    place = {"latitude": 47.6, "longitude": -122.3}
    connections = [
        seattle(redundancy_group="us", edge={"primary": ["ams"]}), portland(redundancy_group="us"),
        connection("down", "Contoso Networks", "WA", "Tacoma",
                   [{"prefix": "198.18.0.0/24", "source": "198.18.0.1"}]),
        connection("repaired", "Contoso Networks", "WA", "Tacoma", ["198.18.1.0/24"],
                   maintenance=[ALWAYS], site="tacoma", redundancy_group="tacoma")]
    connections[0]["location"].update(place)
    routes = routed(upstreams=[64501, 64520])
    connections[0]["routes"] = routes["connections"][0]["routes"]
    # Without a cache and RIS Live: their signals are not known, but their series are there.
    sources = {**routes["routes"], "rpki": [f"{EDGE[0]}:8282"],
               "ris": {"client": "lab", "server": "edge.example:8443"}}
    return {**configuration(
        [endpoint("edge", "edge.example", https, "tcp", "icmp", "stun"),
         endpoint("resolver", DNS_SERVER[0], {"type": "dns", "name": "edge.example"})],
        connections, interval="500ms", timeout="500ms", window="5s"), "alerts": ALERTS,
        "site": "tacoma", "routes": sources, "service_tags": str(service_tags)}


@pytest.fixture(scope="module")
def prometheus(laboratory, tmp_path_factory):
    """Prometheus with the data of a lab with faults."""
    lab, directory = laboratory, tmp_path_factory.mktemp("dashboards")
    lab.reset()
    lab.links["a"].delay("60ms")
    (directory / "tags.txt").write_text(f"date 2026-11-23\n{EDGE[0]}/32 AzureFrontDoor.Frontend\n")
    daemon = lab.daemon(everything(lab.edge.certificates.authority, directory / "tags.txt"), directory=directory)
    server = Prometheus(lab.customer, directory)
    wait_until(lambda: server.query(f'ALERTS{{alertstate="firing", connection="{CHOSEN}"}}')
               and server.query("connection:peering_test_result:located == 1")
               and server.query("count(peering_http_phase_seconds_count > 5) > 1")
               and server.query('ALERTS{alertname="PeeringConnectionDown"}'),
               "one connection fails, one passes, one is down, and all is scraped", 90)
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


# Series that are recorded only during faults that this lab does not have (promtool makes them), and those that they are
# recorded from.
OF_OTHER_FAULTS = {"peering:connection_flapping": "peering:connection_up", "peering:group_flapping": "peering:group_up",
                   "peering:group_outage": "peering:group_up"}


@pytest.mark.parametrize("rule", rule_expressions())
def test_a_rule_evaluates(prometheus, rule):
    """All return data, except alerts about faults that this lab does not have."""
    expression = rule_expressions()[rule]
    result = prometheus.query(expression)
    recorded = rule.split()[0] in {r["record"] for r in RULES if "record" in r} - set(OF_OTHER_FAULTS)
    if recorded or rule.split()[0] in FIRES:
        assert result, expression
    elif not rule.startswith("PeeringDaemon"):  # a busy machine may make the daemon late
        assert not result, expression


# Series that exist only with labels from service discovery (test_alerting.py), or with TLS (test_access.py).
ELSEWHERE = re.compile(r'up\{endpoint!=""\}|exported_endpoint!=""|peeringd_web_cert_not_')


def selectors():
    """Each series selector of any expression, such as `up{job=~"peeringd.*"}`."""
    found = set()
    for expression in [*dashboard_expressions().values(), *rule_expressions().values()]:
        found |= set(re.findall(
            r"\b(?:up|ALERTS|(?:peeringd?|process|scrape|connection\w*)[:_][\w:]+)(?:\{[^}]*\})?",
            re.sub(r"\b(?:by|on|group_left) \([^()]*\)", "", expression)))
    return sorted(selector for selector in found if not ELSEWHERE.search(selector))


@pytest.mark.parametrize("selector", selectors())
def test_a_selector_matches_a_series(prometheus, selector):
    """Includes alerts that do not fire here: a wrong label would keep them from ever firing. For series
    recorded only during faults, checks the series that they are recorded from."""
    selector = chosen(selector).replace("peering:alert_active:located", "peering_alert_active").replace(
        "peering:connection_outage", "peering:connection_labels")
    for recorded, origin in OF_OTHER_FAULTS.items():
        selector = selector.replace(recorded, origin)
    wait_until(lambda: prometheus.query(selector), f"series of {selector}", 15)
