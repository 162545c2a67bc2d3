"""`script/lab --fleet`: the lab that docs/fleet.md offers, as a reader starts and ends it."""

import contextlib
import json

import pytest

from lab.lab_script import LabScript
from lab.waiting import wait_until


@pytest.mark.timeout(500)
def test_the_lab_shows_the_page_and_the_prometheus_of_twenty_branches(tmp_path):
    with contextlib.closing(LabScript(tmp_path, "--fleet")) as lab:
        def all_pass():
            assert lab.program.poll() is None, lab.output
            overview = json.loads(lab.get("http://127.0.0.1:8076/api/v1/overview?spark=0") or '{"connections": []}')
            found = {one["name"] for one in overview["connections"] if one["result"] == "Pass"}
            return found == {f"branch-{n:02}@branch-{n:02}" for n in range(20)}
        wait_until(all_pass, "all branches pass", 400, pause=2)
        count = json.loads(lab.get("http://127.0.0.1:9090/api/v1/query?query=count(up%7Bjob%3D%22peeringd%22%7D)"))
        assert count["data"]["result"][0]["value"][1] == "20"
        assert (lab.state / "branches/connections.d/azure.yaml").exists()
        assert "198.18.7.10/24" in lab.command("shell", "branch-07", stdin="ip -br address show isp\n").stdout
        assert "the hosts are centre, branch-00" in lab.command("shell", "branch-77").stderr
        lab.stop()
