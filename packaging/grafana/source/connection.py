"""Connection: everything about one connection, by prefix and by endpoint."""

from .dashboard import assemble, variable, which_connections
from .panels import (DATASOURCE, GREEN, ORANGE, PLAIN, RED, STATES, THRESHOLD_LINES, UP, by_name, coloured, figure,
                     query, sentences, stat, state_column, steps, table, timeline, timeseries)

CONNECTION = 'connection="$connection"'
PREFIX = f'{CONNECTION}, prefix=~"$prefix"'
PATH = f'{PREFIX}, endpoint=~"$endpoint"'

VERIFIED = {0: ("Outside prefix", RED), 1: ("Inside prefix", GREEN)}
# Not `lengthkm`, which shows thousands of them as megametres.
KILOMETRES = "suffix:km"

THERE = {0: ("None", RED), 1: ("Present", GREEN)}

# The quantiles that bound SmokePing's bands, from the outer ones to the median.
BANDS = ((0.05, 0.95, 15), (0.25, 0.75, 35))


def now():
    return [
        stat("Up", "Whether it reaches the edge at all: any of its prefixes is answered.",
             [query(f"max(peering_connection_up{{{CONNECTION}}})", instant=True)],
             "none", values=UP, no_value="Not known"),
        stat("State", "Fail if all its prefixes fail, Warning if some do or any has a warning.",
             [query(f"max(peering_connection_test_result{{{CONNECTION}}})", instant=True)],
             "none", values=STATES, no_value="No thresholds"),
        *(stat(title, f"{text} Over the daemon's window (`probing.window`).",
               [query(f"max(peering_connection_window_{name}{{{CONNECTION}}})", instant=True)], unit, color=PLAIN)
          for title, name, unit, text in (
              ("Latency", "rtt_seconds", "s", "The mean of the medians of its prefixes, like "
               "Azure's AverageCustomerPrefixLatency."),
              ("Loss", "loss_ratio", "percentunit", "The mean of the loss ratios of its prefixes."),
              ("Jitter", "jitter_seconds", "s", "The mean of the jitters of its prefixes."))),
        stat("Egress", "Whether STUN servers saw the traffic of every prefix come from inside "
             "the prefix. No value if no STUN server has answered.",
             [query(f"min(peering_prefix_egress_verified{{{CONNECTION}}})", instant=True)],
             "none", values=VERIFIED, no_value="Not known")]


def why():
    return [
        table("Reason", "Why the connection has its state, in the daemon's words.",
              [query(f"max by (result, reason) (peering_connection_result_info{{{CONNECTION}}})",
                     table=True)],
              {"result": "State", "reason": "Reason"}, merged=False, width=16, height=4,
              overrides=[state_column("State"), sentences("Reason")], no_value="Nothing to report"),
        stat("Up or down since", "When it was last found to be up, or not to be.",
             [query(f"max(peering_connection_up_since_timestamp_seconds{{{CONNECTION}}}) * 1000",
                    instant=True)], "dateTimeFromNow", width=8, color=PLAIN, no_value="Not known")]


def reach():
    return [
        timeline("Prefixes up", "Whether probes from each prefix are answered. Down: none is, or none "
                 "can be sent. A gap means that it is not known.",
                 [query(f"max by (prefix) (peering_prefix_up{{{PREFIX}}})", "{{prefix}}")],
                 values=UP, width=16, height=6),
        stat("Prefixes flapping", "Number of prefixes that had three or more outages within the "
             "last hour.",
             [query(f"sum(max by (prefix) (peering_prefix_flapping{{{PREFIX}}}))", instant=True)],
             "none", width=8, height=6, thresholds=steps((None, GREEN), (1, ORANGE)))]


def states():
    return [
        timeline("States of the prefixes", "According to what is up and to the thresholds of the "
                 "configuration.",
                 [query(f"max by (prefix) (peering_prefix_test_result{{{PREFIX}}})", "{{prefix}}")],
                 values=STATES, width=16, height=6, no_value="No thresholds"),
        timeseries("Transitions", "State changes of signals, by new state. Many transitions mean that "
                   "a threshold is too close to the usual value.",
                   [query("sum by (to) (increase(peering_alert_transitions_total"
                          f"{{{PREFIX}}}[$__rate_interval]))", "to {{to}}")],
                   "short", bars=True, stacked=True, legend="list", width=8, height=6, interval="1m",
                   overrides=[by_name(f"to {text.lower()}",
                                      color={"mode": "fixed", "fixedColor": color})
                              for text, color in STATES.values()])]


def thresholds(figure):
    """The threshold lines of a figure, one for each prefix and severity."""
    return query(f"max by (severity, prefix) (peering_alert_{figure}{{{PREFIX}}})",
                 "{{severity}} {{prefix}}")


def by_prefix(title, text, figure, threshold, unit, **more):
    return timeseries(
        title, f"{text} Dashed: thresholds, if configured.",
        [query(f"max by (prefix) (peering_prefix_window_{figure}{{{PREFIX}}})", "{{prefix}}"),
         thresholds(threshold)], unit, overrides=THRESHOLD_LINES, **more)


def smoke():
    """Bands between quantiles, darker towards the median, like SmokePing."""
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
        "Distribution from $prefix", "Round-trip times to the edge, each endpoint weighing "
        "the same: the median, the middle 50 % (dark) and 90 % (light). Quantiles are interpolated "
        "within the buckets of the daemon's histogram (`probing.rtt_buckets`). Dashed: thresholds of "
        "the median.",
        [*map(quantile, quantiles), thresholds("rtt_threshold_seconds")], "s",
        overrides=[*bands, median, *THRESHOLD_LINES], legend="list", height=10, interval="1m",
        repeat="prefix", repeatDirection="h", maxPerRow=2)


def paths():
    def worst(expression):
        return query(f"max by (prefix, endpoint) ({expression})", table=True)

    return [
        timeseries("Latency by endpoint", "The median of each endpoint and type of probe, over the "
                   "daemon's window. If only one endpoint differs, the cause is at that endpoint, "
                   "not in the connection.",
                   [query(f'max by (prefix, endpoint, probe) (peering_window_rtt_seconds{{{PATH}, '
                          'quantile="0.5"})', "{{endpoint}} {{probe}} from {{prefix}}")],
                   "s", width=12, height=10),
        table("Paths", "Each endpoint from each prefix, the worst first. Latency is the median of "
              "the slowest probe type, loss that of the type with the highest loss.",
              [worst(f"peering_test_result{{{PATH}}}"),
               worst(f'peering_window_rtt_seconds{{{PATH}, quantile="0.5"}}'),
               worst(f"peering_window_loss_ratio{{{PATH}}}"),
               worst(f"peering_window_jitter_seconds{{{PATH}}}")],
              {"Value #A": "State", "endpoint": "Endpoint", "prefix": "Prefix",
               "Value #B": "Latency", "Value #C": "Loss", "Value #D": "Jitter"}, sort="State",
              width=12, height=10,
              overrides=[state_column("State"), figure("Latency", "s"),
                         figure("Loss", "percentunit", decimals=2), figure("Jitter", "s")])]


def losses():
    lost = (f"avg_over_time(connection_prefix_reason:peering_probes_lost:ratio5m{{{PREFIX}}}"
            "[$__interval])")
    return [
        by_prefix("Loss by prefix", "Lost probes as a share of all finished probes, mean of the "
                  "endpoints, over the daemon's window.", "loss_ratio", "loss_threshold_ratio",
                  "percentunit"),
        timeseries("Loss by reason", "Lost probes as a share of the probes sent, mean of the "
                   "endpoints. docs/metrics.md explains the reasons.",
                   [query(f"sum by (reason) ({lost}) / scalar(count(count by (prefix) ({lost})))",
                          "{{reason}}")],
                   "percentunit", stacked=True, sort="Max", interval="1m"),
        by_prefix("Jitter by prefix", "The mean difference of consecutive round-trip times, mean "
                  "of the endpoints, over the daemon's window.", "jitter_seconds",
                  "jitter_threshold_seconds", "s")]


def http():
    sums = f"peering_http_phase_seconds_sum{{{PATH}}}[$__rate_interval]"
    counts = f"peering_http_phase_seconds_count{{{PATH}}}[$__rate_interval]"
    return [
        timeseries("Phases of HTTP probes", "Duration of each phase of an HTTP or HTTPS probe, average of "
                   "the selected endpoints. On a new connection, each phase except resolve takes "
                   "at least one round trip.",
                   [query(f"avg by (phase) (sum by (phase, prefix, endpoint) (rate({sums})) "
                          f"/ (sum by (phase, prefix, endpoint) (rate({counts})) > 0))",
                          "{{phase}}")], "s", stacked=True, width=16),
        table("Certificates", "Remaining validity of the endpoints' certificates.",
              [query(f"min by (endpoint, prefix) (peering_tls_cert_not_after_timestamp_seconds"
                     f"{{{PATH}}}) - time()", table=True)],
              {"endpoint": "Endpoint", "prefix": "Prefix", "Value": "Time left"}, merged=False,
              sort="Time left", ascending=True, width=8,
              overrides=[coloured("Time left", unit="s", thresholds=steps(
                  (None, RED), (7 * 86400, ORANGE), (30 * 86400, GREEN)))],
              no_value="No HTTPS probes")]


def pops():
    return [
        timeline("PoP over time", "The PoP of the Microsoft edge that answered for each endpoint, if "
                 "its responses name it. Each PoP has a bar. When one ends and another begins, the "
                 "traffic was routed to another PoP, which need not be a fault.",
                 [query(f"max by (endpoint, prefix, pop, metro) (peering_edge_pop_info{{{PATH}}})",
                        "{{pop}} {{metro}}: {{endpoint}} from {{prefix}}")],
                 values={1: ("answers", "blue")}, width=16, height=8, no_value="None seen"),
        timeseries("Distance of the PoP", "Great-circle distance from the connection's latitude and "
                   "longitude. In fibre, a round trip takes about 1 ms per 100 km.",
                   [query(f"max by (endpoint, prefix) (peering_edge_pop_distance_meters{{{PATH}}}) / 1000",
                          "{{endpoint}} from {{prefix}}")], KILOMETRES, decimals=0, width=8)]


def egress():
    return [
        timeline("Egress inside the prefix", "Whether STUN servers saw the probes come from an "
                 "address inside the prefix. A gap means that none answered within the window.",
                 [query(f"min by (prefix) (peering_prefix_egress_verified{{{PREFIX}}})",
                        "{{prefix}}")], values=VERIFIED, width=7, height=7),
        timeline("Source addresses", "Whether the host has an address to probe the prefix from.",
                 [query(f"min by (prefix) (peering_prefix_source_up{{{PREFIX}}})", "{{prefix}}")],
                 values=THERE, width=7, height=7),
        table("Addresses", "The source address of the probes of a prefix, and the address that STUN "
              "servers saw.",
              [query("max by (prefix, source, interface, address) (peering_prefix_source_info"
                     f"{{{PREFIX}}} * on (job, instance, connection, prefix) group_left (address) "
                     f"peering_prefix_egress_info or on (job, instance, connection, prefix) "
                     f"peering_prefix_source_info{{{PREFIX}}})", table=True)],
              {"prefix": "Prefix", "source": "Source", "interface": "Interface",
               "address": "Seen from"}, merged=False, width=10, height=7)]


def firing():
    """Alerts of Prometheus as annotations in all graphs."""
    return {"name": "Alerts", "datasource": DATASOURCE, "enable": True, "hide": False,
            "iconColor": RED, "expr": f'ALERTS{{alertstate="firing", {CONNECTION}}}', "step": "1m",
            "titleFormat": "{{alertname}} ({{severity}})", "textFormat": "{{prefix}} {{endpoint}}",
            "tagKeys": "signal,severity"}


def dashboard():
    return assemble(
        "peeringd-connection", "Peering Service: connection",
        "Latency, loss and jitter of one connection by prefix and endpoint, with their causes.",
        [*which_connections(one=True),
         variable("prefix", "Prefix",
                  f"label_values(peering_prefix_source_up{{{CONNECTION}}}, prefix)"),
         variable("endpoint", "Endpoint",
                  f"label_values(peering_probes_skipped_total{{{PREFIX}}}, endpoint)")],
        {None: [now(), why(), reach(), states()],
         "Latency": [
             [by_prefix("Latency by prefix", "The median over the daemon's window, each endpoint "
                        "weighing the same; like Azure's RegisteredPrefixLatency.",
                        "rtt_seconds", "rtt_threshold_seconds", "s", height=10)],
             [smoke()], paths()],
         "Loss and jitter": [losses()],
         "HTTP": [http()],
         "Edge PoP": [pops()],
         "Egress": [egress()]},
        annotations=[firing()])
