"""Each prefix reports the latency of its own link."""

import pytest

from lab.catalogue import EDGE
from lab.configuration import A, B, configuration, endpoint, portland, seattle

BOTH_FAMILIES = configuration([endpoint("edge", "edge.example", "icmp", "tcp")],
                              [seattle(A.prefix, A.prefix6), portland(B.prefix, B.prefix6)])

PREFIXES = {A.prefix: "a", A.prefix6: "a", B.prefix: "b", B.prefix6: "b"}


def about(lab, seconds):
    return pytest.approx(seconds, abs=lab.tolerance)


def latency(metrics, prefix):
    return metrics.value("peering_prefix_window_rtt_seconds", prefix=prefix)


def every_target_has(count):
    """A condition: each target of BOTH_FAMILIES has had `count` answers."""
    def holds(metrics):
        received = metrics.samples("peering_probes_received_total")
        return len(received) == 8 and all(sample.value >= count for sample in received)
    return holds


def test_each_prefix_reports_the_latency_of_its_own_link(lab, start_daemon):
    delays = {"a": 0.010, "b": 0.025}
    for name, delay in delays.items():
        lab.links[name].delay(f"{delay}s")
    daemon = start_daemon(BOTH_FAMILIES)
    daemon.wait_until(every_target_has(30), "30 answers from each target")

    def each_is_that_of_its_link(metrics):
        for prefix, link in PREFIXES.items():
            for probe in ("icmp", "tcp"):
                target = {"prefix": prefix, "probe": probe}
                median = metrics.value("peering_window_rtt_seconds", quantile="0.5", **target)
                assert median == about(lab, delays[link]), target
                assert metrics.value("peering_window_rtt_seconds", quantile="0", **target) >= delays[link]
            assert latency(metrics, prefix) == about(lab, delays[link])

    metrics = daemon.settle(each_is_that_of_its_link, "medians of 10 and 25 ms")
    for prefix in PREFIXES:
        assert metrics.value("peering_prefix_window_loss_ratio", prefix=prefix) == 0


def test_a_connection_reports_the_average_of_its_prefixes(lab, start_daemon):
    lab.links["a"].delay("10ms")
    lab.links["b"].delay("30ms")
    daemon = start_daemon(configuration([endpoint("edge", EDGE[0], "tcp")],
                                        [seattle(A.prefix, B.prefix)]))
    daemon.wait_until(
        lambda m: min(s.value for s in m.samples("peering_probes_received_total")) >= 30,
        "30 answers from each target")

    def average_of(metrics):
        return metrics.value("peering_connection_window_rtt_seconds", connection="contoso-seattle")

    def is_between_both_links(metrics):
        assert average_of(metrics) == about(lab, 0.020)

    metrics = daemon.settle(is_between_both_links, "an average of 20 ms")
    assert average_of(metrics) == pytest.approx(
        (latency(metrics, A.prefix) + latency(metrics, B.prefix)) / 2)


def test_a_change_of_one_link_affects_only_its_prefixes(lab, start_daemon):
    lab.links["a"].delay("10ms")
    lab.links["b"].delay("10ms")
    daemon = start_daemon(BOTH_FAMILIES)
    daemon.wait_until(every_target_has(10), "10 answers from each target")
    lab.links["a"].delay("40ms")

    def both_families_have_followed(metrics):
        for prefix, expected in ((A.prefix, 0.040), (A.prefix6, 0.040),
                                 (B.prefix, 0.010), (B.prefix6, 0.010)):
            assert latency(metrics, prefix) == about(lab, expected), prefix

    daemon.settle(both_families_have_followed, "the medians of a follow its link, those of b stay")


def test_jitter_is_the_mean_difference_of_consecutive_round_trips(lab, start_daemon):
    for link in lab.links.values():
        link.delay("50ms")
    lab.links["a"].jitter("40ms")
    daemon = start_daemon(configuration([endpoint("edge", EDGE[0], "icmp")], window="15s"))
    daemon.wait_until(
        lambda m: m.value("peering_probes_received_total", prefix=A.prefix) >= 120, "120 answers",
        timeout=20)
    # Each way varies uniformly over half of the 40 ms. The difference of two round trips is a sum of
    # four such variables; its mean absolute value is 7/15 of the width of one.
    expected = 7 / 15 * 0.020

    def each_is_that_of_its_link(metrics):
        for name in ("peering_window_jitter_seconds", "peering_prefix_window_jitter_seconds"):
            assert metrics.value(name, prefix=A.prefix) == pytest.approx(expected, rel=0.3)
            assert metrics.value(name, prefix=B.prefix) < expected / 3

    daemon.settle(each_is_that_of_its_link, "jitter on a, none on b", 30)
