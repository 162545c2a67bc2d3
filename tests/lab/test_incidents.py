"""Incidents: an outage on a real link is found, with its evidence."""

import csv
import io
import json

import pytest

from lab.catalogue import EDGE, OTHER_EDGE
from lab.configuration import A, configuration, endpoint, portland, seattle
from lab.gobgp import Routers
from lab.routing import routed, start_announced, wait_for
from lab.waiting import wait_until
from test_history import answer

# Beyond the 15 s of the daemon.
NOTICED = 60
# Events are written each minute, and queries search what is new each half minute.
LISTED = 110


def two_connections(tmp_path):
    return configuration([endpoint("edge", EDGE[0], "icmp", "tcp"), endpoint("other", OTHER_EDGE[0], "icmp")],
                         [seattle(redundancy_group="contoso-us"), portland(redundancy_group="contoso-us")],
                         window="5s") | {"history": {"path": str(tmp_path / "history"), "size": "50MB"}}


@pytest.fixture
def daemon(lab, start_daemon, tmp_path):
    lab.links["a"].delay("10ms")
    lab.links["b"].delay("25ms")
    return start_daemon(two_connections(tmp_path))


def incidents(daemon):
    return answer(daemon, "/api/v1/incidents", "incidents")["incidents"]


def the_outage(daemon):
    return next((one for one in incidents(daemon) if one["kind"] == "outage" and one["state"] == "over"), None)


def wait_until_up(daemon, *expected):
    def holds():
        connections = json.loads(daemon.get("/api/v1/connections")[1])["connections"]
        return [one["up"] for one in connections] == list(expected)
    wait_until(holds, f"the connections are up: {expected}", NOTICED)


def test_an_outage_is_found_with_its_evidence(lab, daemon):
    wait_until_up(daemon, True, True)  # an outage is that of a connection that has worked
    assert incidents(daemon) == []
    lab.links["a"].loss("100%")
    wait_until_up(daemon, False, True)
    lab.links["a"].loss("0%")
    wait_until_up(daemon, True, True)
    found = wait_until(lambda: the_outage(daemon), "the outage is listed", LISTED)
    assert found["connection"] == "contoso-seattle"
    assert found["partner"] == "Contoso Networks"
    assert found["text"].startswith("No prefix of the connection reached the edge for ")
    assert found["text"].endswith(": no answer on its prefix.")
    evidence = answer(daemon, f"/api/v1/incidents/{found['id']}", "incident")

    during = evidence["path"]["phases"]["during"]
    assert during["lost"] > 0 and during["lost_by_reason"]["timeout"] == during["lost"]
    other = evidence["others"][0]
    assert other["connection"] == "contoso-portland"
    assert other["phases"]["during"]["lost"] == 0 and other["phases"]["during"]["received"] > 0
    assert "In the same minutes, none of " in evidence["comparison"]
    assert [one["endpoint"] for one in evidence["by_endpoint"]] == ["edge", "other"]
    facts = {fact["label"]: fact["text"] for fact in evidence["facts"]}
    assert "isp-a" in facts["Diagnosis"] and "isp-a" in facts["Source"]
    assert f"timeout {during['lost']}" in facts["Lost by reason"]
    assert {"Found by", "Time", "Lost", "Quantiles", "Counts"} <= {fact["label"] for fact in evidence["method"]}

    status, table = daemon.get(evidence["data"]["csv"])[:2]
    assert status == 200
    rows = list(csv.DictReader(io.StringIO(table)))
    assert {row["connection"] for row in rows} == {"contoso-seattle", "contoso-portland"}
    assert len(evidence["data"]["sha256"]) == 64


@pytest.fixture
def routers(lab, tmp_path):
    routers = Routers(lab.customer, tmp_path)
    yield routers
    routers.close()


def test_an_outage_has_the_events_of_its_routes(lab, start_daemon, routers, tmp_path, browser):
    config = two_connections(tmp_path)
    watched = routed()
    config["probing"] |= {"interval": "500ms", "timeout": "500ms"}  # a browser and five more programs run
    config["routes"] = watched["routes"]
    config["connections"][0]["routes"] = watched["connections"][0]["routes"]
    daemon = start_announced(start_daemon, routers, config)
    wait_until_up(daemon, True, True)
    lab.links["a"].loss("100%")
    wait_until_up(daemon, False, True)
    routers.a.withdraw(A.prefix)
    wait_for(daemon, "PrefixWithdrawalEvent")
    lab.links["a"].loss("0%")
    wait_until_up(daemon, True, True)
    found = wait_until(lambda: the_outage(daemon), "the outage is listed", LISTED)
    evidence = answer(daemon, f"/api/v1/incidents/{found['id']}", "incident")["route_events"]
    assert evidence["total"] == len(evidence["events"])
    listed = [(one["phase"], one["kind"]) for one in evidence["events"]]
    assert ("during", "PrefixWithdrawalEvent") in listed, listed
    assert {"PrefixActivePath", "PrefixBackupPath"} <= {kind for _, kind in listed}, "also the earlier ones"
    browser.open(f"/incident?id={found['id']}")
    rows = browser.wait_until(lambda b: b.texts(".route-events tbody tr"), "the events of routes", 20)
    assert any("during" in row and "PrefixWithdrawalEvent Warning" in row for row in rows), rows


def test_queries_are_checked(daemon):
    for query, sentence in [("?kind=fire", "No such kind of incident; the choices are loss"), ("?limit=501", "limit"),
                            ("?when=now", "parameter")]:
        status, text = daemon.get("/api/v1/incidents" + query)[:2]
        assert status == 400 and sentence in text
    assert daemon.get("/api/v1/incidents/7")[0] == 404
    assert daemon.get("/api/v1/incidents/seven")[0] == 400
    assert daemon.get("/api/v1/incidents.csv?kind=loss&window=30d")[1].startswith("id,kind,state,connection,prefix,")
