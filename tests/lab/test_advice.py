"""ICMP messages that only give advice, such as redirects, do not count as loss."""

import pytest

from lab.configuration import configuration, endpoint, seattle
from lab.lan import BEHIND_SECOND, NETWORK, RedirectingLan
from lab.watched import failed, lost, received


@pytest.fixture
def lan(lab):
    lan = RedirectingLan(lab.customer)
    yield lan
    lan.close()


def probe_through(lan, start_daemon):
    """Waits for 30 answers and for redirects."""
    before = lan.redirects()
    daemon = start_daemon(configuration([endpoint("behind", BEHIND_SECOND, "icmp")],
                                        [seattle(NETWORK)], interval="500ms", timeout="500ms"))
    metrics = daemon.wait_until(lambda m: received(m) + lost(m) >= 30, "30 outcomes", 40)
    assert lan.redirects() - before >= 5, "the first router redirects"
    return metrics


def nothing_is_lost(metrics):
    assert lost(metrics) == 0
    assert failed(metrics, "send") == 0
    assert metrics.total("peering_probes_late_total") == 0


def test_a_redirect_causes_no_loss(lan, start_daemon):
    nothing_is_lost(probe_through(lan, start_daemon))


def test_a_redirect_causes_no_loss_on_a_raw_socket(lan, no_ping_sockets, start_daemon):
    nothing_is_lost(probe_through(lan, start_daemon))
