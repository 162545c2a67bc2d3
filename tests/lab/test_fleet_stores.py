"""VictoriaMetrics with vmalert as the centre, by the shipped unit and rules; and Prometheus as the agent of a
branch."""

import json
import sys
import time
import urllib.parse

import pytest
import yaml

from lab.fleet import CENTRE, FORWARD, SHIPPED, Branch, Server, command_of, get, replaced
from lab.fleet_centre import Switch, shipped_rules
from lab.host import end
from lab.remote_write import write
from lab.waiting import wait_until
from test_fleet import configuration

URL = f"http://{CENTRE}:8428"
WRITE = f"{URL}/api/v1/write"
REFUSER = """
from http.server import BaseHTTPRequestHandler, HTTPServer
class Refuse(BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_error(400)
HTTPServer(("10.77.0.1", 8080), Refuse).serve_forever()
"""


class Victoria:
    """VictoriaMetrics at the centre, by its shipped unit."""

    def __init__(self, host, directory):
        self._host = host
        self._log = directory / "victoria-metrics.log"
        # Not on loopback only: no nginx stands in front. It hides the last 30 s by default, and each recorded series
        # that uses another one adds as much.
        self._command = [*replaced(command_of("centre/victoria-metrics.conf"), storageDataPath=directory / "data",
                                   httpListenAddr=f"{CENTRE}:8428", minScrapeInterval="1s"), "-search.latencyOffset=1s"]
        self.start()

    def start(self):
        self._program = self._host.spawn(*self._command, log=self._log)
        wait_until(lambda: not self._host.connect(CENTRE, 8428).close(), "VictoriaMetrics listens", 20)

    def stop(self):
        end(self._program, patience=30)

    def result(self, expression):
        result = self._host.run("curl", "-sS", "-m", "10", f"{URL}/api/v1/query?" +
                                urllib.parse.urlencode({"query": expression, "nocache": "1"}))
        return json.loads(result.stdout)["data"]["result"]

    def query(self, expression):
        """[(labels, value)]"""
        return [(series["metric"], float(series["value"][1])) for series in self.result(expression)]

    def times(self, branch, seconds):
        """When the samples of `up` were taken, in the last `seconds`."""
        return [at for series in self.result(f'up{{job="peeringd", instance="{branch.name}"}}[{seconds}s]')
                for at, _ in series["values"]]


@pytest.fixture
def centre(tmp_path):
    """(host of the centre, function that makes branches)."""
    switch = Switch(tmp_path)
    branches = []

    def branch(number, config=None):
        branches.append(Branch(switch.host, number, tmp_path, switch.authority, 1))
        branches[-1].start_daemon(config or configuration(number))
        return branches[-1]

    yield switch.host, branch
    for one in branches:
        one.close()
    switch.host.close()


@pytest.fixture
def store(centre, tmp_path):
    """(VictoriaMetrics with vmalert, function that makes branches)."""
    host, branch = centre
    rules = tmp_path / "rules"
    rules.mkdir()
    for name, content in shipped_rules("30s").items():
        (rules / name).write_text(yaml.safe_dump(content))
    server = Victoria(host, tmp_path)
    alerts = replaced(command_of("centre/peeringd-vmalert.service"), rule=f"{rules}/fleet-*.yml",
                      evaluationInterval="2s", **{"datasource.url": URL, "remoteWrite.url": URL,
                                                  "remoteRead.url": URL})
    program = host.spawn(*alerts, log=tmp_path / "vmalert.log")
    yield server, branch
    end(program)
    server.stop()


def test_victoriametrics_and_vmalert_show_the_same_with_either_agent(store):
    server, branch = store
    query = server.query
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


def memory_of_agents(server):
    return {labels["instance"]: value
            for labels, value in server.query('process_resident_memory_bytes{job="peeringd-forward"}')}


def newest(server, branch):
    return max(server.times(branch, 300), default=0)


@pytest.mark.timeout(300)
def test_an_outage_with_a_restart_in_it_is_kept_by_vmagent_and_lost_by_prometheus(store):
    """As docs/fleet.md says of both. vmagent sends what it has kept oldest first."""
    server, branch = store
    keeps, loses = branch(0), branch(1)
    keeps.start_agent(WRITE)
    loses.start_prometheus(WRITE)
    wait_until(lambda: newest(server, keeps) and newest(server, loses), "both branches", 60)
    wait_until(lambda: len(memory_of_agents(server)) == 2, "the memory of both agents", 30)
    memory = memory_of_agents(server)
    print(memory)
    assert memory[keeps.name] < 0.75 * memory[loses.name]

    server.stop()
    away = time.time()
    time.sleep(15)
    for one in (keeps, loses):
        one.end_agent()
    keeps.start_agent(WRITE, rate=8000)  # so that the backlog takes a while
    loses.start_prometheus(WRITE)
    restarted = time.time()
    time.sleep(10)
    back = time.time()
    server.start()
    first = wait_until(lambda: at if (at := newest(server, keeps)) > away + 2 else None, "a part of the backlog", 60)
    print(f"the first that arrives is {back - first:.1f} s older than the return of the store")
    assert first < back - 3
    for one in (keeps, loses):
        wait_until(lambda b=one: newest(server, b) > back, f"{one.name} is current", 90)

    def longest_gap(one):
        times = sorted(at for at in server.times(one, 200) if at > away - 10)
        return max(((other - before, before) for before, other in zip(times, times[1:])))
    assert longest_gap(keeps)[0] < 13, "but for the restart, all has arrived"
    length, begin = longest_gap(loses)
    assert begin < away + 8 and begin + length > restarted - 3, "everything from the outage until the restart is lost"


def test_a_sample_of_three_prefixes_takes_about_twenty_bytes(store):
    """With all that a connection carries for it."""
    _, branch = store
    config = configuration(0)
    config["connections"][0]["prefixes"] = ["198.51.100.0/26", "198.51.100.64/26", "198.51.100.128/26"]
    one = branch(0, config)
    for address in ("198.51.100.70", "198.51.100.140"):
        one.host.run("ip", "address", "add", f"{address}/26", "dev", "isp")
    one.start_agent(WRITE)

    def counts():
        return [one.agent_metric(f"vmagent_remotewrite_{name}_total")
                for name in ("conn_bytes_written", "rows_pushed_after_relabel")]
    wait_until(lambda: get(one.host, FORWARD, "/metrics", check=False) and counts()[1] > 20_000, "samples", 120)
    sent, samples = counts()
    print(f"{sent / samples:.1f} bytes for each of {samples:.0f} samples")
    assert 15 < sent / samples < 25


def test_a_variable_that_is_not_set_is_sent_as_text(centre):
    """So the shipped unit has a default for each."""
    _, branch = centre
    one = branch(0)
    agent = one.host.spawn("vmagent", f"-promscrape.config={SHIPPED}/branch/vmagent.yml", "-httpListenAddr=127.0.0.1:8430",
                           f"-remoteWrite.tmpDataPath={one.directory}/other", "-remoteWrite.url=http://127.0.0.1:1",
                           log=one.directory / "other.log")
    try:
        targets = wait_until(lambda: json.loads(get(one.host, 8430, "/api/v1/targets", check=False)
                                                or '{"data": {"activeTargets": []}}')["data"]["activeTargets"],
                             "the targets", 20)
        assert {target["labels"]["instance"] for target in targets} == {"%{PEERINGD_INSTANCE}"}
    finally:
        end(agent)


@pytest.mark.parametrize("window", [True, False], ids=["as shipped", "without a window"])
def test_prometheus_takes_late_samples_with_a_window_only(centre, tmp_path, window):
    host, _ = centre
    shard = yaml.safe_load((SHIPPED / "centre/prometheus-shard.yml").read_text())
    if not window:
        del shard["storage"]
    server = Server(host, tmp_path, "shard", 9101, shard, "--web.enable-remote-write-receiver")
    try:
        def status(age):
            return write(host, f"{server.url}/api/v1/write", tmp_path, {"__name__": "up", "instance": "branch-00"},
                         [(time.time() - age, 1)])
        assert status(0) == "204"
        for age in (60, 3600, 29 * 86400):
            assert status(age) == ("204" if window else "400"), age
    finally:
        server.stop()


def test_prometheus_answers_500_to_what_is_older_than_the_window(centre, tmp_path):
    """Also to the first sample of a series. So the shipped window is longer than the shipped queue, below."""
    host, _ = centre
    shard = yaml.safe_load((SHIPPED / "centre/prometheus-shard.yml").read_text())
    shard["storage"]["tsdb"]["out_of_order_time_window"] = "1d"
    server = Server(host, tmp_path, "shard", 9101, shard, "--web.enable-remote-write-receiver")
    try:
        def status(branch, age):
            return write(host, f"{server.url}/api/v1/write", tmp_path, {"__name__": "up", "instance": branch},
                         [(time.time() - age, 1)])
        assert status("branch-00", 0) == "204"
        assert status("branch-01", 23 * 3600) == "204"
        assert status("branch-02", 25 * 3600) == "500"
    finally:
        server.stop()


@pytest.mark.parametrize("answer, repeats", [(400, False), (500, True)])
def test_vmagent_drops_what_the_centre_refuses_and_repeats_what_fails(centre, answer, repeats):
    """One queue: while a block is repeated, nothing else of the branch arrives."""
    host, branch = centre
    refuser = host.spawn(sys.executable, "-c", REFUSER.replace("400", str(answer)), log="/dev/null")
    try:
        one = branch(0)
        one.start_agent(f"http://{CENTRE}:8080/api/v1/write")
        wait_until(lambda: get(one.host, FORWARD, "/metrics", check=False), "the agent", 20)
        dropped, repeated = "vmagent_remotewrite_packets_dropped_total", "vmagent_remotewrite_retries_count_total"
        wait_until(lambda: one.agent_metric(repeated if repeats else dropped) > 0, "the answer is handled", 30)
        assert one.agent_metric(dropped if repeats else repeated) == 0
    finally:
        end(refuser)
