"""Startup with the shipped configuration, scrapes, and shutdown."""

import shutil
import subprocess

import pytest

from lab.catalogue import REPOSITORY, shipped_hosts
from lab.configuration import A, configuration, endpoint, portland, seattle

SIMPLE = configuration([endpoint("edge", "edge.example")])


def test_sigterm_stops_the_daemon_within_two_seconds(lab, start_daemon):
    daemon = start_daemon(SIMPLE)
    daemon.wait_until(lambda m: m.total("peering_probes_received_total") >= 4, "answers")
    code, seconds = daemon.stop()
    assert code == 0
    assert seconds < 2


def test_sigterm_stops_the_daemon_with_probes_in_flight(lab, start_daemon):
    lab.dns.behave(**{"other.example": "drop"})
    daemon = start_daemon(configuration(
        [endpoint("hole", "black-hole.example"), endpoint("unresolved", "other.example")],
        interval="10s", timeout="10s", window="20s"))
    # All targets have been due once within one interval; some probes are in flight.
    daemon.wait_until(lambda m: m.total("peering_probes_in_flight") >= 2, "probes in flight")
    code, seconds = daemon.stop()
    assert code == 0
    assert seconds < 2


def test_the_shipped_configuration_runs_without_editing(lab, start_daemon):
    daemon = start_daemon(REPOSITORY / "config/peeringd.yaml")

    def each_target_has_answered(metrics):
        answers = metrics.samples("peering_probes_received_total")
        return (len(answers) == metrics.value("peeringd_targets")
                and all(sample.value for sample in answers))

    metrics = daemon.wait_until(each_target_has_answered, "an answer of each target", 25)
    assert {sample.labels["host"] for sample in metrics.samples("peering_endpoint_info")} == set(
        shipped_hosts())
    assert metrics.total("peering_probes_lost_total") == 0
    # Three responses, ten seconds apart, confirm a PoP.
    named = {"exchange-online": "SEA", "teams": "CO", "edge-measurement": "WST"}
    daemon.wait_until(lambda m: {sample.labels["endpoint"]: sample.labels["pop"]
                                 for sample in m.samples("peering_edge_pop_info")} == named,
                      "the PoP of each endpoint that names it", 45)
    sources = metrics.samples("peering_prefix_source_info")
    assert A.address in {sample.labels["source"] for sample in sources}
    assert A.prefix in str(metrics.samples("peering_connection_info"))


def test_the_exposition_is_clean(lab, start_daemon):
    lab.links["b"].loss("30%")
    daemon = start_daemon(configuration([endpoint("edge", "edge.example"),
                                         endpoint("unknown", "unknown.example")],
                                        [seattle(labels={"office": 'head "quarters"'}), portland()]))
    metrics = daemon.wait_until(lambda m: m.total("peering_probes_lost_total") >= 1
                                and m.total("peering_probes_received_total") >= 20, "some of all")
    for family in metrics.families.values():
        assert family.help, f"{family.name} has no HELP"
        assert family.type, f"{family.name} has no TYPE"
    info = metrics.samples("peering_connection_info", connection="contoso-seattle")[0].labels
    assert info.items() >= {"partner": "Contoso Networks", "country": "US", "state": "WA",
                            "city": "Seattle", "office": 'head "quarters"'}.items()
    for name in ("peeringd_build_info", "peeringd_scheduler_lag_seconds_count", "peeringd_targets",
                 "peeringd_config_last_reload_successful", "process_start_time_seconds",
                 "peeringd_config_last_reload_success_timestamp_seconds"):
        assert metrics.samples(name), name


def test_promtool_accepts_the_exposition(lab, start_daemon):
    promtool = shutil.which("promtool")
    if not promtool:
        pytest.skip("promtool (Debian: prometheus) is not installed")
    daemon = start_daemon(SIMPLE)
    daemon.wait_until(lambda m: m.total("peering_probes_received_total") >= 20, "answers")
    result = subprocess.run([promtool, "check", "metrics"], input=daemon.exposition(), text=True,
                            capture_output=True, timeout=30)
    assert (result.returncode, result.stdout + result.stderr) == (0, "")


def test_promtool_objects_to_two_names_of_the_history_alone(lab, start_daemon, tmp_path):
    """The two families count minutes that were recorded, which is no time that could be in seconds."""
    promtool = shutil.which("promtool")
    if not promtool:
        pytest.skip("promtool (Debian: prometheus) is not installed")
    daemon = start_daemon({**SIMPLE, "history": {"path": str(tmp_path / "history")}})
    daemon.wait_until(lambda m: m.total("peeringd_history_up") == 1, "the history is on", 30)
    result = subprocess.run([promtool, "check", "metrics"], input=daemon.exposition(), text=True,
                            capture_output=True, timeout=30)
    assert result.stdout + result.stderr == "".join(
        f'{name} use base unit "seconds" instead of "minutes"\n'
        for name in ("peeringd_history_backlog_minutes", "peeringd_history_merged_minutes_total"))


def test_the_endpoint_reports_healthy_and_ready(lab, start_daemon):
    daemon = start_daemon(SIMPLE)
    assert daemon.get("/-/healthy")[0] == 200
    assert daemon.get("/-/ready")[0] == 200
    status, page = daemon.get("/")
    assert status == 200 and "/metrics" in page
    assert daemon.get("/nothing")[0] == 404
