"""What is broken is named: this host, the access line, the partner, the edge, DNS, alone and together."""

import json

import pytest

from lab.access import ENDPOINTS, AccessNetwork
from lab.catalogue import EDGE
from lab.configuration import A, B, configuration, endpoint, portland, seattle
from lab.waiting import wait_until

SEATTLE, PORTLAND = "contoso-seattle", "contoso-portland"


@pytest.fixture
def network(lab):
    network = AccessNetwork(lab.customer)
    yield network
    network.close()


@pytest.fixture
def probing(network, start_daemon):
    """Both connections are up, and their paths have been traced."""
    daemon = start_daemon(configuration(
        [endpoint(name, address, "icmp") for name, address in zip(("one", "two"), ENDPOINTS)],
        [seattle(network.a.network, redundancy_group="branch", endpoints=["one"]),
         portland(network.b.network, redundancy_group="branch", endpoints=["one", "two"])],
        interval="500ms", timeout="500ms"))
    daemon.wait_until(lambda m: all(m.value("peering_connection_up", connection=name) == 1
                                    for name in (SEATTLE, PORTLAND)), "both are up")
    daemon.watch(3)  # for the traces
    return daemon


def outage(daemon, connection):
    """The event that the connection is down."""
    return wait_until(lambda: daemon.events(kind="connection_down", connection=connection),
                      f"{connection} is down", 40)[0]


def diagnosis(daemon, connection):
    return outage(daemon, connection)["fields"]["diagnosis"]


# On a busy machine the second of two faults is late by a second: it must be the one that is known sooner.
CASES = {
    "carrier": (lambda n: n.a.lose_carrier(), "wan-a up, no carrier; likely cause: the access line"),
    "address": (lambda n: n.a.lose_address(),
                "wan-a up, carrier up, no address; likely cause: the access line or this host"),
    "switched off": (lambda n: n.a.switch_off(), "wan-a down; likely cause: this host"),
    "gateway": (lambda n: n.a.kill_gateway(),
                "wan-a up, carrier up, gateway silent; likely cause: the access line"),
    "circuit": (lambda n: n.a.cut_behind_gateway(),
                "wan-a up, carrier up, gateway answers, the path ends at the gateway, other prefixes reach the "
                "same endpoints; likely cause: the access line or the partner"),
    "partner": (lambda n: n.a.drop_behind_gateway(),
                "wan-a up, carrier up, gateway answers, routers behind the gateway answer, other "
                "prefixes reach the same endpoints; likely cause: the partner"),
    "edge": (lambda n: n.kill_endpoint(ENDPOINTS[0]),
             "wan-a up, carrier up, gateway answers, routers behind the gateway answer, no other "
             "prefix reaches the same endpoints; likely cause: the edge"),
    "gateway and edge": (lambda n: (n.kill_endpoint(ENDPOINTS[0]), n.a.kill_gateway()),
                         "wan-a up, carrier up, gateway silent, no other prefix reaches the same "
                         "endpoints; likely cause: the access line and the edge"),
    "carrier and edge": (lambda n: (n.kill_endpoint(ENDPOINTS[0]), n.a.lose_carrier()),
                         "wan-a up, no carrier, no other prefix reaches the same endpoints; likely cause: "
                         "the access line and the edge"),
}


@pytest.mark.parametrize("fault", CASES)
def test_the_broken_part_is_named(fault, network, probing):
    cause, expected = CASES[fault]
    cause(network)
    event = outage(probing, SEATTLE)
    # The other prefixes may fall silent a moment later than this one.
    assert expected.rpartition(": ")[2].rpartition(" and ")[2] in event["fields"]["diagnosis"]
    assert f"); {PORTLAND} of the same group is up" in event["summary"]
    wait_until(lambda: event["summary"] in probing.log.read_text(), "the line in the log", 10)
    probing.wait_until(
        lambda m: f" ({expected})" in "".join(
            sample.labels["reason"] for sample in m.samples("peering_connection_result_info",
                                                            connection=SEATTLE)),
        f"the diagnosis is {expected}", 20)


def test_a_firewall_that_rejects_hides_no_outage(network, start_daemon):
    """Its ICMP errors are no answers of the endpoint, and go on while the line is dead."""
    network.a.reject_at_gateway("udp dport 3478", "tcp dport 81")
    daemon = start_daemon(configuration(
        [endpoint("one", ENDPOINTS[0], "icmp"),
         endpoint("two", ENDPOINTS[1], "stun", {"type": "tcp", "port": 81}, {"type": "http", "port": 81})],
        [seattle(network.a.network)], interval="500ms", timeout="500ms"))
    metrics = daemon.wait_until(lambda m: m.value("peering_connection_up") == 1
                                and m.total("peering_probes_lost_total", probe="http:81") > 2, "up, and rejected")
    for probe in ("tcp:81", "http:81"):
        assert metrics.total("peering_probes_lost_total", probe=probe, reason="unreachable") > 0
        assert metrics.total("peering_probes_lost_total", probe=probe, reason="refused") == 0
    network.a.drop_behind_gateway()
    daemon.wait_until(lambda m: m.value("peering_connection_up") == 0, "down", 40)


def test_two_lines_that_break_together_are_both_named(network, probing):
    network.a.kill_gateway()
    network.b.drop_behind_gateway()
    assert diagnosis(probing, SEATTLE) == "wan-a up, carrier up, gateway silent; likely cause: the access line"
    assert diagnosis(probing, PORTLAND) == (
        "wan-b up, carrier up, gateway answers, routers behind the gateway answer; likely cause: "
        "the partner or the edge")


def test_an_outage_has_the_current_and_the_earlier_path(network, probing):
    network.a.drop_behind_gateway()
    fields = outage(probing, SEATTLE)["fields"]
    assert fields["path_now"] == f"ends after hop 2 {network.a.partner_address}"
    assert fields["path_before"] == f"reaches {ENDPOINTS[0]} after 3 hops"


def test_dead_name_servers_are_named_next_to_a_dead_line(lab, start_daemon):
    lab.dns.set_names({"edge.example": [EDGE[0]]})
    lab.dns.start(ttl=1)
    try:
        daemon = start_daemon(configuration([endpoint("edge", "edge.example", "icmp")],
                                            interval="500ms", timeout="500ms"))
        daemon.wait_until(lambda m: m.value("peering_connection_up", connection=PORTLAND) == 1, "up")
        lab.dns.behave(**{"*": "drop"})
        daemon.wait_until(lambda m: m.total("peering_resolve_failures_total") >= 2, "failures", 60)
        lab.links["b"].loss("100%")
        assert diagnosis(daemon, PORTLAND) == (
            "isp-b up, carrier up, other prefixes reach the same endpoints, names do not resolve; likely cause: "
            "the access line and DNS")
    finally:
        lab.dns.start(ttl=60)


SMALL = """table inet small {
  chain in { type filter hook input priority 0; iifname "isp-*" meta length > 900 drop; }
}
"""


def test_silently_dropped_large_packets_are_named_where_https_stalls(lab, start_daemon):
    https = {"type": "https", "ca_file": str(lab.edge.certificates.authority)}
    daemon = start_daemon(configuration([endpoint("edge", "edge.example", "icmp", "tcp", https)],
                                        interval="500ms", timeout="400ms"))
    daemon.wait_until(lambda m: m.value("peering_connection_up", connection=SEATTLE) == 1, "up")
    lab.customer.run("nft", "-f", "-", stdin=SMALL)  # silently, as a broken tunnel does
    try:
        expected = "large packets to edge are silently dropped: 576 bytes pass, 1280 do not"
        daemon.wait_until(lambda _: daemon.events(kind="large_packets_lost"), "the event", 60)
        event = daemon.events(kind="large_packets_lost")[0]
        assert (event["summary"], event["level"]) == (expected, "warning")
        metrics = daemon.scrape()
        assert metrics.value("peering_connection_up", connection=SEATTLE) == 1
        document = json.loads(daemon.get("/api/v1/overview")[1])
        assert [c["diagnosis"] for c in document["connections"]] == [
            f"{expected} ({A.prefix})", f"{expected} ({B.prefix})"]
    finally:
        lab.customer.run("nft", "delete", "table", "inet", "small")
    daemon.wait_until(lambda _: daemon.events(kind="large_packets_pass"), "the end", 30)
