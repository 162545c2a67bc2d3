"""What a source of routes loses or garbles is unknown, and no event: the table of failures, with real routers, and
with the messages of BMP that none of them sends."""

import json
import signal
import socket
import time

import pytest

from lab import bmp_table
from lab.clock import YEAR, Clock
from lab.configuration import A, B
from lab.gobgp import BMP_PORT, PARTNER_A, PARTNER_B, SITE, Routers
from lab.routing import ORIGIN, count, kinds, routed, session, start_announced, states, wait_for, wait_for_state
from lab.stayrtr import StayRtr
from lab.waiting import wait_until

OURS = bmp_table.prefix24(*map(int, A.prefix.split("/")[0].split(".")[:3]))
BMP = {"source": "bmp"}
HOLE = f"""table inet hole {{
 chain packets {{ type filter hook output priority 0; tcp dport {BMP_PORT} drop; tcp sport {BMP_PORT} drop; }}
}}"""


@pytest.fixture
def routers(lab, tmp_path):
    routers = Routers(lab.customer, tmp_path)
    yield routers
    routers.close()


@pytest.fixture
def clock(tmp_path):
    return Clock(tmp_path)


@pytest.fixture
def connect(lab):
    """connect(): a connection as the router, as soon as the station listens. It ends with the test."""
    made = []

    def listens():
        try:
            return lab.customer.inside(lambda: socket.create_connection(
                ("127.0.0.1", BMP_PORT), timeout=5, source_address=(SITE, 0)))
        except ConnectionRefusedError:
            return None

    def connect():
        made.append(wait_until(listens, "the station", 10))
        return made[-1]

    yield connect
    for one in made:
        one.close()


def begin(router):
    router.sendall(bmp_table.initiation() + bmp_table.peer_up(PARTNER_A))


def announce(router, **more):
    router.sendall(bmp_table.update(PARTNER_A, [OURS], **{"path": (bmp_table.PEER_AS, ORIGIN), **more}))


def announced_by(connect, daemon):
    """A router whose table has the prefix."""
    router = connect()
    begin(router)
    announce(router)
    router.sendall(bmp_table.end_of_rib(PARTNER_A))
    wait_for_state(daemon, PARTNER_A, "present")
    return router


def rpki(daemon):
    prefix, = json.loads(daemon.get("/api/v1/routes")[1])["prefixes"]
    return prefix["sessions"][0]["rpki"]


def test_a_router_that_vanished_is_unknown_within_a_minute(lab, start_daemon, routers):
    """Nothing says that the connection is dead but keepalive."""
    daemon = start_announced(start_daemon, routers)
    before = kinds(daemon)
    lab.customer.run("nft", "-f", "-", stdin=HOLE)
    try:
        daemon.wait_until(lambda m: m.value("peeringd_route_source_up", **BMP) == 0, "keepalive", 60)
        assert set(states(daemon).values()) == {"unknown"}
    finally:
        lab.customer.run("nft", "delete", "table", "inet", "hole")
    for peer in (PARTNER_A, PARTNER_B):
        wait_for_state(daemon, peer, "present", 90)
    assert kinds(daemon) == before


@pytest.mark.parametrize("message", [bmp_table.termination(), bmp_table.peer_down(PARTNER_A, 5)],
                         ids=["termination", "no more reports of the peer"])
def test_the_end_of_reports_is_no_withdrawal(start_daemon, connect, message):
    daemon = start_daemon(routed(sessions=[session(PARTNER_A)]))
    announced_by(connect, daemon).sendall(message)
    wait_for_state(daemon, PARTNER_A, "unknown")
    announced_by(connect, daemon)
    assert kinds(daemon) == ["PrefixActivePath"]


def test_a_port_check_does_not_end_the_session(start_daemon, connect):
    daemon = start_daemon(routed(sessions=[session(PARTNER_A)]))
    router = announced_by(connect, daemon)
    connect().close()
    daemon.wait_until(lambda m: m.value("peeringd_route_source_errors_total", reason="protocol", **BMP) == 1,
                      "the port check")
    assert states(daemon) == {PARTNER_A: "present"}
    router.sendall(bmp_table.peer_down(PARTNER_A, 5))
    wait_for_state(daemon, PARTNER_A, "unknown")


def test_a_reload_to_a_bmp_address_in_use_changes_nothing(lab, start_daemon, connect):
    daemon = start_daemon(routed(sessions=[session(PARTNER_A)]))
    announced_by(connect, daemon)
    taken = lab.customer.inside(lambda: socket.create_server(("127.0.0.1", BMP_PORT + 1)))
    changed = routed(sessions=[session(PARTNER_A)])
    changed["routes"]["bmp"]["listen"] = [f"127.0.0.1:{BMP_PORT + 1}"]
    daemon.configure(changed)
    with taken:
        daemon.program.send_signal(signal.SIGHUP)
        daemon.wait_until(lambda m: m.value("peeringd_config_last_reload_successful") == 0, "the refusal")
    assert "routes.bmp.listen: cannot listen on" in daemon.log.read_text()
    assert states(daemon) == {PARTNER_A: "present"}
    connect()
    daemon.program.send_signal(signal.SIGHUP)
    daemon.wait_until(lambda m: m.value("peeringd_config_last_reload_successful") == 1, "the new address")
    wait_until(lambda: f"BMP station on 127.0.0.1:{BMP_PORT + 1}" in daemon.log.read_text(), "the station", 10)


def test_a_malformed_update_in_a_table_is_no_withdrawal(start_daemon, connect, clock):
    daemon = start_daemon(routed(sessions=[session(PARTNER_A)]), wrapper=clock.wrapper)
    announced_by(connect, daemon).close()
    wait_for_state(daemon, PARTNER_A, "unknown")
    router = connect()
    begin(router)
    router.sendall(bmp_table.update(PARTNER_A, [bmp_table.prefix24(20, 0, 0), b"\x28"]))  # a prefix of 40 bits
    router.sendall(bmp_table.end_of_rib(PARTNER_A))
    daemon.wait_until(lambda m: m.value("peeringd_route_source_errors_total", reason="malformed", **BMP) == 1,
                      "the error")
    clock.leap(daemon, 3600)  # longer than any table takes
    daemon.watch(3)
    assert states(daemon) == {PARTNER_A: "unknown"}
    assert kinds(daemon) == ["PrefixActivePath"]
    announce(router)
    wait_for_state(daemon, PARTNER_A, "present")
    assert kinds(daemon) == ["PrefixActivePath"]


def test_a_route_that_arrives_after_the_end_of_its_table_was_never_withdrawn(start_daemon, connect, clock):
    """gobgpd ends the table of a BGP session that has just come up, and then sends what the session shows."""
    daemon = start_daemon(routed(sessions=[session(PARTNER_A)]), wrapper=clock.wrapper)
    announced_by(connect, daemon).close()
    wait_for_state(daemon, PARTNER_A, "unknown")
    router = connect()
    begin(router)
    router.sendall(bmp_table.end_of_rib(PARTNER_A))
    daemon.wait_until(lambda m: m.value("peeringd_route_source_synchronised", **BMP) == 1, "the End-of-RIB")
    announce(router)
    wait_for_state(daemon, PARTNER_A, "present")
    assert kinds(daemon) == ["PrefixActivePath"]
    router.close()
    router = connect()
    begin(router)
    router.sendall(bmp_table.end_of_rib(PARTNER_A))
    daemon.wait_until(lambda m: m.value("peeringd_route_source_synchronised", **BMP) == 1, "the End-of-RIB")
    clock.leap(daemon, 30)
    wait_for(daemon, "PrefixWithdrawalEvent")  # which is a real difference


def test_the_routes_that_a_router_announces_are_compared_with_the_requirements(start_daemon, connect):
    """Adj-RIB-Out (RFC 8671), which neither gobgpd nor FRR sends."""
    daemon = start_daemon(routed(sessions=[session(PARTNER_A, shows="announced")], community="8075:8007"))
    router = connect()
    begin(router)
    sent = {"flags": bmp_table.SENT, "path": (bmp_table.OUR_AS, ORIGIN)}
    announce(router, **sent, communities=[(8075, 8007)])
    wait_for_state(daemon, PARTNER_A, "present")
    assert kinds(daemon) == ["PrefixActivePath"]
    announce(router, **sent, communities=[(8075, 8000)])
    wait_for(daemon, "PrefixRequirementEvent", timeout=2)
    event, = daemon.events(kind="PrefixRequirementEvent")
    assert (event["level"], event["fields"]["eventLevel"]) == ("warning", "Warning")
    assert "community 8075:8007 is missing" in event["summary"]
    announce(router, **sent, communities=[(8075, 8007)])
    wait_for(daemon, "PrefixRequirementClearedEvent", timeout=2)


def test_a_watched_table_that_loses_everything_says_nothing(start_daemon, routers):
    own, other = (A.prefix.replace(".0/24", f".{part}/25") for part in (0, 128))
    daemon = start_announced(start_daemon, routers)
    daemon.stop()
    daemon = start_daemon(routed(more_specifics=[own], sessions=[session(PARTNER_A), session(PARTNER_B, shows="foreign")]))
    wait_for(daemon, "PrefixActivePath", timeout=60)
    routers.b.announce(own, f"{ORIGIN}")
    routers.b.announce(other, "64666")
    wait_for(daemon, "PrefixMoreSpecificEvent", timeout=2)
    event, = daemon.events(kind="PrefixMoreSpecificEvent")
    assert event["fields"]["eventLevel"] == "Critical" and other in event["summary"]
    routers.b.kill()
    wait_for(daemon, "PrefixMoreSpecificClearedEvent", timeout=20)
    assert kinds(daemon) == ["PrefixActivePath", "PrefixMoreSpecificEvent", "PrefixMoreSpecificClearedEvent"]


def test_rpki_data_that_expired_is_unknown(lab, start_daemon, routers, tmp_path, clock):
    """And a route in use becomes invalid by a new ROA, without a message of BGP."""
    cache = StayRtr(lab.network.edge, tmp_path)
    cache.write((A.prefix, 24, ORIGIN))
    cache.start()
    try:
        config = routed()
        config["routes"]["rpki"] = [cache.address]
        daemon = start_daemon(config, wrapper=clock.wrapper)
        routers.start()
        routers.a.announce(A.prefix, f"{ORIGIN}")
        wait_until(lambda: rpki(daemon) == "valid", "the route is valid", 30)
        cache.write((A.prefix, 24, 64666))
        wait_for(daemon, "PrefixRpkiInvalidEvent", timeout=15)
        wait_until(lambda: rpki(daemon) == "invalid", "the route is invalid", 5)
        cache.write((A.prefix, 24, ORIGIN))
        wait_for(daemon, "PrefixRpkiInvalidClearedEvent", timeout=15)
        wait_until(lambda: rpki(daemon) == "valid", "the route is valid again", 5)
        before = kinds(daemon)
        cache.kill()
        daemon.wait_until(lambda m: m.value("peeringd_route_source_up", source="rpki") == 0, "the loss", 20)
        assert rpki(daemon) == "valid"
        cache.start()  # another session
        daemon.wait_until(lambda m: m.value("peeringd_route_source_synchronised", source="rpki") == 1, "its data", 30)
        assert rpki(daemon) == "valid"
        cache.kill()
        clock.leap(daemon, 2 * 3600)
        wait_until(lambda: rpki(daemon) == "unknown", "the data expires", 10)
        assert kinds(daemon) == before
    finally:
        cache.kill()


def test_a_step_of_the_wall_clock_is_no_event(start_daemon, routers, clock):
    daemon = start_daemon(routed(), wrapper=clock.wrapper)
    routers.start()
    routers.a.announce(A.prefix, f"{ORIGIN}")
    wait_for(daemon, "PrefixActivePath")
    clock.set_wall(YEAR)
    daemon.watch(2)
    assert kinds(daemon) == ["PrefixActivePath"]
    routers.a.announce(A.prefix, "64666")
    wait_for(daemon, "PrefixOriginAsChangeEvent", timeout=2)
    event, = daemon.events(kind="PrefixOriginAsChangeEvent")
    assert event["time"].startswith(time.strftime("%Y-", time.gmtime(time.time() + YEAR)))
    clock.set_wall(0)
    routers.a.announce(A.prefix, f"{ORIGIN}")
    wait_for(daemon, "PrefixOriginAsChangeClearedEvent", timeout=2)
    assert count(daemon, "PrefixWithdrawalEvent") == 0


def test_a_reload_of_routers_and_prefixes_is_no_event(start_daemon, routers):
    config = routed()
    config["routes"]["bmp"]["routers"].append({"name": "other", "address": "127.0.0.77"})
    daemon = start_announced(start_daemon, routers, config)
    before = kinds(daemon)

    def load(configuration):
        daemon.forget_counters()
        daemon.configure(configuration)
        daemon.program.send_signal(signal.SIGHUP)

    def wait_for_prefixes(number):
        wait_until(lambda: len(json.loads(daemon.get("/api/v1/routes")[1])["prefixes"]) == number,
                   f"prefixes: {number}", 10)

    load(routed())
    wait_until(lambda: "other" not in daemon.get("/api/v1/routes")[1], "one router is left", 10)
    assert states(daemon) == {PARTNER_A: "present", PARTNER_B: "present"}
    more = routed()
    more["connections"][0]["prefixes"].append(B.prefix)
    load(more)  # the routers send their tables again
    wait_for_prefixes(2)
    load(routed())
    wait_for_prefixes(1)
    for peer in (PARTNER_A, PARTNER_B):
        wait_for_state(daemon, peer, "present", 60)
    assert kinds(daemon) == before
