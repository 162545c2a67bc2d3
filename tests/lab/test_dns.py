"""DNS that fails, changes and is slow, and the probing that goes on meanwhile."""

import pytest

from lab.catalogue import EDGE, OTHER_EDGE
from lab.configuration import A, configuration, endpoint, seattle

# The daemon asks again after the time to live, but never sooner than this.
SHORTEST_TTL = 30

HOSTS = {"static": EDGE[0], "moving": "moving.example", "dying": "dying.example",
         "slow": "slow.example", "silent": "silent.example", "failing": "failing.example"}


@pytest.fixture
def names(lab):
    lab.dns.set_names({host: [EDGE[0]] for host in HOSTS.values() if not host[0].isdigit()})
    lab.dns.start(ttl=1)
    lab.dns.behave(**{"slow.example": 1.5, "silent.example": "drop", "failing.example": "servfail"})
    yield
    lab.dns.start(ttl=60)


def address(metrics, name):
    return metrics.samples("peering_endpoint_info", endpoint=name)[0].labels["address"]


def test_probing_goes_on_whatever_the_dns_does(lab, names, start_daemon):
    daemon = start_daemon(configuration(
        [endpoint(name, host, "icmp") for name, host in HOSTS.items()], [seattle()]))

    # At first: two names cannot be resolved, one takes long, and no other target waits for them.
    metrics = daemon.wait_until(
        lambda m: m.total("peering_probes_received_total", endpoint="slow") >= 1
        and all(m.total("peering_probe_errors_total", endpoint=name, reason="resolve") >= 1
                for name in ("silent", "failing")), "the slow name, and errors", 20)
    assert address(metrics, "moving") == EDGE[0]
    for name in ("silent", "failing"):
        assert metrics.total("peering_probes_sent_total", endpoint=name) == 0
        assert not metrics.samples("peering_loss_ratio", endpoint=name)

    # Then one name moves, one does not answer any more, one is mended.
    lab.edge.count("moved", f"ip daddr {OTHER_EDGE[0]}")
    lab.dns.set_names({"moving.example": [OTHER_EDGE[0]]})
    lab.dns.behave(**{"dying.example": "servfail", "silent.example": "drop"})
    moved = daemon.wait_until(lambda m: address(m, "moving") == OTHER_EDGE[0],
                              "the new address is probed", SHORTEST_TTL + 15)
    daemon.wait_until(lambda m: m.total("peering_probes_received_total", endpoint="failing") >= 1,
                      "the mended name is probed", SHORTEST_TTL + 15)
    end = daemon.watch(5)
    assert lab.edge.counted("moved") >= 10
    assert address(end, "dying") == EDGE[0]
    for name in ("static", "moving", "dying", "slow"):
        grown = (end.total("peering_probes_received_total", endpoint=name)
                 - moved.total("peering_probes_received_total", endpoint=name))
        assert grown >= 40, f"{name} was probed without a pause"
        assert end.total("peering_probes_lost_total", endpoint=name) == 0
    assert end.total("peering_probe_errors_total", endpoint="static") == 0
    assert (end.total("peering_probe_errors_total", endpoint="dying")
            == metrics.total("peering_probe_errors_total", endpoint="dying"))


def test_names_are_asked_for_from_the_address_of_the_prefix(lab, start_daemon):
    lab.edge.count("queries_b", "ip saddr 198.51.100.10 ip daddr 192.0.2.53 udp dport 53")
    lab.edge.count("queries_a", "ip saddr 203.0.113.10 ip daddr 192.0.2.53 udp dport 53")
    daemon = start_daemon(configuration([endpoint("edge", "edge.example", "icmp")]))
    daemon.wait_until(lambda m: all(s.value for s in m.samples("peering_probes_received_total")),
                      "answers")
    assert lab.edge.counted("queries_a") > 0
    assert lab.edge.counted("queries_b") > 0


def test_a_name_without_an_address_of_the_family_is_an_error_of_that_prefix_alone(lab,
                                                                                 start_daemon):
    lab.dns.set_names({"old.example": [EDGE[0]]})
    daemon = start_daemon(configuration([endpoint("old", "old.example", "icmp")],
                                        [seattle(A.prefix, A.prefix6)]))
    metrics = daemon.wait_until(
        lambda m: m.total("peering_probe_errors_total", prefix=A.prefix6, reason="resolve") >= 3,
        "errors of the IPv6 prefix")
    assert metrics.value("peering_probes_received_total", prefix=A.prefix) >= 1
    assert metrics.total("peering_probes_sent_total", prefix=A.prefix6) == 0
