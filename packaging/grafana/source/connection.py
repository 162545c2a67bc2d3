"""Connection: everything about one connection, by prefix and by endpoint."""

from .dashboard import assemble, variable, which_connections
from .panels import (DATASOURCE, GREEN, ORANGE, RED, STATES, THRESHOLD_LINES, by_name,
                     coloured, query, stat, state_column, steps, table, timeline, timeseries)

CONNECTION = 'connection="$connection"'
PREFIX = f'{CONNECTION}, prefix=~"$prefix"'
PATH = f'{PREFIX}, endpoint=~"$endpoint"'

VERIFIED = {0: ("Elsewhere", RED), 1: ("As the prefix", GREEN)}
THERE = {0: ("None", RED), 1: ("There", GREEN)}

# The quantiles that bound SmokePing's bands, from the outer ones to the median.
BANDS = ((0.05, 0.95, 15), (0.25, 0.75, 35))


def now():
    return [
        stat("State", "The worst of the states of its prefixes.",
             [query(f"max(peering_connection_test_result{{{CONNECTION}}})", instant=True)],
             "none", values=STATES, no_value="No thresholds"),
        *(stat(title, f"{text} Over the daemon's window (`probing.window`).",
               [query(f"max(peering_connection_window_{figure}{{{CONNECTION}}})")], unit,
               graph="area")
          for title, figure, unit, text in (
              ("Latency", "rtt_seconds", "s", "The mean of the medians of its prefixes, as "
               "Azure's AverageCustomerPrefixLatency."),
              ("Loss", "loss_ratio", "percentunit", "The mean of the loss ratios of its prefixes."),
              ("Jitter", "jitter_seconds", "s", "The mean of the jitters of its prefixes."))),
        stat("Prefixes measured", "The share of its prefixes that the host has an address for. The "
             "others are not measured, rather than by another way.",
             [query(f"avg(peering_prefix_source_up{{{CONNECTION}}})", instant=True)],
             "percentunit", thresholds=steps((None, RED), (1, GREEN))),
        stat("Traffic leaves", "Whether the far side saw every prefix's traffic come from within "
             "the prefix (STUN). No value where no STUN server has answered.",
             [query(f"min(peering_prefix_egress_verified{{{CONNECTION}}})", instant=True)],
             "none", values=VERIFIED)]


def states():
    return [
        timeline("States of the prefixes", "By the thresholds of the configuration.",
                 [query(f"max by (prefix) (peering_prefix_test_result{{{PREFIX}}})", "{{prefix}}")],
                 values=STATES, width=16, height=6, no_value="No thresholds"),
        timeseries("Transitions", "How often the state of a signal has changed, and to what. Many "
                   "of them are a threshold too near to what is usual.",
                   [query("sum by (to) (increase(peering_alert_transitions_total"
                          f"{{{PREFIX}}}[$__rate_interval]))", "to {{to}}")],
                   "short", bars=True, stacked=True, width=8, height=6,
                   overrides=[by_name(f"to {text.lower()}",
                                      color={"mode": "fixed", "fixedColor": color})
                              for text, color in STATES.values()])]


def thresholds(figure):
    """The threshold lines of a figure, one for each prefix and severity."""
    return query(f"max by (severity, prefix) (peering_alert_{figure}{{{PREFIX}}})",
                 "{{severity}} {{prefix}}")


def by_prefix(title, text, figure, threshold, unit, **more):
    return timeseries(
        title, f"{text} Dashed: the thresholds, where there are any.",
        [query(f"max by (prefix) (peering_prefix_window_{figure}{{{PREFIX}}})", "{{prefix}}"),
         thresholds(threshold)], unit, overrides=THRESHOLD_LINES, **more)


def smoke():
    """Bands between quantiles, darker towards the median, in the manner of SmokePing."""
    def quantile(q):
        return query(
            f"histogram_quantile({q}, sum by (le) (avg_over_time("
            f"connection_prefix_le:peering_probe_rtt_seconds_bucket:share5m{{{PREFIX}}}"
            "[$__interval])))", f"p{q * 100:g}")

    bands = []
    for low, high, opacity in BANDS:
        name, floor = f"p{high * 100:g}", f"p{low * 100:g}"
        fixed = {"mode": "fixed", "fixedColor": "blue"}
        bands += [by_name(name, color=fixed, custom__lineWidth=0, custom__fillBelowTo=floor,
                          custom__fillOpacity=opacity, custom__showPoints="never"),
                  by_name(floor, color=fixed, custom__lineWidth=0, custom__showPoints="never")]
    median = by_name("p50", color={"mode": "fixed", "fixedColor": "dark-blue"},
                     custom__lineWidth=2)
    quantiles = [q for low, high, _ in BANDS for q in (high, low)] + [0.5]
    return timeseries(
        "Distribution from $prefix", "Of the round-trip times to the edge, each endpoint "
        "weighing the same: the median, where the middle half of them lies (dark) and nine tenths (light). Quantiles are "
        "interpolated within the buckets of the daemon's histogram (`probing.rtt_buckets`). "
        "Dashed: the thresholds of the median.",
        [*map(quantile, quantiles), thresholds("rtt_threshold_seconds")], "s",
        overrides=[*bands, median, *THRESHOLD_LINES], height=10, interval="1m",
        repeat="prefix", repeatDirection="h", maxPerRow=2)


def paths():
    def figure(expression):
        return query(f"max by (prefix, endpoint) ({expression})", table=True)

    return [
        timeseries("Latency by endpoint", "The median of each endpoint and type of probe, over the "
                   "daemon's window. One that departs from the others is a matter of that endpoint "
                   "rather than of the connection.",
                   [query(f'max by (prefix, endpoint, probe) (peering_window_rtt_seconds{{{PATH}, '
                          'quantile="0.5"})', "{{endpoint}} {{probe}} from {{prefix}}")],
                   "s", width=12, height=10),
        table("Paths", "Each endpoint from each prefix, the worst first. Latency is the median of "
              "its slowest probe, loss that of the one that loses most.",
              [figure(f"peering_test_result{{{PATH}}}"),
               figure(f'peering_window_rtt_seconds{{{PATH}, quantile="0.5"}}'),
               figure(f"peering_window_loss_ratio{{{PATH}}}"),
               figure(f"peering_window_jitter_seconds{{{PATH}}}")],
              {"Value #A": "State", "endpoint": "Endpoint", "prefix": "Prefix",
               "Value #B": "Latency", "Value #C": "Loss", "Value #D": "Jitter"}, sort="State",
              width=12, height=10,
              overrides=[state_column("State"), by_name("Latency", unit="s"),
                         by_name("Loss", unit="percentunit", decimals=2),
                         by_name("Jitter", unit="s")])]


def losses():
    lost = (f"avg_over_time(connection_prefix_reason:peering_probes_lost:ratio5m{{{PREFIX}}}"
            "[$__interval])")
    return [
        by_prefix("Loss by prefix", "Lost probes as a share of all that ended, as the mean of the "
                  "endpoints, over the daemon's window.", "loss_ratio", "loss_threshold_ratio",
                  "percentunit"),
        timeseries("Loss by reason", "Lost probes as a share of those sent, as the mean of the "
                   "endpoints; what each reason means: docs/metrics.md.",
                   [query(f"sum by (reason) ({lost}) / scalar(count(count by (prefix) ({lost})))",
                          "{{reason}}")],
                   "percentunit", stacked=True, interval="1m"),
        by_prefix("Jitter by prefix", "The mean difference of consecutive round-trip times, as "
                  "the mean of the endpoints, over the daemon's window.", "jitter_seconds",
                  "jitter_threshold_seconds", "s")]


def http():
    sums = f"peering_http_phase_seconds_sum{{{PATH}}}[$__rate_interval]"
    counts = f"peering_http_phase_seconds_count{{{PATH}}}[$__rate_interval]"
    return [
        timeseries("Phases of HTTP probes", "Where the time of an HTTP or HTTPS probe goes, on "
                   "average over the chosen endpoints: on a new connection each phase but resolve "
                   "takes a round trip or more.",
                   [query(f"avg by (phase) (sum by (phase, prefix, endpoint) (rate({sums})) "
                          f"/ (sum by (phase, prefix, endpoint) (rate({counts})) > 0))",
                          "{{phase}}")], "s", stacked=True, width=16),
        table("Certificates", "How long the certificates that the endpoints presented are valid.",
              [query(f"min by (endpoint, prefix) (peering_tls_cert_not_after_timestamp_seconds"
                     f"{{{PATH}}}) - time()", table=True)],
              {"endpoint": "Endpoint", "prefix": "Prefix", "Value": "Time left"}, merged=False,
              width=8, overrides=[coloured("Time left", unit="s", thresholds=steps(
                  (None, RED), (7 * 86400, ORANGE), (30 * 86400, GREEN)))],
              no_value="No HTTPS probes")]


def pops():
    return [
        timeline("PoP over time", "Which PoP of the Microsoft edge answered each endpoint, where "
                 "its responses tell. A bar for each PoP: where one ends and another begins, the "
                 "traffic was steered elsewhere, which need not be a fault.",
                 [query(f"max by (endpoint, prefix, pop, metro) (peering_edge_pop_info{{{PATH}}})",
                        "{{endpoint}} from {{prefix}}: {{pop}} {{metro}}")],
                 values={1: ("answers", "blue")}, width=16, height=8, no_value="None seen"),
        timeseries("Distance of the PoP", "From the connection's latitude and longitude on the "
                   "great circle; light in fibre takes about 1 ms for 100 km and back.",
                   [query(f"max by (endpoint, prefix) (peering_edge_pop_distance_meters{{{PATH}}})",
                          "{{endpoint}} from {{prefix}}")], "lengthm", width=8)]


def egress():
    return [
        timeline("Does the traffic leave as the prefix?", "Whether STUN servers saw the probes "
                 "come from an address within the prefix. A gap: none has answered within the "
                 "window.",
                 [query(f"min by (prefix) (peering_prefix_egress_verified{{{PREFIX}}})",
                        "{{prefix}}")], values=VERIFIED, width=8, height=7),
        timeline("Source addresses", "Whether the host has an address to measure the prefix from.",
                 [query(f"min by (prefix) (peering_prefix_source_up{{{PREFIX}}})", "{{prefix}}")],
                 values=THERE, width=8, height=7),
        table("Addresses", "Where probes of a prefix are sent from, and what address the far side "
              "saw.",
              [query("max by (prefix, source, interface, address) (peering_prefix_source_info"
                     f"{{{PREFIX}}} * on (job, instance, connection, prefix) group_left (address) "
                     f"peering_prefix_egress_info or on (job, instance, connection, prefix) "
                     f"peering_prefix_source_info{{{PREFIX}}})", table=True)],
              {"prefix": "Prefix", "source": "Source", "interface": "Interface",
               "address": "Seen from"}, merged=False, width=8, height=7)]


def firing():
    """Prometheus' alerts as marks in all graphs."""
    return {"name": "Alerts", "datasource": DATASOURCE, "enable": True, "hide": False,
            "iconColor": RED, "expr": f'ALERTS{{alertstate="firing", {CONNECTION}}}', "step": "1m",
            "titleFormat": "{{alertname}} ({{severity}})", "textFormat": "{{prefix}} {{endpoint}}",
            "tagKeys": "signal,severity"}


def dashboard():
    return assemble(
        "peeringd-connection", "Peering Service: connection",
        "One connection: how fast and reliable it is from each of its prefixes, and why.",
        [*which_connections(one=True),
         variable("prefix", "Prefix",
                  f"label_values(peering_prefix_source_up{{{CONNECTION}}}, prefix)"),
         variable("endpoint", "Endpoint",
                  f"label_values(peering_probes_skipped_total{{{PREFIX}}}, endpoint)")],
        {None: [now(), states()],
         "Latency": [
             [by_prefix("Latency by prefix", "The median over the daemon's window, each endpoint of "
                        "the edge weighing the same; as Azure's RegisteredPrefixLatency.", "rtt_seconds",
                        "rtt_threshold_seconds", "s", height=10)],
             [smoke()], paths()],
         "Loss and jitter": [losses()],
         "HTTP": [http()],
         "Edge PoP": [pops()],
         "Egress": [egress()]},
        annotations=[firing()])
