"""The routes of prefixes in a real browser: what BMP, RPKI and RIS Live show of them, their events, and what the
page says when a source is lost. Pictures go to the folder screenshots beside the daemon."""

import itertools
import json
import re
import signal
import urllib.parse
from datetime import timedelta

import jsonschema
import pytest

from lab.browser import NARROW, WIDE
from lab.catalogue import EDGE, REPOSITORY
from lab.chart import GUTTER, red_marks, time_of
from lab.configuration import A, B, configuration, endpoint, portland, seattle
from lab.gobgp import BMP_PORT, PARTNER_A, PARTNER_B, SITE, Routers
from lab.page import SHOWN, check_accessible, check_quiet, pictures
from lab.ris_live import RisLive
from lab.stayrtr import StayRtr
from lab.waiting import wait_until

ORIGIN, FOREIGN = 64496, 64666
ROUTES = f"/routes?c=contoso-seattle&p={A.prefix}"
ENTER, DOWN = "\ue007", "\ue015"


@pytest.fixture
def routers(lab, tmp_path):
    routers = Routers(lab.customer, tmp_path)
    yield routers
    routers.close()


@pytest.fixture
def cache(lab, tmp_path):
    cache = StayRtr(lab.network.edge, tmp_path)
    cache.write((A.prefix, 24, ORIGIN))
    cache.start()
    yield cache
    cache.kill()


@pytest.fixture
def ris(lab):
    server = RisLive(lab.network.edge, lab.edge.certificates)
    yield server
    server.close()


def session(peer, role="primary", shows="received"):
    return {"router": "site", "peer": peer, "role": role, "shows": shows}


BMP = {"bmp": {"listen": [f"127.0.0.1:{BMP_PORT}"], "routers": [{"name": "site", "address": SITE}]}}
RULES = {"origin": ORIGIN, "upstreams": [64501, 64510, 64520], "sessions": [session(PARTNER_A), session(PARTNER_B, "backup")]}


def routed(tmp_path, *connections, **sources):
    return {**configuration([endpoint("edge", EDGE[0], "icmp")],
                            list(connections) or [seattle(routes=RULES), portland()]),
            "routes": {**BMP, **sources}, "history": {"path": str(tmp_path / "history"), "size": "50MB"}}


def routes(daemon):
    """The answer of /api/v1/routes, as its schema says."""
    document = json.loads(daemon.get("/api/v1/routes")[1])
    schema = json.loads((REPOSITORY / "docs/api/routes.schema.json").read_text())
    jsonschema.validate(document, schema)
    return document


def wait_for_state(daemon, state, timeout=40):
    return wait_until(lambda: routes(daemon)["prefixes"][0]["state"] == state, f"the routes are {state}", timeout)


def announced(routers):
    routers.start()
    routers.a.announce(A.prefix, f"{ORIGIN}", "community", "8075:8007")
    routers.b.announce(A.prefix, f"64520 {ORIGIN}")


def open_page(browser, path, text, timeout=SHOWN):
    browser.open(path)
    return shown(browser, text, timeout)


def shown(browser, text, timeout=SHOWN, selector=".badge"):
    return browser.wait_until(lambda b: re.search(text, b.text(selector) or "") and b.text(selector), text, timeout)


def rows(browser, table):
    return browser.texts(f".{table} tbody tr")


def event_lines(browser, kind):
    return [text for text in browser.texts(".route-event") if kind in text]


def test_each_vantage_point_is_shown(lab, start_daemon, routers, cache, ris, tmp_path, browser):
    live = {"client": "lab", "server": ris.server, "min_peers": 3, "ca_file": str(lab.edge.certificates.authority)}
    daemon = start_daemon(routed(tmp_path, rpki=[cache.address], ris=live))
    announced(routers)
    wait_until(lambda: all(source["synchronised"] for source in routes(daemon)["sources"]), "all sources", 60)
    for peer in (64601, 64602, 64603, 64604):
        ris.announce(peer, [peer, 64510, ORIGIN if peer < 64604 else FOREIGN], A.prefix)
    wait_until(lambda: routes(daemon)["prefixes"][0]["ris"]["visible"] == 4, "the RIS peers", 10)
    open_page(browser, ROUTES, "As expected")
    first, second, third = rows(browser, "vantages")
    assert re.search(rf"site {PARTNER_A} AS 64501 primary in use received present since .* AS {ORIGIN} AS 64501\b.* valid 8075:8007", first), first
    assert re.search(rf"site {PARTNER_B} AS 64502 backup backup route received present .* AS {ORIGIN} AS 64520 64502 64520 {ORIGIN} valid", second), second
    assert third.startswith("RIPE RIS all peers – foreign 4 of 4 peers"), third
    foreign = browser.wait_until(lambda b: rows(b, "foreign"), "the foreign routes", SHOWN)
    assert any("1 RIS peer, not counted" in text and str(FOREIGN) in text for text in foreign), foreign
    sources = rows(browser, "sources")
    assert [text.split(" Connected")[0] for text in sources] == ["BMP router site", f"RPKI cache {cache.address}", "RIPE RIS Live"]
    assert "1 VRP for the configured prefixes, valid until" in sources[1]
    assert event_lines(browser, "PrefixActivePath") and event_lines(browser, "PrefixBackupPath")
    assert "may originate it AS 64496" in browser.text(".facts")
    pictures(browser, "routes-all-sources")
    check_quiet(browser)


def test_an_origin_change_is_shown_from_start_to_end(start_daemon, routers, tmp_path, browser):
    daemon = start_daemon(routed(tmp_path))
    announced(routers)
    wait_for_state(daemon, "ok", 60)
    open_page(browser, ROUTES, "As expected")
    routers.a.announce(A.prefix, f"{FOREIGN}")
    wait_for_state(daemon, "bad", 5)
    badge = shown(browser, "Wrong origin since", 12)
    assert f"announced by AS {FOREIGN} instead of AS {ORIGIN}" in badge
    assert f"AS {FOREIGN}, not expected" in rows(browser, "vantages")[0]
    event, = browser.wait_until(lambda b: event_lines(b, "PrefixOriginAsChangeEvent"), "the event", 12)
    assert "Critical, ongoing" in event and "probes from the prefix are answered" in event
    pictures(browser, "routes-wrong-origin")
    overview_shows_the_mark(browser, "wrong origin", "fail")
    report_links_to_the_routes(browser)
    chart_shows_the_event_at_its_time(browser, daemon)
    routers.a.announce(A.prefix, f"{ORIGIN}")
    wait_for_state(daemon, "ok", 5)
    open_page(browser, ROUTES, "As expected")
    event, = browser.wait_until(lambda b: event_lines(b, "PrefixOriginAsChangeEvent"), "the event", 12)
    assert re.search("Critical, ended after .* (s|min)", event), event
    cleared, = event_lines(browser, "PrefixOriginAsChangeClearedEvent")
    assert "ends that of" in cleared
    check_quiet(browser)


def overview_shows_the_mark(browser, word, tone):
    browser.open("/")
    browser.wait_until(lambda b: word in b.texts(".fleet td.c-routes"), "the mark", SHOWN)
    assert browser.script("return document.querySelectorAll(`.fleet .c-routes .mark.${arguments[0]}`).length", tone) == 1
    assert "–" in browser.texts(".fleet td.c-routes"), "no routes are expected of the other connection"
    assert "Routes" in browser.texts(".views a")
    names = browser.script("return [...document.querySelectorAll('tbody.row')].map((row) => row.dataset.connection)")
    assert names == ["contoso-seattle", "contoso-portland"], "the worst first, with the same result"
    pictures(browser, f"overview-{word.replace(' ', '-')}")
    browser.script("document.querySelector('.fleet .c-routes a').click()")
    browser.wait_until(lambda b: b.path() == ROUTES and b.text(".vantages"), "the routes", SHOWN)


def report_links_to_the_routes(browser):
    browser.open(f"/prefix?c=contoso-seattle&p={A.prefix}")
    browser.wait_until(lambda b: "routes wrong origin" in (b.text(".facts") or ""), "the mark in the report", SHOWN)
    link = browser.wait_until(lambda b: b.script("""
        const details = document.getElementById('table-events');
        if (details) details.open = true;
        return [...document.querySelectorAll('#table-events a')].find((a) => a.textContent === 'PrefixOriginAsChangeEvent')?.getAttribute('href');"""),
        "the event in the report", 90)
    assert link == ROUTES
    pictures(browser, "report-route-event")


def chart_shows_the_event_at_its_time(browser, daemon):
    """On the latency chart of the prefix, and in the readout of a cursor at that minute only."""
    event, = daemon.events(kind="PrefixOriginAsChangeEvent")
    happened = time_of(event["time"])
    text = lambda time: time.strftime("%Y-%m-%dT%H:%MZ")
    span = {"from": text(happened - timedelta(minutes=9)), "to": text(happened + timedelta(minutes=1))}

    def readout_at(time):
        query = urllib.parse.urlencode({"c": "contoso-seattle", "p": A.prefix, **span, "at": text(time)}, safe=":/")
        browser.open(f"/prefix?{query}")
        return browser.wait_until(lambda b: red_marks(b)[0] and b.text(".readout-line"), "the chart", SHOWN)

    assert event["summary"] in readout_at(happened)
    red, width = red_marks(browser)
    query = {"connection": "contoso-seattle", "prefix": A.prefix, **{name: time[:-1] + ":00Z" for name, time in span.items()}}
    answer = json.loads(daemon.get(f"/api/v1/history?{urllib.parse.urlencode(query)}")[1])
    first, last = time_of(answer["from"]), time_of(answer["to"])
    expected = min(GUTTER + (width - GUTTER) * (happened - first) / (last - first), width - 6)
    assert min(red) - 2 <= expected <= max(red) + 2 and max(red) - min(red) < 20, (red, expected, width)
    pictures(browser, "report-route-event-chart")
    assert event["summary"] not in readout_at(happened - timedelta(minutes=5))


def test_a_withdrawal_names_its_session_and_ends(start_daemon, routers, tmp_path, browser):
    daemon = start_daemon(routed(tmp_path))
    announced(routers)
    wait_for_state(daemon, "ok", 60)
    routers.a.withdraw(A.prefix)
    wait_for_state(daemon, "bad", 10)
    open_page(browser, ROUTES, "Withdrawn: no primary session has the route")
    assert re.search(rf"site {PARTNER_A} .* absent since \d\d:\d\d – ", rows(browser, "vantages")[0]), rows(browser, "vantages")
    assert f"route in use site, {PARTNER_B}" in browser.text(".facts")
    event, = browser.wait_until(lambda b: event_lines(b, "PrefixWithdrawalEvent"), "the event", SHOWN)
    assert "Warning, ongoing" in event
    routers.a.announce(A.prefix, f"{ORIGIN}")
    wait_for_state(daemon, "ok", 10)
    shown(browser, "As expected", 12)
    browser.wait_until(lambda b: "Warning, ended after" in event_lines(b, "PrefixWithdrawalEvent")[0], "its end", 12)


def test_a_lost_source_is_shown_as_unknown(start_daemon, routers, tmp_path, browser):
    daemon = start_daemon(routed(tmp_path))
    open_page(browser, ROUTES, "Unknown")
    assert "Nothing has been received yet" in browser.text(".route-loss")
    assert "Has not connected: what it shows is not known" in browser.text(".sources")
    pictures(browser, "routes-waiting")
    announced(routers)
    wait_for_state(daemon, "ok", 60)
    shown(browser, "As expected", 12)
    routers.site.kill()
    wait_for_state(daemon, "unknown", 20)
    badge = shown(browser, "Unknown", 12)
    assert badge == "Unknown: no source shows its routes now"
    for text in rows(browser, "vantages"):
        assert "unknown site is not connected" in text, text
        assert str(ORIGIN) not in text, "what was seen before is not shown as of now"
    assert "Connection lost: what it shows is not known" in browser.text(".sources")
    assert browser.text(".route-loss") == "BMP router site: connection lost: what it shows is not known."
    pictures(browser, "routes-lost")
    browser.open("/")
    browser.wait_until(lambda b: "unknown" in b.texts(".fleet td.c-routes"), "the mark", SHOWN)
    check_quiet(browser)


def test_without_routes_the_keys_to_configure_are_shown(start_daemon, tmp_path, browser):
    daemon = start_daemon(configuration([endpoint("edge", EDGE[0], "icmp")]))
    browser.open("/routes")
    note = browser.wait_until(lambda b: b.text(".route-note"), "the note", SHOWN)
    assert "No routes are configured" in note and "origin: 64496" in note and "docs/routes.md" in note
    assert "Routes" not in browser.texts(".views a")
    pictures(browser, "routes-none")
    daemon.configure(routed(tmp_path, seattle(), portland()))
    daemon.program.send_signal(signal.SIGHUP)
    browser.wait_until(lambda b: "no prefix says who may originate it" in (b.text(".route-note") or ""), "the other half", SHOWN)
    browser.open("/")
    browser.wait_until(lambda b: b.texts(".fleet td.c-name"), "the overview", SHOWN)
    assert browser.texts(".fleet td.c-routes") in ([], ["", ""]), "no column without routes"
    check_quiet(browser)


def test_five_hundred_prefixes_are_a_list_to_search(start_daemon, routers, tmp_path, browser):
    sites = [seattle(*[f"45.{site}.{part}.0/24" for part in range(10)], routes=RULES) | {"name": f"site-{site}"}
             for site in range(50)]
    daemon = start_daemon(routed(tmp_path, *sites) | {"endpoints": [endpoint("edge", "edge.example", "icmp")],
                                                      "probing": {"interval": "10s", "timeout": "1s", "window": "1m"}})
    announced(routers)
    routers.a.announce("45.49.9.0/24", f"{FOREIGN}")
    wait_until(lambda: any(one["state"] == "bad" for one in routes(daemon)["prefixes"]), "the anomaly", 60)
    browser.open("/routes")
    browser.wait_until(lambda b: len(rows(b, "prefixes")) == 500, "all rows", 30)
    browser.wait_until(lambda b: rows(b, "prefixes")[0].startswith("wrong origin 45.49.9.0/24"), "the worst first", SHOWN)
    assert "1 bad" in browser.text(".counts")
    pictures(browser, "routes-many")
    browser.keys("/")
    browser.keys("45.49.")
    browser.wait_until(lambda b: len(rows(b, "prefixes")) == 10, "the search", SHOWN)
    browser.keys(DOWN)
    browser.keys(ENTER)
    browser.wait_until(lambda b: "p=45.49.9.0/24" in b.path() and b.text(".badge"), "its routes", SHOWN)
    browser.keys("]")
    browser.wait_until(lambda b: "p=45.49.9.0/24" not in b.path() and b.text(".badge"), "the next prefix", SHOWN)
    browser.script("history.back()")
    browser.wait_until(lambda b: "45.49.9.0/24" in (b.text("h1") or ""), "the prefix before", SHOWN)
    browser.script("history.back()")
    browser.wait_until(lambda b: len(rows(b, "prefixes")) >= 10, "the list", SHOWN)


def test_axe_finds_nothing_serious(start_daemon, routers, tmp_path, browser):
    daemon = start_daemon(routed(tmp_path, seattle(routes=RULES), portland(routes={**RULES, "origin": 64497})))
    announced(routers)
    routers.b.announce(B.prefix, f"{FOREIGN}")
    wait_until(lambda: {one["state"] for one in routes(daemon)["prefixes"]} == {"ok", "bad"}, "both", 60)
    for scheme, size in itertools.product(("light", "dark"), (WIDE, NARROW)):
        browser.set_scheme(scheme)
        browser.set_size(*size)
        open_page(browser, f"/routes?c=contoso-portland&p={B.prefix}", "[Ww]rong origin|[Ww]ithdrawn")
        browser.wait_until(lambda b: b.texts(".route-event"), "events", SHOWN)
        check_accessible(browser)
        browser.open("/routes")
        browser.wait_until(lambda b: len(rows(b, "prefixes")) == 2, "the list", SHOWN)
        check_accessible(browser)
