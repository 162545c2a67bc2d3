"""`script/lab --fleet`: the lab that docs/fleet.md offers, as a reader starts and ends it."""

import json
import sys

import pytest

from lab import isolation
from lab.catalogue import REPOSITORY
from lab.host import Host
from lab.waiting import wait_until

# Without the installation and the build, and on the loopback of a namespace, where the ports are free.
STARTER = """
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
loader = SourceFileLoader("lab_script", sys.argv.pop(1))
script = module_from_spec(spec_from_loader("lab_script", loader))
loader.exec_module(script)
script.prepare = lambda: None
script.main()
"""


@pytest.fixture
def reader():
    host = Host("reader")
    yield host
    host.close()


@pytest.mark.timeout(500)
def test_the_lab_shows_the_page_and_the_prometheus_of_twenty_branches(reader, tmp_path):
    environment = {"PEERINGD_LAB_STATE": str(tmp_path / "state"), isolation.INSIDE: ""}
    log = tmp_path / "lab.log"
    lab = reader.spawn(sys.executable, "-B", "-c", STARTER, REPOSITORY / "script/lab", "--fleet", log=log, env=environment)

    def fetched(url):
        done = reader.run("curl", "-sS", "-m", "20", url, check=False)
        return json.loads(done.stdout) if done.returncode == 0 and done.stdout.startswith("{") else None

    def all_pass():
        assert lab.poll() is None, log.read_text()
        overview = fetched("http://127.0.0.1:8076/api/v1/overview?spark=0")
        found = {one["name"] for one in overview["connections"] if one["result"] == "Pass"} if overview else set()
        return found == {f"branch-{n:02}@branch-{n:02}" for n in range(20)}
    wait_until(all_pass, "all branches pass", 400, pause=2)
    count = fetched("http://127.0.0.1:9090/api/v1/query?query=count(up%7Bjob%3D%22peeringd%22%7D)")
    assert count["data"]["result"][0]["value"][1] == "20"
    assert (tmp_path / "state/branches/connections.d/azure.yaml").exists()

    def lab_command(*words, stdin=None):
        return reader.run("env", *(f"{name}={value}" for name, value in environment.items()), REPOSITORY / "script/lab",
                          *words, stdin=stdin, check=False, timeout=60)
    assert "198.18.7.10/24" in lab_command("shell", "branch-07", stdin="ip -br address show isp\n").stdout
    assert "the hosts are centre, branch-00" in lab_command("shell", "branch-77").stderr
    assert lab_command("stop").returncode == 0
    lab.wait(30)
