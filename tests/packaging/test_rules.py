"""Each alert has tests that it fires, stays silent and resolves, and a documented runbook."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml

REPOSITORY = Path(__file__).resolve().parents[2]
RULES = REPOSITORY / "packaging/prometheus/rules"
TESTS = Path(__file__).with_name("prometheus")
DOCUMENT = REPOSITORY / "docs/alerting.md"

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
    number, unit = re.fullmatch(r"(\d+)([smh])", text).groups()
    return int(number) * {"s": 1, "m": 60, "h": 3600}[unit]


WATCHDOG = "PeeringWatchdog"  # fires always


@pytest.mark.parametrize("alert", [name for name in ALERTS if name != WATCHDOG])
def test_an_alert_is_tested_to_fire_and_to_resolve(alert):
    tests = expectations().get(alert, [])
    assert any(steps[0] is False and True in steps and steps[-1] is False for steps in tests), \
        f"no test sees {alert} silent, then firing, then silent again: {tests}"


def test_the_watchdog_is_tested_to_fire_always():
    assert expectations()[WATCHDOG] == [[True, True]]


@pytest.mark.parametrize("alert", ALERTS)
def test_an_alert_links_to_a_section_that_exists(alert):
    """In the manual that the daemon serves; without a daemon, in the document."""
    url = " ".join(ALERTS[alert]["annotations"]["runbook_url"].split())
    assert re.fullmatch(rf"(http://.+/runbook|file:///usr/share/doc/peeringd/alerting\.md)"
                        rf"#{alert.lower()}", url)
    headings = re.findall(r"^#+ (.+)$", DOCUMENT.read_text(), re.MULTILINE)
    assert alert in headings, f"{DOCUMENT.name} has no section {alert}"


def test_each_section_of_the_reference_has_its_alert():
    reference = DOCUMENT.read_text().split("\n## Alert reference\n")[1].split("\n## ")[0]
    assert set(re.findall(r"^### (.+)$", reference, re.MULTILINE)) == set(ALERTS)


PAGING = {"PeeringGroupDown", "PeeringConnectionDown", "PeeringDaemonDown", "PeeringDaemonStale", "PeeringDaemonAbsent"}


@pytest.mark.parametrize("alert", ALERTS)
def test_an_alert_has_a_severity(alert):
    """Its own, or that of the exported series: a warning, unless the threshold is configured to page."""
    rule = ALERTS[alert]
    severity = rule.get("labels", {}).get("severity")
    if severity is None:
        assert "peering:alert_active:located" in rule["expr"]
    else:
        assert severity == ("none" if alert == WATCHDOG else
                            "critical" if alert in PAGING else "warning")


def test_the_rules_load_where_keep_firing_for_is_unknown():
    """Prometheus 2.41 and Debian's vmalert reject a file with that key."""
    for file in RULES.glob("*.yml"):
        assert "keep_firing_for:" not in file.read_text(), file.name
    loaded = subprocess.run(["vmalert", "-dryRun", f"-rule={RULES}/*.yml"], capture_output=True, text=True)
    assert loaded.returncode == 0, loaded.stderr
