"""Effects from outside the process: stray signals, closed descriptors at startup, and file names that
would forge log lines."""

import os
import re
import signal

import pytest

from lab.configuration import configuration, endpoint
from lab.waiting import wait_until

SIMPLE = configuration([endpoint("edge", "edge.example")])
STRAY = [signal.SIGPIPE, signal.SIGALRM, signal.SIGVTALRM, signal.SIGPROF, signal.SIGIO,
         signal.SIGPWR, signal.SIGUSR1, signal.SIGUSR2, signal.SIGSTKFLT, signal.SIGXFSZ,
         signal.SIGRTMIN, signal.SIGRTMAX]


def test_a_stray_signal_does_not_stop_the_daemon(lab, start_daemon):
    daemon = start_daemon(SIMPLE)
    daemon.wait_until(lambda m: m.total("peering_probes_received_total") >= 4, "answers")
    for number in STRAY:
        daemon.program.send_signal(number)
    daemon.watch(1)
    assert daemon.program.poll() is None
    code, _ = daemon.stop()
    assert code == 0


def test_closed_standard_descriptors_are_opened_first(lab, start_daemon):
    daemon = start_daemon(SIMPLE, wrapper=["sh", "-c", 'exec "$@" 0<&- 1>&- 2>&-', "sh"])
    daemon.wait_until(lambda m: m.total("peering_probes_received_total") >= 4, "answers")
    for number in (0, 1, 2):
        assert os.readlink(f"/proc/{daemon.program.pid}/fd/{number}") == "/dev/null"


@pytest.fixture
def connections_folder(tmp_path):
    folder = tmp_path / "connections.d"
    folder.mkdir()
    return folder


def test_a_file_name_cannot_forge_a_log_line(lab, start_daemon, connections_folder):
    daemon = start_daemon({**SIMPLE, "include": ["connections.d/*.yaml"]})
    name = "x\n<3>forged\x1b[2J\u009b2J\udcff.yaml"
    (connections_folder / name).write_text("connections: {a: b}\n")
    daemon.program.send_signal(signal.SIGHUP)
    daemon.wait_until(lambda m: m.value("peeringd_config_last_reload_successful") == 0, "refused")
    log = wait_until(lambda: (text := daemon.log.read_bytes()).count(b"forged") and text,
                     "the log line", 5)
    assert rb"x\n<3>forged\x1b[2J\u009b2J\xff.yaml" in log
    for line in log.splitlines():
        assert re.match(rb"\d{4}-\d\d-\d\dT", line), line
    assert b"\x1b" not in log and "\u009b".encode() not in log
