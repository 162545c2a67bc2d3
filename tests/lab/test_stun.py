"""STUN probes against a real server: round trips, bursts, silence, and egress addresses."""

from pathlib import Path

import pytest

from lab import fixed_stun
from lab.catalogue import BLACK_HOLE, EDGE, OTHER_EDGE
from lab.configuration import A, B, configuration, endpoint, portland, seattle
from lab.host import end
from lab.network import TRANSLATED
from lab.stun import PORT
from lab.watched import received

RELAY = "world.tr.teams.microsoft.com"
BURST = {"type": "stun", "count": 10, "spacing": "20ms"}
FAMILIES = pytest.mark.parametrize("family", [0, 1], ids=["v4", "v6"])


def prefix_of(isp, family):
    return (isp.prefix, isp.prefix6)[family]


def counted_series(metrics, **labels):
    """The series that a target has only after its first answer."""
    return [sample for name in ("peering_probes_sent_total", "peering_probes_received_total",
                                "peering_probes_lost_total", "peering_window_loss_ratio")
            for sample in metrics.samples(name, **labels)]


def test_each_prefix_reports_the_round_trip_of_its_own_link(lab, start_daemon):
    delays = {A.prefix: 0.010, A.prefix6: 0.010, B.prefix: 0.025, B.prefix6: 0.025}
    lab.links["a"].delay("10ms")
    lab.links["b"].delay("25ms")
    daemon = start_daemon(configuration([endpoint("relay", RELAY, "stun")], [
        seattle(A.prefix, A.prefix6), portland(B.prefix, B.prefix6)]))
    daemon.wait_until(
        lambda m: all(received(m, prefix=prefix) >= 30 for prefix in delays), "30 answers each")

    def each_is_that_of_its_link(metrics):
        for prefix, delay in delays.items():
            median = metrics.value("peering_window_rtt_seconds", quantile="0.5", prefix=prefix)
            # coturn has to wake up, which adds to the round trip, unlike a reply of the kernel.
            assert median == pytest.approx(delay, abs=lab.tolerance + 0.0005)
            assert metrics.value("peering_window_rtt_seconds", quantile="0", prefix=prefix) >= delay
            assert metrics.value("peering_prefix_window_rtt_seconds", prefix=prefix) == median

    metrics = daemon.settle(each_is_that_of_its_link, "medians of 10 and 25 ms")
    for prefix in delays:
        assert metrics.value("peering_prefix_window_loss_ratio", prefix=prefix) == 0
    assert metrics.total("peering_probes_reordered_total") == 0


def test_a_burst_shows_the_loss_and_the_jitter_of_its_link(lab, start_daemon):
    for link in lab.links.values():
        link.delay("10ms")
    lab.links["a"].jitter("20ms")
    lab.links["a"].loss("10%")
    lab.edge.count("requests", f"ip saddr {B.address} udp dport 3478")
    burst = {**BURST, "spacing": "25ms"}
    daemon = start_daemon(configuration([endpoint("edge", EDGE[0], burst),
                                         endpoint("relay", RELAY, burst)], interval="300ms",
                                        window="15s"))
    metrics = daemon.wait_until(lambda m: received(m, prefix=A.prefix) >= 700, "700 answers", 30)

    lost = metrics.total("peering_probes_lost_total", prefix=A.prefix)
    share = lost / (received(metrics, prefix=A.prefix) + lost)
    assert share == pytest.approx(0.1, abs=4 * (0.1 * 0.9 / 700) ** 0.5)
    assert lost == metrics.total("peering_probes_lost_total", prefix=A.prefix, reason="timeout")
    # As in test_latency.py. Consecutive answers are 25 ms apart, so the link does not delay one because
    # of the previous one.
    expected = 7 / 15 * 0.010

    def each_is_that_of_its_link(metrics):
        for sample in metrics.samples("peering_window_jitter_seconds", prefix=A.prefix):
            assert sample.value == pytest.approx(expected, rel=0.3)
        for sample in metrics.samples("peering_window_jitter_seconds", prefix=B.prefix):
            assert sample.value < expected / 2

    metrics = daemon.settle(each_is_that_of_its_link, "jitter on a, none on b", 30)
    assert metrics.total("peering_probes_lost_total", prefix=B.prefix) == 0
    sent = metrics.total("peering_probes_sent_total", prefix=B.prefix)
    assert 0 <= lab.edge.counted("requests") - sent <= 20  # sent between the scrape and the count


def test_a_tick_is_a_burst(lab, start_daemon):
    daemon = start_daemon(configuration([endpoint("edge", EDGE[0], BURST)], [seattle()],
                                        interval="4s"))
    daemon.wait_until(lambda m: received(m) >= 10, "the first burst")

    def ticks(metrics):  # some are skipped on a machine that halts for 10 ms
        return (metrics.value("peering_probes_sent_total")
                + metrics.value("peering_probes_skipped_total"))

    gone = [ticks(daemon.scrape()) for _ in range(18)]
    # A burst takes 180 ms, and assessments are a second apart. If two have the same count, it was taken
    # between two bursts.
    between = [count for count, later in zip(gone, gone[1:]) if count == later]
    assert len(set(between)) >= 3
    # Relative to the first count: on a busy machine the first answer may be late, and probes before the
    # first answer are not counted.
    assert all((count - between[0]) % 10 == 0 for count in between)


@FAMILIES
def test_overtaken_answers_count_as_reordered(lab, start_daemon, family):
    lab.links["a"].reorder(5, "50ms", "to-customer")
    daemon = start_daemon(configuration([endpoint("edge", EDGE[family], BURST)], [
        seattle(prefix_of(A, family)), portland(prefix_of(B, family))], interval="250ms"))
    metrics = daemon.wait_until(
        lambda m: received(m, prefix=prefix_of(A, family)) >= 100, "100 answers")
    answered = received(metrics, prefix=prefix_of(A, family))
    reordered = metrics.value("peering_probes_reordered_total", prefix=prefix_of(A, family))
    # Each fifth answer is delayed. At the end of a burst there is no answer to overtake it, so one of the
    # two in each burst is overtaken, unless the host halts at that moment.
    assert answered // 20 <= reordered <= 0.2 * answered + 2
    assert metrics.total("peering_probes_lost_total") == 0
    assert metrics.value("peering_probes_reordered_total", prefix=prefix_of(B, family)) == 0


@FAMILIES
def test_a_server_is_unknown_until_it_answers_then_lost(lab, start_daemon, family):
    lab.edge.drop("udp dport 3478")
    daemon = start_daemon(configuration([endpoint("edge", EDGE[family], "stun", "tcp")],
                                        [seattle(prefix_of(A, family))], window="2s"))
    silent = daemon.wait_until(
        lambda m: received(m, probe="tcp") >= 20, "others are still probed")
    assert silent.value("peering_probe_never_answered", probe="stun") == 1
    assert not counted_series(silent, probe="stun")
    assert not silent.samples("peering_prefix_egress_verified")
    assert silent.value("peering_prefix_window_loss_ratio") == 0

    lab.edge.stop_dropping()
    known = daemon.wait_until(lambda m: received(m, probe="stun") >= 5, "it answers")
    assert not known.samples("peering_probe_never_answered", probe="stun")
    # Probes in flight at the beginning may be lost.
    assert known.total("peering_probes_lost_total", probe="stun") <= 1
    assert known.value("peering_prefix_egress_verified") == 1

    lab.edge.drop("udp dport 3478")
    lost = daemon.wait_until(
        lambda m: m.value("peering_probes_lost_total", probe="stun", reason="timeout") >= 25,
        "silence is loss now")
    assert lost.value("peering_window_loss_ratio", probe="stun") == 1
    assert not lost.samples("peering_probe_never_answered", probe="stun")
    daemon.wait_until(lambda m: not m.samples("peering_prefix_egress_verified"),
                      "after the window nothing proves the egress")


@FAMILIES
def test_a_closed_port_is_refused_once_the_server_is_known(lab, start_daemon, family):
    prefix = prefix_of(A, family)
    daemon = start_daemon(configuration([
        endpoint("edge", EDGE[family], "stun"), endpoint("closed", OTHER_EDGE[family], "stun"),
        endpoint("silent", BLACK_HOLE[family], "stun")], [seattle(prefix)]))
    daemon.wait_until(lambda m: received(m, endpoint="edge") >= 5, "answers")
    lab.edge.stun.stop()
    metrics = daemon.wait_until(
        lambda m: m.value("peering_probes_lost_total", endpoint="edge", reason="refused") >= 5,
        "refusals")
    assert metrics.value("peering_probes_lost_total", endpoint="edge", reason="unreachable") == 0
    for name in ("closed", "silent"):
        assert metrics.value("peering_probe_never_answered", endpoint=name) == 1
        assert not counted_series(metrics, endpoint=name)


@FAMILIES
def test_egress_is_verified_by_the_address_that_the_edge_sees(lab, start_daemon, family):
    prefixes = [prefix_of(isp, family) for isp in (A, B)]
    own = {prefixes[0]: (A.address, A.address6)[family], prefixes[1]: (B.address, B.address6)[family]}
    daemon = start_daemon(configuration([endpoint("edge", EDGE[family], "stun")], [
        seattle(prefixes[0]), portland(prefixes[1])]))

    def sees(addresses):
        def holds(metrics):
            seen = {s.labels["prefix"]: s.labels["address"]
                    for s in metrics.samples("peering_prefix_egress_info")}
            return seen == addresses
        return holds

    direct = daemon.wait_until(sees(own), "both leave from their prefix")
    for prefix in prefixes:
        assert direct.value("peering_prefix_egress_verified", prefix=prefix) == 1

    # Without it, a flow whose packet passes while the kernel changes the rules would stay untranslated.
    daemon.pause()
    lab.network.translate(A)
    daemon.resume()
    behind = daemon.wait_until(sees({**own, prefixes[0]: TRANSLATED[family]}), "the NAT shows")
    assert behind.value("peering_prefix_egress_verified", prefix=prefixes[0]) == 0
    assert behind.value("peering_prefix_egress_verified", prefix=prefixes[1]) == 1

    lab.network.end_translation()
    back = daemon.wait_until(sees(own), "it leaves from its prefix again")
    assert back.value("peering_prefix_egress_verified", prefix=prefixes[0]) == 1


def test_egress_servers_do_not_count_in_the_latency(lab, start_daemon):
    lab.links["a"].delay("20ms")
    lab.edge.drop(f"ip daddr {EDGE[0]} udp dport 3478")
    # It is queried twice per window.
    daemon = start_daemon({**configuration([endpoint("edge", EDGE[0], "tcp")], [
        seattle(egress={"via": [{"host": RELAY}]}), portland()], window="2s"),
        "egress": {"via": [{"host": EDGE[0]}]}})
    metrics = daemon.wait_until(
        lambda m: m.samples("peering_prefix_egress_verified", prefix=A.prefix), "an answer")
    assert metrics.value("peering_prefix_egress_verified", prefix=A.prefix) == 1
    assert metrics.value("peering_prefix_egress_info", prefix=A.prefix, address=A.address) == 1
    # The connection's own server replaces the global one.
    relay = daemon.wait_until(
        lambda m: received(m, endpoint=f"egress:{RELAY}", prefix=A.prefix) >= 2, "two answers")
    assert not relay.samples("peering_probe_never_answered", prefix=A.prefix)
    assert relay.value("peering_probe_never_answered", prefix=B.prefix, endpoint=f"egress:{EDGE[0]}") == 1
    assert not relay.samples("peering_prefix_egress_verified", prefix=B.prefix)

    lab.edge.drop("udp dport 3478")
    lost = daemon.wait_until(
        lambda m: m.total("peering_probes_lost_total", endpoint=f"egress:{RELAY}") >= 1,
        "the server is silent")
    assert lost.value("peering_prefix_window_loss_ratio", prefix=A.prefix) == 0
    assert lost.value("peering_connection_window_loss_ratio", connection="contoso-seattle") == 0


@pytest.fixture
def report_address(lab):
    """report_address(address): from now on the edge's STUN server reports it to every client."""
    programs = []

    def report(address):
        lab.edge.stun.stop()
        programs.append(lab.network.edge.spawn(
            "/usr/bin/python3", Path(fixed_stun.__file__), EDGE[0], PORT, address,
            log=lab.directory / "fixed_stun.log"))

    yield report
    for program in programs:
        end(program)
    lab.edge.stun.start()


def test_an_ipv4_mapped_address_counts_as_ipv4(start_daemon, report_address):
    """A server with one socket for both families reports such addresses."""
    report_address("mapped")
    daemon = start_daemon(configuration([endpoint("edge", EDGE[0], "stun")], [seattle(A.prefix)]))
    metrics = daemon.wait_until(lambda m: m.samples("peering_prefix_egress_verified"), "an egress address")
    assert metrics.value("peering_prefix_egress_verified") == 1
    assert metrics.value("peering_prefix_egress_info", address=A.address) == 1


def test_an_address_of_another_family_is_ignored(start_daemon, report_address):
    report_address("2001:db8:bad::1")
    daemon = start_daemon({**configuration([endpoint("edge", EDGE[0], "stun")], [seattle(A.prefix)]),
                           "alerts": {"egress_mismatch": "critical", "for": "0s"}})
    metrics = daemon.wait_until(lambda m: received(m) >= 20, "the answers count")
    assert not metrics.samples("peering_prefix_egress_verified")
    assert not metrics.samples("peering_prefix_egress_info")
    assert "Fail" not in daemon.log.read_text()
