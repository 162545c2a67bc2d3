"""A prefix without an address is not probed, in particular not from another prefix."""

import pytest

from lab.catalogue import EDGE, OTHER_EDGE
from lab.configuration import A, B, configuration, endpoint, portland, seattle

# Each connection has its own endpoint, so that the edge can distinguish their packets.
CONFIGURATION = configuration(
    [endpoint("edge", "edge.example"), endpoint("other", "other.example")],
    [seattle(A.prefix, A.prefix6, endpoints=["edge"]),
     portland(B.prefix, B.prefix6, endpoints=["other"])])


def received(metrics, prefix):
    return metrics.total("peering_probes_received_total", prefix=prefix)


@pytest.mark.parametrize("address, prefix, other_prefix, family, target", [
    (B.address, B.prefix, B.prefix6, "ip", OTHER_EDGE[0]),
    (B.address6, B.prefix6, B.prefix, "ip6", OTHER_EDGE[1])], ids=["v4", "v6"])
def test_an_address_is_removed_and_restored(lab, start_daemon, address, prefix, other_prefix,
                                              family, target):
    lab.edge.count("all_probes", f"{family} daddr {target}")
    lab.edge.count("foreign_probes", f"{family} daddr {target} {family} saddr != {address}")
    daemon = start_daemon(CONFIGURATION)
    metrics = daemon.wait_until(lambda m: received(m, prefix) >= 10, "answers from the prefix")
    assert metrics.value("peering_prefix_source_up", prefix=prefix) == 1
    assert metrics.value("peering_prefix_source_info", prefix=prefix, source=address,
                         interface="isp-b") == 1

    written = len(daemon.log.read_text())
    lab.network.remove_address(B, address)
    before = daemon.wait_until(
        lambda m: m.value("peering_prefix_source_up", prefix=prefix) == 0
        and m.total("peering_probes_in_flight", prefix=prefix) == 0, "the prefix is down", 5)
    seen = lab.edge.counted("all_probes")
    after = daemon.watch(2)
    assert lab.edge.counted("all_probes") == seen
    assert (after.total("peering_probes_sent_total", prefix=prefix)
            == before.total("peering_probes_sent_total", prefix=prefix))
    assert (after.total("peering_probe_errors_total", prefix=prefix, reason="source")
            > before.total("peering_probe_errors_total", prefix=prefix, reason="source"))
    assert not after.samples("peering_prefix_source_info", prefix=prefix)
    lines = daemon.log.read_text()[written:].splitlines()
    assert len([line for line in lines if prefix in line]) == 1, "said once"
    for untouched in (A.prefix, A.prefix6, other_prefix):
        assert received(after, untouched) > received(before, untouched)
        assert after.value("peering_prefix_source_up", prefix=untouched) == 1

    lab.network.add_address(B, address)
    daemon.wait_until(lambda m: m.value("peering_prefix_source_up", prefix=prefix) == 1
                      and received(m, prefix) >= received(after, prefix) + 10,
                      "the prefix is measured again", 10)
    assert lab.edge.counted("foreign_probes") == 0


def test_a_prefix_without_address_at_startup_waits_for_one(lab, start_daemon):
    lab.network.remove_address(B, B.address)
    daemon = start_daemon(CONFIGURATION)
    metrics = daemon.wait_until(lambda m: received(m, A.prefix) >= 5, "answers from a")
    assert metrics.value("peering_prefix_source_up", prefix=B.prefix) == 0
    assert metrics.total("peering_probes_sent_total", prefix=B.prefix) == 0
    lab.network.add_address(B, B.address)
    daemon.wait_until(lambda m: received(m, B.prefix) >= 5, "answers from b")


def test_the_first_address_inside_the_prefix_is_the_source(lab, start_daemon):
    lab.customer.run("ip", "address", "add", "198.51.101.9/24", "dev", "isp-b")
    lab.edge.count("from_b", f"ip saddr {B.address} ip daddr {OTHER_EDGE[0]}")
    try:
        daemon = start_daemon(CONFIGURATION)
        metrics = daemon.wait_until(lambda m: received(m, B.prefix) >= 5, "answers from b")
    finally:
        lab.customer.run("ip", "address", "del", "198.51.101.9/24", "dev", "isp-b")
    assert metrics.value("peering_prefix_source_info", prefix=B.prefix, source=B.address) == 1
    assert lab.edge.counted("from_b") > 0


def test_a_configured_source_is_used_even_outside_the_prefix(lab, start_daemon):
    """A host behind NAT: only the router has addresses of the prefix."""
    lab.edge.count("from_a", f"ip saddr {A.address} ip daddr {EDGE[0]}")
    daemon = start_daemon(configuration(
        [endpoint("edge", EDGE[0])], [portland({"prefix": B.prefix, "source": A.address})]))
    metrics = daemon.wait_until(lambda m: received(m, B.prefix) >= 5, "answers")
    assert metrics.value("peering_prefix_source_info", prefix=B.prefix, source=A.address) == 1
    assert lab.edge.counted("from_a") >= 5
