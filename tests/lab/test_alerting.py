"""From a slow link to a notification, with the shipped rules and routes: peeringd, Prometheus,
Alertmanager and a receiver. Only the times are shorter than shipped."""

import re

import pytest

from lab.catalogue import EDGE, OTHER_EDGE
from lab.configuration import A, configuration, endpoint, portland, seattle
from lab.pop_headers import MSEDGE_REF, msedge_ref
from lab.prometheus import SHIPPED
from lab.waiting import wait_until

# An idle link takes far less than a millisecond, and that of a busy machine usually less than 60.
ALERTS = {"latency": {"warning": "60ms", "critical": "120ms"}, "for": "1s", "min_samples": 5}
SLOW = "200ms"


def quick(*connections):
    return {**configuration([endpoint("edge", EDGE[0], "tcp", "icmp"),
                             endpoint("other", OTHER_EDGE[0], "tcp")],
                            list(connections), interval="500ms", timeout="500ms", window="5s"),
            "alerts": ALERTS}


def of_the_network(notifications):
    """Removes the watchdog, and notifications about a late daemon, which a busy machine may cause."""
    return [n for n in notifications if n.labels.get("signal", "not_measured") != "not_measured"]


def scraped(prometheus, count):
    """Waits until Prometheus has this many connections with the result Pass."""
    passing = "connection:peering_test_result:located == 1"
    wait_until(lambda: len(prometheus.query(passing)) == count, f"{count} connections pass", 30)


@pytest.mark.parametrize("page", [False, True], ids=["as-shipped", "configured-to-page"])
def test_a_slow_link_warns_unless_it_is_configured_to_page(lab, start_daemon, start_monitoring, webhook,
                                                           page):
    latency = {**ALERTS["latency"], "page": page}
    start_daemon({**quick(seattle(labels={"branch": "sea"}), portland()),
                  "alerts": {**ALERTS, "latency": latency}})
    prometheus, _ = start_monitoring()
    scraped(prometheus, 2)
    assert not of_the_network(webhook.notifications())

    lab.links["a"].delay(SLOW)
    wait_until(lambda: webhook.notifications("firing", alertname="PeeringLatency", result="Fail"),
               "a message", 60)
    first, *_ = webhook.notifications(result="Fail")
    assert (first.receiver, first.labels["severity"]) == (
        ("pager", "critical") if page else ("operators", "warning"))
    assert first.labels.items() >= {
        "connection": "contoso-seattle", "prefix": A.prefix, "signal": "latency",
        "partner": "Contoso Networks", "city": "Seattle", "country": "US", "branch": "sea"}.items()
    assert first.annotations["threshold"] == "120ms"
    assert first.annotations["prefix_latency"].startswith("200")
    # The whole prefix is slow beyond the critical threshold: its alert inhibits those of the endpoints
    # and the warning.
    assert {(n.labels["result"], n.labels.get("endpoint"))
            for n in of_the_network(webhook.notifications())} == {("Fail", None)}

    lab.links["a"].delay("0s")
    wait_until(lambda: webhook.notifications("resolved", alertname="PeeringLatency", result="Fail"),
               "its end", 60)
    # There were no alerts of other connections or signals.
    assert {(n.name, n.labels["connection"]) for n in of_the_network(webhook.notifications())} \
        == {("PeeringLatency", "contoso-seattle")}
    wait_until(lambda: not [a for a in prometheus.alerts() if a["alertname"] == "PeeringLatency"],
               "nothing fires", 30)


# A target label like that of the Prometheus Operator.
OF_THE_TARGET = {"endpoint": "http-metrics", "namespace": "monitoring", "service": "peeringd",
                 "pod": "peeringd-0", "container": "peeringd"}


@pytest.mark.parametrize("honored", [True, False], ids=["as-shipped", "without-honor-labels"])
def test_labels_of_the_scrape_target_do_not_replace_labels_of_peeringd(lab, start_daemon, start_monitoring, webhook,
                                                  honored):
    start_daemon(quick(seattle()))
    settings = {} if honored else {"honor_labels": False}
    prometheus, _ = start_monitoring(**settings, relabel_configs=[
        {"target_label": name, "replacement": value} for name, value in OF_THE_TARGET.items()])
    scraped(prometheus, 1)
    lab.links["a"].delay(SLOW)

    def slow():
        return {alert.get("endpoint") for alert in prometheus.alerts()
                if alert["alertname"] == "PeeringLatency"}

    wait_until(lambda: slow() == {None, "edge", "other"}, "the prefix and both endpoints are slow", 60)
    assert {alert["pod"] for alert in prometheus.alerts()
            if alert["alertname"] == "PeeringLatency"} == {"peeringd-0"}
    # The whole prefix is slow: still one message, without an endpoint.
    wait_until(lambda: webhook.notifications("firing", alertname="PeeringLatency", result="Fail"),
               "a message", 60)
    first, *_ = webhook.notifications(result="Fail")
    assert "endpoint" not in first.labels
    assert first.annotations["summary"] == f"contoso-seattle: high latency from {A.prefix}"
    assert first.annotations["threshold"] == "120ms"
    assert {n.labels.get("endpoint") for n in of_the_network(webhook.notifications())} == {None}

    named = {series["metric"].get("endpoint")
            for series in prometheus.query("max by (prefix, endpoint) (peering_test_result)")}
    pending = prometheus.query('ALERTS{alertname="PeeringDaemonLabelsOverwritten"}')
    if honored:
        assert named == {"edge", "other"}  # in dashboards, too
        assert not pending
    else:
        assert named == {"http-metrics"}
        assert pending  # the alert about the missing setting


def test_slow_links_of_a_whole_group_page_nobody(lab, start_daemon, start_monitoring, webhook):
    """Its result is Fail, and it is up."""
    start_daemon(quick(seattle(redundancy_group="us"), portland(redundancy_group="us")))
    prometheus, _ = start_monitoring()
    scraped(prometheus, 2)
    for link in lab.links.values():
        link.delay(SLOW)
    wait_until(lambda: {n.labels["connection"] for n in webhook.notifications(result="Fail")}
               == {"contoso-seattle", "contoso-portland"}, "a message about each", 60)
    assert prometheus.query("peering_group_test_result == 3")
    assert prometheus.query("peering_group_up == 1")
    assert {n.receiver for n in of_the_network(webhook.notifications())} == {"operators"}


def test_every_exported_signal_has_an_alert(lab, start_daemon, tmp_path):
    (tmp_path / "tags.txt").write_text(f"date 2026-11-23\n{EDGE[0]}/32 AzureFrontDoor.Frontend\n")
    everything = {**ALERTS, "loss": {"critical": "50%"}, "jitter": {"critical": "1s"},
                  "pop_change": "warning", "egress_mismatch": "critical",
                  "cert_expiry": {"warning": "1d"}}
    https = {"type": "https", "ca_file": str(lab.edge.certificates.authority),
             "headers": {f"Answer-{MSEDGE_REF}": msedge_ref("AMSEDGE0312")}}
    daemon = start_daemon({**quick(seattle(edge={"primary": ["ams"]})), "alerts": everything, "endpoints": [
        endpoint("edge", "edge.example", https, "stun")], "service_tags": str(tmp_path / "tags.txt")})
    rules = (SHIPPED / "rules/alerts.yml").read_text()
    handled = set("|".join(re.findall(r'alert_active:located\{signal=~?"([\w|]+)"', rules)).split("|"))
    handled = {signal for signal in handled if not signal.startswith("route_")}  # test_routes_alerting

    def signals(metrics):
        return {s.labels["signal"] for s in metrics.samples("peering_alert_active")}

    metrics = daemon.wait_until(lambda m: len(signals(m)) >= len(handled), "all signals", 30)
    assert signals(metrics) == handled
