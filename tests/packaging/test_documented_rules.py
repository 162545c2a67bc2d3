"""The rules of docs/alerting.md that evaluate thresholds in Prometheus fire only beyond a threshold."""

import subprocess

import pytest
import yaml

from shipped import PROMETHEUS, REPOSITORY

BUCKETS = ("0.05", "0.06", "0.1", "0.15", "+Inf")
PREFIX = 'connection="seattle",prefix="203.0.113.0/24"'
PATH = PREFIX + ',endpoint="{}",probe="tcp"'


def rtt(endpoint, upper_bound, per_minute=6):
    """Series of answers that are all in the bucket below `upper_bound`."""
    at = BUCKETS.index(upper_bound)
    path = PATH.format(endpoint)
    series = [(f'peering_probe_rtt_seconds_bucket{{{path},le="{bound}"}}',
               f"0+{per_minute if i >= at else 0}x30") for i, bound in enumerate(BUCKETS)]
    return [*series, (f"peering_probe_rtt_seconds_count{{{path}}}", f"0+{per_minute}x30")]


def loss(endpoint, received, lost):
    """Series of loss, for `per_minute` probes a minute."""
    path = PATH.format(endpoint)
    return [(f"peering_probes_sent_total{{{path}}}", f"0+{received + lost}x30"),
            (f'peering_probes_lost_total{{{path},reason="timeout"}}', f"0+{lost}x30")]


# As the daemon exports them. The endpoint relay has its own thresholds for loss.
THRESHOLDS = [
    *((f'peering_alert_{name}{{{PREFIX},severity="{severity}"}}', f"{value}x30")
      for name, values in (("rtt_threshold_seconds", (0.06, 0.1)), ("loss_threshold_ratio", (0.05, 0.2)),
                           ("jitter_threshold_seconds", (0.015,)))
      for severity, value in zip(("warning", "critical"), values)),
    *((f'peering_alert_{name}{{{PREFIX},endpoint="{endpoint}",severity="{severity}"}}', f"{value}x30")
      for endpoint, loss in (("front.door", (0.05, 0.2)), ("third", (0.05, 0.2)), ("relay", (0.06, 0.3)))
      for name, values in (("path_rtt_threshold_seconds", (0.06, 0.1)),
                           ("path_loss_threshold_ratio", loss),
                           ("path_jitter_threshold_seconds", (0.015,)))
      for severity, value in zip(("warning", "critical"), values)),
    (f'peering_alert_cert_expiry_threshold_seconds{{{PREFIX},endpoint="front.door",severity="critical"}}',
     "604800x30"),
]

CASES = {
    "all well": ([*rtt("front.door", "0.05"), *loss("front.door", 30, 0)], set()),
    "slow": (rtt("front.door", "0.1"),
             {("PeeringPrefixLatency", "warning"), ("PeeringPathLatency", "warning")}),
    "very slow": (rtt("front.door", "0.15"),
                  {("PeeringPrefixLatency", "warning"), ("PeeringPathLatency", "warning"),
                   ("PeeringPrefixLatency", "critical"), ("PeeringPathLatency", "critical")}),
    "slow, but too few samples": (rtt("front.door", "0.15", per_minute=2), set()),
    "lossy": (loss("front.door", 27, 3),
              {("PeeringPrefixLoss", "warning"), ("PeeringPathLoss", "warning")}),
    "a relay that is slow and probed often does not make the prefix slow": (
        [*rtt("front.door", "0.05"), *rtt("third", "0.05"), *rtt("relay", "0.15", per_minute=300)],
        {("PeeringPathLatency", "warning"), ("PeeringPathLatency", "critical")}),
    "a relay that loses and is probed often does not make the prefix lossy": (
        [*loss("front.door", 30, 0), *loss("third", 30, 0), *loss("relay", 2700, 300)],
        {("PeeringPathLoss", "warning")}),
    "lossy by the thresholds of its endpoint alone": (
        [*loss("front.door", 300, 0), *loss("relay", 46, 4)], {("PeeringPathLoss", "warning")}),
    "jitter": ([(f"peering_window_jitter_seconds{{{PATH.format('relay')}}}", "0.02x30"),
                (f"peering_prefix_window_jitter_seconds{{{PREFIX}}}", "0.02x30")],
               {("PeeringPrefixJitter", "warning"), ("PeeringPathJitter", "warning")}),
    "a certificate near its end": (
        [(f"peering_tls_cert_not_after_timestamp_seconds{{{PATH.format('front.door')}}}",
          "500000x30")], {("PeeringPathCertificateExpiry", "critical")}),
    "another egress": ([(f"peering_prefix_egress_verified{{{PREFIX}}}", "0x30")],
                       {("PeeringPrefixEgressMismatch", "critical")}),
    "another PoP": ([(f'peering_edge_pop_changes_total{{{PREFIX},endpoint="front.door"}}',
                      "0x17 1x12")], {("PeeringPathPopChange", "warning")}),
}


@pytest.fixture(scope="module")
def rules(tmp_path_factory):
    text = (REPOSITORY / "docs/alerting.md").read_text()
    section = text.split("## Evaluating in Prometheus alone")[1]
    file = tmp_path_factory.mktemp("rules") / "rules.yml"
    file.write_text(section.split("```yaml\n")[1].split("```")[0])
    subprocess.run(["promtool", "check", "rules", file], check=True)
    return file


def all_alerts(rules):
    return {rule["alert"]
            for group in yaml.safe_load(rules.read_text())["groups"] for rule in group["rules"]}


def test_each_alert_has_a_test_case(rules):
    tested = set().union(*(fires for _, fires in CASES.values()))
    assert {name for name, _ in tested} == all_alerts(rules)


@pytest.mark.parametrize("case", CASES)
def test_rules_fire_beyond_a_threshold_and_only_then(rules, case, tmp_path):
    series, expected = CASES[case]
    expression = 'count by (alertname, severity) (ALERTS{alertstate="firing"})'
    samples = [{"labels": f'{{alertname="{name}", severity="{severity}"}}', "value": 1}
               for name, severity in sorted(expected)]
    test = {"rule_files": [str(PROMETHEUS / "rules/recording.yml"), str(rules)], "evaluation_interval": "1m",
            "tests": [{"interval": "1m",
                       "input_series": [{"series": name, "values": values}
                                        for name, values in [*THRESHOLDS, *series]],
                       "promql_expr_test": [{"expr": expression, "eval_time": "20m",
                                             "exp_samples": samples}]}]}
    file = tmp_path / "case.yml"
    file.write_text(yaml.safe_dump(test))
    ran = subprocess.run(["promtool", "test", "rules", file], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
