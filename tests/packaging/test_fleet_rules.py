"""The rules for many branches (packaging/fleet/rules): the tools accept them, they read what branches send and no more
than a server can read, and each alert is tested and documented."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml

from shipped import FLEET, FLEET_DOCUMENT, FLEET_RULES, REPOSITORY, dashboard_expressions, documented_levels

RULES = sorted((FLEET / "rules").glob("*.yml"))
TESTS = Path(__file__).with_name("prometheus") / "fleet_test.yml"
ALERTS = {rule["alert"]: rule for rule in FLEET_RULES if "alert" in rule}


def test_both_tools_accept_the_rules():
    result = subprocess.run(["promtool", "check", "rules", *RULES], capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr
    result = subprocess.run(["vmalert", "-dryRun", f"-rule={FLEET}/rules/*.yml"], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    assert all("keep_firing_for" not in rule for rule in FLEET_RULES)


SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


def page_queries():
    """The source of the queries of `peeringd overview`, without the one for a store that does not have the rules:
    tests/lab/test_overview_queries.py tests that it is asked then only."""
    text = (REPOSITORY / "src/fleet/promql_queries.cpp").read_text()
    without = re.sub(r"^PromQuery week_inventory_query\(.*?^}\n", "", text, flags=re.MULTILINE | re.DOTALL)
    assert "7d" in text and "7d" not in without
    return without


def test_no_expression_reads_more_than_an_hour_of_all_branches():
    """A shard answers a remote read with at most 50 million samples, and sends all of a range, whatever the step."""
    expressions = [rule["expr"] for rule in FLEET_RULES] + list(dashboard_expressions(centre=True).values())
    ranges = [int(number) * SECONDS[unit] for expression in [*expressions, page_queries()]
              for number, unit in re.findall(r"""["[](\d+)([smhdw])[\]:]""", expression)]
    assert ranges and max(ranges) <= SECONDS["h"]
    assert 30 * SECONDS["m"] in ranges, "of the page"


def test_the_dashboard_shows_each_kind_of_drop():
    counters = set(re.findall(r"fleet:\w+", ALERTS["FleetSamplesDropped"]["expr"]))
    shown = " ".join(dashboard_expressions(centre=True).values())
    assert len(counters) == 2 and all(name in shown for name in counters)


def reduced_metrics():
    levels = documented_levels()
    return levels["connection"] | levels["prefix"]


def test_the_rules_need_only_the_reduced_metrics():
    known = reduced_metrics()
    for rule in FLEET_RULES:
        # Recorded series contain a colon.
        names = set(re.findall(r"\b(peeringd?_\w+|process_\w+)(?![\w:])", rule["expr"]))
        names = {name for name in names if f":{name}" not in rule["expr"]}
        names = {re.sub(r"_bucket$", "", name) for name in names}
        assert names <= known, rule


ALWAYS = "FleetWatchdog"  # fires all the time


def steps_of(test, alert):
    """Whether the alert is expected to fire, at each time that the test looks at."""
    steps = [(float(step["eval_time"][:-1]), bool(step.get("exp_alerts")))
             for step in test.get("alert_rule_test", []) if step["alertname"] == alert]
    return [fired for _, fired in sorted(steps)]


def test_the_watchdog_is_tested_to_fire_all_the_time():
    fires = [fired for test in yaml.safe_load(TESTS.read_text())["tests"] for fired in steps_of(test, ALWAYS)]
    assert len(fires) > 1 and all(fires)
    assert ALERTS[ALWAYS]["labels"] == {"severity": "none"}


@pytest.mark.parametrize("alert", sorted(set(ALERTS) - {ALWAYS}))
def test_an_alert_is_tested_to_fire_and_to_resolve(alert):
    for test in yaml.safe_load(TESTS.read_text())["tests"]:
        fires = steps_of(test, alert)
        if fires[:1] == [False] and True in fires and fires[-1] is False:
            return
    pytest.fail(f"no test sees {alert} silent, then firing, then silent again")


@pytest.mark.parametrize("alert", ALERTS)
def test_an_alert_is_documented(alert):
    assert ALERTS[alert]["annotations"]["runbook_url"] == (
        f"file:///usr/share/doc/peeringd/fleet.md#{alert.lower()}")
    headings = re.findall(r"^#+ (.+)$", FLEET_DOCUMENT.read_text(), re.MULTILINE)
    assert alert in headings


def test_each_section_about_an_alert_has_its_alert():
    headings = re.findall(r"^#+ (Fleet\w+)$", FLEET_DOCUMENT.read_text(), re.MULTILINE)
    assert set(headings) == set(ALERTS)
