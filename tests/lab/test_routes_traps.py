"""What gobgpd 3.10 and FRR 8.4 send unlike the RFCs, or unlike each other, is no false event."""

import json
import signal
import time
from datetime import datetime, timedelta, timezone

import pytest

from lab.configuration import A
from lab.frr import DEAD_NEIGHBOUR, FrrRouters
from lab.gobgp import PARTNER_A, PARTNER_B, SITE_AS, Routers
from lab.routing import (ORIGIN, count, kinds, routed, session, start_announced, states, wait_for,
                         wait_for_state)
from lab.waiting import wait_until

QUIET = {"PrefixActivePath", "PrefixBackupPath"}


@pytest.fixture
def make(lab, tmp_path):
    """make(Routers or FrrRouters, …): routers that end with the test."""
    made = []

    def make(kind, **options):
        made.append(kind(lab.customer, tmp_path, **options))
        return made[-1]

    yield make
    for routers in made:
        routers.close()


def at_peer(daemon, peer):
    prefix, = json.loads(daemon.get("/api/v1/routes")[1])["prefixes"]
    one, = [one for one in prefix["sessions"] if one["peer"] == peer]
    return one


def time_of(text):
    """Times have milliseconds, rounded down."""
    return datetime.fromisoformat(text.replace("Z", "+00:00")) + timedelta(milliseconds=1)


def test_the_as_that_frr_prepends_is_not_an_upstream(start_daemon, make):
    routers = make(FrrRouters)
    daemon = start_announced(start_daemon, routers, upstreams=[64501, 64520])
    wait_for_state(daemon, PARTNER_A, "present")
    assert at_peer(daemon, PARTNER_A)["as_path"] == [64501, ORIGIN]
    assert set(kinds(daemon)) == QUIET
    routers.a.announce(A.prefix, "64666")
    wait_for(daemon, "PrefixOriginAsChangeEvent", timeout=2)
    routers.a.announce(A.prefix, f"{ORIGIN}")
    wait_for(daemon, "PrefixOriginAsChangeClearedEvent", timeout=2)


def test_frr_without_stored_routes_reports_announcements_as_withdrawals(start_daemon, make):
    routers = make(FrrRouters, stored=(PARTNER_A,))
    daemon = start_daemon(routed())
    routers.start()
    routers.a.announce(A.prefix, f"{ORIGIN}")
    routers.b.announce(A.prefix, f"64520 {ORIGIN}")
    wait_for_state(daemon, PARTNER_A, "present")
    wait_until(lambda: at_peer(daemon, PARTNER_B)["only_withdraws"], "the router is seen through", 10)
    assert at_peer(daemon, PARTNER_B)["state"] == "unknown"
    assert kinds(daemon) == ["PrefixActivePath"]


def test_frr_reports_peer_down_without_peer_up(start_daemon, make):
    routers = make(FrrRouters)
    daemon = start_announced(start_daemon, routers, sessions=[
        session(PARTNER_A), session(PARTNER_B, "backup"), session(DEAD_NEIGHBOUR, "backup")])
    assert states(daemon)[DEAD_NEIGHBOUR] in ("unknown", "absent")
    assert set(kinds(daemon)) == QUIET


@pytest.mark.parametrize("end", ["kill", "stop"])
def test_a_stopped_frr_raises_no_event(start_daemon, make, end):
    routers = make(FrrRouters)
    daemon = start_announced(start_daemon, routers)
    getattr(routers.site, end)()
    wait_for_state(daemon, PARTNER_A, "unknown")
    routers.site.start()
    routers.wait_until_established()
    wait_for_state(daemon, PARTNER_A, "present", 60)
    wait_for_state(daemon, PARTNER_B, "present", 60)
    assert set(kinds(daemon)) == QUIET


def test_gobgp_reports_its_own_table_without_a_peer_up(start_daemon, make):
    routers = make(Routers, policy="local-rib")
    local = {"router": "site", "role": "primary", "shows": "local"}
    daemon = start_daemon(routed(sessions=[local]))
    routers.start()
    routers.a.announce(A.prefix, f"{ORIGIN}")
    wait_for_state(daemon, None, "present")
    routers.a.withdraw(A.prefix)
    wait_for(daemon, "PrefixWithdrawalEvent")
    routers.b.announce(A.prefix, f"64520 {ORIGIN}")
    wait_for(daemon, "PrefixAnnouncementEvent")


def test_gobgp_withdrawals_before_a_peer_down_raise_one_event(start_daemon, make):
    routers = make(Routers, policy="post-policy")
    config = routed()
    config["routes"]["bmp"]["routers"][0]["view"] = "post-policy"
    daemon = start_announced(start_daemon, routers, config)
    routers.a.kill()
    wait_for(daemon, "PrefixWithdrawalEvent", timeout=20)
    wait_for(daemon, "PrefixActivePath", times=2, timeout=10)
    assert count(daemon, "PrefixWithdrawalEvent") == 1


def test_gobgp_repeats_a_table_without_negotiated_path_ids(start_daemon, make):
    routers = make(Routers, add_paths=True)
    daemon = start_announced(start_daemon, routers)
    daemon.stop()
    again = start_daemon(routed())
    again.wait_until(lambda m: m.value("peeringd_route_source_up", source="bmp") == 1,
                     "the router", 60)
    again.wait_until(lambda m: m.value("peeringd_route_source_messages_total", source="bmp") >= 4,
                     "its table", 60)
    wait_until(lambda: "does the session use add-path?" in again.log.read_text(), "the cause in the log", 10)
    assert set(kinds(again)) <= QUIET
    assert "absent" not in states(again).values()


def test_a_route_with_the_routers_own_as_is_withdrawn_in_updates_and_tables(start_daemon, make):
    """FRR does not use it, and reports it as withdrawn when it arrives, but as announced in the next table."""
    routers = make(FrrRouters)
    daemon = start_announced(start_daemon, routers)
    routers.b.announce(A.prefix.replace("/24", "/25"), f"64530 {SITE_AS}")
    routers.b.announce(A.prefix, f"64521 {ORIGIN}")  # so that the first one has arrived
    wait_until(lambda: at_peer(daemon, PARTNER_B)["as_path"] == [64502, 64521, ORIGIN], "the second route", 10)
    assert set(kinds(daemon)) == QUIET
    daemon.stop()
    again = start_daemon(routed())
    again.wait_until(lambda m: m.value("peeringd_route_source_synchronised", source="bmp") == 1, "the table", 60)
    assert set(kinds(again)) == QUIET


def test_the_end_of_a_session_at_frr_is_one_withdrawal(start_daemon, make):
    routers = make(FrrRouters)
    daemon = start_announced(start_daemon, routers)
    routers.a.kill()
    wait_for(daemon, "PrefixWithdrawalEvent", timeout=20)
    event, = daemon.events(kind="PrefixWithdrawalEvent")
    assert event["fields"]["cause"] == "session_down"
    routers.a.start()
    routers.wait_until_established()
    routers.a.announce(A.prefix, f"{ORIGIN}")
    wait_for(daemon, "PrefixAnnouncementEvent", timeout=20)
    assert count(daemon, "PrefixWithdrawalEvent") == 1


def test_an_end_of_rib_with_the_flag_of_short_paths_is_of_the_same_peer(start_daemon, make):
    """gobgpd sets the A flag in the End-of-RIB after policy, and only there. Taken for another peer's, the table would
    be complete only after half a minute without a route."""
    routers = make(Routers, policy="post-policy")
    routers.start()
    routers.a.announce(A.prefix, f"{ORIGIN}")
    routers.b.announce(A.prefix, f"64520 {ORIGIN}")
    config = routed()
    config["routes"]["bmp"]["routers"][0]["view"] = "post-policy"
    daemon = start_daemon(config)
    wait_for(daemon, "PrefixActivePath", timeout=60)
    daemon.wait_until(lambda m: m.value("peeringd_route_source_synchronised", source="bmp") == 1,
                      "the End-of-RIB", 20)
    assert set(kinds(daemon)) == QUIET


@pytest.mark.parametrize("kind", [Routers, FrrRouters])
def test_events_have_the_time_of_arrival(start_daemon, make, kind):
    """gobgpd gives a withdrawal the time of the announcement; FRR gives a Peer Up the time of its boot."""
    routers = make(kind)
    daemon = start_announced(start_daemon, routers)
    time.sleep(3)
    begin = datetime.now(timezone.utc)
    routers.a.withdraw(A.prefix)
    wait_for(daemon, "PrefixWithdrawalEvent")
    event, = daemon.events(kind="PrefixWithdrawalEvent")
    assert begin <= time_of(event["time"])
    routers.a.announce(A.prefix, f"{ORIGIN}")
    wait_for(daemon, "PrefixAnnouncementEvent")
    wait_until(lambda: begin <= time_of(at_peer(daemon, PARTNER_A)["since"] or "1970-01-01T00:00:00Z"),
               "the time of the second announcement", 10)


@pytest.mark.parametrize("kind", [Routers, FrrRouters])
def test_routes_of_the_router_itself_are_of_no_partner(start_daemon, make, kind):
    """gobgpd and FRR report them as of a peer without an address and AS, which never had a Peer Up."""
    own = A.prefix.replace("/24", "/25")
    routers = make(kind, **({"networks": [own]} if kind is FrrRouters else {"policy": "post-policy"}))
    config = routed()
    if kind is Routers:
        config["routes"]["bmp"]["routers"][0]["view"] = "post-policy"
    daemon = start_announced(start_daemon, routers, config)
    if kind is Routers:
        routers.site.announce(own, "64666")
    daemon.stop()
    again = start_daemon(config)  # both report them in the table after a connection
    again.wait_until(lambda m: m.value("peeringd_route_source_synchronised", source="bmp") == 1, "the table", 90)
    assert set(kinds(again)) == QUIET
    prefix, = json.loads(again.get("/api/v1/routes")[1])["prefixes"]
    assert {one["peer"] for one in prefix["sessions"]} == {PARTNER_A, PARTNER_B}
    assert prefix["state"] == "ok"


def test_reconnects_restarts_and_reloads_raise_no_event(start_daemon, make):
    routers = make(Routers)
    daemon = start_announced(start_daemon, routers)
    before = kinds(daemon)
    for end in ("kill", "stop", "kill"):
        daemon.program.send_signal(signal.SIGHUP)
        getattr(routers.site, end)()
        wait_for_state(daemon, PARTNER_A, "unknown")
        routers.site.start()
        routers.wait_until_established()
        daemon.program.send_signal(signal.SIGHUP)
        wait_for_state(daemon, PARTNER_A, "present", 60)
        wait_for_state(daemon, PARTNER_B, "present", 60)
    assert kinds(daemon) == before
