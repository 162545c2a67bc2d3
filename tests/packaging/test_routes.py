"""The receivers of alerts in the shipped configuration of Alertmanager."""

import subprocess
from pathlib import Path

import pytest

CONFIGURATION = Path(__file__).resolve().parents[2] / "packaging/prometheus/alertmanager.yml"


@pytest.mark.parametrize("receiver, labels", [
    ("operators", {"alertname": "PeeringLatency", "connection": "seattle", "severity": "warning"}),
    ("pager", {"alertname": "PeeringLatency", "connection": "seattle", "severity": "critical"}),
    ("pager", {"alertname": "PeeringGroupFailed", "redundancy_group": "us",
               "severity": "critical"}),
    ("operators", {"alertname": "PeeringDaemonProbesSkipped", "instance": "a:8075",
                   "severity": "warning"}),
    ("pager", {"alertname": "PeeringDaemonDown", "instance": "a:8075", "severity": "critical"}),
])
def test_only_critical_alerts_page(receiver, labels):
    result = subprocess.run(
        ["amtool", "config", "routes", "test", f"--config.file={CONFIGURATION}",
         f"--verify.receivers={receiver}", *(f"{name}={value}" for name, value in labels.items())],
        capture_output=True, text=True, timeout=30)
    assert result.returncode == 0, result.stdout + result.stderr
