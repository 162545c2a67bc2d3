"""The page over a store that refuses, is slow, or answers nonsense or only in part."""

import contextlib
import json
import re
import time

import pytest
from jsonschema import Draft202012Validator

from lab.browser import Browser, obstacle
from lab.catalogue import REPOSITORY
from lab.overview import PLAIN, Overview, SyntheticStore, check, connection_in, report
from lab.waiting import wait_until

FAULTS = {"error": ("status", "status 500"), "garbage": ("malformed", "not JSON"), "large": ("too_large", "64 MiB"),
          "refuse": ("status", "too many samples"), "slow": ("timeout", "no answer within 2 s")}


def test_each_fault_of_the_store_is_shown_beside_the_last_data(host, tmp_path):
    with contextlib.closing(SyntheticStore(host, tmp_path)) as store, \
            contextlib.closing(Overview(host, tmp_path, PLAIN, "--timeout", "2s")) as page:
        page.wait_until(lambda o: o["store"]["problem"] is None, "there is data", 60)
        for fault, (failure, words) in FAULTS.items():
            store.fail(fault)
            found = page.wait_until(lambda o: o["store"]["failure"] == failure, fault, 60)
            assert words in found["store"]["problem"]
            assert len(found["connections"]) == 3 and found["store"]["data_time"]
            assert page.metric("peeringd_store_up") == 0
            assert page.metric(f'peeringd_store_failures_total{{reason="{failure}"}}') >= 1
            status, text = page.get("/api/v1/history?connection=isp@branch-0001&prefix=192.0.2.0/24&window=1h")
            assert status in (502, 504) and text.startswith("No report: "), (fault, status, text)
        store.fail("")
        page.wait_until(lambda o: o["store"]["problem"] is None, "all is well", 60)
        assert [page.get(path)[0] for path in ("/api/v1/incidents", "/api/v1/calendar", "/api/v1/routes")] == [404] * 3


def shape_of(name):
    return Draft202012Validator(json.loads((REPOSITORY / f"docs/api/{name}.schema.json").read_text()))


def test_a_report_from_a_partial_answer_is_marked(host, tmp_path):
    with contextlib.closing(SyntheticStore(host, tmp_path)) as store, \
            contextlib.closing(Overview(host, tmp_path, PLAIN, "--timeout", "60s")) as page:
        page.wait_until(lambda o: len(o["connections"]) == 3, "all branches", 60)
        prefix = "connection=isp@branch-0000&prefix=192.0.2.0/24"
        hour = int(time.time()) // 3600 * 3600
        half_past = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(hour - 1800))
        start = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(hour - 3 * 3600))
        report, hours, comparison = paths = (
            f"/api/v1/history?{prefix}&window=1h",
            f"/api/v1/history/hours?{prefix}&from={start}&to={half_past}",
            "/api/v1/groups/office@branch-0000/compare?window=1h")
        for fault, words in (("partial", "the result is partial: a storage node does not answer"),
                             ("warning", "shard-1: connection refused")):
            store.fail(fault)
            for path in paths:
                assert page.json(path)["warnings"] == [words], (fault, path)
        store.fail("last-warning")  # only the query of the end, amid an hour
        assert page.json(hours)["warnings"] == ["shard-1: connection refused"]
        shape_of("history").validate(page.json(report))
        shape_of("compare").validate(page.json(comparison))
        store.fail("")
        for path in paths:
            assert page.json(path)["warnings"] == [], path


def test_the_page_says_that_a_report_is_incomplete(host, tmp_path):
    if why := obstacle():
        pytest.skip(why)
    with contextlib.closing(SyntheticStore(host, tmp_path)) as store, \
            contextlib.closing(Overview(host, tmp_path, PLAIN, "--timeout", "30s")) as page, \
            contextlib.closing(Browser(host, tmp_path, "http://127.0.0.1:8076")) as browser:
        page.wait_until(lambda o: len(o["connections"]) == 3, "all branches", 60)
        for address in ("/prefix?c=isp@branch-0000&p=192.0.2.0/24&w=6h", "/compare?g=office@branch-0000&w=6h"):
            store.fail("warning")
            browser.open(address)
            browser.wait_until(lambda b: (b.text(".report-incomplete") or "").startswith(
                "Incomplete: shard-1: connection refused."), "the note", 60)
            browser.screenshot(f"incomplete-{address[1:4]}")
            store.fail("")
            browser.open("/")
            browser.open(address)
            browser.wait_until(lambda b: b.texts(".figures tr"), "the report", 60)
            assert browser.text(".report-incomplete") is None
        assert browser.messages() == []


def test_a_partial_answer_makes_no_branch_dark(host, tmp_path):
    with contextlib.closing(SyntheticStore(host, tmp_path)) as store, \
            contextlib.closing(Overview(host, tmp_path, PLAIN)) as page:
        page.wait_until(lambda o: connection_in(o, "isp@branch-0001")["result"] == "Pass", "all branches", 60)
        store.fail("partial")
        found = page.wait_until(lambda o: o["store"]["warnings"], "the warning", 60)
        assert found["store"]["problem"] is None and "partial" in found["store"]["warnings"][0]
        lacking = connection_in(found, "isp@branch-0001")
        assert (lacking["result"], lacking["branch"]["dark"]) == ("Indeterminate", False)
        assert lacking["reason"] == "not known: the store's answer is partial"
        assert len(lacking["prefixes"]) == 3 and lacking["latency"] is None
        assert found["store"]["dark"] == 1, "the branch that is dark in the answer remains so"
        store.fail("")
        page.wait_until(lambda o: not o["store"]["warnings"]
                        and connection_in(o, "isp@branch-0001")["result"] == "Pass", "all is well", 60)


def test_a_renamed_branch_is_dark_under_its_old_name(host, tmp_path):
    with contextlib.closing(SyntheticStore(host, tmp_path)) as store, \
            contextlib.closing(Overview(host, tmp_path, PLAIN)) as page:
        page.wait_until(lambda o: len(o["connections"]) == 3, "all branches", 60)
        store.fail("renamed")
        found = page.wait_until(lambda o: len(o["connections"]) == 4, "the new name", 60)
        assert connection_in(found, "isp@branch-9001")["result"] == "Pass"
        old = connection_in(found, "isp@branch-0001")
        assert old["branch"]["dark"] and re.match("the branch is dark: nothing has arrived for (9|10) min", old["reason"])


def test_series_of_two_replicas_count_once(host, tmp_path):
    with contextlib.closing(SyntheticStore(host, tmp_path)) as store, \
            contextlib.closing(Overview(host, tmp_path, PLAIN)) as page:
        page.wait_until(lambda o: len(o["connections"]) == 3, "all branches", 60)
        alone = report(page)
        assert set(alone["sent"][:-1]) == {600}, "ten probes a second"
        store.fail("replicas")
        both = report(page)
        assert set(both["sent"][:-1]) == {600}
        assert both["window"]["loss_ratio"] == pytest.approx(alone["window"]["loss_ratio"], abs=1e-3)
        page.wait_until(lambda o: len(o["connections"]) == 3, "the same connections", 10)


def test_a_short_gap_of_the_delivery_is_not_taken_for_silence_of_the_daemon(host, tmp_path):
    with contextlib.closing(SyntheticStore(host, tmp_path)) as store, \
            contextlib.closing(Overview(host, tmp_path, PLAIN)) as page:
        page.wait_until(lambda o: len(o["connections"]) == 3, "all branches", 60)
        last = int(time.time()) // 60 * 60 - 600
        store.fail(f"gap:{last - 180}:{last}")
        gaps = report(page)["unmeasured"]
        assert [gap["reason"] for gap in gaps] == ["not_delivered"], gaps
        assert gaps[0]["from"] == time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(last - 180))
        assert gaps[0]["to"] == time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(last))


def test_a_list_of_branches_that_fails_does_not_say_that_none_is_dark(host, tmp_path):
    with contextlib.closing(SyntheticStore(host, tmp_path)) as store:
        store.fail("no-week")
        with contextlib.closing(Overview(host, tmp_path, PLAIN)) as page:
            found = page.wait_until(lambda o: o["store"]["data_time"], "there is data", 60)
            assert found["store"]["dark"] is None and found["store"]["problem"] is None
            assert re.match("branches that went dark are not known: .*too many samples", found["store"]["warnings"][0])
            assert found["connections"][0]["prefixes"][0]["spark"]["sent"], "the sparklines are shown"
            assert page.metric('peeringd_store_branches{state="dark"}') is None
            shape_of("overview").validate(found)
        result = check(host, PLAIN)
        assert (result.returncode, result.stdout) == (0, f"{PLAIN}: branches: 2, dark: not known, connections: 2\n")
        assert "branches that went dark are not known" in result.stderr


def test_without_data_the_page_says_why(host, tmp_path):
    with contextlib.closing(Overview(host, tmp_path, PLAIN)) as page:
        status, text = wait_until(lambda: page.metric("peeringd_store_up") == 0 and page.get("/api/v1/overview"),
                                  "the first refresh has failed", 30)
        assert status == 503 and "Connection refused" in text
        assert page.get("/-/ready")[0] == 503
        assert page.get("/-/healthy")[0] == 200
