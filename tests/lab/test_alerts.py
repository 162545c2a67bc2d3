"""Thresholds: a fault fails its own connection, and no other."""

import json
from pathlib import Path

import jsonschema
import pytest

from lab.catalogue import EDGE, REPOSITORY
from lab.configuration import A, B, configuration, endpoint, portland, seattle

SCHEMA = jsonschema.Draft202012Validator(
    json.loads(Path(REPOSITORY, "docs/api/connections.schema.json").read_text()))

INDETERMINATE, PASS, WARNING, FAIL = range(4)

ALERTS = {"latency": {"warning": "30ms", "critical": "60ms"}, "loss": {"critical": "20%"},
          "for": "2s", "min_samples": 10, "egress_mismatch": "critical"}


def watched(**alerts):
    return {**configuration([endpoint("edge", EDGE[0], "icmp", "stun")],
                            [seattle(redundancy_group="contoso-us"),
                             portland(redundancy_group="contoso-us")],
                            window="3s"),
            "alerts": {**ALERTS, **alerts}}


def results(metrics):
    return (metrics.value("peering_connection_test_result", connection="contoso-seattle"),
            metrics.value("peering_connection_test_result", connection="contoso-portland"),
            metrics.value("peering_group_test_result", redundancy_group="contoso-us"))


def come_to(*expected):
    def holds(metrics):
        try:
            return results(metrics) == expected
        except KeyError:
            return False  # not evaluated yet
    return holds


@pytest.fixture
def daemon(start_daemon):
    running = start_daemon(watched())
    running.wait_until(come_to(PASS, PASS, PASS), "both connections pass")
    return running


def active(metrics, connection):
    return {(sample.labels["signal"], sample.labels["severity"])
            for sample in metrics.samples("peering_alert_active", connection=connection)
            if sample.value == 1}


def test_a_slow_link_fails_its_connection_until_it_recovers(lab, daemon):
    lab.links["a"].delay("80ms")
    metrics = daemon.wait_until(come_to(FAIL, PASS, PASS), "seattle fails and the group passes", 30)
    assert ("latency", "critical") in active(metrics, "contoso-seattle")
    assert ("latency", "warning") in active(metrics, "contoso-seattle")
    assert not active(metrics, "contoso-portland")
    assert metrics.value("peering_alert_transitions_total", connection="contoso-seattle",
                         prefix=A.prefix, endpoint="edge", signal="latency", to="fail") == 1
    lab.links["a"].delay("1ms")
    metrics = daemon.wait_until(come_to(PASS, PASS, PASS), "seattle passes again", 30)
    assert not active(metrics, "contoso-seattle")
    log = daemon.log.read_text()
    assert f"error   contoso-seattle {A.prefix} edge: latency" in log
    assert "contoso-seattle: Fail → " in log


def test_a_group_fails_if_both_links_are_down(lab, daemon):
    for link in lab.links.values():
        link.loss("100%")
    daemon.wait_until(come_to(FAIL, FAIL, FAIL), "all fail", 30)


def test_a_prefix_without_address_is_indeterminate_and_warns(lab, daemon):
    lab.network.remove_address(B, B.address)
    metrics = daemon.wait_until(
        lambda m: ("not_measured", "warning") in active(m, "contoso-portland"), "a warning", 30)
    assert results(metrics) == (PASS, INDETERMINATE, PASS)
    lab.network.add_address(B, B.address)
    daemon.wait_until(come_to(PASS, PASS, PASS), "portland passes again", 30)


def test_thresholds_are_exported_for_dashboards(daemon):
    metrics = daemon.scrape()
    assert metrics.value("peering_alert_rtt_threshold_seconds", connection="contoso-seattle",
                         prefix=A.prefix, severity="warning") == 0.03
    assert metrics.value("peering_alert_loss_threshold_ratio", connection="contoso-portland",
                         prefix=B.prefix, severity="critical") == 0.2
    assert not metrics.samples("peering_alert_jitter_threshold_seconds")


def test_the_api_matches_its_schema(daemon):
    status, text = daemon.get("/api/v1/connections")
    assert status == 200
    document = json.loads(text)
    SCHEMA.validate(document)
    names = [connection["name"] for connection in document["connections"]]
    assert names == ["contoso-seattle", "contoso-portland"]
    assert [connection["result"] for connection in document["connections"]] == ["Pass", "Pass"]
    path = document["connections"][0]["prefixes"][0]["paths"][0]
    assert path["figures"]["rtt_seconds"]["median"] > 0
    assert {signal["signal"] for signal in path["signals"]} == {"latency", "loss", "not_measured"}


def test_the_api_has_no_results_without_thresholds(start_daemon):
    daemon = start_daemon(configuration([endpoint("edge", EDGE[0], "icmp")]))
    daemon.wait_until(lambda m: m.total("peering_probes_received_total") > 10, "answers")
    document = json.loads(daemon.get("/api/v1/connections")[1])
    SCHEMA.validate(document)
    assert document["connections"][0]["result"] is None
    assert document["evaluated"] is None
