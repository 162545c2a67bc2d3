"""Each kind of failure has its own reason."""

import pytest

from lab.counters import errors
from lab.configuration import A, configuration, endpoint, seattle

ENDPOINTS = [
    endpoint("good", "edge.example", "icmp", "tcp"),
    endpoint("refused", "edge.example", {"type": "tcp", "port": 81}),
    endpoint("black-hole-tcp", "black-hole.example", "tcp"),
    endpoint("black-hole-icmp", "black-hole.example", "icmp"),
    endpoint("unreachable-tcp", "unreachable.example", "tcp"),
    endpoint("unreachable-icmp", "unreachable.example", "icmp"),
]

REASONS = {
    "refused": "refused",
    "black-hole-tcp": "timeout",
    "black-hole-icmp": "timeout",
    "unreachable-tcp": "unreachable",
    "unreachable-icmp": "unreachable",
}


@pytest.mark.parametrize("prefix", [A.prefix, A.prefix6], ids=["v4", "v6"])
def test_each_failure_has_its_own_reason(lab, start_daemon, prefix):
    daemon = start_daemon(configuration(ENDPOINTS, [seattle(prefix)]))
    metrics = daemon.wait_until(
        lambda m: all(m.total("peering_probes_lost_total", endpoint=name) >= 10
                      for name in REASONS), "ten losses of each target")
    for name, reason in REASONS.items():
        lost = metrics.total("peering_probes_lost_total", endpoint=name)
        assert metrics.value("peering_probes_lost_total", endpoint=name, reason=reason) == lost
        assert metrics.value("peering_window_loss_ratio", endpoint=name) == 1
        assert metrics.total("peering_probes_received_total", endpoint=name) == 0
        assert not metrics.samples("peering_window_rtt_seconds", endpoint=name)
    assert metrics.total("peering_probes_received_total", endpoint="good") >= 10
    assert metrics.total("peering_probes_lost_total", endpoint="good") == 0
    assert errors(metrics) == 0


def test_answers_after_the_timeout_are_late_and_still_lost(lab, start_daemon):
    lab.links["a"].delay("70ms")
    daemon = start_daemon(configuration([endpoint("edge", "edge.example", "icmp")], [seattle()],
                                        timeout="50ms"))
    metrics = daemon.wait_until(
        lambda m: m.value("peering_probes_late_total", prefix=A.prefix) >= 10, "late answers")
    assert metrics.total("peering_probes_received_total") == 0
    assert metrics.value("peering_probes_lost_total", reason="timeout") >= 10
