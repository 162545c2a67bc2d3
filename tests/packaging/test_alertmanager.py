"""Alertmanager itself, with the shipped file: which active alerts suppress which others."""

import json
import shutil
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

FILE = Path(__file__).resolve().parents[2] / "packaging/prometheus/alertmanager.yml"

GROUP_DOWN = {"alertname": "PeeringGroupDown", "redundancy_group": "g", "severity": "critical"}
CONNECTION_DOWN = {"alertname": "PeeringConnectionDown", "connection": "a", "severity": "critical"}


def about_a_prefix(name, signal, **more):
    return {"alertname": name, "signal": signal, "instance": "h:8075", "connection": "a",
            "prefix": "203.0.113.0/24", "result": "Fail", **more}


HIJACK = about_a_prefix("PeeringRouteOrigin", "route_origin", severity="critical")
MORE_SPECIFIC = about_a_prefix("PeeringRouteMoreSpecific", "route_more_specific", severity="critical")
BACKUP = about_a_prefix("PeeringRouteOrigin", "route_backup_origin", severity="warning")
PREFIX_DOWN = about_a_prefix("PeeringPrefixDown", "down", severity="warning")
REDUNDANCY_LOST = {"alertname": "PeeringRedundancyLost", "connection": "a", "severity": "warning"}


@pytest.fixture
def alertmanager(tmp_path):
    """Its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    program = subprocess.Popen(
        [shutil.which("prometheus-alertmanager"), f"--config.file={FILE}", f"--storage.path={tmp_path}",
         f"--web.listen-address={address}", "--cluster.listen-address="],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield f"http://{address}"
    finally:
        program.terminate()
        program.wait()


def call(url, body=None):
    request = urllib.request.Request(url, json.dumps(body).encode() if body else None,
                                     {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=5) as response:
        return response.read()


def wait_until(happens, what):
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            if happens():
                return
        except OSError:
            pass  # it does not listen yet
        time.sleep(0.05)
    pytest.fail(f"not after 30 s: {what}")


def suppressed(alertmanager, alerts, label="signal"):
    """The alerts that others inhibit while all of them are active: their labels of this name, or else their names."""
    wait_until(lambda: call(f"{alertmanager}/-/ready"), "Alertmanager is ready")
    call(f"{alertmanager}/api/v2/alerts", [{"labels": labels} for labels in alerts])
    return {alert["labels"].get(label, alert["labels"]["alertname"])
            for alert in json.loads(call(f"{alertmanager}/api/v2/alerts"))
            if alert["status"]["inhibitedBy"]}


@pytest.mark.parametrize("cause, group, expected", [
    (GROUP_DOWN, {"redundancy_group": "g"},
     {"down", "route_backup_origin", "PeeringRedundancyLost"}),
    (CONNECTION_DOWN, {}, {"down", "route_backup_origin"}),
], ids=["group", "connection"])
def test_an_outage_hides_its_consequences_but_no_hijack(alertmanager, cause, group, expected):
    alerts = [cause, *({**alert, **group} for alert in (HIJACK, MORE_SPECIFIC, BACKUP, PREFIX_DOWN))]
    if group:
        alerts.append({**REDUNDANCY_LOST, **group})
    wait_until(lambda: suppressed(alertmanager, alerts) == expected, f"only {expected} are suppressed")


def test_alerts_of_another_group_are_not_hidden(alertmanager):
    other = {**PREFIX_DOWN, "redundancy_group": "other"}
    mine = {**PREFIX_DOWN, "prefix": "203.0.113.128/25", "signal": "no_source", "redundancy_group": "g"}
    wait_until(lambda: suppressed(alertmanager, [GROUP_DOWN, other, mine]) == {"no_source"},
               "only the alert of the same group is suppressed")


CAUSES = [PREFIX_DOWN, about_a_prefix("PeeringProbesRejected", "rejected"),
          about_a_prefix("PeeringResolveFailing", "resolve"),
          {**about_a_prefix("PeeringProbeErrors", ""), "result": "", "reason": "resolve"}]


@pytest.mark.parametrize("cause", CAUSES, ids=[cause["alertname"] for cause in CAUSES])
def test_the_alert_about_the_cause_hides_that_a_prefix_and_its_paths_are_not_measured(alertmanager, cause):
    silent = about_a_prefix("PeeringNotMeasured", "not_measured", result="Warning")
    of_path = {**silent, "signal": "of the path", "endpoint": "teams"}
    elsewhere = {**silent, "signal": "elsewhere", "prefix": "203.0.113.128/25"}
    wait_until(lambda: suppressed(alertmanager, [cause, silent, of_path, elsewhere])
               == {"not_measured", "of the path"}, "only the alerts of the same prefix are suppressed")


def test_names_that_still_have_addresses_do_not_hide_that_a_prefix_is_not_measured(alertmanager):
    """Its probes go to these addresses, so the cause is another one."""
    names = [about_a_prefix("PeeringResolveFailing", "resolve", prefix=result, result=result)
             for result in ("Warning", "Fail")]
    silent = [about_a_prefix("PeeringNotMeasured", "not_measured", prefix=result, result="Warning")
              for result in ("Warning", "Fail")]
    wait_until(lambda: suppressed(alertmanager, names + silent, "prefix") == {"Fail"},
               "only the alert of the prefix without addresses is suppressed")


def test_the_watchdog_of_the_centre_goes_to_its_own_receiver():
    done = subprocess.run(["amtool", "config", "routes", "test", f"--config.file={FILE}",
                           "alertname=FleetWatchdog", "severity=none"], capture_output=True, text=True)
    assert (done.returncode, done.stdout.strip()) == (0, "watchdog"), done
