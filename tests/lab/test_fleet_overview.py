"""The page over a store: three daemons, scraped by a real Prometheus or a real VictoriaMetrics."""

import json
import urllib.parse

import pytest
import yaml

from lab.fleet import CENTRE, Branch, Server
from lab.fleet_centre import Switch
from lab.host import end
from lab.overview import Overview, check
from lab.waiting import wait_until

PREFIX = "10.77.0.0/16"
LOSSY = "isp@branch-01"


def configuration(number):
    return {"web": {"listen": ["127.0.0.1:8075", f"10.77.1.{number + 1}:8075"]},
            "probing": {"interval": "100ms", "timeout": "90ms", "window": "20s"},
            "endpoints": [{"name": "near", "host": CENTRE, "probes": ["icmp"]}],
            "connections": [{"name": "isp", "partner": f"Partner {number}", "redundancy_group": "office",
                             "location": {"country": "DE", "city": "Berlin"}, "prefixes": [PREFIX]}],
            "alerts": {"loss": {"warning": "5%", "critical": "15%"}, "for": "1s", "min_samples": 10}}


def scrapes(branches):
    return {"scrape_configs": [{
        "job_name": "peeringd", "honor_labels": True, "params": {"detail": ["prefix"]},
        "scrape_interval": "3s", "scrape_timeout": "3s",
        "static_configs": [{"targets": [f"10.77.1.{number + 1}:8075"],
                            "labels": {"instance": branch.name, "site": f"site-{branch.name}"}}
                           for number, branch in enumerate(branches)]}]}


class Victoria:
    def __init__(self, host, directory, branches):
        file = directory / "scrape.yml"
        file.write_text(yaml.safe_dump(scrapes(branches)))
        self._host, self.url = host, "http://127.0.0.1:8428"
        self._command = ["victoria-metrics", f"-promscrape.config={file}", f"-storageDataPath={directory}/victoria",
                         "-httpListenAddr=127.0.0.1:8428", "-search.latencyOffset=1s", "-dedup.minScrapeInterval=1ms"]
        self._log = directory / "victoria.log"
        self.start()

    def start(self):
        self._program = self._host.spawn(*self._command, log=self._log)
        wait_until(lambda: not self._host.connect("127.0.0.1", 8428).close(), "VictoriaMetrics listens", 20)

    def stop(self):
        end(self._program, patience=30)


class Prometheus(Server):
    url = "http://127.0.0.1:9090"

    def __init__(self, host, directory, branches):
        super().__init__(host, directory, "prometheus", 9090, scrapes(branches))


@pytest.fixture(params=[Prometheus, Victoria])
def centre(request, tmp_path):
    """(host of the centre, branches, store, page over the store)."""
    switch = Switch(tmp_path)
    branches = []
    for number in range(3):
        branches.append(Branch(switch.host, number, tmp_path, switch.authority, 1))
        branches[-1].host.run("ip", "route", "add", "default", "via", CENTRE)
        settings = configuration(number)
        settings["history"] = {"path": str(branches[-1].directory / "history"), "size": "50MB"}
        branches[-1].start_daemon(settings)
    store = request.param(switch.host, tmp_path, branches)
    page = Overview(switch.host, tmp_path, store.url)
    yield switch.host, branches, store, page
    page.close()
    store.stop()
    for branch in branches:
        branch.close()
    switch.host.close()


def lose(branch, percent):
    """Drops this share of the branch's pings."""
    branch.host.run("nft", "-f", "-", stdin=f"""
        table inet lossy {{ chain input {{ type filter hook input priority 0;
            icmp type echo-reply numgen random mod 100 < {percent} drop
        }}
        }}""")


def connection_in(overview, name):
    return next(one for one in overview["connections"] if one["name"] == name)


def report(get_json, connection, **span):
    query = urllib.parse.urlencode({"connection": connection, "prefix": PREFIX, **span})
    return get_json(f"/api/v1/history?{query}")


def own_json(branch):
    def get(path):
        status, body = branch.daemon.get(path)
        assert status == 200, body
        return json.loads(body)
    return get


def common_minutes(store, own):
    """The points of two reports at the same minutes, which are whole in both."""
    mine = {own["time0"] + 60 * i: i for i in range(len(own["sent"]))}
    for i, sent in enumerate(store["sent"]):
        k = mine.get(store["time0"] + 60 * i)
        if sent > 500 and k is not None and own["sent"][k] > 500:
            yield i, k


def results_without_data(found):
    """The results of a report that are said of time of which the store has no samples."""
    return [(state, gap) for state in found["states"] for gap in found["unmeasured"]
            if gap["reason"] == "not_delivered" and state["from"] < gap["to"] and gap["from"] < state["to"]]


@pytest.mark.timeout(600)
def test_a_lossy_branch_comes_first_with_the_daemons_own_figures(centre):
    host, branches, store, page = centre
    names = {f"isp@branch-0{number}" for number in range(3)}
    page.wait_until(lambda o: {c["name"] for c in o["connections"] if c["result"] == "Pass"} == names,
                    "all branches pass", 120)
    lose(branches[1], 40)
    found = page.wait_until(lambda o: connection_in(o, LOSSY)["result"] == "Fail" and connection_in(o, LOSSY)["reason"],
                            "the lossy one fails, with a reason", 60)
    assert [c["name"] for c in found["connections"] if c["result"] != "Pass"] == [LOSSY]
    bad = connection_in(found, LOSSY)
    assert bad["reason"].startswith("loss ") and bad["reason"].endswith("%")
    assert bad["branch"] == {"instance": "branch-01", "site": "site-branch-01", "connection": "isp", "dark": False}
    assert {group["name"] for group in found["groups"]} == {f"office@branch-0{n}" for n in range(3)}
    assert found["store"]["problem"] is None and found["store"]["branches"] == 3

    def agrees():
        shown = connection_in(page.overview(), LOSSY)["loss_ratio"]
        own = connection_in(own_json(branches[1])("/api/v1/overview"), "isp")["loss_ratio"]
        return abs(shown - own) < 0.1 and own > 0.25 and (shown, own)
    print(wait_until(agrees, "both pages show the same loss", 60, pause=1))

    # The report: each minute has what the daemon's own history has, but for a scrape at its ends.
    def both():
        theirs, own = report(page.json, LOSSY, window="10m"), report(own_json(branches[1]), "isp", window="10m")
        pairs = list(common_minutes(theirs, own))
        return len(pairs) >= 2 and (theirs, own, pairs)
    theirs, own, pairs = wait_until(both, "two whole minutes in both reports", 240, pause=5)
    for i, k in pairs:
        assert abs(theirs["sent"][i] - own["sent"][k]) <= 80
        assert abs(theirs["lost"][i] - own["lost"][k]) <= 60
        assert abs(theirs["p50"][i] - own["p50"][k]) <= 0.5 * own["p50"][k] + 50
    assert theirs["window"]["sent"] == sum(theirs["sent"])
    assert theirs["states"][-1]["result"] == "Fail"
    side = page.json("/api/v1/groups/office%40branch-01/compare?window=10m")
    assert [member["connection"] for member in side["members"]] == [LOSSY]
    assert side["bad_minutes"][LOSSY] >= 1
    for found in (theirs, side["members"][0]):
        assert any(gap["reason"] == "not_delivered" for gap in found["unmeasured"]), "the lab has just begun"
        assert not results_without_data(found)

    # A daemon that does not answer makes its branch dark, and the others go on.
    branches[2].daemon.stop()
    found = page.wait_until(lambda o: connection_in(o, "isp@branch-02")["branch"]["dark"], "the branch is dark", 60)
    dark = connection_in(found, "isp@branch-02")
    assert dark["reason"].startswith("peeringd at the branch has not answered its agent"), dark
    assert (dark["result"], dark["up"], dark["prefixes"][0]["latency"]) == ("Indeterminate", None, None)
    assert found["store"]["dark"] == 1

    # Without the store, the last data stays, and everything says so.
    store.stop()
    found = page.wait_until(lambda o: o["store"]["problem"], "the problem is shown", 60)
    assert len(found["connections"]) == 3 and found["store"]["failure"] == "unreachable"
    assert page.metric("peeringd_store_up") == 0
    assert page.metric('peeringd_store_failures_total{reason="unreachable"}') >= 1
    assert check(host, store.url).returncode == 3
    store.start()
    page.wait_until(lambda o: o["store"]["problem"] is None, "the store is back", 60)
    # Its first scrapes may fail on a busy host.
    result = wait_until(lambda: found if "branches: 3, dark: 1" in (found := check(host, store.url)).stdout else None,
                        "the store has the other branches", 30)
    assert result.returncode == 0
