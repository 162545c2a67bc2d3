"""Loss is reported accurately, and only for its own link."""

import pytest

from lab.catalogue import EDGE, OTHER_EDGE, all_names, shipped_hosts
from lab.configuration import A, B, configuration, endpoint, portland, seattle

HOSTS = [EDGE[0], OTHER_EDGE[0], *(all_names()[host][0] for host in shipped_hosts())][:8]

# 80 probes a second and type from each prefix.
CONFIGURATION = configuration([endpoint(f"edge-{number}", host)
                               for number, host in enumerate(HOSTS)], window="10s")


def bound(share, count):
    """The tolerance of a ratio of `count` samples: 4 standard deviations."""
    return 4 * (share * (1 - share) / count) ** 0.5


@pytest.mark.parametrize("probe", ["icmp", "tcp"])
def test_a_loss_of_ten_percent_shows_as_ten_percent(lab, start_daemon, probe):
    lab.links["a"].delay("5ms")
    lab.links["a"].loss("10%")
    daemon = start_daemon({**CONFIGURATION, "endpoints": [
        {**entry, "probes": [probe]} for entry in CONFIGURATION["endpoints"]]})
    metrics = daemon.wait_until(
        lambda m: m.total("peering_probes_sent_total", prefix=A.prefix) >= 700, "700 probes", 20)

    received = metrics.total("peering_probes_received_total", prefix=A.prefix)
    lost = metrics.total("peering_probes_lost_total", prefix=A.prefix)
    assert lost == metrics.total("peering_probes_lost_total", prefix=A.prefix, reason="timeout")
    assert lost / (received + lost) == pytest.approx(0.1, abs=bound(0.1, received + lost))
    for name, label in (("peering_prefix_window_loss_ratio", {"prefix": A.prefix}),
                        ("peering_connection_window_loss_ratio", {"connection": "contoso-seattle"})):
        assert metrics.value(name, **label) == pytest.approx(0.1, abs=bound(0.1, 700))
    for sample in metrics.samples("peering_window_loss_ratio", prefix=A.prefix):
        assert sample.value == pytest.approx(0.1, abs=bound(0.1, 80))

    assert metrics.total("peering_probes_lost_total", prefix=B.prefix) == 0
    assert metrics.value("peering_prefix_window_loss_ratio", prefix=B.prefix) == 0


def test_a_link_that_goes_down_leaves_the_other_untouched(lab, start_daemon):
    daemon = start_daemon(configuration([endpoint("edge", "edge.example")], [
        seattle(A.prefix, A.prefix6), portland(B.prefix, B.prefix6)], window="3s"))
    prefixes = (A.prefix, A.prefix6, B.prefix, B.prefix6)
    daemon.wait_until(lambda m: all(
        m.total("peering_probes_received_total", prefix=prefix) >= 20 for prefix in prefixes),
        "answers on both links")

    lab.links["b"].down()
    metrics = daemon.wait_until(lambda m: all(
        m.value("peering_prefix_window_loss_ratio", prefix=prefix) == 1 for prefix in prefixes[2:]),
        "everything is lost on b")
    for prefix in prefixes[:2]:
        assert metrics.total("peering_probes_lost_total", prefix=prefix) == 0
        assert metrics.value("peering_prefix_window_loss_ratio", prefix=prefix) == 0
    # Without an answer in the window the latency is absent, not 0.
    for name in ("peering_window_rtt_seconds", "peering_window_jitter_seconds",
                 "peering_prefix_window_rtt_seconds", "peering_prefix_window_jitter_seconds"):
        assert metrics.samples(name, prefix=A.prefix), name
        assert not metrics.samples(name, prefix=B.prefix), name

    lab.links["b"].up()
    daemon.wait_until(lambda m: all(
        m.value("peering_prefix_window_loss_ratio", prefix=prefix) == 0 for prefix in prefixes),
        "nothing is lost any more")
