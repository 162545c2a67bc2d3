"""The calendar in a real browser: the table matches the API, keys move from cell to cell, and a cell opens
the report of its hour. Pictures go to the folder screenshots beside the daemon."""

import datetime
import time
import urllib.parse
import zoneinfo

import pytest
import yaml

from lab.browser import NARROW, WIDE
from lab.clock import Clock
from lab.page import SHOWN, check_accessible, check_quiet, near, number, pictures, plain, table
from lab.story import answer_of, make_story, read_story


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    return make_story(tmp_path_factory.mktemp("story"), 3)


@pytest.fixture
def shown_story(story, start_daemon):
    """A daemon that shows the story, and the address of the calendar of its first prefix."""
    first = read_story(story)["connections"][0]
    key = {"c": first["name"], "p": first["prefixes"][0]}
    return start_daemon(story), lambda **more: "/calendar?" + urllib.parse.urlencode({**key, **more}, safe="/:")


def open_calendar(browser, path):
    browser.open(path)
    browser.wait_until(lambda b: b.text(".readout-time") and b.texts(".stands-out h2"), "the calendar", SHOWN)


def shown_answer(daemon, browser):
    link = browser.script("return [...document.querySelectorAll('.tools .end a')].find((a) => a.textContent === 'JSON').getAttribute('href')")
    return answer_of(daemon, link)


def cells(browser):
    """The values of the table in the order of time, a list a day; None where nothing was measured."""
    return [[number(text) for text in row[1:]] for row in reversed(table(browser, "cells"))]


@pytest.mark.parametrize("stat", ["p95", "p50"])
def test_cells_match_the_api(shown_story, browser, stat):
    daemon, path = shown_story
    open_calendar(browser, path(days=30, stat=stat))
    answer = shown_answer(daemon, browser)
    assert answer["stat"] == stat and answer["days"] == 30
    rows = cells(browser)
    assert [len(row) for row in rows] == [24] * 30
    values = [value for row in rows for value in row]
    measured = 0
    for shown, value in zip(values[:-2], answer[stat]):  # the present hour goes on
        assert (shown is None) == (value is None)
        if value is not None:
            measured += 1
            assert near(shown, value)
    assert measured > 48
    check_quiet(browser)


def test_keys_move_and_enter_opens_the_report_of_the_hour(shown_story, browser):
    daemon, path = shown_story
    open_calendar(browser, path(days=30))
    answer = shown_answer(daemon, browser)
    first = next(index for index, sent in enumerate(answer["sent"]) if sent)
    browser.script("document.querySelector('.calendar-stack').focus()")
    browser.keys("\ue011")  # Home
    browser.keys("\ue014")  # right: a day on
    browser.keys("\ue015")  # down: an hour on
    time = answer["time0"] + (first + 25) * 3600
    date = datetime.datetime.fromtimestamp(time, datetime.UTC)
    browser.wait_until(lambda b: f"at={date:%Y-%m-%dT%H:%MZ}" in b.path(), "the cell in the address", 5)
    assert f"{date.day} {date:%b %H}:00 to " in browser.text(".readout-time")
    line = browser.text(".readout-line")
    assert near(number(line.split("p95")[1]), answer["p95"][first + 25]), line
    browser.keys("\ue007")  # Enter
    browser.wait_until(lambda b: b.path().startswith("/prefix?"), "the report", SHOWN)
    query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(browser.path()).query))
    begin, end = (datetime.datetime.fromisoformat(query[name]).timestamp() for name in ("from", "to"))
    assert begin <= time and time + 3600 <= end and end - begin <= 3 * 3600
    browser.script("history.back()")
    browser.wait_until(lambda b: f"at={date:%Y-%m-%dT%H:%MZ}" in b.path() and b.text(".readout-time"), "the calendar again", SHOWN)


def test_a_click_opens_the_report_of_the_cell(shown_story, browser):
    daemon, path = shown_story
    open_calendar(browser, path(days=30))
    answer = shown_answer(daemon, browser)
    index = next(index for index, sent in enumerate(answer["sent"]) if sent) + 24
    # The columns share the width between the axis and the profile.
    x, y = browser.script("""
        const stack = document.querySelector('.calendar-stack');
        const {left, top, width} = stack.getBoundingClientRect();
        return [left + 84 + (width - 84 - 130) / 30 * (Math.floor(arguments[0] / 24) + 0.5), top + 78 + 200];""", index)
    for kind in ("mousePressed", "mouseReleased"):
        browser.command("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
    browser.wait_until(lambda b: b.path().startswith("/prefix?") and "from=" in b.path(), "the report", SHOWN)
    query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(browser.path()).query))
    day = datetime.datetime.fromtimestamp(answer["time0"] + index * 3600, datetime.UTC).date()
    assert abs((datetime.datetime.fromisoformat(query["from"]).date() - day).days) <= 1


def test_spans_figures_and_zones_are_in_the_url(shown_story, browser):
    daemon, path = shown_story
    for more, by, stat in (({"days": 90}, "hour", "p95"), ({"days": 400, "stat": "p50"}, "hour", "p50"),
                           ({"by": "week"}, "week", "p95"), ({"days": 30, "stat": "loss"}, "hour", "loss")):
        open_calendar(browser, path(**more))
        answer = shown_answer(daemon, browser)
        assert (answer["by"], answer["stat"]) == (by, stat)
        rows = cells(browser)
        assert len(rows) * len(rows[0]) >= len(answer["p95"])
        unit = "day" if by == "week" else "hour"
        assert browser.text(".report-head .partners") == (
            f"The share lost in each {unit}." if stat == "loss" else f"Each cell compared with the baseline of its {unit} of the week.")
        assert browser.text(".readout").endswith(f"Enter opens the report of the {unit}")
    open_calendar(browser, path(days=30))
    browser.keys("p")
    browser.wait_until(lambda b: "stat=p50" in b.path(), "the median", 5)
    browser.command("Emulation.setTimezoneOverride", timezoneId="Asia/Tokyo")
    open_calendar(browser, path(days=30, tz="local"))
    answer = shown_answer(daemon, browser)
    assert answer["tz"] == "+09:00" and answer["tz_changes"] == []
    assert datetime.datetime.fromtimestamp(answer["time0"], datetime.UTC).hour == 15
    assert browser.texts(".tools [aria-label=Time] a") == ["UTC", "UTC+9"]
    assert browser.text(".readout-time").endswith(":00 UTC+9")
    browser.keys("t")
    browser.wait_until(lambda b: "tz=" not in b.path(), "UTC", 5)
    check_quiet(browser)


@pytest.mark.parametrize("end", ["2026-10-27T10:30Z", "2027-03-30T10:30Z"], ids=["october", "march"])
def test_each_day_has_its_own_offset_from_utc(start_daemon, browser, tmp_path, end):
    """The daemon's clock is two days after a change of Berlin's offset."""
    zone = zoneinfo.ZoneInfo("Europe/Berlin")
    clock = Clock(tmp_path)
    clock.set_wall(int(datetime.datetime.fromisoformat(end).timestamp() - time.time()))
    story = make_story(tmp_path / "story", 4, wrapper=clock.wrapper)
    first = read_story(story)["connections"][0]
    daemon = start_daemon(story, wrapper=clock.wrapper)
    key = {"connection": first["name"], "prefix": first["prefixes"][0]}
    hours = answer_of(daemon, f"/api/v1/history/hours?{urllib.parse.urlencode(key)}&window=4d")["hours"]

    browser.command("Emulation.setTimezoneOverride", timezoneId=zone.key)
    query = {"c": key["connection"], "p": key["prefix"], "days": 30, "tz": "local"}
    open_calendar(browser, "/calendar?" + urllib.parse.urlencode(query, safe="/:"))
    assert browser.texts(".tools [aria-label=Time] a") == ["UTC", "UTC+1/+2"]
    rows = {row[0]: row[1:] for row in table(browser, "cells")}
    shown = {}  # by the day and the hour that the clock shows
    for hour in hours[:-1]:  # the present one goes on
        local = datetime.datetime.fromisoformat(hour["hour"]).astimezone(zone)
        shown.setdefault((f"{local:%a} {local.day} {local:%b}", local.hour), []).append(hour["p95"])
    for (day, hour), values in shown.items():
        cell = number(rows[day][hour])
        if len(values) == 1:
            assert near(cell, values[0]), (day, hour)
        else:
            assert (day, hour) == ("Sun 25 Oct", 2) and min(values) * 0.99 <= cell * 1000 <= max(values) * 1.01
    assert len(shown) >= 90
    repeated = [cell for cell, values in shown.items() if len(values) == 2]
    assert repeated == ([("Sun 25 Oct", 2)] if "10-27" in end else [])
    if not repeated:
        assert rows["Sun 28 Mar"][2] == "", "no clock showed it"
        assert "Not measured" not in browser.text(".stands-out ol"), "and it is not missing"

    change = datetime.datetime.fromisoformat(end).replace(hour=1, minute=0) - datetime.timedelta(days=2)
    for after, name in ((-2, "00:00 to 01:00 UTC+1" if not repeated else "01:00 to 02:00 UTC+2"),
                        (0, "03:00 to 04:00 UTC+2" if not repeated else "02:00 to 03:00 UTC+1/+2"),
                        (9, "12:00 to 13:00 UTC+2" if not repeated else "11:00 to 12:00 UTC+1")):
        at = change + datetime.timedelta(hours=after)
        open_calendar(browser, "/calendar?" + urllib.parse.urlencode({**query, "at": f"{at:%Y-%m-%dT%H:%MZ}"}, safe="/:"))
        assert browser.text(".readout-time").endswith(name), at
    check_quiet(browser)


def test_local_time_of_half_hours_is_not_offered(shown_story, browser):
    daemon, path = shown_story
    for name in ("Asia/Kolkata", "Australia/Lord_Howe"):
        browser.command("Emulation.setTimezoneOverride", timezoneId="")
        browser.command("Emulation.setTimezoneOverride", timezoneId=name)
        open_calendar(browser, path(days=400, tz="local"))
        assert "UTC: local time is not a whole number of hours from UTC" in browser.text(".tools")
        assert shown_answer(daemon, browser)["tz"] == "+00:00"


def test_an_hour_that_has_just_begun_is_not_missing(shown_story, browser):
    daemon, path = shown_story
    browser.open("/")
    answer = {"by": "hour", "tz": "+00:00", "tz_changes": [], "time0": 0, "stat": "p95", "usual_hour_of_week": [9] * 168, "findings": [],
              **{name: [9] * 10 + [0] * 14 for name in ("p95", "p50", "loss", "sent", "received", "lost")}}
    missing = lambda now: browser.wait_for_script("""const [answer, now, done] = arguments;
        import('/calendar/model.js').then((m) => done(m.countsOf(m.makeCalendar(answer, now)).missing));""", answer, now)
    assert missing(10 * 3600 + 60) == 0
    assert missing(12 * 3600) == 2


def test_findings_and_unmeasured_hours_are_shown(shown_story, browser):
    daemon, path = shown_story
    open_calendar(browser, path(days=30))
    answer = shown_answer(daemon, browser)
    words = browser.texts(".stands-out")
    for finding in answer["findings"]:
        assert finding["text"] in words[0]
    if not answer["findings"]:
        assert "Not enough history yet" in words[0]
    measured = sum(sent > 0 for sent in answer["sent"])
    assert any(f"of {measured} hours" in plain(text) for text in words)
    pictures(browser, "calendar")


def test_without_a_history_there_is_no_link_and_the_reason_is_shown(story, start_daemon, browser):
    config = read_story(story) | {"history": "off"}
    off = story.with_name("off.yaml")
    off.write_text(yaml.safe_dump(config))
    start_daemon(off)
    browser.open("/calendar")
    browser.wait_until(lambda b: "history is off" in (b.text(".report-message") or ""), "the reason", SHOWN)
    assert "Calendar" not in browser.texts(".views a")
    assert "Compare" in browser.texts(".views a")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_axe_finds_nothing_serious(shown_story, browser, scheme, size):
    daemon, path = shown_story
    browser.set_scheme(scheme)
    browser.set_size(*size)
    open_calendar(browser, path(days=30))
    table(browser, "cells")
    check_accessible(browser)
