"""What is up, and thresholds: a fault fails its own connection, and no other."""

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


def up(metrics):
    """In the same order; None: not known."""
    def value(name, **labels):
        samples = metrics.samples(name, **labels)
        return samples[0].value if samples else None
    return (value("peering_connection_up", connection="contoso-seattle"),
            value("peering_connection_up", connection="contoso-portland"),
            value("peering_group_up", redundancy_group="contoso-us"))


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
    metrics = daemon.wait_until(come_to(FAIL, PASS, WARNING), "seattle fails, redundancy is lost", 30)
    assert up(metrics) == (1, 1, 1)
    assert ("latency", "critical") in active(metrics, "contoso-seattle")
    assert ("latency", "warning") in active(metrics, "contoso-seattle")
    assert not active(metrics, "contoso-portland")
    assert metrics.value("peering_alert_transitions_total", connection="contoso-seattle",
                         prefix=A.prefix, endpoint="edge", signal="latency", to="fail") == 1
    lab.links["a"].delay("1ms")
    metrics = daemon.wait_until(come_to(PASS, PASS, PASS), "seattle passes again", 30)
    assert not active(metrics, "contoso-seattle")
    log = daemon.log.read_text()
    assert "error   contoso-seattle: Pass → Fail: latency 8" in log
    assert "contoso-seattle: Fail → " in log


def test_a_group_fails_if_both_links_are_down(lab, daemon):
    for link in lab.links.values():
        link.loss("100%")
    metrics = daemon.wait_until(lambda m: come_to(FAIL, FAIL, FAIL)(m) and up(m) == (0, 0, 0),
                                "all fail and are down", 60)
    for link in lab.links.values():
        link.reset()
    # What was lost during the outage does not count for the results afterwards.
    def failures(metrics):
        return metrics.total("peering_alert_transitions_total", signal="loss", to="fail")

    before = failures(metrics)
    metrics = daemon.wait_until(come_to(PASS, PASS, PASS), "all pass again", 30)
    assert failures(metrics) == before
    log = daemon.log.read_text()
    assert "contoso-seattle: down: no answer on its prefix since " in log
    assert "contoso-seattle: up again after " in log


@pytest.mark.parametrize("no_source, standby, expected, is_up, alert", [
    ("critical", False, (PASS, FAIL, WARNING), (1, 0, 1), ("no_source", "critical")),
    ("warning", False, (PASS, WARNING, PASS), (1, None, 1), ("no_source", "warning")),
    ("off", False, (PASS, INDETERMINATE, PASS), (1, None, 1), None),
    ("critical", True, (PASS, INDETERMINATE, PASS), (1, None, 1), None),
], ids=["critical", "warning", "off", "standby"])
def test_a_missing_address_counts_as_configured(lab, start_daemon, no_source, standby, expected, is_up,
                                                alert):
    configuration = watched(no_source=no_source)
    configuration["connections"][1]["standby"] = standby
    daemon = start_daemon(configuration)
    daemon.wait_until(come_to(PASS, PASS, PASS), "both connections pass")
    lab.network.remove_address(B, B.address)
    daemon.wait_until(lambda m: come_to(*expected)(m) and up(m) == is_up, f"the results {expected}", 60)
    # Then nothing else happens: it would within the 15 s that the daemon allows.
    metrics = daemon.watch(5)
    assert results(metrics) == expected
    assert up(metrics) == is_up
    assert active(metrics, "contoso-portland") == ({alert} if alert else set())
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
    assert {signal["signal"] for signal in path["signals"]} == {"latency", "loss", "down",
                                                                "not_measured"}


def test_results_without_thresholds_follow_from_what_is_up(start_daemon):
    daemon = start_daemon(configuration([endpoint("edge", EDGE[0], "icmp")]))
    daemon.wait_until(lambda m: m.total("peering_probes_received_total") > 10, "answers")
    document = json.loads(daemon.get("/api/v1/connections")[1])
    SCHEMA.validate(document)
    connection = document["connections"][0]
    assert connection["result"] == "Pass"
    assert {signal["signal"] for signal in connection["prefixes"][0]["signals"]} == {
        "down", "no_source", "endpoint_down", "rejected", "flapping", "not_measured"}
    assert connection["prefixes"][0]["paths"][0]["result"] is None
