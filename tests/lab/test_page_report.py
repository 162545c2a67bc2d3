"""The prefix report in a real browser: the tables match the API, a gap has its reason, and the URL contains the
state of the view. Pictures go to the folder screenshots beside the daemon."""

import calendar
import csv
import io
import json
import re
import time
import urllib.parse

import pytest
import yaml

from lab.browser import NARROW, WIDE
from lab.catalogue import EDGE, OTHER_EDGE
from lab.configuration import A, B, configuration, endpoint, portland, seattle
from lab.page import (SHOWN, altered_answers, check_accessible, check_quiet, ends_of_span, near, number, pictures,
                      refused_answers, table)
from lab.story import make_story
from lab.waiting import wait_until
from test_history_changes import reload_with

ALERTS = {"latency": {"warning": "30ms", "critical": "60ms"}, "loss": {"warning": "5%", "critical": "20%"},
          "for": "1s", "min_samples": 10}


def recording(tmp_path, **more):
    group = {"redundancy_group": "contoso-us"}
    return configuration([endpoint("edge", EDGE[0], "icmp"), endpoint("second", OTHER_EDGE[0], "icmp")],
                         [seattle(**group), portland(**group)]) | {
        "alerts": ALERTS, "history": {"path": str(tmp_path / "history"), "size": "50MB"}} | more


def report_path(connection, prefix, **more):
    return "/prefix?" + urllib.parse.urlencode({"c": connection, "p": prefix, **more}, safe="/:")


def query_of(path):
    """The API's parameters for a frozen report."""
    values = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(path).query))
    names = {"c": "connection", "p": "prefix", "e": "endpoint", "w": "window"}
    return urllib.parse.urlencode({names.get(name, name): value.replace("Z", ":00Z") if name in ("from", "to") else value
                                   for name, value in values.items() if name in (*names, "from", "to")})


def api(daemon, path, what="history"):
    status, body = daemon.get(f"/api/v1/{what}?{query_of(path)}")
    assert status == 200, body
    return json.loads(body)


def open_report(browser, path):
    """Opens the report and waits for its figures."""
    browser.open(path)
    browser.wait_until(lambda b: len(b.texts(".figures tr")) > 5 and number(figures(b)["median"][0]) is not None,
                       "the figures", SHOWN)


def figures(browser):
    """The rows of the window's figures: {name: (value, what it is of)}."""
    rows = browser.script("""return [...document.querySelectorAll('.figures tr')].map(
        (row) => [...row.cells].map((cell) => cell.textContent.replaceAll('\\u202f', ' ')))""")
    return {name: (value, unit) for name, value, unit in rows}


def numbers(text):
    return [float(each) for each in re.findall(r"\d+(?:\.\d+)?", text)]


def drag(browser, start, end):
    """Drags over the picture; positions as parts of its plot."""
    box = browser.script("""const stack = document.querySelector('.stack'); stack.scrollIntoView({block: 'center'});
        const {left, top, width} = stack.getBoundingClientRect(); return [left + 84, top + 60, width - 84]""")
    left, y, width = box
    xs = [left + width * (start + (end - start) * part / 4) for part in range(5)]
    for kind, x in [("mousePressed", xs[0]), *[("mouseMoved", x) for x in xs[1:]], ("mouseReleased", xs[-1])]:
        browser.command("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", buttons=1, clickCount=1)


def at(unix):
    """Waits until a time of day: faults begin and end with minutes."""
    wait_until(lambda: time.time() >= unix, f"{unix - time.time():.0f} s to pass", unix - time.time() + 5, pause=0.2)


def frozen(begin, end):
    time_of = lambda unix: time.strftime("%Y-%m-%dT%H:%MZ", time.gmtime(unix))
    return {"from": time_of(begin), "to": time_of(end)}


def clock(unix):
    return time.strftime("%H:%M", time.gmtime(unix))


def row_at(rows, unix):
    return next(row for row in rows if row[0].endswith(clock(unix)))


@pytest.fixture
def faults(lab, start_daemon, tmp_path):
    """Four minutes: prefix A answers well, then slowly and with loss, then has no source, then the daemon is off.
    Prefix B is silent in the second and third. Returns the daemon and the Unix times of the minutes."""
    daemon = start_daemon(recording(tmp_path))
    lab.links["a"].delay("10ms")
    first = int((time.time() + 5) // 60 + 1) * 60
    at(first + 58)
    lab.links["a"].delay("45ms")
    lab.links["a"].loss("30%")
    lab.links["b"].loss("100%")
    at(first + 118)
    lab.network.remove_address(A, A.address)
    at(first + 178)
    assert daemon.stop()[0] == 0
    for link in lab.links.values():
        link.reset()
    lab.network.restore_addresses()
    at(first + 241)
    return start_daemon(recording(tmp_path)), [first + 60 * minute for minute in range(4)]


@pytest.mark.timeout(480)
def test_a_slow_lossy_and_silent_prefix(faults, browser):
    daemon, (good, bad, gone, off) = faults
    path = report_path("contoso-seattle", A.prefix, **frozen(good, off + 60))
    open_report(browser, path)
    answer = api(daemon, path)
    window, shown = answer["window"], figures(browser)
    assert near(number(shown["median"][0]), window["p50"])
    assert near(number(shown["p99"][0]), window["p99"])
    for name, columns in (("min, max", ("min", "max")), ("p5, p95", ("p5", "p95")), ("p25, p75", ("p25", "p75"))):
        assert all(near(value, window[column]) for value, column in zip(numbers(shown[name][0]), columns)), name
    assert shown["lost"][1].replace(" ", "") == f"{window['lost']}of{window['lost'] + window['received']}"
    assert window["lost"] > 100
    within = sum(count for value, count in answer["histogram"]["buckets"] if value <= 30_000)
    assert abs(number(shown["within 30 ms"][0]) - 100 * within / (window["received"] + window["lost"])) < 0.2
    assert shown["not measured"][0].startswith("2 min")

    points = table(browser, "points")
    for minute, low, high in ((good, 9.9, 20), (bad, 44.6, 60)):  # a histogram has an error of 0.8 %
        row, index = row_at(points, minute), (minute - answer["time0"]) // 60
        assert low <= number(row[4]) <= high
        assert near(number(row[4]), answer["p50"][index])
        assert int(row[10].replace("\u202f", "")) == answer["lost"][index]
    gaps = {row[0][-5:]: row[3] for row in table(browser, "gaps")}
    assert gaps == {clock(gone): "the prefix had no source address", clock(off): "peeringd did not run"}
    for minute in (gone, off):
        assert gaps[clock(minute)] in row_at(points, minute)[1]
    assert any(row[3] == "result Fail" for row in table(browser, "spans"))
    browser.script("scrollTo(0, 0)")
    pictures(browser, "report-faults")

    path = report_path("contoso-portland", B.prefix, **frozen(good, off))
    open_report(browser, path)
    silent = row_at(table(browser, "points"), bad)
    assert silent[4] == "–", "no answer is no latency"
    assert number(silent[11]) > 95
    check_quiet(browser)


def test_thresholds_are_those_of_their_time(lab, start_daemon, tmp_path, browser):
    begin = time.time()
    daemon = start_daemon(recording(tmp_path))
    written = lambda count: lambda m: m.value("peeringd_history_write_seconds_count") >= count
    daemon.wait_until(written(1), "the first minute", 75)
    reload_with(daemon, recording(tmp_path, alerts=ALERTS | {"latency": {"warning": "40ms"}}))
    daemon.wait_until(written(2), "the second minute", 75)

    path = report_path("contoso-seattle", A.prefix, **frozen(begin // 60 * 60, time.time() // 60 * 60))
    spans = api(daemon, path)["threshold_spans"]
    assert [each["thresholds"]["latency"] for each in spans] == [{"warning": 0.03, "critical": 0.06},
                                                                 {"warning": 0.04, "critical": None}]
    assert spans[0]["to"] == spans[1]["from"]
    open_report(browser, path)
    shown = [row[3:5] for row in table(browser, "spans") if row[3] == "thresholds"]
    assert [re.sub(r"\s", " ", text) for _, text in shown] == [
        "latency warning 30 ms, latency critical 60 ms, loss warning 5%, loss critical 20%",
        "latency warning 40 ms, loss warning 5%, loss critical 20%"]
    within = api(daemon, path)["within"]
    changed = calendar.timegm(time.strptime(spans[0]["to"], "%Y-%m-%dT%H:%M:%SZ"))
    both = changed % 60 < 30  # the threshold at the middle of a minute is that of the minute
    assert within["limits"] == ([30_000, 40_000] if both else [30_000])
    name = "within 30 to 40 ms" if both else "within 30 ms"
    assert abs(number(figures(browser)[name][0]) - 100 * within["ratio"]) < 0.2
    pictures(browser, "report-thresholds")

    # Both partners are measured with the same thresholds.
    compare = urllib.parse.urlencode({"g": "contoso-us", **frozen(begin // 60 * 60, time.time() // 60 * 60)}, safe="/:")
    browser.open(f"/compare?{compare}")
    browser.wait_until(lambda b: any(row.startswith(name) for row in b.texts(".compare-figures tbody tr")),
                       "the thresholds of each time", SHOWN)
    check_quiet(browser)


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    """A folder with two days of a history of several connections, and the configuration that shows it."""
    folder = tmp_path_factory.mktemp("story")
    make_story(folder, 2)
    return folder


@pytest.fixture
def shown_story(story, start_daemon):
    """A daemon that shows the story, and the address of its first prefix's report."""
    file = story / "peeringd.yaml"
    first = yaml.safe_load(file.read_text())["connections"][0]
    return start_daemon(file), lambda **more: report_path(first["name"], first["prefixes"][0], **more)


def test_windows_and_zoom_are_in_the_url_and_back_works(shown_story, browser):
    daemon, path = shown_story
    open_report(browser, path(w="1d"))
    assert browser.text(".windows [aria-current]").replace("\u202f", " ") == "1 d"
    drag(browser, 0.25, 0.5)
    browser.wait_until(lambda b: "from=" in b.path(), "the zoom", SHOWN)
    zoomed = browser.path()
    length = api(daemon, zoomed)
    assert 5.5 * 3600 <= length["step_seconds"] * len(length["p50"]) <= 6.6 * 3600
    browser.wait_until(lambda b: near(number(figures(b)["median"][0]), length["window"]["p50"]), "its figures", SHOWN)
    browser.script("history.back()")
    browser.wait_until(lambda b: b.path() == path(w="1d"), "the window again", SHOWN)

    for _ in range(9):  # down to the minute
        browser.keys("+")
        time.sleep(0.3)
    browser.wait_until(lambda b: "from=" in b.path() and api(daemon, b.path())["step_seconds"] == 60, "minutes", SHOWN)
    assert len(api(daemon, browser.path())["p50"]) <= 10
    browser.keys("0")
    browser.wait_until(lambda b: "from=" in b.path(), "a step back", SHOWN)

    open_report(browser, zoomed)  # as of a bookmark
    assert near(number(figures(browser)["median"][0]), length["window"]["p50"])
    assert browser.text(".tools .frozen") == "Back to now"


def test_keys_move_the_cursor_and_choose_what_is_shown(shown_story, browser):
    daemon, path = shown_story
    open_report(browser, path(w="6h"))
    browser.script("document.querySelector('.stack').focus()")
    browser.keys("\ue011")  # Home
    first = browser.text(".readout-time")
    browser.keys("\ue014")  # right
    assert browser.text(".readout-time") != first
    answer = api(daemon, browser.path())
    line = browser.text(".readout-line").replace("\n", " ")
    assert near(number(re.search(r"median\s+(\S+)", line)[1]), answer["p50"][1]), line
    browser.keys("l")
    browser.wait_until(lambda b: "y=log" in b.path(), "the logarithmic scale", 5)
    browser.keys("m")
    browser.wait_until(lambda b: "max=1" in b.path(), "the maxima", 5)
    browser.keys("2")
    browser.wait_until(lambda b: "e=" in b.path(), "one endpoint", 5)
    browser.wait_until(lambda b: b.text(".endpoints tr[aria-current] kbd") == "2", "its row is marked", SHOWN)
    browser.keys("a")
    browser.wait_until(lambda b: "e=" not in b.path(), "all endpoints", 5)
    browser.keys("[")
    browser.wait_until(lambda b: "to=" in b.path(), "the window before", 5)
    browser.keys("?")
    assert "release the pinned cursor" in browser.text("dialog")
    browser.keys("\ue00c")


def test_hours_match_azure_and_export_as_csv(shown_story, browser):
    daemon, path = shown_story
    open_report(browser, path(w="1d"))
    medians = browser.script("""return [...document.querySelectorAll('.hourly tbody tr:first-child td')].map(
        (cell) => cell.textContent)""")
    link = browser.script("return document.querySelector('.links a[download]').getAttribute('href')")
    rows = list(csv.DictReader(io.StringIO(daemon.get(link)[1])))
    known = [int(row["median_us"]) for row in rows if row["median_us"]]
    shown = [float(text) for text in medians if text != "–"]
    assert 23 <= len(shown) == len(known)
    assert all(abs(a - b / 1000) <= 0.06 * max(1, a) for a, b in zip(shown, known))
    average = number(browser.text(".azure-average b"))
    assert near(average, sum(known) / len(known))
    open_report(browser, path(w="7d"))
    browser.wait_until(lambda b: len(b.texts(".day-table tbody tr")) in (2, 3), "a row a day", SHOWN)


def test_no_figure_of_an_hour_touches_the_next(shown_story, browser):
    _daemon, path = shown_story
    open_report(browser, path(w="1d"))
    for width in (1024, 1100, 1280, WIDE[0]):
        browser.set_size(width, 844)
        browser.wait_until(lambda b: len(b.texts(".hourly tbody tr:last-child td")) > 20, "the hours", SHOWN)
        assert browser.wait_until(lambda b: b.script("""
            const boxes = (row) => [...row.querySelectorAll('td:not(:has(.sr))')].map((one) => {
              const range = document.createRange();
              range.selectNodeContents(one);
              return range.getBoundingClientRect();
            });
            return [...document.querySelectorAll('.hourly tbody tr')].every((row) =>
              boxes(row).every((one, index, all) => index === 0 || one.left >= all[index - 1].right + 2))"""), f"room at {width}", SHOWN)


def test_losses_are_of_the_probes_with_an_outcome(shown_story, browser):
    """Of twice as many probes as before, half are inconclusive."""
    daemon, path = shown_story
    report = path(w="1d")
    losses = [(lost, received) for lost, received in zip(*(api(daemon, report)[name] for name in ("lost", "received"))) if lost]
    assert losses
    with altered_answers(browser, "/api/v1/history", "answer.sent = answer.sent.map((sent) => 2 * sent); answer.window.sent *= 2;"):
        open_report(browser, report)
        rows = [row for row in table(browser, "points") if len(row) == 14 and number(row[10])]
    assert len(rows) >= len(losses) - 1
    for row in rows:
        lost, share = number(row[10]), number(row[11])
        assert any(lost == was and abs(share - 100 * was / (was + received)) <= 0.05 * share for was, received in losses), row
    hours = api(daemon, report, "history/hours")["hours"]
    ended = [(hour["lost"], hour["lost"] + hour["received"]) for hour in hours if hour["received"]]
    with altered_answers(browser, "/api/v1/history/hours", "for (const hour of answer.hours) hour.sent *= 2;"):
        open_report(browser, report)
        cells = browser.wait_until(lambda b: b.texts(".hourly tbody tr:nth-child(3) td"), "the hours", SHOWN)
    shown = [text for text in cells if text != "–"]
    assert len(shown) == len(ended)
    for text, (lost, all) in zip(shown, ended):
        assert "<" in text or abs(number(text) - 100 * lost / all) <= 0.051, (shown, ended)


def test_every_window_has_a_picture(shown_story, browser):
    daemon, path = shown_story
    for window in ("6h", "12h", "1d", "7d", "30d", "90d", "1y"):
        open_report(browser, path(w=window))
        assert near(number(figures(browser)["median"][0]), api(daemon, path(w=window))["window"]["p50"])
        assert len(browser.texts(".endpoints tbody tr")) == 5, window
        if window in ("30d", "90d", "1y"):
            browser.wait_until(lambda b: any("no history before" in row[3] for row in table(b, "gaps")), window, SHOWN)
    for window in ("1d", "7d"):
        open_report(browser, path(w=window))
        pictures(browser, f"report-{window}")
    browser.set_size(*NARROW)
    assert browser.script("return document.documentElement.scrollWidth") <= NARROW[0]
    check_quiet(browser)


def test_a_span_up_to_now_ends_now(shown_story, browser):
    """Its last point, of six hours, ends later. Nothing is measured now."""
    _, path = shown_story
    open_report(browser, path(w="1y"))
    browser.wait_until(lambda b: time.time() - 120 <= min(ends_of_span(b)) <= max(ends_of_span(b)) <= time.time(), "the end", SHOWN)

    def gap_ends_with_it(b):
        """A minute may pass between the two: then they are shown anew."""
        open_report(b, path(w="1y"))
        return table(b, "gaps")[-1][1].endswith(clock(ends_of_span(b)[0]))
    browser.wait_until(gap_ends_with_it, "the end of the gap", 70)


def test_a_prefix_without_records_and_an_error_are_explained(lab, start_daemon, tmp_path, browser):
    daemon = start_daemon(recording(tmp_path, history="off"))
    browser.open(report_path("contoso-seattle", A.prefix, w="1d"))
    browser.wait_until(lambda b: "history is off" in (b.text(".report-message") or ""), "the reason", SHOWN)
    assert "on isp-a" in browser.text(".facts"), "the figures of now stay"
    daemon.configure(recording(tmp_path))
    daemon.stop()
    start_daemon(recording(tmp_path))
    refusal = "The history has no such connection, prefix, endpoint or probe"
    with refused_answers(browser, "/api/v1/history", 404, refusal):
        browser.open(report_path("contoso-seattle", A.prefix, w="1d"))
        browser.wait_until(lambda b: "nothing is recorded yet" in (b.text(".readout") or ""), "the readout", SHOWN)
    browser.open(report_path("contoso-seattle", A.prefix, w="1d"))
    browser.wait_until(lambda b: "Nothing is recorded yet" in (b.text(".report-message") or "")
                       or figures(b).get("median", ("–",))[0] != "–", "no record yet", SHOWN)
    browser.open(report_path("nowhere", "198.18.0.0/24", w="1d"))
    browser.wait_until(lambda b: "no such connection" in (b.text(".report-message") or ""), "the sentence", SHOWN)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_axe_finds_nothing_serious(shown_story, browser, scheme, size):
    daemon, path = shown_story
    browser.set_scheme(scheme)
    browser.set_size(*size)
    open_report(browser, path(w="1d"))
    table(browser, "spans")
    check_accessible(browser)
