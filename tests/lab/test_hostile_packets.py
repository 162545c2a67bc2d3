"""Packets that mean no good: forged and reflected answers, and floods of what answers nothing."""


from pathlib import Path

import pytest

from lab.configuration import A, configuration, endpoint, seattle

FORGER = Path(__file__).parent / "lab/forger.py"
EDGE = "192.0.2.10"
SENT, RECEIVED = "peering_probes_sent_total", "peering_probes_received_total"


@pytest.fixture
def silent_kernel(lab):
    """The edge's own kernel answers no ping."""
    host = lab.network.edge
    host.set_sysctl("net.ipv4.icmp_echo_ignore_all", 1)
    yield host
    host.set_sysctl("net.ipv4.icmp_echo_ignore_all", 0)


def pings(*hosts):
    return configuration([endpoint(f"edge-{i}", host, "icmp") for i, host in enumerate(hosts)],
                         [seattle()])


@pytest.mark.parametrize("sockets", ["ping", "raw"])
def test_no_forged_answer_counts(lab, start_daemon, silent_kernel, tmp_path, sockets):
    lab.network.allow_ping_sockets(sockets == "ping")
    forger = silent_kernel.spawn("python3", FORGER, EDGE, log=tmp_path / "forger.log")
    try:
        daemon = start_daemon(pings(EDGE, EDGE))
        # As root it may open raw sockets where there are no ping sockets.
        metrics = daemon.wait_until(lambda m: m.total(SENT) >= 60, "probes")
        assert forger.poll() is None, (tmp_path / "forger.log").read_text()
    finally:
        forger.terminate()
        forger.wait()
    assert metrics.total(RECEIVED) == 0
    assert metrics.total("peering_probes_late_total") == 0
    assert metrics.total("peering_probes_duplicate_total") == 0
    lost = metrics.total("peering_probes_lost_total", reason="timeout")
    assert lost == metrics.total("peering_probes_lost_total") > 0


def identifiers(host):
    """The echo identifiers of the ping sockets of a host: their ports (RFC 792)."""
    lines = host.run("cat", "/proc/net/icmp").stdout.splitlines()[1:]
    return [int(line.split()[1].split(":")[1], 16) for line in lines]


def test_a_flood_of_foreign_answers_loses_nothing_and_falsifies_nothing(lab, start_daemon):
    lab.links["a"].delay("10ms")
    daemon = start_daemon(pings(EDGE))
    before = daemon.wait_until(lambda m: m.total(RECEIVED) >= 20, "answers")
    identifier, = identifiers(lab.customer)
    lab.customer.run("python3", FORGER, "flood", A.address, identifier, 400_000)  # some 100,000 a second
    after = daemon.scrape()

    def grown(name):
        return after.total(name) - before.total(name)
    assert grown("peering_probes_lost_total") == 0, "what our buffer dropped is no loss"
    missing = grown("peering_probes_unheard_total") + grown("peering_probes_in_flight")
    assert grown(SENT) == grown(RECEIVED) + missing
    assert grown(RECEIVED) > grown(SENT) / 2
    latency = after.value("peering_prefix_latency_seconds", prefix=A.prefix)
    assert latency == pytest.approx(0.010, abs=0.001)
    daemon.wait_until(lambda m: m.total(RECEIVED) >= after.total(RECEIVED) + 20, "it goes on")
