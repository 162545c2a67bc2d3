"""Hostile packets: answers that are forged, reflected or from another address. Only the genuine answer
counts, once."""

import contextlib
import json
from pathlib import Path

import pytest

from lab.catalogue import BLACK_HOLE, EDGE, OTHER_EDGE
from lab.configuration import A, configuration, endpoint, seattle
from lab.host import end
from lab.stun import PORT
from lab.waiting import wait_until
from lab.watched import lost, received, sent

FAMILIES = pytest.mark.parametrize("family", [0, 1], ids=["v4", "v6"])
HELD_BACK = 20  # milliseconds between the forged answers and the genuine one


@pytest.fixture
def silent_kernel(lab):
    """The edge's kernel answers no pings."""
    names = ("net.ipv4.icmp_echo_ignore_all", "net.ipv6.icmp.echo_ignore_all")
    for name in names:
        lab.network.edge.set_sysctl(name, 1)
    yield
    for name in names:
        lab.network.edge.set_sysctl(name, 0)


@pytest.fixture(params=["ping", "raw"])
def sockets(request):
    if request.param == "raw":
        # Without ping sockets, root may open raw sockets.
        request.getfixturevalue("no_ping_sockets")


@pytest.fixture
def forging(lab, tmp_path):
    """with forging(SCRIPT, ARGUMENT…): the script answers on the edge during the block."""
    @contextlib.contextmanager
    def run(script, *arguments):
        log = tmp_path / f"{script}.log"
        log.write_text("")
        forger = lab.network.edge.spawn("python3", Path(__file__).with_name("lab") / script,
                                        *arguments, log=log)
        try:
            wait_until(lambda: "ready" in log.read_text(), "a forger is ready", 30)
            yield
            assert forger.poll() is None, log.read_text()
        finally:
            end(forger)
    return run


def ten(host, *probes):
    return [endpoint(f"edge-{n}", host, *probes) for n in range(10)]


def with_long_timeout(endpoints, *prefixes):
    """A timeout longer than the pauses of a busy machine: after the timeout, a right answer from another
    address would count as late."""
    return configuration(endpoints, [seattle(*prefixes)], interval="500ms", timeout="500ms")


def packets_in(lab, counter):
    """A counter of received packets of the customer's kernel."""
    text = lab.customer.run("nstat", "--json", "-asz", counter).stdout
    return json.loads(text)["kernel"][counter]


def late_or_duplicate(metrics):
    """The numbers of late and duplicate answers."""
    return {name: metrics.total(f"peering_probes_{name}_total") for name in ("late", "duplicate")}


NONE = {"late": 0, "duplicate": 0}


def none_came_too_early(metrics):
    return all(sample.value >= HELD_BACK / 1000
               for sample in metrics.samples("peering_window_rtt_seconds", quantile="0"))


@FAMILIES
def test_no_forged_answer_to_a_ping_counts(lab, start_daemon, silent_kernel, forging, sockets, family):
    counter = ("IcmpInEchoReps", "Icmp6InEchoReplies")[family]
    before = packets_in(lab, counter)
    with forging("forger.py", EDGE[family], OTHER_EDGE[family]):
        daemon = start_daemon(with_long_timeout(ten(EDGE[family], "icmp"), (A.prefix, A.prefix6)[family]))
        forged = daemon.wait_until(lambda m: lost(m) >= 20, "losses")
    assert packets_in(lab, counter) > before + sent(forged), "several to each"
    assert received(forged) == 0
    assert late_or_duplicate(forged) == NONE
    assert lost(forged) == lost(forged, reason="timeout")

    with forging("forger.py", EDGE[family], OTHER_EDGE[family], HELD_BACK):
        true = daemon.wait_until(lambda m: received(m) >= 20, "true answers")
    assert late_or_duplicate(true) == NONE
    assert none_came_too_early(true)


@FAMILIES
def test_no_forged_answer_by_stun_counts(lab, start_daemon, forging, family):
    """Neither answers with a wrong transaction id nor correct answers from another address count."""
    counter = ("UdpInDatagrams", "Udp6InDatagrams")[family]
    address = (A.address, A.address6)[family]
    before = packets_in(lab, counter)
    lab.edge.stun.stop()
    arguments = ("stun_forger.py", EDGE[family], OTHER_EDGE[family], PORT)
    with forging(*arguments):
        daemon = start_daemon(with_long_timeout(ten(EDGE[family], "stun"), (A.prefix, A.prefix6)[family]))
        wait_until(lambda: packets_in(lab, counter) >= before + 300, "forged answers", 20)
        forged = daemon.scrape()
    assert len(forged.samples("peering_probe_never_answered")) == 10, "no server has answered yet"
    assert not forged.samples("peering_prefix_egress_info")

    with forging(*arguments, HELD_BACK):
        true = daemon.wait_until(lambda m: received(m) >= 20
                                 and m.samples("peering_prefix_egress_info"), "true answers")
        assert [s.labels["address"] for s in true.samples("peering_prefix_egress_info")] == [address]
        assert late_or_duplicate(true) == NONE
        assert none_came_too_early(true)

    with forging(*arguments):
        before = daemon.wait_until(lambda m: lost(m, reason="timeout") >= 10, "losses")
        after = daemon.wait_until(lambda m: lost(m) >= lost(before) + 20, "losses by forgeries alone")
    assert received(after) == received(before)
    assert late_or_duplicate(after) == NONE
    assert lost(after, reason="timeout") == lost(before, reason="timeout") + lost(after) - lost(before)


def test_no_forged_segment_opens_or_refuses_a_connection(lab, start_daemon, forging):
    """A forger that has not seen the SYN cannot acknowledge it. At the black hole only the forger
    answers, at the edge the server does, too."""
    lab.links["a"].delay("10ms")
    holes = [endpoint(f"hole-{n}", BLACK_HOLE[0], "tcp") for n in range(5)]
    edges = [endpoint(f"edge-{n}", EDGE[0], "tcp") for n in range(5)]
    before = packets_in(lab, "TcpInSegs")
    with forging("tcp_forger.py", "wrong", BLACK_HOLE[0], EDGE[0]):
        daemon = start_daemon(with_long_timeout([*holes, *edges]))
        forged = daemon.wait_until(
            lambda m: lost(m) >= 20 and sum(received(m, endpoint=e["name"]) for e in edges) >= 10,
            "losses and answers")
    assert packets_in(lab, "TcpInSegs") > before + 2 * sent(forged)
    for hole in holes:
        assert received(forged, endpoint=hole["name"]) == 0
    assert lost(forged) == lost(forged, reason="timeout")
    for sample in forged.samples("peering_window_rtt_seconds", quantile="0"):
        assert sample.value >= 0.010

    with forging("tcp_forger.py", "right", BLACK_HOLE[0]):  # a forger that has seen the SYN can
        daemon.wait_until(lambda m: lost(m, reason="refused") >= 10, "refusals")
