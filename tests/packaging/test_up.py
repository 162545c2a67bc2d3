"""Which alerts follow from what daemons export about what is up: each combination within one daemon, and
daemons that see different things. All in promtool, with the shipped rules."""

import subprocess

import pytest
import yaml

from shipped import PROMETHEUS

GROUP, ALONE = "PeeringGroupDown", "PeeringConnectionDown"
ONE_LEFT = "PeeringRedundancyLost"
NEVER = "_"  # a daemon that does not know, or that is not there, has no series


def connection(daemon, name, up, group="us", maintenance=0):
    labels = f'job="peeringd",instance="{daemon}",connection="{name}"'
    of_group = f',redundancy_group="{group}"' if group else ""
    return [(f'peering_connection_info{{{labels},partner="Partner of {name}"{of_group}}}', 1),
            (f"peering_connection_maintenance{{{labels}}}", maintenance),
            (f"peering_connection_up{{{labels}}}", up)]


def group(daemon, up, name="us"):
    return [(f'peering_group_up{{job="peeringd",instance="{daemon}",redundancy_group="{name}"}}', up)]


def pair(daemon, a, b, both):
    """Two connections of one group, as a daemon exports them and the group."""
    return [*connection(daemon, "a", a), *connection(daemon, "b", b), *group(daemon, both)]


US = (GROUP, "us")
A, B = (ONE_LEFT, "a"), (ONE_LEFT, "b")

CASES = {
    # The table of docs/alerting.md: connections of a group on one daemon.
    "both up": (pair("h", 1, 1, 1), set()),
    "one up, one not known": (pair("h", 1, NEVER, 1), set()),
    "one up, one down": (pair("h", 1, 0, 1), {B}),
    "both down": (pair("h", 0, 0, 0), {US}),
    "one down, one not known after its warm-up": (pair("h", 0, NEVER, 0), {US}),
    "one down, one not known yet": (pair("h", 0, NEVER, NEVER), set()),
    "neither known": (pair("h", NEVER, NEVER, NEVER), set()),
    "one member, up": ([*connection("h", "a", 1), *group("h", 1)], set()),
    "one member, down": ([*connection("h", "a", 0), *group("h", 0)], {US}),
    "one member, not known": ([*connection("h", "a", NEVER), *group("h", NEVER)], set()),
    "three members, one up": ([*pair("h", 0, 0, 1), *connection("h", "c", 1)], {A, B}),
    # Without a group.
    "alone, up": (connection("h", "a", 1, None), set()),
    "alone, down": (connection("h", "a", 0, None), {(ALONE, "a")}),
    "alone, not known": (connection("h", "a", NEVER, None), set()),
    # Two daemons that measure the same connection, such as a VRRP pair.
    "one sees it down, one cannot see it": (
        [*connection("g", "a", 0, None), *connection("h", "a", NEVER, None)], {(ALONE, "a")}),
    "one sees it up, one down": (
        [*connection("g", "a", 1, None), *connection("h", "a", 0, None)], set()),
    "both see it down": (
        [*connection("g", "a", 0, None), *connection("h", "a", 0, None)], {(ALONE, "a")}),
    "one sees it down, one is gone": (
        [*connection("g", "a", 0, None), *connection("h", "a", "1x7 stale", None)],
        {(ALONE, "a")}),
    "one sees it up, one that saw it down is gone": (
        [*connection("g", "a", 1, None), *connection("h", "a", "0x7 stale", None)], set()),
    # Both have the whole group in their file.
    "one sees both down, one has none of the addresses": (
        [*pair("g", 0, 0, 0), *pair("h", NEVER, NEVER, NEVER)], {US}),
    "each sees the other one down": ([*pair("g", 1, 0, 1), *pair("h", 0, 1, 1)], set()),
    "one sees both down, one sees one up": ([*pair("g", 0, 0, 0), *pair("h", NEVER, 1, 1)], {A}),
    # Each measures one connection of the group.
    "a group over two daemons, one member down": (
        [*connection("g", "a", 1), *group("g", 1), *connection("h", "b", 0), *group("h", 0)], {B}),
    "a group over two daemons, both down": (
        [*connection("g", "a", 0), *group("g", 0), *connection("h", "b", 0), *group("h", 0)], {US}),
    "a group over two daemons, the other one is gone": (
        [*connection("g", "a", 0), *group("g", 0), *connection("h", "b", "1x7 stale"),
         *group("h", "1x7 stale")], {US}),
    # Announced maintenance.
    "in maintenance": (connection("h", "a", 0, None, maintenance=1), set()),
    "in maintenance, which only one of two daemons knows": (
        [*connection("g", "a", 0, None), *connection("h", "a", 0, None, maintenance=1)], set()),
    "one in maintenance, the other one down": (
        [*connection("h", "a", 0, maintenance=1), *connection("h", "b", 0), *group("h", 0)], {US}),
    "one in maintenance, the other one up": (
        [*connection("h", "a", 0, maintenance=1), *connection("h", "b", 1), *group("h", 1)], set()),
    "a group in maintenance": (
        [*connection("h", "a", 0, maintenance=1), *connection("h", "b", 0, maintenance=1),
         *group("h", 0)], set()),
}


def values(value):
    """For three minutes."""
    if isinstance(value, str) and value != NEVER:
        return f"{value} _x40"
    return f"{value}x36"


def expression(alert, label):
    return (f'label_replace(ALERTS{{alertname="{alert}",alertstate="firing"}}, "of", "$1", '
            f'"{label}", "(.*)")')


FIRING = " or ".join([expression(GROUP, "redundancy_group"), expression(ALONE, "connection"),
                      expression(ONE_LEFT, "connection")])
SEVERITY = {GROUP: "critical", ALONE: "critical", ONE_LEFT: "warning"}


@pytest.mark.parametrize("case", CASES)
def test_alerts_follow_from_what_is_up(case, tmp_path):
    series, expected = CASES[case]
    samples = [{"labels": f'{{alertname="{alert}", of="{of}", severity="{SEVERITY[alert]}"}}', "value": 1}
               for alert, of in sorted(expected)]
    test = {"rule_files": [str(PROMETHEUS / "rules/alerts.yml")], "evaluation_interval": "5s",
            "tests": [{"interval": "5s",
                       "input_series": [{"series": name, "values": values(value)}
                                        for name, value in series],
                       "promql_expr_test": [{"expr": f"count by (alertname, of, severity) ({FIRING})",
                                             "eval_time": "3m", "exp_samples": samples}]}]}
    file = tmp_path / "case.yml"
    file.write_text(yaml.safe_dump(test))
    ran = subprocess.run(["promtool", "test", "rules", file], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
