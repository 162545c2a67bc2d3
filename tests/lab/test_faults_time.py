"""Steps of the clock, and times in which the daemon did not run: docs/reliability.md."""

import time

import pytest

from lab.catalogue import EDGE
from lab.clock import YEAR, Clock
from lab.configuration import A, configuration, endpoint, seattle
from lab.waiting import wait_until
from lab.watched import (PORTLAND, SEATTLE, WINDOW, each_answered, failed, lost, newly_lost,
                         passes, received, result, start_watched, watched)

HOUR = 3600

WITHOUT_TLS = ("icmp", "tcp", "http", "stun")


@pytest.fixture
def clock(tmp_path):
    return Clock(tmp_path)


@pytest.mark.parametrize("years", [1, -1], ids=["forward", "back"])
def test_a_step_of_the_wall_clock_changes_no_figure(lab, start_daemon, clock, years):
    """Certificates are verified with that clock, as by every client of the host."""
    lab.links["a"].delay("20ms")
    daemon, before = start_watched(start_daemon, wrapper=clock.wrapper)
    clock.set_wall(years * YEAR)
    last = daemon.watch(WINDOW + 2)  # all samples are from after the step
    uptime = lambda m: time.time() + years * YEAR - m.value("process_start_time_seconds")
    assert uptime(last) > 0 or years < 0
    for probe in WITHOUT_TLS:
        assert not newly_lost(last, before, probe=probe)
        assert each_answered(before, 15, probe=probe)(last)
        for prefix in (A.prefix, A.prefix6):
            longest = last.value("peering_window_rtt_seconds", quantile="1", prefix=prefix, probe=probe)
            assert 0.0199 <= longest < 0.120
    assert lost(last) == lost(last, probe="https", reason="tls")
    assert failed(last, "send") == failed(last, "source") == 0

    clock.set_wall(0)
    last = daemon.wait_until(each_answered(last), "each target is answered", 5)
    for probe in WITHOUT_TLS:
        assert not newly_lost(last, before, probe=probe)
    daemon.wait_until(passes(SEATTLE, PORTLAND), "both pass", WINDOW + 10)
    steps = [event["fields"]["seconds"] for event in daemon.events(kind="clock_stepped")]
    assert sorted(steps) == pytest.approx([-YEAR, YEAR], abs=1)


def test_probes_due_while_stopped_are_skipped_not_lost(lab, start_daemon):
    lab.links["a"].delay("50ms")  # so that probes are in flight
    daemon, before = start_watched(start_daemon)
    for seconds in (1, 1, 1, 61):
        daemon.pause()
        time.sleep(seconds)
        daemon.resume()
        after = daemon.scrape()
        assert not newly_lost(after, before)
        time.sleep(0.7)
    # The window holds too few samples, so the result is Indeterminate.
    assert result(after, SEATTLE) != 3
    # The assessment of a scrape may be older than the loop's first turn.
    after = daemon.wait_until(lambda m: m.total("peering_probes_skipped_total") >= 60 / 0.2 * 10,
                              "the minute is skipped", 3)
    last = daemon.wait_until(each_answered(after), "each target is answered", 3)
    assert not newly_lost(last, before)
    daemon.wait_until(passes(SEATTLE, PORTLAND), "both pass again", WINDOW + 10)


def test_resolved_addresses_are_probed_for_an_hour_without_dns(lab, start_daemon, clock):
    """Skips the hour: stops the daemon and advances its clocks."""
    daemon, before = start_watched(start_daemon, wrapper=clock.wrapper)
    position = len(daemon.log.read_text())
    lab.dns.behave(**{"*": "drop"})

    clock.leap(daemon, HOUR - 60)
    last = daemon.wait_until(each_answered(before, 10), "probing goes on by the last answers", 15)
    assert failed(last, "resolve") == 0
    daemon.wait_until(passes(SEATTLE, PORTLAND), "both pass", WINDOW + 10)
    clock.leap(daemon, 3 * 60)
    late = daemon.wait_until(lambda m: failed(m, "resolve") >= 50, "the last answers have run out", 10)
    after = daemon.watch(WINDOW + 2)
    assert not newly_lost(after, before)
    assert received(after) == received(late)
    assert {result(after, connection) for connection in (SEATTLE, PORTLAND)} == {3}
    lines = daemon.log.read_text()[position:].splitlines()
    for source in (A.address, A.address6):
        assert len([line for line in lines if f" from {source}" in line]) <= 2
        wait_until(lambda source=source: f"queried from {source}; it is not probed until it resolves"
                   in daemon.log.read_text(), "a line at the beginning", 40)
    assert "DNS: 1 of 1 names does not resolve, and no address is left" in daemon.log.read_text()

    lab.dns.behave()
    daemon.wait_until(each_answered(after), "each target is answered", 70)
    daemon.wait_until(passes(SEATTLE, PORTLAND), "both pass", WINDOW + 10)
    for source in (A.address, A.address6):
        wait_until(lambda source=source: f"names resolve again from {source}, after "
                   in daemon.log.read_text(), "a line at the end", 5)


def test_a_killed_and_restarted_daemon_starts_from_zero(lab, start_daemon):
    daemon, _ = start_watched(start_daemon)
    lab.links["a"].delay("100ms")  # the new process receives answers to the old one's probes
    time.sleep(0.3)
    daemon.program.kill()
    assert daemon.program.wait(5) == -9
    lab.links["a"].delay("0s")  # for packets sent from now on
    start = time.monotonic()
    daemon = start_daemon(watched())
    assert time.monotonic() - start < 3
    metrics = daemon.wait_until(passes(SEATTLE, PORTLAND), "both connections pass", 25)
    assert lost(metrics) == 0
    assert metrics.total("peering_probes_late_total") == 0
    assert metrics.total("peering_probes_duplicate_total") == 0
