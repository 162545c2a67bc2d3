"""Faults of the host's network, and an edge that answers with garbage: docs/reliability.md."""

import pytest

from lab.catalogue import DNS_SERVER, EDGE
from lab.configuration import A, configuration, endpoint, seattle
from lab.host import end
from lab.stun import PORT
from lab.waiting import wait_until
from lab.watched import (INDETERMINATE, PORTLAND, SEATTLE, WINDOW, each_answered, failed, in_flight,
                         lost, newly_lost, passes, received, result, start_watched)


def lines_since(daemon, position, *words):
    """The lines of the log after `position` that contain all of the words."""
    return [line for line in daemon.log.read_text()[position:].splitlines()
            if all(word in line for word in words)]


def endure(daemon, before, quiet=WINDOW + 3):
    """Watches a fault in which Seattle cannot probe: it has neither loss nor the result Pass, and
    Portland is unaffected. Returns the last scrape."""
    settled = daemon.wait_until(lambda m: in_flight(m, connection=SEATTLE) == 0, "nothing is in flight",
                                5)
    # Probes in flight when the fault began may be lost, but none later.
    assert lost(settled, connection=SEATTLE) <= lost(before, connection=SEATTLE) + len(
        before.samples("peering_probes_in_flight", connection=SEATTLE))
    last = daemon.watch(quiet)
    assert not newly_lost(last, settled, connection=SEATTLE)
    assert received(last, connection=SEATTLE) == received(settled, connection=SEATTLE)
    assert result(last, SEATTLE) == INDETERMINATE
    untouched(daemon, before, last)
    return last


def untouched(daemon, before, last):
    assert not newly_lost(last, before, connection=PORTLAND)
    assert each_answered(before, 10, connection=PORTLAND)(last)
    assert passes(PORTLAND)(last)


def recover(daemon, last, seconds):
    daemon.wait_until(each_answered(last, connection=SEATTLE), "each target is answered", seconds)
    daemon.wait_until(passes(SEATTLE, PORTLAND), "both connections pass again", WINDOW + 10)


def test_a_prefix_whose_device_is_down_is_not_probed(lab, start_daemon):
    daemon, before = start_watched(start_daemon)
    position = len(daemon.log.read_text())
    lab.faults.take_down(A)
    last = endure(daemon, before)
    assert failed(last, "source", connection=SEATTLE) > 20
    assert failed(last, "send", connection=SEATTLE) <= 5  # until the daemon was notified
    for prefix in (A.prefix, A.prefix6):
        assert last.value("peering_prefix_source_up", prefix=prefix) == 0
        assert len(lines_since(daemon, position, prefix, "not probed")) == 1
    lab.faults.bring_up(A)
    recover(daemon, last, 5)


def test_probes_without_a_route_are_errors_not_loss(lab, start_daemon):
    daemon, before = start_watched(start_daemon)
    position = len(daemon.log.read_text())
    lab.faults.withdraw_routes(A)
    last = endure(daemon, before)
    for probe in ("icmp", "tcp", "http", "https", "stun"):
        assert failed(last, "send", connection=SEATTLE, probe=probe) > 10
    for source in (A.address, A.address6):
        for probe in ("ICMP", "TCP", "HTTP", "STUN"):
            assert len(lines_since(daemon, position, f"no {probe} from {source}:")) == 1
    lab.faults.restore_routes()
    recover(daemon, last, 5)


# Cases in which the kernel reports that it refused a packet. It does not for TCP handshakes, which it
# repeats itself, nor for IPv6 ping sockets: there, the probes are lost.
REPORTED = [("icmp", A.prefix, A.address), ("stun", A.prefix, A.address),
        ("stun", A.prefix6, A.address6)]


@pytest.mark.parametrize("fault, error", [("firewall", "Operation not permitted"),
                                          ("queue", "No buffer space available")])
def test_a_packet_refused_by_the_kernel_is_an_error_not_loss(lab, start_daemon, fault, error):
    daemon, before = start_watched(start_daemon)
    position = len(daemon.log.read_text())
    if fault == "firewall":
        for_us = "meta l4proto { icmp, ipv6-icmp, udp }"
        lab.faults.forbid(f"ip saddr {A.address} {for_us}", f"ip6 saddr {A.address6} {for_us}")
    else:
        lab.faults.fill_queue(A)
    first = daemon.wait_until(
        lambda m: all(failed(m, "send", prefix=prefix, probe=probe) >= 3
                      for probe, prefix, _ in REPORTED), "errors of each prober")
    last = daemon.watch(WINDOW)
    for probe, prefix, source in REPORTED:
        target = {"connection": SEATTLE, "prefix": prefix, "probe": probe}
        assert failed(last, "send", **target) >= failed(first, "send", **target) + 10
        assert not newly_lost(last, first, **target)
        assert received(last, **target) == received(first, **target)
        assert len(lines_since(daemon, position, f"no {probe.upper()} from {source}: {error}")) == 1
    untouched(daemon, before, last)
    lab.faults.end()
    recover(daemon, last, 5)


def query(name):
    return {"type": "dns", "name": name}


def test_garbage_does_not_count_as_an_answer(lab, start_daemon):
    """For STUN and DNS; for HTTP and TLS see test_https.py."""
    daemon = start_daemon(configuration(
        [endpoint("edge", "edge.example", "stun", "tcp"),
         endpoint("resolver", DNS_SERVER[0], query("edge.example"))], [seattle()],
        interval="200ms", timeout="200ms", window="2s"))
    daemon.wait_until(lambda m: received(m) and all(
        sample.value >= 5 for sample in m.samples("peering_probes_received_total")), "answers")
    lab.edge.stun.stop()
    garbage = lab.edge.serve_garbage(PORT, *EDGE)
    lab.dns.behave(**{"*": "garbage"})
    before = daemon.watch(1)
    last = daemon.wait_until(
        lambda m: all(lost(m, probe=probe) >= lost(before, probe=probe) + 15
                      for probe in ("stun", "dns:edge.example")), "losses by garbage")
    for probe in ("stun", "dns:edge.example"):
        assert received(last, probe=probe) == received(before, probe=probe)
        assert last.value("peering_window_loss_ratio", probe=probe) == 1
    assert not last.samples("peering_prefix_egress_verified")
    assert last.total("peering_probes_duplicate_total") == 0
    assert not newly_lost(last, before, probe="tcp")

    end(garbage)
    lab.edge.stun.start()
    lab.dns.behave()
    daemon.wait_until(each_answered(last), "each target is answered again", 5)


def test_a_lookup_answered_with_garbage_fails_and_is_repeated(lab, start_daemon):
    lab.dns.behave(**{"*": "garbage"})
    daemon = start_daemon(configuration([endpoint("edge", "edge.example", "icmp")], [seattle()]))
    metrics = daemon.wait_until(lambda m: failed(m, "resolve") >= 5, "errors", 20)
    assert metrics.total("peering_probes_sent_total") == 0
    lines = wait_until(lambda: lines_since(daemon, 0, "no IPv4 address for edge.example"), "a line", 10)
    lab.dns.behave()
    daemon.wait_until(lambda m: received(m) >= 5, "the name is looked up again", 60)
    assert lines == lines_since(daemon, 0, "no IPv4 address for edge.example")
