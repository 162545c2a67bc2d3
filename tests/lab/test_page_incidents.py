"""The incidents of a history in a real browser: the list and the evidence, on screen and on paper. The history
is written by history_story, through the program's own code."""

import base64
import contextlib
import json
import re
import shutil
import sqlite3
import time
from datetime import datetime, timedelta

import pytest

from lab.browser import NARROW, WIDE, screenshots
from lab.page import altered_answers, check_accessible, check_quiet, pictures
from lab.story import make_story, read_story
from lab.waiting import wait_until

ENTER = "\ue007"
DAYS = 3  # the outages of both partners are older


@pytest.fixture(scope="session")
def story(tmp_path_factory):
    """The configuration of a daemon with three days of history that end now."""
    return read_story(make_story(tmp_path_factory.mktemp("story"), DAYS))


@pytest.fixture
def daemon(lab, start_daemon, story):
    daemon = start_daemon(story)
    wait_until(lambda: daemon.get("/api/v1/incidents")[0] == 200, "the history is open", 20)
    return daemon


def incidents(daemon):
    return json.loads(daemon.get("/api/v1/incidents?limit=500")[1])["incidents"]


def find(daemon, kind, connection):
    return next(one for one in incidents(daemon) if one["kind"] == kind and one["connection"] == connection)


def open_evidence(browser, incident):
    browser.open(f"/incident?id={incident['id']}")
    browser.wait_until(lambda b: b.text(".paper h1"), "the evidence", 20)


def test_the_simulated_history_has_its_incidents(daemon):
    found = {(one["kind"], one["connection"]) for one in incidents(daemon)}
    assert {("outage", "dub-litware"), ("loss", "ams-contoso"), ("egress_mismatch", "ams-fabrikam"),
            ("latency_episode", "dub-litware"), ("loss", "dub-litware")} <= found
    loss = find(daemon, "loss", "ams-contoso")
    begin = datetime.fromisoformat(loss["from"].replace("Z", "+00:00"))
    assert timedelta(hours=13, minutes=10) <= begin - begin.replace(hour=0, minute=0, second=0) \
        <= timedelta(hours=13, minutes=20)
    assert 25 * 60 <= loss["seconds"] <= 40 * 60
    # One lost probe in a few thousand, and the evenings, are no incidents.
    assert [one for one in incidents(daemon) if one["connection"] == "ams-contoso" and one["kind"] != "loss"] == []


def test_the_list_leads_to_the_evidence(daemon, browser):
    browser.open("/incidents")
    browser.wait_until(lambda b: b.texts(".incident-list tbody tr"), "the list", 20)
    rows = browser.texts(".incident-list tbody tr")
    assert len(rows) == len(incidents(daemon))
    outage = find(daemon, "outage", "dub-litware")
    row = browser.text(f"tr[data-incident='{outage['id']}']")
    assert "Outage" in row and "Dublin · Litware" in row and re.search(r"\b30\smin\b", row)
    assert "During announced maintenance." in row
    pictures(browser, "incidents")
    browser.script("document.querySelector('.incident-list tbody a').click()")
    browser.wait_until(lambda b: b.text(".paper h1"), "the evidence", 20)
    assert re.fullmatch(r"/incident\?id=\d+", browser.path())
    check_quiet(browser)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_axe_finds_nothing_serious(daemon, browser, scheme, size):
    browser.set_scheme(scheme)
    browser.set_size(*size)
    browser.open("/incidents")
    browser.wait_until(lambda b: b.texts(".incident-list tbody tr"), "the list", 20)
    check_accessible(browser)
    open_evidence(browser, find(daemon, "loss", "ams-contoso"))
    check_accessible(browser)


SHOWN_IDS = "return [...document.querySelectorAll('.incident-list tbody tr')].map((row) => Number(row.dataset.incident))"


def test_earlier_incidents_follow_when_asked_for(start_daemon, story, browser, tmp_path):
    folder = shutil.copytree(story["history"]["path"], tmp_path / "history")
    file, = folder.glob("*.db")
    now = int(time.time())
    with contextlib.closing(sqlite3.connect(file)) as history, history:
        history.executemany("""INSERT INTO incident (kind, connection, prefix, begins, ends, endpoints, detail, maintenance, figures, text)
            SELECT kind, connection, prefix, ?, ?, endpoints, detail, maintenance, figures, text
            FROM incident WHERE kind = 'egress_mismatch' LIMIT 1""",
            [(now - 172800 + 60 * (i // 2), now - 172770 + 60 * (i // 2)) for i in range(1100)])
    daemon = start_daemon({**story, "history": {**story["history"], "path": str(folder)}})
    wait_until(lambda: daemon.get("/api/v1/incidents")[0] == 200, "the history is open", 20)
    known, place = [], ""
    while place is not None:
        answer = json.loads(daemon.get(f"/api/v1/incidents?window=30d&limit=500{place and '&before=' + place}")[1])
        known += [one["id"] for one in answer["incidents"]]
        place = answer["next"]
    assert 1100 < len(known) < 1500 and len(set(known)) == len(known)
    assert len(daemon.get("/api/v1/incidents.csv?window=30d&limit=10000")[1].splitlines()) == len(known) + 1

    browser.open("/incidents")
    browser.wait_until(lambda b: b.texts(".incident-list tbody tr"), "the list", 20)
    assert browser.script(SHOWN_IDS) == known[:500]
    assert browser.text(".incident-more").startswith("Show earlier incidents 500 shown, back to ")
    check_accessible(browser)
    for shown in (1000, len(known)):
        browser.script("document.querySelector('.incident-more button').focus()")
        browser.keys(ENTER)
        browser.wait_until(lambda b: len(b.script(SHOWN_IDS)) == shown, "the earlier ones", 20)
        focused = browser.script("return document.activeElement.closest('tr')?.rowIndex")
        assert focused == (501 if shown == 1000 else 1001), "the first of them has the focus"
    assert browser.script(SHOWN_IDS) == known
    assert browser.texts(".incident-more button") == [], "there are no earlier ones"
    pictures(browser, "incidents-many")
    check_quiet(browser)


def test_a_new_incident_moves_no_earlier_one_out_of_the_list(daemon, browser):
    browser.open("/incidents")
    one = lambda number: {"id": number, "from": f"2026-11-29T{number:02}:00:00Z"}
    shown = {"incidents": [one(9), one(8), one(7), one(6)], "next": "6"}
    def merged(newest, before):
        answer = browser.wait_for_script("""const [shown, newest, done] = arguments;
            import('/incidents/pages.js').then((m) => done(m.withNewest(shown, newest)));""", before, newest)
        return [incident["id"] for incident in answer["incidents"]], answer["next"]
    part = {"incidents": [one(10), one(9)], "next": "9"}
    assert merged(part, None) == ([10, 9], "9")
    assert merged(part, shown) == ([10, 9, 8, 7, 6], "6")
    assert merged({"incidents": [one(10), one(8)], "next": "8"}, shown) == ([10, 8, 7, 6], "6"), "9 was joined with another"
    assert merged({"incidents": [one(10)], "next": None}, shown) == ([10], None), "that is all"
    assert merged({"incidents": [one(12), one(11)], "next": "11"}, shown) == ([12, 11], "11"), "10 is in neither"
    assert merged({"incidents": [one(10), one(9)], "next": "9"}, {"incidents": [], "next": "6"}) == ([10, 9], "9")
    assert merged({"incidents": [one(10), one(9), {**one(8), "id": 6}], "next": "6"}, shown) == \
        ([10, 9, 6, 7], "6"), "6 is listed once"


def test_losses_count_only_probes_with_an_outcome(daemon, browser):
    """A probe that is under way or inconclusive is neither lost nor received."""
    incident = find(daemon, "loss", "ams-contoso")
    with altered_answers(browser, f"/api/v1/incidents/{incident['id']}",
                         "for (const {phases: {during}} of answer.by_endpoint) during.sent = 1000 + during.lost + during.received"):
        open_evidence(browser, incident)
        evidence = json.loads(daemon.get(f"/api/v1/incidents/{incident['id']}")[1])
        shown = [row.replace("\u202f", "") for row in browser.texts(".by-endpoint tbody tr")]
        for row, endpoint in zip(shown, evidence["by_endpoint"], strict=True):
            during = endpoint["phases"]["during"]
            assert f" {during['lost']} of {during['lost'] + during['received']} " in re.sub(r"(?<=\d) (?=\d{3}\b)", "", row)


def test_the_keys_go_to_the_next_incident_of_the_latest(daemon, browser):
    latest = incidents(daemon)
    open_evidence(browser, latest[1])
    browser.wait_until(lambda b: b.texts(".incident-side li"), "the latest", 20)
    browser.keys("[")
    browser.wait_until(lambda b: b.path() == f"/incident?id={latest[0]['id']}", "the newer one", 10)
    old = latest[2]["id"]
    with altered_answers(browser, "/api/v1/incidents",
                         f"answer.incidents = answer.incidents.filter(({{id}}) => id !== {old})"):
        open_evidence(browser, latest[2])
        browser.wait_until(lambda b: b.texts(".incident-side li"), "the latest", 20)
        browser.keys("]")
        browser.script("return 0")
        assert browser.path() == f"/incident?id={old}", "one that is not among the latest has no neighbours"


def test_the_list_can_be_narrowed(daemon, browser):
    browser.open("/incidents?kind=egress_mismatch")
    browser.wait_until(lambda b: b.texts(".incident-list tbody tr"), "the list", 20)
    assert all(text.startswith("Egress") for text in browser.texts(".incident-list tbody tr"))
    browser.open("/incidents?kind=pop_change&c=dub-litware")
    note = browser.wait_until(lambda b: "No incident of this kind" in (b.text(".note") or ""), "the note", 20)
    assert note


def test_the_evidence_has_the_figures_of_the_api(daemon, browser):
    incident = find(daemon, "loss", "ams-contoso")
    evidence = json.loads(daemon.get(f"/api/v1/incidents/{incident['id']}")[1])
    open_evidence(browser, incident)
    assert browser.text(".paper h1") == \
        "Packet loss from 198.18.20.0/24 to the Microsoft edge, via Contoso Networks, Amsterdam"
    assert "UTC" in browser.text(".paper .when")
    during = evidence["path"]["phases"]["during"]
    cells = [re.sub(r"\s", "", text) for text in browser.texts(".phases tbody:nth-of-type(1) tr.during td")]
    assert cells[-3:-1] == [str(during["sent"]), str(during["lost"])]
    assert f"{during['p50'] / 1000:.2f}" in cells
    assert browser.texts(".phases .series th") == [
        "Contoso Networks, 198.18.20.0/24", "Fabrikam Carrier, 198.19.20.0/24, 198.19.21.0/24"]
    assert len(browser.texts(".by-endpoint tbody tr")) == 5
    assert "In the same minutes, " in browser.text(".lead") and "Fabrikam Carrier" in browser.text(".lead")
    assert browser.script("return document.querySelectorAll('.incident-picture .lost').length") > 5
    assert evidence["data"]["sha256"] in browser.text(".columns")
    pictures(browser, "incident-loss")
    check_quiet(browser)


def test_the_evidence_fits_on_one_page(daemon, browser):
    for kind, connection in (("loss", "ams-contoso"), ("outage", "dub-litware")):
        open_evidence(browser, find(daemon, kind, connection))
        pdf = browser.command("Page.printToPDF", preferCSSPageSize=True, printBackground=True)["data"]
        content = base64.b64decode(pdf)
        (screenshots() / f"incident-{kind}-print.pdf").write_bytes(content)
        assert len(re.findall(rb"/Type\s*/Page\b(?!s)", content)) == 1
        assert b"/MediaBox [0 0 594.95996 841.91998]" in content or b"/MediaBox [0 0 595" in content


def test_an_outage_shows_its_traces(daemon, browser):
    open_evidence(browser, find(daemon, "outage", "dub-litware"))
    facts = browser.text(".facts dl")
    assert "Diagnosis" in facts and "Trace then" in facts and "Trace before" in facts
    assert "ends after hop 2" in facts and "reaches 192.0.2.100 after 5 hops" in facts
    assert "Maintenance" in facts
    pictures(browser, "incident-outage")


def test_an_unknown_incident_is_explained(daemon, browser):
    browser.open("/incident?id=99999")
    browser.wait_until(lambda b: "There is no such incident" in (b.text(".paper .note") or ""), "the note", 20)
