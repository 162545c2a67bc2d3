"""The demo of script/lab: after each step, the daemon reports what the text says."""

import pytest

from lab.demo import STEPS, fast_configuration, play
from lab.gobgp import Routers
from lab.route_changes import announce_all


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
