"""What script/lab shows a person: after each step of the demo, the daemon reports what the text says, and so it does
after each change of `script/lab route`. When the demo is over, the lab continues to run."""

import contextlib
import os
import subprocess

import pytest

from lab.catalogue import REPOSITORY
from lab.demo import STEPS, fast_configuration, play
from lab.gobgp import Routers
from lab.lab_script import LabScript
from lab.metrics import parse
from lab.route_changes import CHANGES, announce_all, command
from lab.routing import start_announced, wait_for
from lab.waiting import wait_until


@pytest.fixture
def routers(lab, tmp_path):
    routers = Routers(lab.customer, tmp_path)
    yield routers
    routers.close()


def test_each_step_shows_what_it_says(lab, start_daemon, routers, tmp_path):
    lab.links["a"].delay("10ms")
    lab.links["b"].delay("25ms")
    daemon = start_daemon(fast_configuration(tmp_path))
    announce_all(routers)
    said = []
    play(lab, said.append, wait=lambda _seconds: None,
         on_step=lambda step: daemon.wait_until(step.is_shown, step.happens, 60))
    assert len(said) == len(STEPS)
    assert said[0].startswith("0:00  ") and said[-1].startswith("10:00  ")


@pytest.mark.timeout(240)
def test_the_lab_goes_on_after_the_demo(tmp_path):
    """Its servers answer, and a browser that leaves early does not disturb it."""
    with contextlib.closing(LabScript(tmp_path, "--demo", {"PEERINGD_LAB_PACE": "20"})) as lab:
        def answers():
            assert lab.program.poll() is None, lab.output
            return parse(lab.get("http://127.0.0.1:8076/metrics")).total("peering_probes_received_total", probe="https")
        wait_until(lambda: "10:00  That was all." in lab.output, "the demo is over", 180, pause=1)
        at_the_end = answers()
        lab.host.run("sh", "-c", "curl -s http://127.0.0.1:8076/metrics | head -c 100")
        wait_until(lambda: answers() > at_the_end + 100, "HTTPS is still answered", 60, pause=1)
        lab.stop()
        assert "Traceback" not in lab.output
        assert "peeringd ended with 0" in lab.output


# Each change of `script/lab route`, in an order that leaves no fault, and the event that follows.
ROUTE_CHANGES = (("withdraw", "", "PrefixWithdrawalEvent"), ("announce", "", "PrefixAnnouncementEvent"),
                 ("origin", "64777", "PrefixOriginAsChangeEvent"),
                 ("announce", "", "PrefixOriginAsChangeClearedEvent"),
                 ("more-specific", "", "PrefixMoreSpecificEvent"),
                 ("more-specific", "off", "PrefixMoreSpecificClearedEvent"),
                 ("upstream", "64530", "PrefixUpstreamChangeEvent"), ("announce", "", "PrefixUpstreamChangeClearedEvent"))


def test_each_change_of_a_route_is_an_event(lab, start_daemon, routers):
    daemon = start_announced(start_daemon, routers, upstreams=[64501, 64520])
    for change, value, kind in ROUTE_CHANGES:
        lab.customer.run(*command("a", change, value))
        wait_for(daemon, kind, timeout=30)
    lab.customer.run(*command("a", "down"))
    wait_for(daemon, "PrefixWithdrawalEvent", times=2, timeout=30)
    lab.customer.run(*command("a", "up"))
    wait_for(daemon, "PrefixAnnouncementEvent", times=2, timeout=60)
    assert {change for change, _, _ in ROUTE_CHANGES} | {"down", "up"} == set(CHANGES)


@pytest.mark.parametrize("words, problem", [
    (["route", "a", "withdraw"], "lab: not running"),
    (["route", "a", "origin", "AS64666"], "lab: AS64666 is not an AS number"),
    (["route", "c", "withdraw"], "invalid choice: 'c'"),
])
def test_the_command_says_what_is_wrong(tmp_path, words, problem):
    result = subprocess.run([REPOSITORY / "script/lab", *words], capture_output=True, text=True, timeout=60,
                            env={**os.environ, "PEERINGD_LAB_STATE": str(tmp_path)})
    assert result.returncode != 0 and problem in result.stderr
