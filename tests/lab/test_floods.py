"""Floods of unrelated answers, at each kind of socket that is shared by all targets."""

import socket
import time
from pathlib import Path

import pytest

from lab.catalogue import EDGE
from lab.configuration import A, configuration, endpoint, seattle
from lab.packets import payload_of
from lab.waiting import wait_until
from lab.watched import in_flight, lost, newly_lost, received, sent, inconclusive

FLOODER = Path(__file__).with_name("lab") / "flooder.py"
MANY = 300_000  # at some 50,000 to 150,000 a second
MORE_THAN_FIT = 50_000  # the buffer holds fewer than 20,000: net/receive_buffer


class Flood:
    """A flood of answers to the customer's socket, with its identifier or port and the edge's
    address."""

    def __init__(self, lab, kind):
        self._customer = lab.customer
        self._kind = kind
        protocol, at = {"icmp": (socket.IPPROTO_ICMP, 4), "stun": (socket.IPPROTO_UDP, 0)}[kind]
        probes = lab.network.edge.inside(
            lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, protocol))
        with probes:
            probes.settimeout(5)
            self._number = int.from_bytes(payload_of(probes.recv(2048))[at:at + 2], "big")

    def send(self, count):
        self._customer.run("python3", FLOODER, self._kind, EDGE[0], A.address, self._number, count,
                           timeout=60)


def dropped(metrics):
    return metrics.value("peeringd_receive_drops_total")


def holds_to(delay, within):
    """A check: no round trip is shorter or longer than that of the link."""
    def check(metrics):
        for sample in metrics.samples("peering_window_rtt_seconds", quantile="0"):
            assert sample.value >= delay
        for sample in metrics.samples("peering_window_rtt_seconds", quantile="0.5"):
            assert sample.value == pytest.approx(delay, abs=within)
        for name in ("late", "duplicate"):
            assert metrics.total(f"peering_probes_{name}_total") == 0
    return check


@pytest.fixture
def kind(request):
    """The type of the probes whose socket is flooded."""
    if request.param == "raw":
        request.getfixturevalue("no_ping_sockets")
    return "stun" if request.param == "stun" else "icmp"


def start(lab, start_daemon, kind, delay, interval):
    """A daemon with twenty targets on one socket, its flood, and a scrape before it."""
    lab.links["a"].delay(delay)
    targets = [endpoint(f"edge-{n}", EDGE[0], kind) for n in range(20)]
    daemon = start_daemon(configuration(targets, [seattle()], interval, timeout=interval))
    before = daemon.wait_until(lambda m: received(m) >= 20, "answers")
    return daemon, Flood(lab, kind), before


@pytest.mark.parametrize("kind", ["ping", "raw", "stun"], indirect=True)
def test_a_flood_of_foreign_answers_changes_no_statistic(lab, start_daemon, kind):
    daemon, flood, before = start(lab, start_daemon, kind, "10ms", "1s")
    flood.send(MANY)
    after = daemon.scrape()
    assert not newly_lost(after, before), "what our buffer dropped is no loss"
    missing = inconclusive(after) - inconclusive(before) + in_flight(after) - in_flight(before)
    assert sent(after) - sent(before) == received(after) - received(before) + missing
    assert received(after) - received(before) > (sent(after) - sent(before)) / 2
    holds_to(0.010, within=0.010)(after)
    daemon.wait_until(lambda m: received(m) >= received(after) + 20, "it goes on")


@pytest.mark.parametrize("kind", ["raw", "stun"], indirect=True)
def test_answers_dropped_in_a_flood_are_inconclusive_not_lost(lab, start_daemon, kind):
    """The daemon is stopped until the answers to its probes have arrived, so that the buffer is full on
    any machine."""
    daemon, flood, before = start(lab, start_daemon, kind, "2s", "2500ms")
    daemon.pause()
    flood.send(MORE_THAN_FIT)
    time.sleep(2)
    daemon.resume()
    after = daemon.wait_until(lambda m: inconclusive(m) > inconclusive(before), "inconclusive probes")
    assert dropped(after) > dropped(before) + MORE_THAN_FIT / 2
    last = daemon.wait_until(lambda m: received(m) >= received(after) + 10, "it goes on")
    assert lost(last) == lost(before) == 0
    holds_to(2, within=0.050)(last)

    daemon.stop()
    lab.links["a"].reset()  # packets of the next test would queue behind those on the link
    wait_until(lambda: lab.ping(A.address, EDGE[0], count=1), "the wire is empty", 5)
