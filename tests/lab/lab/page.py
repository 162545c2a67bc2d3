"""What tests of the views of the page share: figures as the page writes them, pictures, and the rules of every view."""

import contextlib
import json
import re
import time
from datetime import datetime

import pytest

from .browser import NARROW, WIDE, axe_core, requests_of

SHOWN = 20   # seconds in which a loaded machine draws a view
THIN = "\u202f"


def number(text):
    """The first number of a text, or None for what was not measured."""
    found = re.search(r"\d+(\.\d+)?", text.replace(THIN, ""))
    return float(found[0]) if found else None


def plain(text):
    """A text of Browser.text without the blanks between the digits of a number."""
    return re.sub(r"(?<=\d) (?=\d{3}\b)", "", text)


def near(shown, microseconds):
    """Whether a shown figure of milliseconds is that of the API, to three figures."""
    return shown is not None and abs(shown - microseconds / 1000) <= max(0.006, 0.006 * microseconds / 1000)


def table(browser, name):
    """The rows of one of the tables below a picture, as texts of their cells."""
    browser.script("document.getElementById(`table-${arguments[0]}`).open = true", name)
    rows = f"return [...document.querySelectorAll('#table-{name} tbody tr')].map((row) => [...row.cells].map((c) => c.innerText))"
    return browser.wait_until(lambda b: b.script(rows), f"the table {name}", 5)


def ends_of_span(browser):
    """The Unix times at which the shown span ends, by the line of tools and by the link on paper."""
    texts = browser.script("return ['.tools .range', '.only-print'].map((one) => document.querySelector(one).textContent)")
    named = re.search(r" to \w+ (\d+ \w+ \d+ \d\d:\d\d) UTC", texts[0])[1]
    linked = re.search(r"&to=([\d-]+T[\d:]+)Z", texts[1])[1]
    return [datetime.strptime(f"{text} +0000", f"{form} %z").timestamp()
            for text, form in ((named, "%d %b %Y %H:%M"), (linked, "%Y-%m-%dT%H:%M"))]


def pictures(browser, name):
    """Screenshots, wide and narrow, light and dark."""
    for size in (WIDE, NARROW):
        browser.set_size(*size)
        for scheme in ("dark", "light"):
            browser.set_scheme(scheme)
            time.sleep(0.3)  # the charts follow in the next frame
            browser.screenshot(name)
    assert browser.script("return document.documentElement.scrollWidth") <= NARROW[0], "the phone's width is enough"
    browser.set_size(*WIDE)


@contextlib.contextmanager
def altered_answers(browser, path, change):
    """What the page gets from the API at `path` is changed: `change` is JavaScript that changes `answer`, of `url`."""
    added = browser.command("Page.addScriptToEvaluateOnNewDocument", source=f"""
        const json = Response.prototype.json;
        Response.prototype.json = async function () {{
          const [answer, url] = [await json.call(this), new URL(this.url)];
          if (url.pathname === {json.dumps(path)}) {{ {change} }}
          return answer;
        }};""")
    try:
        yield
    finally:
        browser.command("Page.removeScriptToEvaluateOnNewDocument", **added)


@contextlib.contextmanager
def refused_answers(browser, path, status, text):
    """What the page asks the API at `path` is refused with this status and text."""
    added = browser.command("Page.addScriptToEvaluateOnNewDocument", source=f"""
        const ask = window.fetch;
        window.fetch = (address, ...more) => (new URL(address, location).pathname === {json.dumps(path)}
          ? Promise.resolve(new Response({json.dumps(text)}, {{status: {status}}})) : ask(address, ...more));""")
    try:
        yield
    finally:
        browser.command("Page.removeScriptToEvaluateOnNewDocument", **added)


def check_quiet(browser):
    """No error of a script, no violation of the policy, no request to elsewhere."""
    assert browser.messages() == []
    urls = requests_of(browser.network())
    assert urls
    assert [url for url in urls if not url.startswith((browser.address, "data:", "chrome"))] == []


def check_accessible(browser):
    """axe-core finds nothing serious in what the browser shows."""
    if (script := axe_core()) is None:
        pytest.skip("axe-core is not in the cache (script/setup test, with npm)")
    browser.script(script + "\nwindow.axe = axe")
    found = browser.wait_for_script("""
        const done = arguments[arguments.length - 1];
        axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']}).then((result) =>
          done(result.violations.map(({id, impact, nodes}) =>
            [impact, id, nodes.slice(0, 3).map((node) => node.html.slice(0, 200))])));""")
    print([one[:2] for one in found])
    assert [one for one in found if one[0] in ("serious", "critical")] == []
