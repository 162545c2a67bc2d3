"""DNS probes: a resolver is measured from the prefix, like the edge."""

import pytest

from lab.catalogue import DNS_SERVER, EDGE
from lab.configuration import A, B, configuration, endpoint, portland, seattle


def query(name, **more):
    return {"type": "dns", "name": name, **more}


@pytest.mark.parametrize("family", [0, 1], ids=["v4", "v6"])
def test_a_resolver_has_the_latency_of_its_link(lab, start_daemon, family):
    lab.links["a"].delay("20ms")
    probes = [query("edge.example"), query("edge.example", record="AAAA"),
              query("no-such-name.example")]
    prefixes = [(isp.prefix, isp.prefix6)[family] for isp in (A, B)]
    daemon = start_daemon(configuration([
        endpoint("resolver", DNS_SERVER[family], *probes),
        endpoint("elsewhere", EDGE[family], query("edge.example", server=DNS_SERVER[family]))],
        [seattle(prefixes[0]), portland(prefixes[1])]))
    metrics = daemon.wait_until(
        lambda m: len(m.samples("peering_probes_received_total")) == 8
        and all(s.value >= 20 for s in m.samples("peering_probes_received_total")), "20 answers")
    assert metrics.total("peering_probes_lost_total") == 0
    for sample in metrics.samples("peering_window_rtt_seconds", quantile="0", prefix=prefixes[0]):
        # The proxy in front of dnsmasq is a Python program.
        assert 0.020 <= sample.value < 0.020 + lab.tolerance + 0.010
    for sample in metrics.samples("peering_window_rtt_seconds", quantile="0", prefix=prefixes[1]):
        assert sample.value < lab.tolerance + 0.010
    # The figures of a prefix do not include resolvers.
    assert not metrics.samples("peering_prefix_window_rtt_seconds")
    assert not metrics.samples("peering_connection_window_loss_ratio")


def test_a_failing_resolver_counts_as_dns_loss(lab, start_daemon):
    lab.dns.behave(**{"failing.example": "servfail", "silent.example": "drop"})
    daemon = start_daemon(configuration([
        endpoint("resolver", DNS_SERVER[0], query("failing.example"), query("silent.example"),
                 query("edge.example")),
        endpoint("closed", EDGE[0], query("edge.example"))], [seattle()]))
    reasons = {("resolver", "dns:failing.example"): "dns",
               ("resolver", "dns:silent.example"): "timeout",
               ("closed", "dns:edge.example"): "refused"}
    metrics = daemon.wait_until(
        lambda m: all(m.value("peering_probes_lost_total", endpoint=name, probe=probe,
                              reason=reason) >= 10
                      for (name, probe), reason in reasons.items()), "ten losses each")
    for name, probe in reasons:
        assert metrics.total("peering_probes_received_total", endpoint=name, probe=probe) == 0
        assert metrics.value("peering_window_loss_ratio", endpoint=name, probe=probe) == 1
    assert metrics.value("peering_window_loss_ratio", endpoint="resolver", probe="dns:edge.example") == 0
