"""A daemon seals the records of a history: what the page and the API show of them stays the same."""

import json
import sqlite3
import time

import pytest
import yaml

from lab.clock import Clock
from lab.page import check_quiet
from lab.story import make_story
from lab.waiting import wait_until
from test_page_report import api, figures, frozen, open_report, report_path

LATER = 12 * 3600  # minutes are sealed six hours after their hour
SEALED = 60        # seconds in which the daemon has sealed them


def count(folder, query):
    with sqlite3.connect(f"file:{folder}/history.db?mode=ro", uri=True) as database:
        return database.execute(query).fetchone()[0]


def answers(daemon, path):
    """What does not depend on the present."""
    history = api(daemon, path)
    return [{name: history[name] for name in ("p5", "p50", "p95", "max", "jitter", "sent", "received", "lost", "window",
                                              "histogram", "unmeasured", "threshold_spans")},
            api(daemon, path, "history/endpoints")["endpoints"], api(daemon, path, "history/hours")["hours"]]


@pytest.mark.timeout(300)
def test_sealing_changes_no_figure(lab, start_daemon, tmp_path, browser):
    make_story(tmp_path, 1)
    file = tmp_path / "peeringd.yaml"
    document = yaml.safe_load(file.read_text())
    first = document["connections"][0]
    folder = document["history"]["path"]
    clock = Clock(tmp_path)
    end = int(time.time()) // 3600 * 3600 - 3600
    path = report_path(first["name"], first["prefixes"][0], **frozen(end - 5 * 3600, end))
    rows = f"SELECT count(*) FROM minute WHERE id >> 24 < {end // 60}"
    daemon = start_daemon(file, wrapper=clock.wrapper)
    open_report(browser, path)
    before, shown = answers(daemon, path), figures(browser)
    assert count(folder, rows) > 1000
    sealed = count(folder, "SELECT count(*) FROM sealed_minute")

    clock.set_wall(LATER)
    wait_until(lambda: count(folder, rows) == 0, "everything is sealed", SEALED)
    assert count(folder, "SELECT count(*) FROM sealed_minute") > sealed
    assert answers(daemon, path) == before
    open_report(browser, path)
    assert figures(browser) == shown
    assert daemon.scrape().value("peeringd_history_damaged_records_total") == 0
    check_quiet(browser)

    # Another daemon reads the same blocks.
    assert daemon.stop()[0] == 0
    assert answers(start_daemon(file, wrapper=clock.wrapper), path) == before
