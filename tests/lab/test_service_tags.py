"""Ranges that Microsoft publishes: from its JSON to a table, and answers from addresses outside."""

import copy
import json
import signal
import subprocess
from pathlib import Path

from lab.catalogue import EDGE, OTHER_EDGE, daemon_program
from lab.configuration import A, configuration, endpoint, seattle
from lab.waiting import wait_until

DATA = Path(__file__).resolve().parents[2] / "tests/data/import"
FILES = [DATA / "ServiceTags_Public_20261123.json", DATA / "microsoft365.json"]
INFO = "peering_edge_address_info"
DATE = "peeringd_service_tags_timestamp_seconds"
ACTIVE = {"signal": "edge_address", "severity": "warning"}
SUCCESSFUL = "peeringd_config_last_reload_successful"


def peeringd(*words):
    return subprocess.run([daemon_program(), *words], capture_output=True, text=True, timeout=60)


def with_table(hosts=("edge.example",), **more):
    endpoints = [endpoint(host.split(".")[0], host, "tcp") for host in hosts]
    return {**configuration(endpoints, [seattle(A.prefix)], window="10s"), "service_tags": "tags.txt",
            "alerts": {"for": "0s"}, **more}


def ranges(metrics):
    return {(s.labels["endpoint"], s.labels["address"]): s.labels["range"]
            for s in metrics.samples(INFO)}


def test_the_table_is_checked_compared_and_replaced(tmp_path):
    table = tmp_path / "tags.txt"
    done = peeringd("import", "service-tags", *FILES, "--output", table)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert peeringd("import", "service-tags", *FILES).stdout == table.read_text(), "the same again"
    assert peeringd("import", "service-tags", *FILES, "--output", table, "--check").returncode == 0

    newer = json.loads(FILES[0].read_text())
    newer["values"][2]["properties"]["addressPrefixes"].append("203.0.113.128/28")
    (tmp_path / "ServiceTags_Public_20261130.json").write_text(json.dumps(newer))
    changed = peeringd("import", "service-tags", tmp_path / "ServiceTags_Public_20261130.json",
                       FILES[1], "--output", table, "--check")
    assert changed.returncode == 1
    assert "+203.0.113.128/28 AzureFrontDoor.Frontend\n" in changed.stdout
    assert "-date 2026-11-23\n+date 2026-11-30\n" in changed.stdout

    (tmp_path / "portal.json").write_text("<html>Please sign in</html>")
    refused = peeringd("import", "service-tags", tmp_path / "portal.json", "--output", table)
    assert refused.returncode == 3 and "portal.json:1:1: error: not valid JSON" in refused.stderr
    assert "AzureFrontDoor.Frontend" in table.read_text(), "the old table remains"

    for wrong in (["--tenant", "contoso"], ["--date", "yesterday"], ["--check"]):
        assert peeringd("import", "service-tags", *FILES, *wrong).returncode == 2, wrong


def test_check_shows_the_table_and_its_age(tmp_path):
    file = tmp_path / "peeringd.yaml"
    file.write_text(json.dumps(with_table()))
    missing = peeringd("check", "-c", file)
    assert missing.returncode == 1 and "service_tags: \"" in missing.stderr
    (tmp_path / "tags.txt").write_text("date 2020-01-01\n192.0.2.0/24 AzureCloud\n")
    old = peeringd("check", "-c", file)
    assert old.returncode == 0, old.stderr
    assert "service tags: 1 range of 2020-01-01\n" in old.stdout
    assert "service_tags: the table of service_tags is dated 2020-01-01" in old.stderr


def test_an_answer_from_outside_warns_until_the_table_has_it(lab, start_daemon, tmp_path):
    (tmp_path / "tags.txt").write_text(f"date 2026-11-23\n{EDGE[0]}/32 AzureFrontDoor.Frontend\n"
                                       "192.0.0.0/16 AzureCloud\n")
    base = with_table(["edge.example", "other.example"])
    daemon = start_daemon(base)
    inside = {("edge", EDGE[0]): "AzureFrontDoor.Frontend", ("other", OTHER_EDGE[0]): "AzureCloud"}
    metrics = daemon.wait_until(lambda m: ranges(m) == inside, "both ranges")
    assert metrics.value(DATE) == 1795392000  # 2026-11-23
    assert metrics.value("peering_alert_active", **ACTIVE) == 0

    # A reload with another table, in which one of the addresses is missing.
    (tmp_path / "tags.txt").write_text(f"{EDGE[0]}/32 AzureFrontDoor.Frontend\n")
    daemon.program.send_signal(signal.SIGHUP)
    metrics = daemon.wait_until(lambda m: m.value("peering_alert_active", **ACTIVE) == 1, "a warning")
    assert ranges(metrics)[("other", OTHER_EDGE[0])] == ""
    assert not metrics.samples(DATE), "the table has no date"
    assert metrics.value("peering_connection_test_result") == 2
    reason = metrics.samples("peering_connection_result_info")[0].labels["reason"]
    assert reason == f"answers come from outside the published ranges: other {OTHER_EDGE[0]}"

    # A table that cannot be used changes nothing.
    (tmp_path / "tags.txt").write_text("<html>\n")
    daemon.program.send_signal(signal.SIGHUP)
    metrics = daemon.wait_until(lambda m: m.value(SUCCESSFUL) == 0, "that it was refused")
    assert ranges(metrics)[("edge", EDGE[0])] == "AzureFrontDoor.Frontend"

    # Without a table, nothing is known.
    (tmp_path / "tags.txt").unlink()
    alone = copy.deepcopy(base)
    del alone["service_tags"]
    daemon.configure(alone)
    daemon.program.send_signal(signal.SIGHUP)
    metrics = daemon.wait_until(lambda m: not m.samples(INFO), "no table")
    assert not metrics.samples("peering_alert_active", **ACTIVE)
    daemon.wait_until(lambda m: m.value("peering_connection_test_result") == 1, "Pass")


def test_the_page_and_the_api_name_the_range(lab, start_daemon, browser, tmp_path):
    (tmp_path / "tags.txt").write_text(f"{EDGE[0]}/32 AzureFrontDoor.Frontend\n")
    daemon = start_daemon(with_table(["edge.example", "other.example"],
                                     history={"path": str(tmp_path / "history"), "size": "50MB"}))

    def probes():
        document = json.loads(daemon.get("/api/v1/connections")[1])
        paths = document["connections"][0]["prefixes"][0]["paths"]
        return {path["endpoint"]: (path["probes"][0]["address"], path["probes"][0]["range"]) for path in paths}
    expected = {"edge": (EDGE[0], "AzureFrontDoor.Frontend"), "other": (OTHER_EDGE[0], "")}
    wait_until(lambda: probes() == expected, "both addresses", 20)
    series = f"connection=contoso-seattle&prefix={A.prefix}&window=6h"
    wait_until(lambda: daemon.get(f"/api/v1/history/endpoints?{series}")[0] == 200, "the first minute", 100, pause=1)
    browser.open(f"/prefix?c=contoso-seattle&p={A.prefix}&w=6h")
    rows = lambda b: b.texts(".endpoints tbody tr")
    browser.wait_until(lambda b: len(rows(b)) == 2, "the endpoints", 30)
    assert f"AzureFrontDoor.Frontend {EDGE[0]}" in rows(browser)[0]
    assert f"outside {OTHER_EDGE[0]}" in rows(browser)[1]
    browser.screenshot("endpoint-ranges")
    assert browser.messages() == []


def test_the_series_of_an_address_ends_with_its_use(lab, start_daemon, tmp_path):
    lab.dns.set_names({"moving.example": [EDGE[0]]})
    lab.dns.start(ttl=1)
    try:
        (tmp_path / "tags.txt").write_text(f"{EDGE[0]}/32 AzureCloud\n")
        daemon = start_daemon(with_table(["moving.example"]))
        daemon.wait_until(lambda m: ranges(m) == {("moving", EDGE[0]): "AzureCloud"}, "the range")
        lab.dns.set_names({"moving.example": [OTHER_EDGE[0]]})  # a forged answer
        daemon.wait_until(lambda m: ranges(m) == {("moving", OTHER_EDGE[0]): ""},
                          "only the new address", 60)
        daemon.wait_until(lambda m: m.value("peering_alert_active", **ACTIVE) == 1, "a warning")
        lab.dns.set_names({"moving.example": [EDGE[0]]})
        daemon.wait_until(lambda m: m.value("peering_alert_active", **ACTIVE) == 0, "Pass again", 60)
    finally:
        lab.dns.start(ttl=60)


def test_an_endpoint_can_be_excepted(lab, start_daemon, tmp_path):
    (tmp_path / "tags.txt").write_text(f"{EDGE[0]}/32 AzureCloud\n")
    base = with_table(["edge.example", "other.example"])
    base["endpoints"][1]["alerts"] = {"edge_address": "off"}
    daemon = start_daemon(base)
    metrics = daemon.wait_until(lambda m: len(m.samples(INFO)) == 2
                                and m.value("peering_connection_test_result") == 1, "Pass")
    assert metrics.value("peering_alert_active", **ACTIVE) == 0
