"""The page with a history of five weeks: each view has the figures of the API, and says where the history begins.
The availability has a view of its own. Pictures go to the folder screenshots beside the daemon."""

import csv
import io
import re
import shutil
import sqlite3
import time
import urllib.parse

import pytest

from lab.browser import NARROW, WIDE
from lab.page import SHOWN, check_accessible, check_quiet, near, number, pictures, table
from lab.story import answer_of, make_story, read_story
from lab.waiting import wait_until
from test_page_calendar import open_calendar
from test_page_compare import compare_path, figures as compared_figures, frozen, open_comparison
from test_page_report import figures, open_report, report_path

DAYS = 37


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    return make_story(tmp_path_factory.mktemp("story"), DAYS, coarse=True)


@pytest.fixture
def daemon(story, start_daemon):
    return start_daemon(story)


def the_bad_minutes_are_those_of_the_api(daemon, browser):
    """Another one may pass between the two."""
    open_comparison(browser, compare_path(w="30d"))
    compared = answer_of(daemon, frozen(browser))
    for text, member in zip(compared_figures(browser)["bad minutes"], compared["members"], strict=True):
        assert number(text.replace("\u202f", "")) == compared["bad_minutes"][member["connection"]] > 0
    return True


def test_each_view_shows_five_weeks(story, daemon, browser):
    first = read_story(story)["connections"][0]
    key = {"connection": first["name"], "prefix": first["prefixes"][0]}
    for window, tier in (("30d", "10m"), ("90d", "1h"), ("1y", "1h")):
        open_report(browser, report_path(key["connection"], key["prefix"], w=window))
        answer = answer_of(daemon, "/api/v1/history?" + urllib.parse.urlencode({**key, "window": window}))
        assert answer["tier"] == tier
        assert near(number(figures(browser)["median"][0]), answer["window"]["p50"]), window
        measured = sum(value is not None for value in answer["p50"]) * answer["step_seconds"] / 86400
        assert measured > 0.95 * min(DAYS, int(window[:-1]) * (365 if window == "1y" else 1)), window
        before = [row[3] for row in table(browser, "gaps") if "no history before" in row[3]]
        assert len(before) == (window != "30d"), window
    wait_until(lambda: the_bad_minutes_are_those_of_the_api(daemon, browser), "the bad minutes", 60)
    open_calendar(browser, "/calendar?" + urllib.parse.urlencode({"c": key["connection"], "p": key["prefix"], "days": 90}))
    assert "slow" in " ".join(browser.texts(".stands-out")), "its evenings"
    browser.open("/incidents?w=90d")
    browser.wait_until(lambda b: len(b.texts(".incident-list tbody tr")) > 5, "the incidents", SHOWN)
    listed = answer_of(daemon, "/api/v1/incidents?window=90d&limit=500")["incidents"]
    assert len(browser.texts(".incident-list tbody tr")) == len(listed)
    browser.open("/")
    browser.wait_until(lambda b: len(b.texts("td.c-prefix")) == 5, "the overview", SHOWN)
    check_quiet(browser)


def test_the_report_says_that_older_events_are_missing(story, start_daemon, browser, tmp_path):
    copy = tmp_path / "peeringd.yaml"
    shutil.copytree(story.parent / "history", tmp_path / "history")
    copy.write_text(story.read_text().replace(str(story.parent), str(tmp_path)))
    now = int(time.time())
    with sqlite3.connect(tmp_path / "history" / "history.db") as file:
        file.executemany("INSERT INTO event VALUES (?, 'maintenance_began', 'info', 'ams-contoso', '', '', '', 'work', '{}')",
                         [((now - 30 * 86400 + hour * 3600) * 1_000_000,) for hour in range(250)])
    file.close()
    start_daemon(copy)
    open_report(browser, report_path("ams-contoso", "198.18.20.0/24", w="90d"))
    last = table(browser, "events")[-1]
    assert "Older events are not shown" in last[3]
    pictures(browser, "report-many-events")
    open_report(browser, report_path("ams-contoso", "198.18.20.0/24", w="6h"))
    assert "Older events" not in browser.script("return document.getElementById('main').textContent")


def rows_of(browser, caption):
    """{name: texts of the cells} of one of the tables of the availability."""
    rows = browser.script("""
        const found = [...document.querySelectorAll('.availability')].find((each) => each.caption.textContent === arguments[0]);
        return [...found.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.innerText))""", caption)
    return {row[0].split("\n")[0]: row[1:] for row in rows}


def open_availability(browser, path="/availability"):
    browser.open(path)
    browser.wait_until(lambda b: len(b.texts(".availability tbody tr")) > 3, "the availability", SHOWN)


def rounded_down(ratio):
    return int(ratio * 100_000 + 1e-6) / 1000


WIDER_THAN_SHOWN = """
    return [...document.querySelectorAll('.months')].filter((one) => one.scrollWidth > one.clientWidth)
      .map((one) => [one.scrollWidth, one.clientWidth])"""
NAMES_ASIDE = """
    return [...document.querySelectorAll('.months')].flatMap((one) => [...one.querySelectorAll('tbody th')]
      .map((name) => name.getBoundingClientRect().left - one.getBoundingClientRect().left)).filter((left) => Math.abs(left) > 1)"""


def test_the_availability_is_that_of_the_api(daemon, browser):
    open_availability(browser, "/availability?m=3")
    answer = answer_of(daemon, "/api/v1/availability?months=3")
    for caption, name, list_ in (("By partner", "partner", "partners"), ("By connection", "connection", "connections")):
        rows = rows_of(browser, caption)
        assert set(rows) == {one[name] for one in answer[list_]}
        for one in answer[list_]:
            cells = rows[one[name]]
            for shown, time in ((cells[0], one["total"]), *zip(cells[5:], reversed(one["months"]), strict=True)):
                if time["availability"] is None:
                    assert shown.startswith("–") and "not known" in shown
                else:
                    assert number(shown) == rounded_down(time["availability"])
            for shown, time in zip(cells[5:], reversed(one["months"]), strict=True):
                assert ("down" in shown) == (time["down_seconds"] > 0)
            assert ("none" in cells[1]) == (one["total"]["down_seconds"] == 0)
            assert ("none" in cells[4]) == (one["total"]["maintenance_seconds"] == 0)
    totals = {one["connection"]: one["total"] for one in answer["connections"]}
    assert totals["ams-contoso"]["down_seconds"] > 900, "two outages"
    assert totals["dub-litware"]["maintenance_seconds"] == 7200 and totals["ams-contoso"]["maintenance_seconds"] == 0
    order = [number(row[0]) for row in rows_of(browser, "By connection").values()]
    assert order == sorted(order), "worst first"
    covered = browser.script("""
        return [...document.querySelectorAll('svg.parts')].filter((bar) => {
          const boxes = [...bar.children].map((box) => [Number(box.getAttribute('x')), Number(box.getAttribute('width'))]);
          return boxes.some(([x], i) => i > 0 && x < boxes[i - 1][0] + boxes[i - 1][1] - 1e-6);
        }).length""")
    assert covered == 0, "each part is seen"
    link = browser.script("return [...document.querySelectorAll('.tools a')].find((a) => a.textContent === 'CSV').getAttribute('href')")
    assert len(list(csv.DictReader(io.StringIO(daemon.get(link)[1])))) == 3 * len(totals)
    browser.script("document.querySelector('.availability a').click()")
    browser.wait_until(lambda b: b.path().startswith("/incidents?") and "kind=outage" in b.path(), "its outages", SHOWN)
    open_availability(browser)
    assert len(rows_of(browser, "By connection")["ams-contoso"]) == 5 + 12
    assert browser.script(WIDER_THAN_SHOWN) == [], "a year fits"
    pictures(browser, "availability")
    browser.set_size(*NARROW)
    browser.script("for (const one of document.querySelectorAll('.months')) one.scrollLeft = one.scrollWidth")
    assert browser.script(NAMES_ASIDE) == [], "the names stay while the months scroll"
    browser.set_size(*WIDE)
    check_quiet(browser)


def test_the_availability_without_a_history_is_explained(daemon, start_daemon, story, browser):
    off = story.with_name("off.yaml")
    off.write_text(re.sub(r"history:\n  path: .*", "history: off", story.read_text()))
    daemon.stop()
    start_daemon(off)
    browser.open("/availability")
    browser.wait_until(lambda b: "history is off" in (b.text("main .note") or ""), "the reason", SHOWN)
    assert "Availability" not in browser.texts(".views a")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_axe_finds_nothing_serious(daemon, browser, scheme, size):
    browser.set_scheme(scheme)
    browser.set_size(*size)
    open_availability(browser)
    check_accessible(browser)
