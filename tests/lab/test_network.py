"""The network is as README.md describes: routes, servers, names, and three kinds of failure."""

import socket
import time

import pytest

from lab.catalogue import BLACK_HOLE, EDGE, UNREACHABLE, all_names, shipped_hosts
from lab.host import CommandFailed
from lab.network import ISPS
from lab.waiting import wait_until

A, B = ISPS["a"], ISPS["b"]


def resolve(lab, name, family="ahostsv4"):
    """The addresses to which a name resolves on the customer host."""
    result = lab.customer.run("getent", family, name, check=False)
    return {line.split()[0] for line in result.stdout.splitlines()}


def connect_from(lab, source, target, port, timeout=2):
    def attempt():
        with socket.create_connection((target, port), timeout, source_address=(source, 0)):
            return "connected"
    return lab.customer.inside(attempt)


@pytest.mark.parametrize("isp, other", [(A, B), (B, A)], ids=["a", "b"])
def test_packets_leave_by_the_link_of_their_source(lab, isp, other):
    lab.links[other.name].down()
    assert lab.ping(isp.address, EDGE[0], count=2)
    assert lab.ping(isp.address6, EDGE[1], count=2)
    assert connect_from(lab, isp.address, EDGE[0], 443)
    assert connect_from(lab, isp.address6, EDGE[1], 443)


@pytest.mark.parametrize("host", shipped_hosts())
def test_every_host_of_the_catalogue_resolves_and_answers(lab, host):
    address, address6 = all_names()[host]
    assert resolve(lab, host) == {address}
    assert resolve(lab, host, "ahostsv6") == {address6}
    for port in (80, 443):
        assert connect_from(lab, A.address, address, port)
        assert connect_from(lab, A.address6, address6, port)


def test_the_customer_has_a_default_route_via_the_first_isp(lab):
    route = lab.customer.run("ip", "route", "get", EDGE[0]).stdout
    assert f"dev isp-a src {A.address}" in route


def test_another_port_is_refused(lab):
    with pytest.raises(ConnectionRefusedError):
        connect_from(lab, A.address, EDGE[0], 81)


@pytest.mark.parametrize("source, target", [(A.address, UNREACHABLE[0]),
                                            (A.address6, UNREACHABLE[1])], ids=["v4", "v6"])
def test_a_router_answers_for_an_unreachable_host(lab, source, target):
    for _ in range(20):
        with pytest.raises(OSError, match="No route to host"):
            connect_from(lab, source, target, 443)


@pytest.mark.parametrize("source, target", [(A.address, BLACK_HOLE[0]),
                                            (A.address6, BLACK_HOLE[1])], ids=["v4", "v6"])
def test_a_black_hole_answers_nothing(lab, source, target):
    assert lab.ping(source, target, count=2) == []
    with pytest.raises(TimeoutError):
        connect_from(lab, source, target, 443, timeout=0.3)


def test_a_removed_address_is_missing_until_restored(lab):
    lab.network.remove_address(B, B.address)
    with pytest.raises(OSError, match="Cannot assign requested address"):
        connect_from(lab, B.address, EDGE[0], 443)
    lab.network.add_address(B, B.address)
    assert connect_from(lab, B.address, EDGE[0], 443)


def test_the_edge_counts_packets_by_their_source(lab):
    lab.edge.count("from_a", f"ip saddr {A.address} ip daddr {EDGE[0]}")
    lab.edge.count("from_b", f"ip saddr {B.address} ip daddr {EDGE[0]}")
    lab.ping(A.address, EDGE[0], count=5)
    assert lab.edge.counted("from_a") == 5
    assert lab.edge.counted("from_b") == 0


def test_a_name_can_get_another_address_at_run_time(lab):
    lab.dns.set_names({"moving.example": ["192.0.2.11"]})
    wait_until(lambda: resolve(lab, "moving.example") == {"192.0.2.11"}, "the first address", 5)
    lab.dns.set_names({"moving.example": ["192.0.2.10"]})
    wait_until(lambda: resolve(lab, "moving.example") == {"192.0.2.10"}, "the second address", 5)


def test_dns_delays_apply_to_the_configured_names(lab):
    lab.dns.behave(**{"edge.example": 1})
    start = time.monotonic()
    assert resolve(lab, "other.example")
    assert time.monotonic() - start < 0.9
    start = time.monotonic()
    assert resolve(lab, "edge.example")
    assert time.monotonic() - start > 0.9


def test_dns_fails_as_configured(lab):
    lab.dns.behave(**{"edge.example": "servfail"})
    assert resolve(lab, "edge.example") == set()
    assert resolve(lab, "other.example")
    assert resolve(lab, "unknown.example") == set()


def test_ping_sockets_are_allowed(lab):
    lab.customer.inside(ping_socket).close()


def test_ping_sockets_can_be_forbidden(lab, no_ping_sockets):
    with pytest.raises(PermissionError):
        lab.customer.inside(ping_socket)


def ping_socket():
    return socket.socket(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_ICMP)


def test_a_failed_command_reports_host_and_output(lab):
    with pytest.raises(CommandFailed, match="customer: ip link show nothing: exit 1\n.*not exist"):
        lab.customer.run("ip", "link", "show", "nothing")
