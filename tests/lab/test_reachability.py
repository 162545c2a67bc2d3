"""Whether prefixes, connections and groups are up, however well they perform: outages of links, addresses and
interfaces, as the daemon itself reports them."""

import re
import signal
import time

import pytest

from lab.catalogue import EDGE, OTHER_EDGE
from lab.configuration import A, B, configuration, endpoint, portland, seattle
from lab.reachability import DETECTED, reason, two_members, up, value


@pytest.fixture
def daemon(lab, start_daemon):
    running = start_daemon(two_members())
    running.wait_until(lambda m: up(m) == (1, 1, 1), "both connections are up")
    return running


def lines_since(daemon, length, connection):
    """Lines of the log about a connection that are shown by default."""
    return [line for line in daemon.log.read_text()[length:].splitlines()
            if connection in line and " debug " not in line]


def test_a_dead_link_is_down_and_its_group_is_up(lab, daemon):
    written = len(daemon.log.read_text())
    lab.links["b"].loss("100%")
    metrics = daemon.wait_until(lambda m: up(m) == (1, 0, 1), "portland is down", DETECTED)
    assert metrics.value("peering_connection_test_result", connection="contoso-portland") == 3
    assert metrics.value("peering_group_test_result", redundancy_group="contoso-us") == 2
    assert re.match(r"no answer on 2 of 2 prefixes since \d\d:\d\d:\d\d UTC",
                    reason(metrics, "contoso-portland"))
    lab.links["b"].reset()
    metrics = daemon.wait_until(lambda m: up(m) == (1, 1, 1), "portland is up again", 20)
    # Probes lost in the outage do not count against the loss threshold, so no Fail remains.
    daemon.wait_until(
        lambda m: m.value("peering_connection_test_result", connection="contoso-portland") == 1,
        "portland passes", 20)
    assert metrics.total("peering_probes_lost_total", connection="contoso-portland") > 10
    lines = lines_since(daemon, written, "contoso-portland")
    down = [line for line in lines if "down: no answer on 2 of 2 prefixes" in line]
    assert len(down) == 1
    assert "contoso-seattle of the same group is up" in down[0]
    assert any("up again after " in line for line in lines)
    assert len(lines) <= 10, lines


def test_two_dead_links_leave_the_group_down(lab, daemon):
    for link in lab.links.values():
        link.loss("100%")
    daemon.wait_until(lambda m: up(m) == (0, 0, 0), "the group is down", DETECTED)
    assert "redundancy group contoso-us: down: none of its 2 connections is up" in daemon.log.read_text()


def test_a_dead_link_and_a_lost_address_leave_the_group_down(lab, daemon):
    lab.network.remove_address(A, A.address)
    lab.network.remove_address(A, A.address6)
    lab.links["b"].loss("100%")
    metrics = daemon.wait_until(lambda m: up(m) == (0, 0, 0), "the group is down", DETECTED)
    assert reason(metrics, "contoso-seattle").startswith("no source for 2 of 2 prefixes: ")
    assert value(metrics, "peering_prefix_up", prefix=A.prefix) == 0
    lab.network.restore_addresses()
    lab.links["b"].reset()
    daemon.wait_until(lambda m: up(m) == (1, 1, 1), "both are up again", 30)


def test_an_interface_that_is_down_is_a_missing_source(lab, daemon):
    lab.network.customer.run("ip", "link", "set", B.device, "down")
    try:
        metrics = daemon.wait_until(lambda m: up(m) == (1, 0, 1), "portland is down", DETECTED)
        assert "no source" in reason(metrics, "contoso-portland")
    finally:
        lab.network.customer.run("ip", "link", "set", B.device, "up")
        lab.network.restore_addresses()


def test_one_of_two_prefixes_down_is_a_warning_for_its_connection(lab, daemon):
    lab.network.remove_address(B, B.address6)
    metrics = daemon.wait_until(
        lambda m: value(m, "peering_prefix_up", prefix=B.prefix6) == 0, "the prefix is down", DETECTED)
    assert up(metrics) == (1, 1, 1)
    assert metrics.value("peering_connection_test_result", connection="contoso-portland") == 2
    assert B.prefix6 in reason(metrics, "contoso-portland")


def test_an_endpoint_that_is_dead_everywhere_is_attributed_to_the_edge(lab, daemon):
    lab.edge.drop(f"ip daddr {EDGE[0]}")
    lab.edge.drop(f"ip6 daddr {EDGE[1]}")
    metrics = daemon.wait_until(
        lambda m: reason(m, "contoso-seattle").startswith("no answer from edge")
        and m.value("peering_prefix_test_result", prefix=A.prefix) == 2, "it is named", DETECTED)
    assert up(metrics) == (1, 1, 1)
    line = "edge: no answer to any of 4 prefixes, while other endpoints answer"
    daemon.wait_until(lambda _: line in daemon.log.read_text(), "the edge is named", DETECTED)


def test_one_endpoint_without_a_route_takes_nothing_down(lab, start_daemon):
    """The first one, whose route stood for those of all."""
    daemon = start_daemon(configuration(
        [endpoint("first", EDGE[0], "tcp", "icmp"), endpoint("second", OTHER_EDGE[0], "tcp", "icmp")],
        [seattle()], interval="500ms", timeout="400ms", window="10s"))
    daemon.wait_until(lambda m: value(m, "peering_connection_up", connection="contoso-seattle") == 1, "it is up")
    lab.customer.run("ip", "route", "add", "unreachable", EDGE[0], "table", A.table)
    try:
        metrics = daemon.watch(22)  # a missing source is noticed after 15 s
        assert metrics.value("peering_connection_up", connection="contoso-seattle") == 1
        assert metrics.value("peering_prefix_up", prefix=A.prefix) == 1
        assert metrics.total("peering_probe_errors_total", endpoint="first", reason="send") > 10
        assert metrics.total("peering_probes_lost_total") == 0
    finally:
        lab.customer.run("ip", "route", "del", "unreachable", EDGE[0], "table", A.table, check=False)


def test_an_outage_is_seen_though_the_host_is_stopped_now_and_then(lab, start_daemon):
    daemon = start_daemon(configuration(
        [endpoint("edge", EDGE[0], "tcp", "icmp"), endpoint("other", OTHER_EDGE[0], "tcp", "icmp")],
        [seattle()], interval="1s", timeout="900ms", window="60s"))
    daemon.wait_until(lambda m: value(m, "peering_connection_up", connection="contoso-seattle") == 1, "it is up")
    lab.links["a"].loss("100%")
    for _ in range(7):  # each stop has probes skipped, and each run has more of them lost
        daemon.pause()
        time.sleep(1.7)
        daemon.resume()
        metrics = daemon.watch(5.5)
        if value(metrics, "peering_connection_up", connection="contoso-seattle") == 0:
            break
    assert metrics.value("peering_connection_up", connection="contoso-seattle") == 0
    assert metrics.value("peering_connection_test_result", connection="contoso-seattle") == 3
    assert metrics.total("peering_probes_skipped_total") > 0


def test_a_silent_and_a_blocked_prefix_are_down_within_a_minute(lab, start_daemon):
    """With the shipped interval. The pager needs 15 s more: a scrape, a rule and Alertmanager's wait."""
    daemon = start_daemon(configuration(
        [endpoint("edge", EDGE[0], "icmp"), endpoint("other", OTHER_EDGE[0], "icmp")],
        [seattle(A.prefix, B.prefix, redundancy_group="us")], interval="10s", timeout="1s", window="60s"))
    daemon.wait_until(lambda m: all(value(m, "peering_prefix_up", prefix=isp.prefix) == 1 for isp in (A, B)),
                      "both prefixes are up", 30)
    begin = time.monotonic()
    lab.links["a"].loss("100%")
    lab.faults.forbid(f"ip saddr {B.address}")
    metrics = daemon.wait_until(
        lambda m: value(m, "peering_connection_up", connection="contoso-seattle") == 0, "it is down", 2 * 30)
    print(f"down after {time.monotonic() - begin:.1f} s")
    assert reason(metrics, "contoso-seattle").startswith(
        "no answer on 1 of 2 prefixes, 1 of 2 prefixes not known: probes do not leave this host since ")
    assert value(metrics, "peering_prefix_up", prefix=B.prefix) is None


def test_a_new_address_on_a_dead_line_is_down(lab, start_daemon):
    """A line that dialled again: DNS fails with it, so that the new address finds no names."""
    daemon = start_daemon(configuration(
        [endpoint("edge", "edge.example", "tcp", "icmp"), endpoint("other", "other.example", "tcp")],
        [seattle()], interval="500ms", timeout="400ms", window="10s"))
    daemon.wait_until(lambda m: value(m, "peering_connection_up", connection="contoso-seattle") == 1, "it is up")
    lab.links["a"].loss("100%")
    lab.network.remove_address(A, A.address)
    lab.network.add_address(A, "203.0.113.11")
    try:
        daemon.wait_until(lambda m: value(m, "peering_connection_up", connection="contoso-seattle") == 0,
                          "it is down", DETECTED)
    finally:
        lab.network.remove_address(A, "203.0.113.11")


def test_a_dead_line_whose_address_comes_and_goes_is_down(lab, start_daemon):
    """It dials again and again in vain: the address is never missing for 15 s, nor there for long."""
    daemon = start_daemon(configuration(
        [endpoint("edge", EDGE[0], "tcp", "icmp"), endpoint("other", OTHER_EDGE[0], "tcp")],
        [seattle()], interval="500ms", timeout="400ms", window="10s"))
    daemon.wait_until(lambda m: value(m, "peering_connection_up", connection="contoso-seattle") == 1, "it is up")
    lab.links["a"].loss("100%")
    begin = time.monotonic()
    for _ in range(5):
        lab.network.remove_address(A, A.address)
        daemon.watch(6)  # on a busy machine it takes longer
        lab.network.restore_addresses()
        metrics = daemon.watch(8)
        if value(metrics, "peering_connection_up", connection="contoso-seattle") == 0:
            break
    print(f"down within {time.monotonic() - begin:.1f} s")
    assert value(metrics, "peering_connection_up", connection="contoso-seattle") == 0
    assert reason(metrics, "contoso-seattle").startswith("no answer on its prefix since ")
    lab.links["a"].reset()
    daemon.wait_until(lambda m: value(m, "peering_connection_up", connection="contoso-seattle") == 1,
                      "it is up again", 40)


def test_a_new_address_is_probed_from_while_dns_is_down(lab, start_daemon):
    daemon = start_daemon(configuration(
        [endpoint("edge", "edge.example", "tcp", "icmp"), endpoint("other", "other.example", "tcp")],
        [seattle(A.prefix6)], interval="500ms", timeout="400ms", window="10s"))
    daemon.wait_until(lambda m: value(m, "peering_connection_up", connection="contoso-seattle") == 1, "it is up")
    lab.edge.drop("udp dport 53")
    lab.edge.drop("tcp dport 53")
    lab.network.remove_address(A, A.address6)
    lab.network.add_address(A, "2001:db8:a::11")
    try:
        daemon.wait_until(lambda m: value(m, "peering_prefix_source_info", prefix=A.prefix6,
                                          source="2001:db8:a::11") == 1, "the new address is the source")
        before = daemon.scrape()
        daemon.wait_until(
            lambda m: m.total("peering_probes_received_total")
            >= before.total("peering_probes_received_total") + 10, "answers to the new address", 20)
    finally:
        lab.network.remove_address(A, "2001:db8:a::11")


def test_refused_probes_leave_the_prefix_up_but_rejection_of_every_probe_is_a_fail(lab, start_daemon):
    daemon = start_daemon(configuration(
        [endpoint("closed", EDGE[0], {"type": "tcp", "port": 9}),
         endpoint("expired", "expired.example",
                  {"type": "https", "ca_file": str(lab.edge.certificates.authority)})],
        [seattle(), portland()], interval="500ms", timeout="400ms", window="10s"))
    metrics = daemon.wait_until(
        lambda m: value(m, "peering_connection_test_result", connection="contoso-seattle") == 3,
        "every probe is rejected", DETECTED)
    assert value(metrics, "peering_prefix_up", prefix=A.prefix) == 1
    assert reason(metrics, "contoso-seattle") == "every probe is rejected (refused, tls)"
    assert "contoso-seattle: Pass → Fail: every probe is rejected (refused, tls)" in daemon.log.read_text()

    daemon.configure(configuration(
        [endpoint("closed", EDGE[0], {"type": "tcp", "port": 9}), endpoint("edge", EDGE[0], "tcp")],
        [seattle(), portland()], interval="500ms", timeout="400ms", window="10s"))
    daemon.program.send_signal(signal.SIGHUP)
    daemon.wait_until(
        lambda m: value(m, "peering_connection_test_result", connection="contoso-seattle") == 1,
        "not every probe is rejected", 15)


def test_a_captive_portal_is_down_and_names_its_certificate(lab, start_daemon):
    """The portal answers pings and connections in place of the edge, and DNS works."""
    https = {"type": "https", "ca_file": str(lab.edge.certificates.authority)}
    daemon = start_daemon(configuration(
        [endpoint("edge", "edge.example", "icmp", "tcp", https),
         endpoint("other", "other.example", "icmp", "tcp", https)],
        [seattle(), portland()], interval="1s", timeout="900ms", window="20s"))
    daemon.wait_until(lambda m: all(
        m.total("peering_probes_received_total", probe="https", endpoint=name, prefix=A.prefix) >= 3
        for name in ("edge", "other")), "https passes", 30)
    written = len(daemon.log.read_text())
    lab.edge.intercept(A)
    begin = time.monotonic()
    metrics = daemon.wait_until(lambda m: value(m, "peering_connection_up", connection="contoso-seattle") == 0,
                                "it is down", DETECTED)
    print(f"down after {time.monotonic() - begin:.1f} s")
    text = reason(metrics, "contoso-seattle")
    assert text.startswith("answers on its prefix are rejected: certificate of portal.example is not that of "
                           "edge.example, other.example since "), text
    assert "likely cause: a captive portal or a proxy on the path" in text
    assert value(metrics, "peering_connection_up", connection="contoso-portland") == 1
    before = metrics.total("peering_probes_received_total", probe="icmp", prefix=A.prefix)
    metrics = daemon.watch(5)
    assert metrics.total("peering_probes_received_total", probe="icmp", prefix=A.prefix) > before
    assert value(metrics, "peering_connection_up", connection="contoso-seattle") == 0
    assert any("down: answers on its prefix are rejected: certificate of portal.example" in line
               for line in lines_since(daemon, written, "contoso-seattle"))
    lab.edge.let_through()
    daemon.wait_until(lambda m: value(m, "peering_connection_up", connection="contoso-seattle") == 1,
                      "it is up again", 20)


def test_without_any_answer_since_the_start_it_is_down(lab, start_daemon):
    lab.links["a"].loss("100%")
    daemon = start_daemon(configuration([endpoint("edge", EDGE[0], "icmp")], [seattle()],
                                        interval="500ms", timeout="400ms", window="10s"))
    daemon.wait_until(lambda m: value(m, "peering_connection_up", connection="contoso-seattle") == 0,
                      "seattle is down", DETECTED)


def test_a_source_that_never_existed_is_unknown(lab, start_daemon):
    daemon = start_daemon(configuration(
        [endpoint("edge", EDGE[0], "icmp")], [seattle(), portland("192.0.2.192/26")],
        interval="500ms", timeout="400ms", window="10s"))
    daemon.watch(20)
    metrics = daemon.scrape()
    assert value(metrics, "peering_connection_up", connection="contoso-portland") is None
    assert metrics.value("peering_connection_test_result", connection="contoso-portland") == 0
