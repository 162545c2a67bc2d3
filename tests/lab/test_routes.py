"""Routes by BMP from real BGP speakers: events of prefixes, and none when a source is lost."""

import signal
import socket

import pytest

from lab.configuration import A
from lab.gobgp import BMP_PORT, PARTNER_A, PARTNER_B, SITE, Routers
from lab.routing import (ORIGIN, count, kinds, routed, start_announced, wait_for, wait_for_state)
from lab.waiting import wait_until
from lab.watched import received

BMP = {"source": "bmp"}


@pytest.fixture
def routers(lab, tmp_path):
    routers = Routers(lab.customer, tmp_path)
    yield routers
    routers.close()


def test_an_origin_change_raises_events_at_its_start_and_end(start_daemon, routers):
    daemon = start_announced(start_daemon, routers)
    assert set(kinds(daemon)) == {"PrefixActivePath", "PrefixBackupPath"}
    answers = received(daemon.scrape())
    routers.a.announce(A.prefix, "64666")
    wait_for(daemon, "PrefixOriginAsChangeEvent", timeout=2)
    event, = daemon.events(kind="PrefixOriginAsChangeEvent")
    assert event["fields"]["origin"] == 64666
    assert event["fields"]["eventLevel"] == "Critical"
    assert (event["connection"], event["prefix"]) == ("contoso-seattle", A.prefix)
    metrics = daemon.wait_until(
        lambda m: m.samples("peering_prefix_route_anomalies"), "the anomaly among the metrics")
    assert metrics.value("peering_prefix_route_info", bgp_peer=PARTNER_A, origin_as="64666") == 1
    routers.a.announce(A.prefix, f"{ORIGIN}")
    wait_for(daemon, "PrefixOriginAsChangeClearedEvent", timeout=2)
    routers.b.announce(A.prefix, "64666")
    wait_for(daemon, "PrefixBackupRouteOriginAsChangeEvent", timeout=2)
    event, = daemon.events(kind="PrefixBackupRouteOriginAsChangeEvent")
    assert event["fields"]["eventLevel"] == "Error"
    routers.b.announce(A.prefix, f"64520 {ORIGIN}")
    wait_for(daemon, "PrefixBackupRouteOriginAsChangeClearedEvent", timeout=2)
    daemon.wait_until(lambda m: received(m) > answers, "probing goes on")


def test_a_withdrawal_and_a_more_specific_raise_events_at_start_and_end(start_daemon, routers):
    daemon = start_announced(start_daemon, routers)
    routers.a.withdraw(A.prefix)
    wait_for(daemon, "PrefixWithdrawalEvent", timeout=2)
    event, = daemon.events(kind="PrefixWithdrawalEvent")
    assert event["summary"].endswith("; probes from the prefix are answered")
    metrics = daemon.wait_until(
        lambda m: m.value("peering_prefix_route_present", bgp_peer=PARTNER_A) == 0, "its absence")
    assert metrics.value("peering_prefix_route_present", bgp_peer=PARTNER_B) == 1
    assert metrics.value("peering_prefix_active_path_info", bgp_peer=PARTNER_B, upstream_as="64520") == 1
    routers.a.announce(A.prefix, f"{ORIGIN}")
    wait_for(daemon, "PrefixAnnouncementEvent", timeout=2)
    more_specific = A.prefix.replace("/24", "/25")
    routers.b.announce(more_specific, "64666")
    wait_for(daemon, "PrefixMoreSpecificEvent", timeout=2)
    routers.b.withdraw(more_specific)
    wait_for(daemon, "PrefixMoreSpecificClearedEvent", timeout=2)


def test_the_end_of_a_session_withdraws_and_its_return_announces(start_daemon, routers):
    daemon = start_announced(start_daemon, routers)
    routers.a.kill()
    wait_for(daemon, "PrefixWithdrawalEvent", timeout=20)
    event, = daemon.events(kind="PrefixWithdrawalEvent")
    assert event["fields"]["cause"] == "session_down"
    routers.a.start()
    routers.wait_until_established()
    routers.a.announce(A.prefix, f"{ORIGIN}")
    wait_for(daemon, "PrefixAnnouncementEvent")
    assert count(daemon, "PrefixWithdrawalEvent") == 1


@pytest.mark.parametrize("policy", ["pre-policy", "post-policy"])
@pytest.mark.parametrize("end", ["kill", "stop"])
def test_a_stopped_router_raises_no_event(start_daemon, lab, tmp_path, policy, end):
    routers = Routers(lab.customer, tmp_path, policy)
    try:
        config = routed()
        config["routes"]["bmp"]["routers"][0]["view"] = policy
        daemon = start_daemon(config)
        routers.start()
        routers.a.announce(A.prefix, f"{ORIGIN}")
        routers.b.announce(A.prefix, f"64520 {ORIGIN}")
        wait_for(daemon, "PrefixActivePath")
        wait_for(daemon, "PrefixBackupPath")
        before = kinds(daemon)
        getattr(routers.site, end)()
        wait_for_state(daemon, PARTNER_A, "unknown")
        assert daemon.scrape().value("peeringd_route_source_up", **BMP) == 0
        routers.site.start()
        routers.wait_until_established()
        wait_for_state(daemon, PARTNER_A, "present", 40)
        wait_for_state(daemon, PARTNER_B, "present", 40)
        assert kinds(daemon) == before
    finally:
        routers.close()


def test_a_restart_of_the_daemon_raises_no_event(start_daemon, routers):
    daemon = start_announced(start_daemon, routers)
    daemon.stop()
    again = start_daemon(routed())
    wait_for(again, "PrefixBackupPath", timeout=60)
    again.wait_until(lambda m: m.value("peeringd_route_source_synchronised", **BMP) == 1,
                     "the tables", 60)
    events = [event for event in again.events() if event["kind"].startswith("Prefix")]
    assert {event["kind"] for event in events} == {"PrefixActivePath", "PrefixBackupPath"}


def test_a_reload_keeps_unchanged_sources_and_prefixes(start_daemon, routers):
    daemon = start_announced(start_daemon, routers)
    daemon.configure(routed(origin=[ORIGIN, 64666]))
    daemon.program.send_signal(signal.SIGHUP)
    routers.a.announce(A.prefix, "64666")
    daemon.wait_until(lambda m: m.samples("peering_prefix_route_info"), "routes")
    assert count(daemon, "PrefixWithdrawalEvent") == 0
    daemon.configure(routed())
    daemon.program.send_signal(signal.SIGHUP)
    wait_for(daemon, "PrefixOriginAsChangeEvent")
    assert daemon.scrape().value("peeringd_route_source_up", **BMP) == 1


def connect(lab, source="127.0.0.99"):
    return lab.customer.inside(lambda: socket.create_connection(
        ("127.0.0.1", BMP_PORT), timeout=5, source_address=(source, 0)))


def is_closed(connection, timeout=10):
    connection.settimeout(timeout)
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False


def test_unknown_addresses_are_rejected_and_disturb_no_router(lab, start_daemon, routers):
    daemon = start_announced(start_daemon, routers)
    strangers = [connect(lab) for _ in range(1000)]
    assert all(is_closed(stranger) for stranger in strangers)
    for stranger in strangers:
        stranger.close()
    metrics = daemon.wait_until(
        lambda m: m.value("peeringd_bmp_strangers_total") == 1000, "the strangers")
    assert metrics.value("peeringd_route_source_up", **BMP) == 1
    routers.a.announce(A.prefix, "64666")
    wait_for(daemon, "PrefixOriginAsChangeEvent", timeout=2)


@pytest.mark.parametrize("message, reason",
                         [(b"\x03\xff\xff\xff\xff\x00", "too_long"), (b"GET / HTTP/1.1", "protocol")])
def test_a_connection_with_malformed_messages_is_closed_and_counted(lab, start_daemon, message, reason):
    daemon = start_daemon(routed())
    wait_until(lambda: "BMP station" in daemon.log.read_text(), "the station", 10)
    router = connect(lab, SITE)
    router.sendall(message)
    assert is_closed(router)
    daemon.wait_until(
        lambda m: m.value("peeringd_route_source_errors_total", reason=reason, **BMP) == 1,
        "the error")


def test_one_byte_a_minute_closes_the_connection(lab, start_daemon):
    """A byte does not extend the minute that a message may take."""
    daemon = start_daemon(routed())
    wait_until(lambda: "BMP station" in daemon.log.read_text(), "the station", 10)
    router = connect(lab, SITE)
    for _ in range(3):
        router.sendall(b"\x03")
        if is_closed(router, 45):
            break
    else:
        pytest.fail("still connected after two minutes")
    daemon.wait_until(
        lambda m: m.value("peeringd_route_source_errors_total", reason="slow", **BMP) == 1,
        "the error")
