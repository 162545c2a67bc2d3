"""The page over many branches, in a browser."""

import contextlib
import re
import time

import pytest

from lab.browser import NARROW, Browser, obstacle
from lab.overview import PLAIN, Overview, SyntheticStore


@pytest.fixture
def browser(host, tmp_path):
    """A browser of a page over 30 branches."""
    if why := obstacle():
        pytest.skip(why)
    with contextlib.closing(SyntheticStore(host, tmp_path, branches=30)) as _, \
            contextlib.closing(Overview(host, tmp_path, PLAIN)) as page, \
            contextlib.closing(Browser(host, tmp_path, "http://127.0.0.1:8076")) as browser:
        page.wait_until(lambda o: len(o["connections"]) == 30, "all branches", 60)
        yield browser


def test_sites_stay_together_and_the_field_finds_a_site_or_an_instance(browser):
    browser.open()

    def sites(b):
        return [re.search(r"site-\d+", row)[0] for row in b.texts("table.fleet tbody")]

    browser.wait_until(lambda b: len(sites(b)) == 30, "all rows", 30)
    assert sites(browser)[0] == "site-002", "the dark branch is the worst"
    assert "branch-0029" in browser.texts("table.fleet tbody")[0], "the instance beside its site"
    browser.script("""[...document.querySelectorAll('.orders button')]
        .find((one) => one.textContent === 'site').click()""")
    browser.wait_until(lambda b: sites(b) == sorted(sites(b)) and len(sites(b)) == 30, "by site", 10)
    for text, count in (("site-001", 10), ("branch-0012", 1)):
        browser.script("const find = document.getElementById('find'); find.value = arguments[0];"
                       "find.dispatchEvent(new Event('input'))", text)
        browser.wait_until(lambda b, n=count: len(sites(b)) == n, text, 20)
    assert browser.messages() == []


def test_the_figures_stand_beside_their_prefix_on_a_phone(browser):
    browser.set_size(*NARROW)
    browser.open()
    browser.wait_until(lambda b: len(b.texts("table.fleet tbody")) == 30, "all rows", 30)
    apart = browser.script("""
        const middle = (cell) => { const {top, bottom} = cell.getBoundingClientRect(); return (top + bottom) / 2; };
        return [...document.querySelectorAll('table.fleet td.c-prefix')].filter((cell) =>
          Math.abs(middle(cell) - middle(cell.parentNode.querySelector('.c-latency'))) > 4).map((cell) => cell.innerText)""")
    assert apart == []
    browser.screenshot("branches")


def test_groups_of_one_connection_leave_their_room_to_the_sparklines(browser):
    browser.set_size(1024, 768)
    browser.open()
    browser.wait_until(lambda b: len(b.texts("table.fleet tbody")) == 30, "all rows", 30)
    assert browser.script("return getComputedStyle(document.querySelector('thead .c-other')).visibility") == "hidden"
    assert browser.script("return document.querySelector('tbody .c-spark').getBoundingClientRect().width") >= 60


@pytest.mark.timeout(400)
def test_a_thousand_branches_in_a_browser(host, tmp_path):
    if why := obstacle():
        pytest.skip(why)
    with contextlib.closing(SyntheticStore(host, tmp_path, branches=1000)) as store, \
            contextlib.closing(Overview(host, tmp_path, PLAIN, "--timeout", "60s")) as page, \
            contextlib.closing(Browser(host, tmp_path, "http://127.0.0.1:8076")) as browser:
        page.wait_until(lambda o: len(o["connections"]) == 1000, "all branches", 180)
        browser.open()
        rows = lambda b: b.texts("table.fleet tbody")
        browser.wait_until(lambda b: len(rows(b)) == 100, "the worst hundred", 60)
        assert "Fail" in rows(browser)[0] and "branch-0777" in rows(browser)[0] and "loss 25%" in rows(browser)[0].lower()
        assert "Dark" in rows(browser)[1] and "branch-0999" in rows(browser)[1]
        assert "1 000 branches, 1 dark" in browser.text(".strip")
        assert not [text for text in browser.texts(".views a") if text in ("Calendar", "Incidents", "Routes")]
        browser.script("document.querySelector('.more-rows').click()")
        browser.wait_until(lambda b: len(rows(b)) == 200, "a hundred more", 20)
        browser.script("const find = document.getElementById('find'); find.value = 'site-012';"
                       "find.dispatchEvent(new Event('input'))")
        browser.wait_until(lambda b: len(rows(b)) == 10, "the ten of a site", 20)
        browser.open("/incidents")
        browser.wait_until(lambda b: "The store has no incidents" in (b.text(".note") or ""), "the sentence", 20)
        browser.open("/prefix?c=isp@branch-0001&p=192.0.2.0/24&w=6h")
        browser.wait_until(lambda b: len(b.texts(".figures tr")) > 5, "the report", 60)
        browser.open()
        browser.wait_until(lambda b: len(rows(b)) == 100, "the overview", 30)
        store.fail("error")
        browser.wait_until(lambda b: "No current data from the store" in (b.text(".stale") or ""), "the grey bar", 60)
        assert len(rows(browser)) == 100
        assert " ago" in browser.text(".stale") and " ago" not in browser.text(".strip"), "one age of the data, which grows"
        time.sleep(0.3)
        browser.screenshot("store")
        assert browser.messages() == []


# A store of several servers reads every sample of the span: a week of this group is more than it may.
def test_a_comparison_opens_with_a_day(browser):
    for path in ("/compare?g=office@branch-0000", "/compare"):
        browser.open(path)
        browser.wait_until(lambda b: len(b.texts(".compare-figures tbody tr")) > 8, "the figures", 60)
        assert browser.texts(".windows [aria-current]") == ["1 d"]
    assert browser.messages() == []
