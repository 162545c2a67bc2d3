"""Routes from RIS Live: what RIS peers see of our prefixes, and a stream that falls silent or lies."""

import json

import pytest

from lab.catalogue import EDGE
from lab.clock import Clock
from lab.configuration import A, configuration, endpoint, seattle
from lab.ris_live import RisLive
from lab.stayrtr import StayRtr

RIS = {"source": "ris"}
ORIGIN, FOREIGN = 64496, 64666


@pytest.fixture
def ris(lab):
    server = RisLive(lab.network.edge, lab.edge.certificates)
    yield server
    server.close()


def routed(lab, ris, **sources):
    return {**configuration([endpoint("edge", EDGE[0], "icmp")],
                            [seattle(A.prefix, A.prefix6, routes={"origin": ORIGIN})]),
            "routes": {"ris": {"client": "lab", "server": ris.server, "min_peers": 3,
                               "ca_file": str(lab.edge.certificates.authority)}, **sources}}


def synchronised(metrics):
    return metrics.value("peeringd_route_source_synchronised", **RIS)


def errors(metrics, reason):
    return metrics.value("peeringd_route_source_errors_total", reason=reason, **RIS)


def messages(metrics):
    return metrics.value("peeringd_route_source_messages_total", **RIS)


def kinds(daemon):
    """The kinds of the events of routes, oldest first."""
    return [event["kind"] for event in reversed(daemon.events())
            if event["kind"].startswith("Prefix")]


@pytest.fixture
def daemon(lab, start_daemon, ris):
    daemon = start_daemon(routed(lab, ris))
    daemon.wait_until(lambda m: synchronised(m) == 1, "the subscription")
    return daemon


def expect_messages(daemon, count):
    """Returns a function that waits until `count` more messages have arrived since this call."""
    before = messages(daemon.scrape())
    return lambda: daemon.wait_until(lambda m: messages(m) >= before + count, "all messages")


def test_both_prefixes_and_beacons_are_subscribed(daemon, ris):
    assert {A.prefix, A.prefix6} < ris.subscribed_prefixes()
    assert any(request["data"].get("type") == "RIS_PEER_STATE" for request in ris.requests)


def test_a_foreign_origin_counts_once_enough_peers_report_it(daemon, ris):
    everything_arrived = expect_messages(daemon, 5)
    for peer in (64501, 64502, 64503):
        ris.announce(peer, [peer, 64510, ORIGIN], A.prefix)
    ris.announce(64501, [64501, 64510, FOREIGN], A.prefix)
    ris.announce(64502, [64502, 64510, FOREIGN], A.prefix)
    everything_arrived()
    assert "PrefixOriginAsChangeEvent" not in kinds(daemon), "two of three peers"
    ris.announce(64503, [64503, 64510, FOREIGN], A.prefix)
    daemon.wait_until(lambda _: "PrefixOriginAsChangeEvent" in kinds(daemon), "the third", 5)
    ris.announce(64501, [64501, 64510, ORIGIN], A.prefix)
    ris.withdraw(64502, A.prefix)
    daemon.wait_until(lambda _: "PrefixOriginAsChangeClearedEvent" in kinds(daemon), "the end", 5)


def test_unreadable_messages_are_counted_and_raise_no_event(daemon, ris):
    everything_arrived = expect_messages(daemon, 8)
    ris.send("{")
    ris.send({"type": "ris_error", "data": {"message": "no such thing"}})
    ris.announce(64501, [64501, [ORIGIN, FOREIGN]], "eor")
    ris.announce(64502, [0], A.prefix)
    ris.announce(64503, [1] * 5000, A.prefix)
    ris.withdraw(64501, f"{A.prefix6.split('::')[0]}:0:0:0:0:0/48")
    ris.peer_state(64502, "down")
    ris.send("[" * 100)
    everything_arrived()
    metrics = daemon.scrape()
    assert errors(metrics, "malformed") == 2
    assert errors(metrics, "protocol") == 1
    assert synchronised(metrics) == 1 and ris.connected == 1
    assert kinds(daemon) == []


def test_a_huge_message_ends_the_connection(daemon, ris):
    ris.send(json.dumps({"type": "ris_message", "data": "x" * 2_000_000}))
    daemon.wait_until(lambda m: errors(m, "too_long") == 1 and synchronised(m) == 1, "a new one", 20)
    assert ris.connected == 2


def test_a_lost_connection_raises_no_event_and_is_restored(daemon, ris):
    ris.announce(64501, [64501, ORIGIN], A.prefix)
    ris.answers = False
    ris.disconnect()
    daemon.wait_until(lambda m: synchronised(m) == 0, "the loss")
    ris.answers = True
    ris.disconnect()
    daemon.wait_until(lambda m: synchronised(m) == 1, "another connection", 30)
    assert kinds(daemon) == []


def test_late_messages_show_as_lag(daemon, ris):
    ris.lag = 100
    ris.announce(64501, [64501, ORIGIN], A.prefix)
    metrics = daemon.wait_until(lambda m: m.samples("peeringd_ris_lag_seconds"), "a lag")
    assert metrics.value("peeringd_ris_lag_seconds") == pytest.approx(100, abs=2)
    assert synchronised(metrics) == 1, "lags up to three minutes are normal"


@pytest.fixture
def clock(tmp_path):
    return Clock(tmp_path)


@pytest.fixture
def leap(start_daemon, lab, ris, clock):
    """leap(seconds): time passes for the daemon, and for the server, whose messages would be late otherwise.
    `leap.daemon` is that daemon."""
    daemon = start_daemon(routed(lab, ris), wrapper=clock.wrapper)
    daemon.wait_until(lambda m: synchronised(m) == 1, "the subscription")

    def leap(seconds):
        clock.leap(daemon, seconds)
        ris.lag -= seconds

    leap.daemon = daemon
    return leap


def test_a_silent_stream_is_unknown_until_its_next_message(leap, ris):
    """Pings are answered; not even a beacon changes."""
    ris.announce(64501, [64501, ORIGIN], A.prefix)
    leap(136 * 60)
    leap.daemon.wait_until(lambda m: synchronised(m) == 0 and errors(m, "slow") == 1, "the silence")
    leap.daemon.wait_until(lambda _: ris.connected == 2, "another connection", 30)
    leap.daemon.watch(2)
    assert synchronised(leap.daemon.scrape()) == 0, "a connection proves nothing"
    ris.announce(64501, [64501, ORIGIN], A.prefix)
    leap.daemon.wait_until(lambda m: synchronised(m) == 1, "a message")
    assert kinds(leap.daemon) == []


def test_a_server_that_answers_no_ping_is_disconnected(leap, ris):
    ris.fall_silent()  # the daemon may connect again before it shows that the connection has ended
    leap(31)
    leap.daemon.wait_until(lambda _: ris.requests[-1]["type"] == "ping", "a ping")
    leap(61)
    leap.daemon.wait_until(lambda m: synchronised(m) == 0 and errors(m, "slow") == 1, "its silence")
    leap.daemon.wait_until(lambda m: synchronised(m) == 1, "another connection", 30)
    assert kinds(leap.daemon) == []


def test_a_stream_that_lags_is_unknown_until_a_timely_message(leap, ris):
    ris.lag = 200
    ris.announce(64501, [64501, ORIGIN], A.prefix)
    leap.daemon.wait_until(lambda m: m.samples("peeringd_ris_lag_seconds"), "a late message")
    leap(181)
    ris.lag = 200 - 181
    ris.announce(64502, [64502, ORIGIN], A.prefix)
    leap.daemon.wait_until(lambda m: synchronised(m) == 0 and errors(m, "slow") == 1, "the lag")
    leap.daemon.wait_until(lambda _: ris.connected == 2, "another connection", 30)
    ris.lag = -181
    ris.announce(64501, [64501, ORIGIN], A.prefix)
    leap.daemon.wait_until(lambda m: synchronised(m) == 1, "a timely message")
    assert kinds(leap.daemon) == []


def test_lost_visibility_is_an_event_until_enough_peers_see_the_prefix(lab, start_daemon, ris):
    daemon = start_daemon(routed(lab, ris) | {"alerts": {"route_visibility": {"warning": "80%"}}})
    daemon.wait_until(lambda m: synchronised(m) == 1, "the subscription")
    everything_arrived = expect_messages(daemon, 24)
    for peer in range(64601, 64621):
        ris.announce(peer, [peer, 64510, ORIGIN], A.prefix)
    for peer in range(64601, 64605):
        ris.withdraw(peer, A.prefix)
    everything_arrived()
    assert kinds(daemon) == [], "80 % still see it"
    ris.withdraw(64605, A.prefix)
    daemon.wait_until(lambda _: "PrefixVisibilityEvent" in kinds(daemon), "the event", 5)
    metrics = daemon.wait_until(lambda m: m.value("peering_prefix_visibility_ratio", prefix=A.prefix) == 0.75, "the ratio")
    assert metrics.value("peering_prefix_visible_peers", prefix=A.prefix) == 15
    ris.announce(64605, [64605, 64510, ORIGIN], A.prefix)
    daemon.wait_until(lambda _: "PrefixVisibilityClearedEvent" in kinds(daemon), "the end", 5)


def test_a_new_vrp_makes_a_known_route_invalid(lab, start_daemon, ris, tmp_path):
    cache = StayRtr(lab.network.edge, tmp_path)
    cache.write((A.prefix, 24, ORIGIN))
    cache.start()
    try:
        daemon = start_daemon(routed(lab, ris, rpki=[cache.address]))
        daemon.wait_until(lambda m: synchronised(m) == 1 and m.samples("peeringd_rpki_vrps"),
                          "both sources")
        everything_arrived = expect_messages(daemon, 3)
        for peer in (64501, 64502, 64503):
            ris.announce(peer, [peer, 64510, ORIGIN], A.prefix)
        everything_arrived()
        cache.write((A.prefix, 24, FOREIGN))
        daemon.wait_until(lambda _: "PrefixRpkiInvalidEvent" in kinds(daemon), "invalid", 15)
        cache.write((A.prefix, 24, ORIGIN))
        daemon.wait_until(lambda _: "PrefixRpkiInvalidClearedEvent" in kinds(daemon), "valid", 15)
    finally:
        cache.kill()
