"""The counters balance at every scrape, and agree with the packets that reached the edge."""

import random
import time

from lab.catalogue import EDGE
from lab.configuration import A, B, configuration, endpoint, portland, seattle

ENDPOINTS = [
    endpoint("good", "edge.example"),
    endpoint("other", "other.example"),
    endpoint("refused", "edge.example", {"type": "tcp", "port": 81}),
    endpoint("black-hole", "black-hole.example"),
    endpoint("unreachable", "unreachable.example"),
    endpoint("unknown", "unknown.example"),
]


def disturbances(lab):
    """Faults of the network, each as a function without arguments."""
    network, a, b = lab.network, lab.links["a"], lab.links["b"]
    return [
        lambda: a.delay("60ms"), lambda: a.delay("0s"), lambda: b.delay("120ms"),
        lambda: a.jitter("80ms"), lambda: b.loss("30%"), lambda: b.loss("0"),
        lambda: a.down("to-customer"), lambda: b.down(), a.up, b.up,
        lambda: network.remove_address(B, B.address), lambda: network.remove_address(A, A.address6),
        network.restore_addresses,
        lambda: lab.dns.behave(**{"*": "servfail"}), lambda: lab.dns.behave(**{"*": 2}),
        lab.dns.behave,
    ]


def test_counters_balance_at_every_scrape_under_many_faults(lab, start_daemon):
    daemon = start_daemon(configuration(
        ENDPOINTS, [seattle(A.prefix, A.prefix6), portland(B.prefix, B.prefix6)], window="3s"))
    chance = random.Random(8075)
    actions = disturbances(lab)
    for _ in range(12):
        lab.network.restore_addresses()  # an address must not be removed twice
        for action in chance.sample(actions, 3):
            action()
            daemon.scrape()  # scrape() asserts that the counters balance

    lab.heal()
    before = daemon.scrape()
    daemon.wait_until(
        lambda m: all(m.total("peering_probes_received_total", prefix=prefix, endpoint="good")
                      >= before.total("peering_probes_received_total", prefix=prefix,
                                      endpoint="good") + 20
                      for prefix in (A.prefix, A.prefix6, B.prefix, B.prefix6)),
        "everything is measured again")


def test_sent_probes_reach_the_edge(lab, start_daemon):
    lab.edge.count("echoes", f"ip daddr {EDGE[0]} icmp type echo-request")
    lab.edge.count("handshakes", f"ip daddr {EDGE[0]} tcp flags & (syn | ack) == syn")
    daemon = start_daemon(configuration([endpoint("edge", EDGE[0])]))
    daemon.wait_until(lambda m: m.total("peering_probes_sent_total") >= 100, "100 probes")
    for counter, probe in (("echoes", "icmp"), ("handshakes", "tcp")):
        before = daemon.scrape().total("peering_probes_sent_total", probe=probe)
        seen = lab.edge.counted(counter)
        after = daemon.scrape().total("peering_probes_sent_total", probe=probe)
        # One probe may be on its way at each scrape.
        assert before - 2 <= seen <= after + 2


def test_probes_keep_their_interval(lab, start_daemon):
    daemon = start_daemon(configuration([endpoint("edge", EDGE[0])]))
    daemon.wait_until(lambda m: m.total("peering_probes_sent_total") >= 8, "the first probes")
    first = daemon.scrape()
    start = time.monotonic() - first.value("peeringd_assessment_age_seconds")
    last = daemon.watch(5)
    ticks = (time.monotonic() - last.value("peeringd_assessment_age_seconds") - start) / 0.1
    for sample in last.samples("peering_probes_sent_total"):
        sent = sample.value - first.value("peering_probes_sent_total", **sample.labels)
        skipped = last.value("peering_probes_skipped_total", **sample.labels)
        assert abs(sent + skipped - ticks) <= 3
