"""Reported values become labels only after several answers agree, so that servers cannot create an
unlimited number of series. An endpoint that is probed often weighs the same as others."""

import contextlib
import json
from pathlib import Path

import pytest

from lab.catalogue import EDGE, OTHER_EDGE
from lab.configuration import configuration, endpoint, seattle
from lab.host import end
from lab.waiting import wait_until
from lab.watched import received

PORT = 9100
SCRAPES = 40
REPORTED = ("peering_prefix_egress_info", "peering_edge_pop_info")
ALERTS = {"egress_mismatch": "critical", "pop_change": "warning", "for": "0s"}


@pytest.fixture
def serving(lab, tmp_path):
    """with serving(SCRIPT, ARGUMENT…): runs a server on port PORT of EDGE."""
    @contextlib.contextmanager
    def run(script, *arguments):
        log = tmp_path / "server.log"
        log.write_text("")
        server = lab.network.edge.spawn("python3", Path(__file__).with_name("lab") / script,
                                        EDGE[0], PORT, *arguments, log=log)
        wait_until(lambda: "ready" in log.read_text(), "the server is ready", 10)
        try:
            yield
            assert server.poll() is None, log.read_text()
        finally:
            end(server)
    return run


def asking():
    """Probes by STUN and HTTP, ten times a second."""
    return {**configuration([endpoint("fickle", EDGE[0], {"type": "stun", "port": PORT},
                                      {"type": "http", "port": PORT})], [seattle()],
                            timeout="90ms", window="10s"), "alerts": ALERTS}


def answers(metrics):
    return received(metrics, probe=f"stun:{PORT}"), received(metrics, probe=f"http:{PORT}")


def scraped(daemon, times_between):
    """Scrapes repeatedly, with new answers of each kind between two scrapes."""
    before = (0, 0)
    for _ in range(SCRAPES):
        metrics = daemon.wait_until(
            lambda m: all(now >= then + times_between
                          for now, then in zip(answers(m), before)), "new answers", 30)
        before = answers(metrics)
        yield metrics


def identity(sample):
    return sample.name, *sorted(sample.labels.items())


def test_a_single_wrong_report_creates_no_series(start_daemon, serving):
    with serving("fickle.py", 1):
        daemon = start_daemon(asking())
        pages = list(scraped(daemon, 1))
    for name in REPORTED:
        assert not [identity(s) for page in pages for s in page.samples(name)]
    # They are counted, in one series each.
    stun, http = answers(pages[-1])
    assert pages[-1].value("peering_prefix_egress_unconfirmed_total") == pytest.approx(stun, abs=3)
    assert pages[-1].value("peering_edge_pop_unconfirmed_total") == pytest.approx(http, abs=3)
    # A single answer proves neither another egress nor another PoP.
    assert not pages[-1].samples("peering_alert_active", signal="egress_mismatch")
    assert pages[-1].total("peering_alert_transitions_total", signal="pop_change", to="warning") == 0
    assert "PoP" not in daemon.log.read_text()


def test_repeated_wrong_reports_create_at_most_eight_series_an_hour(start_daemon, serving):
    with serving("fickle.py", 3):
        daemon = start_daemon(asking())
        pages = list(scraped(daemon, 3))
    for name in REPORTED:
        seen = {identity(s) for page in pages for s in page.samples(name)}
        assert 1 <= len(seen) <= 8, name
    assert pages[-1].value("peering_prefix_egress_unconfirmed_total") >= 2 * SCRAPES


def test_an_often_probed_endpoint_weighs_the_same_as_others(start_daemon, serving):
    relay = endpoint("relay", EDGE[0], {"type": "stun", "port": PORT, "count": 10, "spacing": "20ms"})
    others = [endpoint(name, host, {"type": "tcp", "port": 80})
              for name, host in (("edge", EDGE[0]), ("other", OTHER_EDGE[0]))]
    alerts = {"latency": {"warning": "50ms"}, "for": "0s", "min_samples": 10}
    with serving("slow_stun.py", 100):
        daemon = start_daemon({**configuration([relay, *others], [seattle()], interval="500ms",
                                               timeout="500ms"), "alerts": alerts})

        def shows_the_others(metrics):
            """Nine of ten samples come from the relay."""
            assert received(metrics, endpoint="relay") > 4 * received(metrics, probe="tcp:80") > 40
            assert metrics.value("peering_window_rtt_seconds", endpoint="relay", quantile="0.5") > 0.1
            for figure in ("peering_prefix_window_rtt_seconds", "peering_connection_window_rtt_seconds"):
                assert metrics.value(figure) < 0.05
            assert metrics.value("peering_prefix_test_result") == 1
            assert metrics.value("peering_test_result", endpoint="relay") == 2

        daemon.settle(shows_the_others, "the median of the prefix is that of most endpoints", 30)
        prefix, = json.loads(daemon.get("/api/v1/connections")[1])["connections"][0]["prefixes"]
        assert prefix["figures"]["rtt_seconds"]["median"] < 0.05
        assert prefix["figures"]["rtt_seconds"]["max"] > 0.1
