"""Partners side by side in a real browser: the tables match the API, the page answers whether failing over would have
helped, and the URL contains the state of the view. Pictures go to the folder screenshots beside the daemon."""

import datetime
import re
import time
import urllib.parse

import pytest
import yaml

from lab.browser import NARROW, WIDE
from lab.page import (SHOWN, altered_answers, check_accessible, check_quiet, ends_of_span, near, number, pictures,
                      plain, refused_answers, table)
from lab.story import answer_of, make_story, read_story

GROUP = "ams"


def compare_path(**more):
    return "/compare?" + urllib.parse.urlencode({"g": GROUP, **more}, safe="/:")


def open_comparison(browser, path):
    browser.open(path)
    browser.wait_until(lambda b: len(b.texts(".compare-figures tbody tr")) > 8, "the figures", SHOWN)


def figures(browser):
    """{name: [value of the first, of the second]}"""
    rows = browser.script("""return [...document.querySelectorAll('.compare-figures tbody tr')].map(
        (row) => [...row.cells].map((cell) => cell.textContent))""")
    return {row[0]: row[1:] for row in rows}


def frozen(browser):
    """The link JSON: the API path of the data shown. Its time range is fixed."""
    return browser.script("return [...document.querySelectorAll('.tools .end a')].find((a) => a.textContent === 'JSON').getAttribute('href')")


def time_name(unix_time):
    date = datetime.datetime.fromtimestamp(unix_time, datetime.UTC)
    return f"{date:%a} {date.day} {date:%b %H:%M}"


def unix(text):
    return datetime.datetime.fromisoformat(text).timestamp()


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    return make_story(tmp_path_factory.mktemp("story"), 2)


@pytest.fixture
def shown_story(story, start_daemon):
    return start_daemon(story)


def test_a_group_without_records_is_explained(shown_story, browser):
    refusal = "The history has no such endpoint, or nothing about the group yet"
    with refused_answers(browser, f"/api/v1/groups/{GROUP}/compare", 404, refusal):
        browser.open(compare_path())
        browser.wait_until(lambda b: "Nothing is recorded yet" in (b.text(".report-message") or ""), "the sentence", SHOWN)
        browser.open(compare_path(e="nothing"))
        browser.wait_until(lambda b: "no such endpoint" in (b.text(".report-message") or ""), "the refusal", SHOWN)


def test_figures_and_minutes_match_the_api(shown_story, browser):
    open_comparison(browser, compare_path(w="1d"))
    answer = answer_of(shown_story, frozen(browser))
    shown = figures(browser)
    first, second = answer["members"]
    for name, column in (("min", "min"), ("p25", "p25"), ("median", "p50"), ("p95", "p95"), ("p99", "p99")):
        for text, member in zip(shown[name], (first, second), strict=True):
            assert near(number(text), member["window"][column]), name
    for index, member in enumerate((first, second)):
        assert number(shown["samples"][index]) == member["window"]["sent"]
        assert number(shown["bad minutes"][index]) == answer["bad_minutes"][member["connection"]]

    words = plain(browser.text(".failover"))
    for member in (first, second):
        bad, helped = (answer[what][member["connection"]] for what in ("bad_minutes", "helped"))
        name = member["partner"].split()[0]
        assert (f"{helped} of {bad} bad minute" if bad else f"{name} had no bad minutes") in words
    if answer["all_bad_minutes"]:
        assert re.search(rf"\b{answer['all_bad_minutes']} minutes?: no, both were bad", words)

    points = table(browser, "points")
    measured = [row for row in points if len(row) > 5 and number(row[1]) is not None and number(row[5]) is not None]
    assert len(measured) > 1000
    times = {row[0]: row for row in measured}
    compared = 0
    for index in range(0, len(first["p50"]), 50):
        row = times.get(time_name(answer["time0"] + index * answer["step_seconds"]))
        if row is None:
            continue
        a, b = first["p50"][index], second["p50"][index]
        assert near(number(row[1]), a) and near(number(row[5]), b) and near(number(row[9]), abs(a - b)), row
        assert row[9].startswith("−") == (a < b)
        compared += 1
    assert compared > 20

    assert sum(row[3] == "both bad" for row in table(browser, "bad")) == len(answer["all_bad"])
    rows = {row[0]: row for row in table(browser, "endpoints")}
    assert len(rows) == len(answer["endpoints"]) == 5
    for endpoint in answer["endpoints"]:
        for place, member in ((1, first), (5, second)):
            assert near(number(rows[endpoint["endpoint"]][place]), endpoint["members"][member["connection"]]["p50"])
    check_quiet(browser)


def test_texts_of_bad_minutes_stay_in_their_lane(shown_story, browser):
    """On a phone, the long text does not fit on either side of a block."""
    browser.open("/")
    texts = browser.wait_for_script("""const done = arguments[arguments.length - 1];
        const drawn = [];
        const context = new Proxy({}, {get: (_, name) => (...values) => {
          if (name === 'fillText') drawn.push(values);
          return {width: 200};
        }});
        const frame = {left: 42, plot: 300, box: (from) => [42 + from, 3]};
        import('/compare/bad_lane.js').then(({badLane}) => {
          badLane([{from: 150, to: 450}], 'bad').paint(context, {frame, y: 0, height: 18});
          badLane([{from: 250, to: 550}], 'bad').paint(context, {frame, y: 0, height: 18});
          done(drawn);
        });""")
    assert [text for text, *_ in texts] == ["5\u202fmin: failover would not have helped"], "one has room"
    assert texts[0][1] >= 42


def test_losses_count_only_probes_with_an_outcome(shown_story, browser):
    """A probe that is under way or inconclusive is neither lost nor received."""
    change = """for (const {members} of answer.endpoints) {
        for (const one of Object.values(members)) Object.assign(one, {sent: 1300, received: 200, lost: 100});
      }"""
    with altered_answers(browser, f"/api/v1/groups/{GROUP}/compare", change):
        open_comparison(browser, compare_path(w="1d"))
        assert {row[3] for row in table(browser, "endpoints")} == {"100 of 300"}
        titles = browser.script("return [...document.querySelectorAll('.compare-endpoints td[title]')].map((cell) => cell.title)")
        assert titles and all(title.endswith("lost 100 of 300") for title in titles), titles


def test_the_median_of_every_window_matches_the_api(shown_story, browser):
    for window in ("6h", "12h", "1d", "7d", "30d", "90d", "1y"):
        open_comparison(browser, compare_path(w=window))
        answer = answer_of(shown_story, frozen(browser))
        assert near(number(figures(browser)["median"][0]), answer["members"][0]["window"]["p50"]), window
    open_comparison(browser, compare_path(w="1d"))
    pictures(browser, "compare")
    check_quiet(browser)


def test_a_span_up_to_now_ends_now(shown_story, browser):
    """Its last point, of six hours or a day, ends later."""
    open_comparison(browser, compare_path(w="1y"))
    browser.wait_until(lambda b: time.time() - 120 <= min(ends_of_span(b)) <= max(ends_of_span(b)) <= time.time(), "the end", SHOWN)


def test_zoom_endpoint_and_cursor_are_in_the_url(shown_story, browser):
    open_comparison(browser, compare_path(w="1d"))
    browser.script("document.querySelector('.stack').focus()")
    browser.keys("\ue011")  # Home
    first = browser.text(".readout-time")
    browser.keys("\ue014")  # right
    browser.wait_until(lambda b: b.text(".readout-time") != first, "the next point", 5)
    browser.keys("+")
    browser.wait_until(lambda b: "from=" in b.path(), "the zoom", SHOWN)
    zoomed = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(browser.path()).query))
    assert abs(unix(zoomed["to"]) - unix(zoomed["from"]) - 43200) <= 120
    browser.keys("0")
    browser.wait_until(lambda b: b.path() == compare_path(w="1d"), "the window again", SHOWN)

    browser.keys("2")
    browser.wait_until(lambda b: "e=" in b.path(), "one endpoint", 5)
    endpoint = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(browser.path()).query))["e"]
    browser.wait_until(lambda b: endpoint in b.script("return document.querySelector('.compare-endpoints tr[aria-current]')?.textContent ?? ''"),
                       "its figures", SHOWN)
    answer = answer_of(shown_story, frozen(browser))
    assert answer["members"][0]["endpoint"] == endpoint
    assert near(number(figures(browser)["median"][0]), answer["members"][0]["window"]["p50"])
    browser.script("history.back()")
    browser.wait_until(lambda b: "e=" not in b.path(), "all endpoints again", 5)
    browser.keys("l")
    browser.wait_until(lambda b: "y=log" in b.path(), "the logarithmic scale", 5)


def test_one_prefix_of_each(shown_story, story, browser):
    connections = [one for one in read_story(story)["connections"] if one.get("redundancy_group") == GROUP]
    chosen = [one["prefixes"][-1] for one in connections]
    open_comparison(browser, f"{compare_path(w='6h')}&" + "&".join(f"p={prefix}" for prefix in chosen))
    answer = answer_of(shown_story, frozen(browser))
    assert [member["prefix"] for member in answer["members"]] == chosen
    for prefix, title in zip(chosen, browser.texts(".panel-title"), strict=True):
        assert prefix in title


def test_without_a_group_there_is_no_link_and_the_reason_is_shown(story, start_daemon, browser):
    config = read_story(story)
    for connection in config["connections"]:
        connection.pop("redundancy_group", None)
    lone = story.with_name("lone.yaml")
    lone.write_text(yaml.safe_dump(config))
    start_daemon(lone)
    browser.open("/compare")
    browser.wait_until(lambda b: "No redundancy group is configured" in (b.text(".report-message") or ""), "the reason", SHOWN)
    assert "Compare" not in browser.texts(".views a")
    assert "Calendar" in browser.texts(".views a")


def test_one_member_and_an_unknown_group_are_explained(story, start_daemon, browser):
    config = read_story(story)
    for connection in config["connections"][1:]:
        connection.pop("redundancy_group", None)
    one = story.with_name("one.yaml")
    one.write_text(yaml.safe_dump(config))
    start_daemon(one)
    open_comparison(browser, compare_path(w="6h"))
    browser.wait_until(lambda b: "one connection only" in (b.text(".report-message") or ""), "the sentence", SHOWN)
    assert len(browser.texts(".panel-title")) == 1
    browser.open("/compare?g=nowhere")
    browser.wait_until(lambda b: "No such redundancy group" in (b.text(".report-message") or ""), "the sentence", SHOWN)


def test_the_choices_of_a_prefix_are_not_cut(shown_story, browser):
    open_comparison(browser, compare_path(w="1d"))
    widths = browser.wait_until(lambda b: b.script("""
        return [...document.querySelectorAll('.tools select.only-wide')].map((select) => {
          const shown = select.offsetWidth;
          select.style.maxWidth = 'none';
          const wanted = select.offsetWidth;
          select.style.maxWidth = '';
          return [shown, wanted];
        });"""), "the choices", SHOWN)
    assert len(widths) == 2
    assert all(shown == wanted for shown, wanted in widths), widths
    assert browser.script("return document.querySelector('.tools').offsetHeight") < 50, "one line"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_axe_finds_nothing_serious(shown_story, browser, scheme, size):
    browser.set_scheme(scheme)
    browser.set_size(*size)
    open_comparison(browser, compare_path(w="1d"))
    table(browser, "bad")
    check_accessible(browser)
