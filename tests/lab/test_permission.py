"""ICMP with ping sockets, with raw sockets, and without permission for either."""

import pytest

from lab.counters import errors
from lab.catalogue import EDGE
from lab.configuration import A, configuration, endpoint, seattle

CONFIGURATION = configuration([endpoint("edge", "edge.example", "icmp", "tcp")],
                              [seattle(A.prefix, A.prefix6)])

WITHOUT_NET_RAW = ["setpriv", "--bounding-set=-net_raw", "--inh-caps=-net_raw", "--"]


def test_a_ping_socket_measures_the_link(lab, start_daemon):
    measure(lab, start_daemon, wrapper=WITHOUT_NET_RAW)


def test_a_raw_socket_measures_the_link(lab, no_ping_sockets, start_daemon):
    measure(lab, start_daemon, wrapper=[])


def measure(lab, start_daemon, wrapper):
    lab.links["a"].delay("10ms")
    daemon = start_daemon(CONFIGURATION, wrapper=wrapper)
    daemon.wait_until(
        lambda m: all(m.value("peering_probes_received_total", prefix=prefix, probe="icmp") >= 20
                      for prefix in (A.prefix, A.prefix6)), "answers to pings")

    def medians_match_the_link(metrics):
        for prefix in (A.prefix, A.prefix6):
            median = metrics.value("peering_window_rtt_seconds", prefix=prefix, probe="icmp",
                                   quantile="0.5")
            assert median == pytest.approx(0.010, abs=lab.tolerance)

    metrics = daemon.settle(medians_match_the_link, "medians of 10 ms")
    assert errors(metrics) == 0
    assert metrics.total("peering_probes_duplicate_total") == 0


def test_a_raw_socket_ignores_the_pings_of_others(lab, no_ping_sockets, start_daemon):
    daemon = start_daemon(configuration([endpoint("hole", "black-hole.example", "icmp"),
                                         endpoint("edge", "edge.example", "icmp")], [seattle()]))
    assert len(lab.ping(A.address, EDGE[0], count=50)) == 50
    metrics = daemon.wait_until(
        lambda m: m.value("peering_probes_received_total", endpoint="edge") >= 10, "answers")
    assert metrics.total("peering_probes_received_total", endpoint="hole") == 0
    assert metrics.total("peering_probes_late_total") == 0
    assert metrics.total("peering_probes_duplicate_total") == 0


def test_without_permission_icmp_is_an_error_and_tcp_continues(lab, no_ping_sockets,
                                                             start_daemon):
    daemon = start_daemon(CONFIGURATION, wrapper=WITHOUT_NET_RAW)
    metrics = daemon.wait_until(
        lambda m: m.total("peering_probes_received_total", probe="tcp") >= 20, "TCP goes on")
    assert metrics.total("peering_probes_sent_total", probe="icmp") == 0
    assert metrics.total("peering_probe_errors_total", probe="icmp", reason="permission") >= 10
    assert errors(metrics, probe="tcp") == 0
    assert metrics.total("peering_probes_lost_total", probe="tcp") == 0
    assert "CAP_NET_RAW" in daemon.log.read_text()
