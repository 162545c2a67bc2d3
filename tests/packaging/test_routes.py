"""The receivers of alerts in the shipped configuration of Alertmanager."""

import subprocess
from pathlib import Path

import pytest

CONFIGURATION = Path(__file__).resolve().parents[2] / "packaging/prometheus/alertmanager.yml"


@pytest.mark.parametrize("receiver, labels", [
    ("operators", {"alertname": "PeeringLatency", "connection": "seattle", "severity": "warning",
                   "result": "Fail"}),
    ("pager", {"alertname": "PeeringLatency", "connection": "seattle", "severity": "critical",
               "result": "Fail", "page": "true"}),
    ("pager", {"alertname": "PeeringGroupDown", "redundancy_group": "us", "severity": "critical"}),
    ("pager", {"alertname": "PeeringConnectionDown", "connection": "dublin",
               "severity": "critical"}),
    ("operators", {"alertname": "PeeringRedundancyLost", "connection": "seattle",
                   "redundancy_group": "us", "severity": "warning"}),
    ("operators", {"alertname": "PeeringCertificateExpiry", "endpoint": "status",
                   "severity": "warning"}),
    ("operators", {"alertname": "PeeringDaemonProbesSkipped", "instance": "a:8075",
                   "severity": "warning"}),
    ("pager", {"alertname": "PeeringDaemonDown", "instance": "a:8075", "severity": "critical"}),
    ("watchdog", {"alertname": "PeeringWatchdog", "severity": "none"}),
    ("watchdog", {"alertname": "FleetWatchdog", "severity": "none"}),
    ("pager", {"alertname": "FleetBranchDark", "instance": "branch-01", "severity": "critical"}),
    ("operators", {"alertname": "FleetConfigurationNotCurrent", "instance": "branch-01",
                   "severity": "warning"}),
])
def test_only_critical_alerts_page(receiver, labels):
    result = subprocess.run(
        ["amtool", "config", "routes", "test", f"--config.file={CONFIGURATION}",
         f"--verify.receivers={receiver}", *(f"{name}={value}" for name, value in labels.items())],
        capture_output=True, text=True, timeout=30)
    assert result.returncode == 0, result.stdout + result.stderr
