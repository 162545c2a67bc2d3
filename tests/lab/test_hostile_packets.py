"""Packets that mean no good: answers that are forged, reflected, or come from elsewhere. What counts
in the end is the true answer behind them, once."""

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
HELD_BACK = 20  # milliseconds, by which a true answer comes behind the forged ones


@pytest.fixture
def silent_kernel(lab):
    """The edge's own kernel answers no ping."""
    names = ("net.ipv4.icmp_echo_ignore_all", "net.ipv6.icmp.echo_ignore_all")
    for name in names:
        lab.network.edge.set_sysctl(name, 1)
    yield
    for name in names:
        lab.network.edge.set_sysctl(name, 0)


@pytest.fixture(params=["ping", "raw"])
def sockets(request):
    if request.param == "raw":
        # As root it may open raw sockets where there are no ping sockets.
        request.getfixturevalue("no_ping_sockets")


@pytest.fixture
def forging(lab, tmp_path):
    """with forging(SCRIPT, ARGUMENT…): it answers on the edge, all through the block."""
    @contextlib.contextmanager
    def run(script, *arguments):
        log = tmp_path / f"{script}.log"
        log.write_text("")
        forger = lab.network.edge.spawn("python3", Path(__file__).with_name("lab") / script,
                                        *arguments, log=log)
        wait_until(lambda: "ready" in log.read_text(), "a forger is ready", 10)
        try:
            yield
            assert forger.poll() is None, log.read_text()
        finally:
            end(forger)
    return run


def ten(host, *probes):
    return [endpoint(f"edge-{n}", host, *probes) for n in range(10)]


def patient(endpoints, *prefixes):
    """A timeout that outlasts the halts of a busy machine: the right answer from elsewhere, once a
    probe is over, passes for a late one."""
    return configuration(endpoints, [seattle(*prefixes)], interval="500ms", timeout="500ms")


def heard(lab, counter):
    """What the customer's kernel has counted of what came in, whatever became of it."""
    text = lab.customer.run("nstat", "--json", "-asz", counter).stdout
    return json.loads(text)["kernel"][counter]


def strange(metrics):
    """How many answers are out of place."""
    return {name: metrics.total(f"peering_probes_{name}_total") for name in ("late", "duplicate")}


NONE = {"late": 0, "duplicate": 0}


def none_came_too_early(metrics):
    return all(sample.value >= HELD_BACK / 1000
               for sample in metrics.samples("peering_window_rtt_seconds", quantile="0"))


@FAMILIES
def test_no_forged_answer_to_a_ping_counts(lab, start_daemon, silent_kernel, forging, sockets, family):
    counter = ("IcmpInEchoReps", "Icmp6InEchoReplies")[family]
    before = heard(lab, counter)
    with forging("forger.py", EDGE[family], OTHER_EDGE[family]):
        daemon = start_daemon(patient(ten(EDGE[family], "icmp"), (A.prefix, A.prefix6)[family]))
        forged = daemon.wait_until(lambda m: lost(m) >= 20, "losses")
    assert heard(lab, counter) > before + sent(forged), "several to each"
    assert received(forged) == 0
    assert strange(forged) == NONE
    assert lost(forged) == lost(forged, reason="timeout")

    with forging("forger.py", EDGE[family], OTHER_EDGE[family], HELD_BACK):
        true = daemon.wait_until(lambda m: received(m) >= 20, "true answers")
    assert strange(true) == NONE
    assert none_came_too_early(true)


@FAMILIES
def test_no_forged_answer_by_stun_counts(lab, start_daemon, forging, family):
    """Neither what has the wrong transaction id, nor what has the right one and comes from elsewhere."""
    counter = ("UdpInDatagrams", "Udp6InDatagrams")[family]
    address = (A.address, A.address6)[family]
    before = heard(lab, counter)
    lab.edge.stun.stop()
    arguments = ("stun_forger.py", EDGE[family], OTHER_EDGE[family], PORT)
    with forging(*arguments):
        daemon = start_daemon(patient(ten(EDGE[family], "stun"), (A.prefix, A.prefix6)[family]))
        wait_until(lambda: heard(lab, counter) >= before + 300, "forged answers", 20)
        forged = daemon.scrape()
    assert len(forged.samples("peering_probe_unknown")) == 10, "nobody has answered yet"
    assert not forged.samples("peering_prefix_egress_info")

    with forging(*arguments, HELD_BACK):
        true = daemon.wait_until(lambda m: received(m) >= 20
                                 and m.samples("peering_prefix_egress_info"), "true answers")
        assert [s.labels["address"] for s in true.samples("peering_prefix_egress_info")] == [address]
        assert strange(true) == NONE
        assert none_came_too_early(true)

    with forging(*arguments):
        before = daemon.wait_until(lambda m: lost(m, reason="timeout") >= 10, "losses")
        after = daemon.wait_until(lambda m: lost(m) >= lost(before) + 20, "losses by forgeries alone")
    assert received(after) == received(before)
    assert strange(after) == NONE
    assert lost(after, reason="timeout") == lost(before, reason="timeout") + lost(after) - lost(before)


def test_no_forged_segment_opens_or_refuses_a_connection(lab, start_daemon, forging):
    """Who has not seen the SYN cannot acknowledge it. Behind the black hole only the forger answers, on
    the edge it answers beside the server."""
    lab.links["a"].delay("10ms")
    holes = [endpoint(f"hole-{n}", BLACK_HOLE[0], "tcp") for n in range(5)]
    edges = [endpoint(f"edge-{n}", EDGE[0], "tcp") for n in range(5)]
    before = heard(lab, "TcpInSegs")
    with forging("tcp_forger.py", "wrong", BLACK_HOLE[0], EDGE[0]):
        daemon = start_daemon(patient([*holes, *edges]))
        forged = daemon.wait_until(
            lambda m: lost(m) >= 20 and sum(received(m, endpoint=e["name"]) for e in edges) >= 10,
            "losses and answers")
    assert heard(lab, "TcpInSegs") > before + 2 * sent(forged)
    for hole in holes:
        assert received(forged, endpoint=hole["name"]) == 0
    assert lost(forged) == lost(forged, reason="timeout")
    for sample in forged.samples("peering_window_rtt_seconds", quantile="0"):
        assert sample.value >= 0.010

    with forging("tcp_forger.py", "right", BLACK_HOLE[0]):  # it could, had it seen the SYN
        daemon.wait_until(lambda m: lost(m, reason="refused") >= 10, "refusals")
