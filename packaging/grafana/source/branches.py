"""Branches: many hosts at a centre, from the reduced metrics (`detail=prefix`) and the rules in packaging/fleet."""

from .dashboard import assemble, variable
from .panels import (GREEN, ORANGE, RED, STATES, figure, name_column, query, stat, state_column, steps, table,
                     timeseries)

UP = 'max by (instance) (last_over_time(up{job="peeringd"}[5m]))'
KNOWN = "count by (instance) (fleet:branch_last_seen)"
OF_PARTNER = 'partner=~"$partner", country=~"$country"'
CONNECTIONS = f"fleet:connection_labels{{{OF_PARTNER}}}"


def located(expression):
    """`expression`, by instance and connection, with the labels of the chosen connections."""
    return (f"({expression}) * on (instance, connection) "
            f"group_left (partner, country, city, site) {CONNECTIONS}")


def branches():
    red = steps((None, GREEN), (1, RED))
    return [
        stat("Branches", "Number of hosts whose data arrives.",
             [query(f"count({UP}) or vector(0)", instant=True)], "none"),
        stat("Dark", "Branches from which nothing has arrived for five minutes: whether their connections "
             "work is not known. A branch is forgotten after a week.",
             [query(f"count({KNOWN} unless on (instance) {UP}) or vector(0)", instant=True)], "none",
             thresholds=red),
        stat("Daemon down", "Branches that deliver, but whose daemon does not answer.",
             [query('count(max by (instance) (up{job="peeringd"}) == 0) or vector(0)', instant=True)],
             "none", thresholds=red),
        stat("Connections down", "Connections that their branch reports as not up.",
             [query('count(max by (instance, connection) (peering_connection_up{job="peeringd"}) == 0) '
                    "or vector(0)", instant=True)], "none", thresholds=red),
        stat("Configurations", "Number of different configurations that the branches run. One if all share "
             "the same files.",
             [query('count(count by (sha256) (peeringd_config_info{job="peeringd"}))', instant=True)],
             "none"),
        stat("Rejected", "Branches that rejected their last configuration and run the previous one.",
             [query('count(max by (instance) (peeringd_config_last_reload_successful{job="peeringd"}) == 0)'
                    " or vector(0)", instant=True)], "none", thresholds=steps((None, GREEN), (1, ORANGE))),
    ]


def quantiles(label, legend, by=None):
    return [
        timeseries(f"{text} latency by {by or label}", f"{text} round-trip time of all probes, from the added "
                   "histograms of the prefixes: not a mean of medians.",
                   [query(f"{label}:peering_rtt_seconds:{name}", legend)], "s")
        for text, name in (("Median", "median5m"), ("95th percentile", "p95_5m"))]


def loss():
    return [timeseries("Loss by partner", "Share of the probes of all branches that were lost.",
                       [query('partner:peering_probes_lost:ratio5m{partner=~"$partner"}', "{{partner}}")],
                       "percentunit")]


PLACE = {"instance": "Branch", "connection": "Connection", "partner": "Partner", "country": "Country", "city": "City"}


def worst(title, description, expression, heading, unit):
    """The comparison leaves out NaN: a branch that has measured nothing."""
    return table(title, description, [query(f"topk(20, {located(f'{expression} >= 0')})", table=True)],
                 {**PLACE, "Value": heading}, sort=heading, merged=False, overrides=[figure(heading, unit)])


def worst_twenty():
    return [
        worst("Slowest 20", "Connections with the highest 95th percentile of the round-trip time.",
              "instance_connection:peering_rtt_seconds:p95_5m", "Latency", "s"),
        worst("Most loss: 20", "Connections that lose the largest share of their probes.",
              "instance_connection:peering_probes_lost:ratio5m", "Loss", "percentunit")]


def results():
    result = 'max by (instance, connection) (peering_connection_test_result{job="peeringd"})'
    return [table("Results", "Connections by their result, as their branch evaluates it.",
                  [query(located(result), table=True)], {**PLACE, "Value": "Result"},
                  sort="Result", merged=False, values=STATES, overrides=[state_column("Result")])]


def transport():
    return [
        timeseries("Queues", "Data that branches have not delivered yet. It grows while a branch measures "
                   "more than its uplink takes.",
                   [query("topk(20, max by (instance) (vmagent_remotewrite_pending_data_bytes))",
                          "{{instance}}")], "bytes"),
        timeseries("Dropped", "Blocks that the centre refused, and bytes for which the queue of a branch had no room, "
                   "per hour. Each is a gap. After an outage, they show when the backlog has arrived.",
                   [query("topk(20, max by (instance) (increase(fleet:packets_dropped[1h])))",
                          "{{instance}}: blocks"),
                    query("topk(20, max by (instance) (increase(fleet:queue_bytes_dropped[1h])))",
                          "{{instance}}: bytes")],
                   "short"),
        timeseries("Age of the data", "Time since the last sample of a branch. A high value means a backlog "
                   "or a wrong clock.",
                   [query('topk(20, max by (instance) (time() - timestamp(up{job="peeringd"})))',
                          "{{instance}}")], "s")]


def configurations():
    return [table("Configurations", "Which branch runs which configuration: SHA-256 of its files.",
                  [query('max by (instance, site, sha256) (peeringd_config_info{job="peeringd"})',
                         table=True)],
                  {"instance": "Branch", "site": "Site", "sha256": "Configuration"}, merged=False,
                  overrides=[name_column("Configuration", 560)])]


def dashboard():
    return assemble(
        "peeringd-branches", "Peering Service: branches",
        "All branches at a centre.",
        [variable("partner", "Partner", "label_values(fleet:connection_labels, partner)"),
         variable("country", "Country",
                  'label_values(fleet:connection_labels{partner=~"$partner"}, country)')],
        {None: [branches()],
         "Partners": [quantiles("partner", "{{partner}}"), loss()],
         "Countries": [quantiles("country", "{{country}}")],
         "Edge PoPs": [quantiles("pop", "{{metro}} {{pop}}", by="PoP")],
         "Worst": [worst_twenty()], "Results": [results()],
         "On the way to the centre": [transport()], "Configuration": [configurations()]})
