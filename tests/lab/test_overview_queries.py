"""What the page asks of the store: few queries, in limits, and those for a store without the rules only there."""

import contextlib
from concurrent.futures import ThreadPoolExecutor

import pytest

from lab.overview import PLAIN, Overview, SyntheticStore, check, connection_in, report
from lab.waiting import wait_until


def test_a_refresh_and_a_report_take_few_queries(host, tmp_path):
    with contextlib.closing(SyntheticStore(host, tmp_path)) as store, \
            contextlib.closing(Overview(host, tmp_path, PLAIN, "--timeout", "60s", "--max-raw-samples",
                                        100_000_000)) as page:
        first = page.wait_until(lambda o: o["store"]["data_time"], "there is data", 60)["store"]["data_time"]
        assert len(store.asked()) == 3 + 3, "for all branches, and for sparklines and branches that went dark"
        page.wait_until(lambda o: o["store"]["data_time"] > first, "another refresh", 30)
        assert len(store.asked()) in (6 + 3, 6 + 3 + 3)
        for window, most in (("1h", 4), ("90d", 2)):
            before = set(store.asked())
            series = report(page, f"{window}&points=2500")
            own = [path for path in store.asked() if path not in before and "prefix%3D" in path]
            assert 1 <= len(own) <= most, own
            assert len(series["sent"]) * 90 <= 150_000
            assert series["thresholds"] == {} and series["window"]["skipped"] == 0
            assert set(series["jitter"]) == {None}
        hours = "/api/v1/history/hours?connection=isp@branch-0000&prefix=192.0.2.0/24&window="
        assert page.get(f"{hours}33d")[0] == 200
        assert page.get(f"{hours}34d") == (413, "The span has more than 800 hours, the most that a store is asked for\n")


def queries(store, words):
    return [path for path in store.asked() if words in path]


def test_the_list_of_branches_comes_from_the_rules_if_the_store_has_them(host, tmp_path):
    with contextlib.closing(SyntheticStore(host, tmp_path)) as store:
        for fault, more in (("", 0), ("no-rules", 2)):
            store.fail(fault)
            before = len(store.asked())
            assert check(host, PLAIN).stdout == f"{PLAIN}: branches: 3, dark: 1, connections: 3\n"
            asked = store.asked()[before:]
            assert len([path for path in asked if "max_over_time" in path]) == more, asked
            assert len([path for path in asked if "fleet%3Aconnection_last_seen" in path]) == 1, asked


@pytest.mark.timeout(150)
def test_a_branch_that_comes_and_goes_costs_no_sparklines(host, tmp_path):
    with contextlib.closing(SyntheticStore(host, tmp_path)) as store, \
            contextlib.closing(Overview(host, tmp_path, PLAIN)) as page:
        page.wait_until(lambda o: len(o["connections"]) == 3, "all branches", 60)
        for _ in range(3):
            for fault in ("renamed", ""):
                store.fail(fault)
                page.wait_until(lambda o, there=not fault: connection_in(o, "isp@branch-0001")["branch"]["dark"] != there,
                                "it goes or comes", 60)
        assert len(queries(store, "query_range")) == 2, "once"
        assert len(queries(store, "fleet%3Aconnection_last_seen")) in (2, 3)


def test_a_report_that_would_read_too_much_is_refused(host, tmp_path):
    prefix = "/api/v1/history?connection=isp@branch-0000&prefix=192.0.2.0/24&window="
    group = "/api/v1/groups/office@branch-0000/compare?window="
    with contextlib.closing(SyntheticStore(host, tmp_path)) as store, \
            contextlib.closing(Overview(host, tmp_path, PLAIN, "--timeout", "60s")) as page:
        page.wait_until(lambda o: len(o["connections"]) == 3, "all branches", 60)
        assert page.get(f"{prefix}7d")[0] == 200
        before = len(queries(store, "prefix%3D"))
        for path, read, longest in ((f"{prefix}30d", 15.6, "15 d 10 h"), (f"{group}7d", 10.9, "5 d 3 h"),
                                    (prefix.replace("history", "history/hours") + "30d", 15.6, "15 d 10 h")):
            assert page.get(path) == (413, f"The span is too long: the store would read about {read} million samples, more "
                                      f"than --max-raw-samples allows. At most {longest} are possible\n")
        assert len(queries(store, "prefix%3D")) == before, "the store was not asked"


def test_at_most_four_reports_are_read_at_a_time(host, tmp_path):
    path = "/api/v1/history?connection=isp@branch-0000&prefix=192.0.2.0/24&window=1h"
    with contextlib.closing(SyntheticStore(host, tmp_path)) as store, \
            contextlib.closing(Overview(host, tmp_path, PLAIN, "--timeout", "8s")) as page:
        page.wait_until(lambda o: o["store"]["data_time"], "there is data", 60)
        store.fail("slow")
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(page.get, [path] * 8))
        refused = [text for status, text in answers if status == 503]
        assert refused == ["Too many reports are being read; try again in a few seconds\n"] * 4, answers
        assert sorted(status for status, _ in answers) == [503] * 4 + [504] * 4
        store.fail("")
        wait_until(lambda: page.get(path)[0] == 200, "a report again", 30, pause=0.5)
