"""Exhausted resources: descriptors, space for the log, the port. See docs/reliability.md."""

import os
import select
from fcntl import F_SETPIPE_SZ, fcntl
from resource import RLIMIT_NOFILE, prlimit

import pytest
import yaml

from lab.catalogue import EDGE, daemon_program
from lab.configuration import A, B, configuration, endpoint, portland, seattle
from lab.metrics import parse
from lab.waiting import wait_until
from lab.watched import (PORTLAND, SEATTLE, each_answered, failed, lost, newly_lost, passes, start_watched,
                         watched)

HOLES = 60
NO_DESCRIPTORS = pytest.mark.as_shipped("needs a descriptor for each of its checks")


@NO_DESCRIPTORS
def test_without_descriptors_probes_are_errors_and_scrapes_work(lab, start_daemon):
    """Unanswered TCP probes keep descriptors, but the daemon reserves some for itself."""
    holes = [endpoint(f"hole-{n}", "black-hole.example", {"type": "tcp", "timeout": "900ms"})
             for n in range(HOLES)]
    more = watched()
    daemon, before = start_watched(
        start_daemon, {**more, "endpoints": more["endpoints"] + holes,
                       "probing": {**more["probing"], "interval": "1s", "window": "10s"},
                       "alerts": {**more["alerts"], "min_samples": 5}, "connections": [
                           seattle(A.prefix, A.prefix6, endpoints=["edge"]),
                           portland(B.prefix, endpoints=["edge", *[h["name"] for h in holes]],
                                    alerts={"loss": "off"})]})
    usual = before.value("process_open_fds")
    limits = daemon.limit(RLIMIT_NOFILE, 64)
    short = daemon.wait_until(
        lambda m: failed(m, "send", probe="tcp", endpoint="edge") + failed(m, "send", probe="tcp")
        >= 50, "errors", 20)
    last = daemon.watch(5)  # each scrape needs a descriptor
    assert last.value("process_open_fds") <= 64 < usual
    assert not newly_lost(last, before, endpoint="edge")
    for probe in ("icmp", "stun"):  # their sockets exist already
        assert failed(last, "send", probe=probe) == 0
        assert each_answered(short, 2, probe=probe, endpoint="edge")(last)
    assert daemon.log.read_text().count(f"no TCP from {B.address}: Too many open files") == 1
    prlimit(daemon.program.pid, RLIMIT_NOFILE, limits)
    back = daemon.wait_until(each_answered(last, 2, endpoint="edge"), "all is probed again", 10)
    daemon.watch(2)
    assert failed(daemon.scrape(), "send") == failed(back, "send")


@NO_DESCRIPTORS
def test_without_any_descriptor_nothing_is_lost_and_it_recovers(lab, start_daemon):
    daemon, before = start_watched(start_daemon)
    limits = daemon.limit(RLIMIT_NOFILE, 4)
    with pytest.raises((OSError, AssertionError)):
        for _ in range(30):
            daemon.scrape()  # only connections accepted before can be answered
            select.select([], [], [], 0.1)
    select.select([], [], [], 3)
    prlimit(daemon.program.pid, RLIMIT_NOFILE, limits)
    last = daemon.wait_until(lambda m: True, "a scrape", 10)
    assert failed(last, "send") > 20
    assert not newly_lost(last, before)
    daemon.wait_until(each_answered(last), "each target is answered", 5)
    daemon.wait_until(passes(SEATTLE, PORTLAND), "both pass")


UNUSED = 1200  # prefixes without an address, each with a line in the log
MOST_LINES = 16_384  # that are buffered


def refuse_reloads_until_lines_are_lost(daemon):
    """Each refused reload logs a thousand errors."""
    daemon.configure({"connections": [{"unknown": "key"}] * 1000})
    for _ in range(MOST_LINES // 1000 + 1):
        status, text = daemon.get("/-/reload", method="POST")
        assert status == 400 and text.count("\n") >= 1000


def test_a_stopped_reader_of_the_log_does_not_delay_probes(lab, start_daemon, tmp_path):
    pipe = tmp_path / "log"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    fcntl(reader, F_SETPIPE_SZ, 4096)
    unused = [f"2001:db8:{number:x}::/48" for number in range(0x1000, 0x1000 + UNUSED)]
    watched = configuration(
        [endpoint("edge", "edge.example"), endpoint("seldom", EDGE[1], {"type": "icmp", "interval": "5s"})],
        [seattle(endpoints=["edge"]), portland(*unused, endpoints=["seldom"])])
    watched["web"]["allow_reload"] = True
    daemon = start_daemon(watched, log=pipe)

    def until(condition, what, timeout):
        # Checking the counters of all targets would take too long.
        return wait_until(lambda: condition(metrics := parse(daemon.exposition())) and metrics, what,
                          timeout)

    try:
        first = until(lambda m: failed(m, "source") >= UNUSED, "all prefixes are without a source", 60)
        refuse_reloads_until_lines_are_lost(daemon)
        lab.network.remove_address(A, A.address)  # logged, too
        down = until(lambda m: m.value("peering_prefix_source_up", prefix=A.prefix) == 0, "no source", 90)
        lab.network.add_address(A, A.address)
        last = until(each_answered(down, 20, endpoint="edge"), "probing goes on", 90)
        assert lost(last, endpoint="edge") <= lost(first, endpoint="edge") + 2
        assert daemon.get("/-/healthy")[0] == 200

        text = ""
        while "log lines were lost" not in text:
            assert select.select([reader], [], [], 10)[0], f"no line reports the gap: {text[-1000:]}"
            text += os.read(reader, 4096).decode()
        code, seconds = daemon.stop()  # while the log is not read
        assert code == 0
        assert seconds < 4
    finally:
        os.close(reader)


def test_a_log_on_a_full_disk_changes_nothing(lab, start_daemon):
    daemon, before = start_watched(start_daemon, log="/dev/full")
    lab.network.remove_address(A, A.address)
    daemon.wait_until(lambda m: m.value("peering_prefix_source_up", prefix=A.prefix) == 0, "no source", 5)
    lab.network.add_address(A, A.address)
    daemon.wait_until(each_answered(daemon.scrape()), "each target is answered", 10)
    assert lost(daemon.scrape(), connection=PORTLAND) == lost(before, connection=PORTLAND)
    assert daemon.stop()[0] == 0


def test_the_daemon_does_not_start_if_its_port_is_in_use(lab, start_daemon, tmp_path):
    daemon, before = start_watched(start_daemon)
    file = tmp_path / "second.yaml"
    file.write_text(yaml.safe_dump(watched()))
    second = lab.customer.run(daemon_program(), "run", "--config", file, check=False)
    assert second.returncode == 3
    assert "127.0.0.1:8075: Address already in use" in second.stderr
    last = daemon.wait_until(each_answered(before, 10), "the first one goes on")
    assert not newly_lost(last, before)
