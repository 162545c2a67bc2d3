"""The incidents of a history in a real browser: the list and the evidence, on screen and on paper. The history
is written by history_story, through the program's own code."""

import base64
import json
import re
from datetime import datetime, timedelta

import pytest

from lab.browser import NARROW, WIDE, screenshots
from lab.page import altered_answers, check_accessible, check_quiet, pictures
from lab.story import make_story, read_story
from lab.waiting import wait_until

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


def test_a_full_list_says_that_older_ones_are_missing(daemon, browser):
    browser.open("/incidents")
    browser.wait_until(lambda b: b.texts(".incident-list tbody tr"), "the list", 20)
    assert browser.text(".note") is None
    with altered_answers(browser, "/api/v1/incidents", "answer.incidents = Array(500).fill(answer.incidents[0])"):
        browser.open("/incidents?w=1y")
        browser.wait_until(lambda b: b.texts(".incident-list tbody tr"), "the list", 20)
        assert "The newest 500 are shown" in browser.text(".note")


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
