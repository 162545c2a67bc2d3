"""Each alert has tests that it fires, stays silent and resolves, and a documented runbook."""

import re
from pathlib import Path

import pytest
import yaml

REPOSITORY = Path(__file__).resolve().parents[2]
RULES = REPOSITORY / "packaging/prometheus/rules"
TESTS = Path(__file__).with_name("prometheus")

ALERTS = {rule["alert"]: rule
          for group in yaml.safe_load((RULES / "alerts.yml").read_text())["groups"]
          for rule in group["rules"] if "alert" in rule}


def expectations():
    """{alert: the expectations of each of its tests, by time}; True means that it fires."""
    found = {}
    for file in sorted(TESTS.glob("*_test.yml")):
        for test in yaml.safe_load(file.read_text())["tests"]:
            steps = {}
            for step in test.get("alert_rule_test", []):
                steps.setdefault(step["alertname"], []).append(
                    (_seconds(step["eval_time"]), bool(step.get("exp_alerts"))))
            for alert, times in steps.items():
                found.setdefault(alert, []).append([fires for _, fires in sorted(times)])
    return found


def _seconds(text):
    number, unit = re.fullmatch(r"(\d+)([sm])", text).groups()
    return int(number) * {"s": 1, "m": 60}[unit]


@pytest.mark.parametrize("alert", ALERTS)
def test_an_alert_is_tested_to_fire_and_to_resolve(alert):
    tests = expectations().get(alert, [])
    assert any(steps[0] is False and True in steps and steps[-1] is False for steps in tests), \
        f"no test sees {alert} silent, then firing, then silent again: {tests}"


@pytest.mark.parametrize("alert", ALERTS)
def test_an_alert_names_a_section_that_exists(alert):
    file, _, anchor = ALERTS[alert]["annotations"]["runbook"].partition("#")
    assert anchor == alert.lower()
    headings = re.findall(r"^#+ (.+)$", (REPOSITORY / file).read_text(), re.MULTILINE)
    assert alert in headings, f"{file} has no section {alert}"


@pytest.mark.parametrize("alert", ALERTS)
def test_an_alert_has_a_severity(alert):
    """Its own, or that of the exported series."""
    rule = ALERTS[alert]
    assert rule.get("labels", {}).get("severity") in ("warning", "critical") \
        or "peering:alert_active:located" in rule["expr"]

