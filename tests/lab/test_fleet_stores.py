"""VictoriaMetrics with vmalert as the centre, by the shipped unit and rules; and Prometheus as the agent of a
branch."""

import json
import urllib.parse

import pytest
import yaml

from lab.fleet import CENTRE, Branch, command_of, replaced
from lab.fleet_centre import Switch, shipped_rules
from lab.host import end
from lab.waiting import wait_until
from test_fleet import configuration

WRITE = f"http://{CENTRE}:8428/api/v1/write"


@pytest.fixture
def store(tmp_path):
    """query(expression) of VictoriaMetrics at the centre; and a function that makes branches."""
    centre = Switch(tmp_path)
    rules = tmp_path / "rules"
    rules.mkdir()
    for name, content in shipped_rules("30s").items():
        (rules / name).write_text(yaml.safe_dump(content))
    # Not on loopback only: no nginx stands in front.
    server = replaced(command_of("centre/victoria-metrics.conf"), storageDataPath=tmp_path / "data",
                      httpListenAddr=f"{CENTRE}:8428", minScrapeInterval="1s")
    url = f"http://{CENTRE}:8428"
    alerts = replaced(command_of("centre/peeringd-vmalert.service"), rule=f"{rules}/fleet-*.yml",
                      evaluationInterval="2s", **{"datasource.url": url, "remoteWrite.url": url,
                                                  "remoteRead.url": url})
    # It hides the last 30 s by default, and each recorded series that uses another one adds as much.
    server.append("-search.latencyOffset=1s")
    programs = [centre.host.spawn(*server, log=tmp_path / "victoria-metrics.log")]
    wait_until(lambda: not centre.host.connect(CENTRE, 8428).close(), "VictoriaMetrics listens", 20)
    programs.append(centre.host.spawn(*alerts, log=tmp_path / "vmalert.log"))
    branches = []

    def query(expression):
        result = centre.host.run("curl", "-sS", "-m", "10", f"{url}/api/v1/query?" +
                                 urllib.parse.urlencode({"query": expression, "nocache": "1"}))
        return [(series["metric"], float(series["value"][1]))
                for series in json.loads(result.stdout)["data"]["result"]]

    def branch(number):
        branches.append(Branch(centre.host, number, tmp_path, centre.authority, 1))
        branches[-1].start_daemon(configuration(number))
        return branches[-1]

    yield query, branch
    for one in branches:
        one.close()
    for program in programs:
        end(program)
    centre.host.close()


def test_victoriametrics_and_vmalert_show_the_same_with_either_agent(store):
    query, branch = store
    branch(0).start_agent(WRITE)
    branch(1).start_prometheus(WRITE)
    wait_until(lambda: {(labels["instance"], labels["site"])
                        for labels, value in query('up{job="peeringd"}') if value == 1}
               == {(f"branch-0{i}", f"site-branch-0{i}") for i in range(2)}, "both branches", 60)
    wait_until(lambda: {labels["instance"] for labels, _ in query('up{job="peeringd-forward"}')}
               == {"branch-00", "branch-01"}, "both agents themselves", 30)
    wait_until(lambda: {labels["partner"] for labels, value
                        in query("partner:peering_rtt_seconds:median5m") if value > 0}
               == {"Contoso Networks", "Fabrikam Carrier"}, "what vmalert records", 90)
    # Of two branches that have different files, none has those of most.
    assert len(query("count by (sha256) (peeringd_config_info)")) == 2
