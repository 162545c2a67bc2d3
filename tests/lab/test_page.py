"""The page in a real browser: the page shows what the daemon measures, and explains when it cannot measure. Pictures
go to the folder screenshots beside the daemon."""

import json
import re
import time

import pytest

from lab.browser import NARROW, WIDE, bytes_of
from lab.catalogue import EDGE, REPOSITORY
from lab.configuration import A, configuration, endpoint, portland, seattle
from lab.page import altered_answers, check_accessible, check_quiet, pictures
from lab.waiting import wait_until

# The feed polls every 5 s; the rest is the browser's and a busy machine's.
SHOWN = 8
DETECTED = 32

ALERTS = {"latency": {"warning": "30ms", "critical": "60ms"}, "loss": {"warning": "5%", "critical": "20%"},
          "for": "1s", "min_samples": 10, "egress_mismatch": "critical"}


def two_connections(tmp_path, **more):
    return configuration([endpoint("edge", EDGE[0], "icmp", "stun")],
                         [seattle(redundancy_group="contoso-us"), portland(redundancy_group="contoso-us")],
                         window="5s") | {
        "alerts": ALERTS, "history": {"path": str(tmp_path / "history"), "size": "50MB"}} | more


@pytest.fixture
def daemon(lab, start_daemon, tmp_path):
    lab.links["a"].delay("10ms")
    lab.links["b"].delay("25ms")
    return start_daemon(two_connections(tmp_path))


def overview(daemon):
    return json.loads(daemon.get("/api/v1/overview?spark=0")[1])


def connection(daemon, name):
    return next(one for one in overview(daemon)["connections"] if one["name"] == name)


def shown(browser, name):
    """The cells of a connection's row, by column; `state` and `reason` among them. Empty until it is there."""
    return browser.script("""
        const row = document.querySelector(`tbody[data-connection="${arguments[0]}"]`);
        if (!row) return {};
        const cells = [...row.querySelectorAll('th, td')].map((cell) =>
          [cell.className.match(/c-(\\w+)/)[1], cell.innerText.replace(/\\s+/g, ' ').trim()]);
        return Object.fromEntries([['class', row.className], ...cells.reverse()]);""", name)


def wait_for_api(daemon, name, condition, timeout=20):
    return wait_until(lambda: condition(connection(daemon, name)), f"the API shows it for {name}", timeout)


def wait_for_row(browser, connection_name, timeout=SHOWN, **cells):
    """Waits until the row's cells match the patterns."""
    def holds(_):
        row = shown(browser, connection_name)
        for column, pattern in cells.items():
            assert re.search(pattern, row.get(column, "")), (column, row)
        return row
    return browser.wait_until(holds, f"the row of {connection_name} has {cells}", timeout)


def test_it_shows_the_figures_and_results_of_the_api(lab, daemon, browser):
    wait_for_api(daemon, "contoso-seattle", lambda c: c["result"] == "Pass" and c["prefixes"][0]["egress"])
    browser.open()
    row = wait_for_row(browser, "contoso-seattle", state=r"^Pass \d+ s", name="Seattle · Contoso Networks",
                       other="passes", prefix=re.escape(A.prefix), loss="^0$", source="isp-a", timeout=20)
    median = float(row["latency"].split("/")[0])
    assert 10 <= median <= 10 + lab.tolerance * 1000
    assert row["latency"].endswith("/ 30")
    assert browser.script("return document.querySelectorAll('.c-source [aria-label=\"egress verified\"]').length") == 2
    assert browser.title() == "Overview · peeringd"
    assert "2 pass" in browser.text(".counts")
    title = browser.script("return document.querySelector('tbody[data-connection=contoso-seattle] .row-link').title")
    assert title == "Seattle · Contoso Networks (contoso-seattle)", "also where the column is too narrow for it"
    assert re.search(r"peeringd .* targets.*probes/s, \d+ skipped", browser.text(".strip"))
    assert browser.text(".verdicts") is None
    pictures(browser, "overview-well")
    check_quiet(browser)


def test_a_slow_link_shows_in_words_and_figures(lab, daemon, browser):
    browser.open()
    wait_for_row(browser, "contoso-seattle", state="^Pass", timeout=25)
    lab.links["a"].delay("45ms")
    wait_for_api(daemon, "contoso-seattle", lambda c: c["result"] == "Warning")
    row = wait_for_row(browser, "contoso-seattle", state="^Warning for", reason=r"Latency 4\d.* above 30 ms")
    assert "warn" in row["class"]
    assert browser.script("return document.querySelector('tbody').dataset.connection") == "contoso-seattle"
    wait_for_row(browser, "contoso-seattle", latency=r"^4[5-9](\.\d)? / 30")
    wait_for_row(browser, "contoso-portland", other="warning")
    lab.links["a"].delay("10ms")
    wait_for_api(daemon, "contoso-seattle", lambda c: c["result"] == "Pass")
    wait_for_row(browser, "contoso-seattle", state="^Pass")


def test_a_lossy_link_shows_its_loss_and_fails(lab, daemon, browser):
    browser.open()
    wait_for_row(browser, "contoso-portland", state="^Pass", timeout=25)
    lab.links["b"].loss("50%")
    wait_for_api(daemon, "contoso-portland", lambda c: c["result"] == "Fail")
    wait_for_row(browser, "contoso-portland", state="^Fail for", reason=r"Loss \d+.* above 20%")
    wait_for_row(browser, "contoso-portland", loss=r"^[3-7]\d(\.\d)?%$", timeout=15)
    wait_for_row(browser, "contoso-seattle", other="only path|failing")
    assert browser.title().startswith("(1 Fail) ")
    pictures(browser, "overview-loss")


def test_two_dead_links_are_shown_prominently(lab, daemon, browser):
    browser.open()
    wait_for_row(browser, "contoso-portland", state="^Pass", timeout=25)
    for link in lab.links.values():
        link.loss("100%")
    wait_until(lambda: overview(daemon)["groups"][0]["up"] is False, "the API has the group down", DETECTED)
    browser.wait_until(lambda b: "has no working path" in (b.text(".verdicts") or ""), "the red bar", SHOWN)
    assert "no answer" in browser.text(".verdict p")
    for name in ("contoso-seattle", "contoso-portland"):
        row = wait_for_row(browser, name, state="^Down for", latency="^no answer$", other="none left")
        assert row["reason"].startswith("No answer on its prefix (")
    assert browser.title().startswith("(2 Fail) ")
    assert browser.script("return document.querySelector('.verdicts').getAttribute('role')") == "alert"
    pictures(browser, "overview-dead")
    check_quiet(browser)


def test_the_page_shows_that_the_daemon_has_stopped(daemon, browser):
    browser.open()
    wait_for_row(browser, "contoso-seattle", state="^Pass", timeout=25)
    daemon.stop()
    bar = browser.wait_until(lambda b: b.text(".stale"), "the grey bar", 15 + 15)
    assert re.match(r"No answer from the daemon for \d+.s; showing data from \d\d:\d\d:\d\d\.", bar)
    assert browser.script("return document.documentElement.classList.contains('is-stale')")
    assert shown(browser, "contoso-seattle")["state"].startswith("Pass"), "the last figures stay"
    pictures(browser, "overview-silent")


def test_the_page_updates_after_the_daemon_returns(lab, daemon, browser, start_daemon, tmp_path):
    browser.open()
    wait_for_row(browser, "contoso-seattle", state="^Pass", timeout=25)
    daemon.stop()
    browser.wait_until(lambda b: b.text(".stale"), "the grey bar", 30)
    start_daemon(two_connections(tmp_path))
    browser.wait_until(lambda b: not b.text(".stale"), "no grey bar", 25)
    wait_for_row(browser, "contoso-seattle", state="^Pass", timeout=25)


def test_a_refused_reload_names_its_first_error(daemon, browser):
    daemon.configure("connections: [")
    daemon.program.send_signal(1)
    wait_until(lambda: overview(daemon)["daemon"]["config"]["refused"], "the API has it", 15)
    browser.open()
    browser.wait_until(lambda b: "Reload failed" in (b.text(".strip") or ""), "the strip has it", SHOWN)
    assert "peeringd.yaml:" in browser.text(".strip .flag")
    for width in (*WIDE[:1], 1024, *NARROW[:1]):
        browser.set_size(width, 844)
        assert browser.script("""const flag = document.querySelector('.strip .flag');
            return [flag, ...flag.children].every((one) => one.scrollWidth <= one.clientWidth + 1 || one.tagName === 'svg')
              && flag.getBoundingClientRect().right <= innerWidth"""), width


def test_without_history_the_figures_stay_and_the_reason_is_shown(lab, start_daemon, tmp_path, browser):
    daemon = start_daemon(two_connections(tmp_path, history="off"))
    wait_for_api(daemon, "contoso-seattle", lambda c: c["result"] == "Pass")
    browser.open()
    wait_for_row(browser, "contoso-seattle", state="^Pass", timeout=15)
    assert browser.text(".remark").startswith("No sparklines: the history is off")
    assert "history is off" in browser.text(".strip")
    assert "Incidents" not in browser.texts(".views a")
    assert browser.texts(".legend span") == ["✓ leaves from an address in the prefix"]
    check_quiet(browser)


def test_without_thresholds_the_figures_are_shown_without_results(start_daemon, tmp_path, browser):
    settings = two_connections(tmp_path)
    del settings["alerts"]
    start_daemon(settings)
    browser.open()
    wait_for_row(browser, "contoso-seattle", state="^Pass", latency=r"^\d+(\.\d+)?$", timeout=20)
    assert "No thresholds are set for any" in browser.text(".counts")


def test_the_shipped_configuration_shows_why_it_does_not_measure(lab, start_daemon, browser):
    """No name server answers, as behind a firewall."""
    lab.edge.drop("udp dport 53")
    start_daemon(REPOSITORY / "config/peeringd.yaml")
    browser.open()
    wait_for_row(browser, "this-host", name="Redmond · Example Partner", prefix="auto", state="^Fail for",
                 reason=r"^DNS: (\d+) of \1 names do not resolve, and no address is left$", timeout=DETECTED)
    assert browser.script("return document.querySelector('.fleet').classList.contains('no-groups')")
    assert browser.text(".side h2").startswith("Events"), "no redundancy groups to list"
    pictures(browser, "overview-shipped")
    check_quiet(browser)


def test_five_hundred_prefixes_stay_usable(start_daemon, tmp_path, browser):
    connections = [seattle(*[f"45.{site}.{part}.0/24" for part in range(10)], redundancy_group=f"g{site // 2}")
                   | {"name": f"site-{site}"} for site in range(50)]
    settings = configuration([endpoint("edge", "edge.example", "icmp")], connections, interval="10s", timeout="1s",
                             window="1m")
    start_daemon(settings | {"alerts": ALERTS})
    browser.open()
    browser.wait_until(lambda b: len(b.texts("tbody.row")) == 50, "all rows", 30)
    assert len(browser.texts("td.c-prefix")) == 500
    pictures(browser, "overview-many")
    start = time.monotonic()
    browser.script("document.getElementById('find').focus()")
    browser.keys("site-49")
    browser.wait_until(lambda b: len(b.texts("tbody.row")) == 1, "the search", 5)
    assert time.monotonic() - start < 5
    assert "1 of 50 shown" in browser.text(".counts")


def test_keys_find_and_walk_through_the_rows(daemon, browser):
    browser.open()
    wait_for_row(browser, "contoso-seattle", state="^Pass", timeout=25)
    browser.keys("/")
    assert browser.script("return document.activeElement.id") == "find"
    browser.keys("portl")
    browser.wait_until(lambda b: len(b.texts("tbody.row")) == 1, "one row", 5)
    browser.keys("\ue015")  # down: from the field to the row
    focus = "return document.activeElement.closest('tbody')?.dataset.connection"
    assert browser.script(focus) == "contoso-portland"
    browser.script("document.getElementById('find').value = ''; "
                   "document.getElementById('find').dispatchEvent(new Event('input'))")
    browser.keys("\ue013")
    browser.keys("\ue015")
    assert browser.script(focus) in ("contoso-portland", "contoso-seattle")
    browser.keys("o")
    browser.wait_until(lambda b: b.path() == "/?o=place", "the order is in the address", 5)
    assert browser.script("return [...document.querySelectorAll('tbody')].map(e => e.dataset.connection)") == [
        "contoso-portland", "contoso-seattle"]
    browser.keys("?")
    assert "its report" in browser.text("dialog")
    browser.keys("\ue00c")
    browser.wait_until(lambda b: b.script("return !document.querySelector('dialog')"), "it is closed", 5)


def test_figures_durations_and_times_have_one_form(daemon, browser):
    browser.open()
    thin = "\u202f"
    expected = {
        "figure(103.4)": "103", "figure(11.94)": "11.9", "figure(9.124)": "9.12", "figure(0.31)": "0.31",
        "figure(0.0312)": "0.031", "figure(0)": "0.00", "figure(null)": "–", "figure(1234)": f"1{thin}234",
        "milliseconds(9994)": "9.99", "milliseconds(99960)": "100", "percent(0)": "0", "percent(null)": "–",
        "percent(1)": "100%", "percent(0.9996)": ">99.9%", "percent(0.13636)": "13.6%", "percent(0.34)": "34%",
        "percent(0.0112)": "1.12%", "percent(1e-8)": "<0.0001%", "bytes(3100000000)": f"3.1{thin}GB",
        "bytes(999)": f"999{thin}B", "duration(59.6)": f"1{thin}min", "duration(133)": f"2{thin}min 13{thin}s",
        "duration(133, {coarse: true})": f"2{thin}min", "duration(11520)": f"3{thin}h 12{thin}min",
        "duration(86400 * 41)": f"41{thin}d", "clock('2026-11-26T14:38:07Z')": "14:38",
        "dayAndClock('2026-11-26T14:38:07Z')": "26 Nov 14:38",
        "said('12.5 ms for 3 min in 4 dry, 13.6 %')": f"12.5{thin}ms for 3{thin}min in 4 dry, 13.6%",
        "near('2026-11-25T23:59:00Z', '2026-11-26T14:38:07Z')": "25 Nov 23:59",
    }
    calls = ", ".join(f"m.{call}" for call in expected)
    found = browser.wait_for_script("const done = arguments[arguments.length - 1];"
                                    f"import('/format.js').then((m) => done([{calls}]));")
    assert dict(zip(expected, found)) == expected


def test_nothing_measured_is_hatched_and_all_lost_is_red(daemon, browser):
    browser.open()
    spark = {"p5": [None, 9000, None, 9000], "p50": [None, 10000, None, 10000], "p95": [None, 12000, None, 12000],
             "sent": [0, 100, 100, 100], "lost": [0, 0, 100, 2]}
    limits = {"latency": {"warning": 0.015, "critical": 0.03}, "loss": {"warning": 0.01, "critical": 0.05}}
    paths = browser.wait_for_script("""const [spark, limits, done] = arguments;
        import('/overview/spark.js').then((m) => done(m.pathsOf(spark, limits, 18)));""", spark, limits)
    assert paths["gap"] == "M0 0h3v18h-3Z" and paths["dead"] == "M6 0h3v18h-3Z"
    assert paths["lost-warning"].startswith("M9 ") and not paths["lost"] and not paths["lost-critical"]
    assert paths["limit"].startswith("M0 ") and paths["median"].count("M") == 2


def test_the_chosen_theme_is_remembered(daemon, browser):
    browser.open()
    ground = "return getComputedStyle(document.body).backgroundColor"
    assert browser.script(ground) == "rgb(255, 255, 255)"
    browser.set_scheme("dark")
    browser.wait_until(lambda b: b.script(ground) == "rgb(14, 18, 23)", "dark as the system", 5)
    browser.script("document.querySelector('.top > .plain-button:last-child').click()")
    assert browser.script(ground) == "rgb(255, 255, 255)", "light by choice"
    browser.open()
    assert browser.script(ground) == "rgb(255, 255, 255)", "and after a reload"


def test_the_page_is_small_and_fast(daemon, browser):
    wait_for_api(daemon, "contoso-seattle", lambda c: c["result"] == "Pass")
    browser.network()
    browser.open()
    wait_for_row(browser, "contoso-seattle", state="^Pass")
    browser.wait_until(lambda b: b.script("return document.querySelector('.spark .gap')?.getAttribute('d')"),
                       "a sparkline", SHOWN)
    weight = bytes_of(browser.network())
    assert 10_000 < weight < 120_000, "of the first view, over the wire"
    paint = browser.script("return performance.getEntriesByName('first-contentful-paint')[0].startTime")
    print(f"the first view: {weight} bytes, first picture after {paint:.0f} ms")
    assert paint < 600, "300 ms on an idle machine"
    assert "unsafe" not in browser.script("return document.documentElement.outerHTML")


def test_a_wide_table_never_scrolls_the_page_sideways(daemon, browser):
    browser.open()
    wait_for_row(browser, "contoso-seattle", state="^Pass", timeout=25)
    for width in (390, 720, 721, 960, 1200, 1440):
        browser.set_size(width, 844)
        assert browser.script("return document.documentElement.scrollWidth") <= width, width


def test_the_times_above_the_sparklines_do_not_overlap(daemon, browser):
    browser.open()
    wait_for_row(browser, "contoso-seattle", state="^Pass", timeout=25)
    for minutes in (0, 25, 50, 75, 100, 119):
        change = f"if (answer.spark) answer.spark.time0 = 1767290400 + {minutes * 60};"  # 2026-01-01T18:00Z
        with altered_answers(browser, "/api/v1/overview", change):
            browser.open()
            browser.wait_until(lambda b: len(b.texts(".axis span")) > 1, "the times", SHOWN)
            for width in (1001, 1024, 1100, 1260, 1280, 1366, 1421, 1440, 1560, 1920):
                browser.set_size(width, 844)
                assert browser.script("""
                    const boxes = [...document.querySelectorAll('.axis span')].map((one) => one.getBoundingClientRect())
                      .filter((one) => one.width > 0).sort((a, b) => a.left - b.left);
                    return boxes.filter((one, index) => index > 0 && one.left < boxes[index - 1].right + 2).length""") == 0, (minutes, width)


def test_the_legend_explains_no_column_that_a_phone_lacks(daemon, browser):
    browser.set_size(*NARROW)
    browser.open()
    browser.wait_until(lambda b: b.text(".legend span"), "the legend", SHOWN)
    assert not [text for text in browser.texts(".legend span") if "leaves from" in text]


def test_the_hint_of_the_search_fits_its_field(daemon, browser):
    browser.open()
    for width, hint in ((390, "Find"), (1440, "Find location, partner, prefix"), (390, "Find")):
        browser.set_size(width, 844)
        browser.wait_until(lambda b: b.script("return document.getElementById('find').placeholder") == hint, hint, 5)


def test_no_part_covers_another_at_any_width(daemon, browser):
    browser.open()
    wait_for_row(browser, "contoso-seattle", state="^Pass", timeout=25)
    place = "return document.querySelector('{}').getBoundingClientRect().{}"
    for width in (961, 1000, 1001, 1024, 1100, 1200, 1260, 1261, 1280, 1366, 1420, 1421, 1440, 1699, 1700, 1920):
        browser.set_size(width, 844)
        right = browser.script(place.format(".fleet", "right"))
        assert right <= browser.script(place.format(".fleet-box", "right")) + 1, width
        side = browser.script(place.format(".side", "left"))
        below = browser.script(place.format(".side", "top")) >= browser.script(place.format(".fleet", "bottom"))
        assert below or right <= side, width
        assert browser.script(place.format("tbody .c-spark", "width")) >= 60, width
        assert browser.script("""return [...document.querySelectorAll('.fleet td:not(.c-other), .fleet th:not(.c-other)')]
            .filter((one) => getComputedStyle(one).visibility === 'visible' && one.scrollWidth > one.clientWidth + 1)
            .map((one) => one.className)""") == [], width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_axe_finds_nothing_serious(lab, daemon, browser, scheme, size):
    browser.set_scheme(scheme)
    browser.set_size(*size)
    lab.links["b"].loss("100%")
    browser.open()
    wait_for_row(browser, "contoso-portland", state="^Down", timeout=DETECTED + SHOWN)
    check_accessible(browser)
