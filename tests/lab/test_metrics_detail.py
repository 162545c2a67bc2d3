"""The detail levels of /metrics, with as many targets as a typical branch."""

import sys

from lab.catalogue import EDGE, OTHER_EDGE, REPOSITORY
from lab.configuration import A, B, configuration, endpoint, portland, seattle
from lab.metrics import parse
from lab.waiting import wait_until

sys.path.append(str(REPOSITORY / "tests/packaging"))
from shipped import costs, documented_levels  # noqa: E402

MOST_SERIES = 400
# What this branch does not have: groups, locations of Peering Service, PoPs, a history, a table of service tags, TLS.
ABSENT = {"peering_group_up", "peering_group_test_result", "peering_prefix_edge_location_info",
          "peering_prefix_edge_pop_info", "peering_prefix_egress_unconfirmed_total",
          "peeringd_history_failures_total", "peering_connection_result_info", "peering_connection_result_signal",
          "peeringd_service_tags_timestamp_seconds", "peeringd_web_cert_not_before_timestamp_seconds",
          "peeringd_web_cert_not_after_timestamp_seconds"}


def branch(lab):
    """Three prefixes with 17 targets each, and thresholds for all of them."""
    authority = str(lab.edge.certificates.authority)
    https = {"type": "https", "ca_file": authority}
    endpoints = [endpoint(f"edge-{i}", "edge.example", "tcp", "icmp", https) for i in range(5)]
    endpoints += [endpoint("other", OTHER_EDGE[0], "tcp"), endpoint("relay", EDGE[0], "stun")]
    return {**configuration(endpoints, [seattle(A.prefix, A.prefix6), portland(B.prefix)],
                            interval="1s", timeout="500ms", window="10s"),
            "egress": {"via": [{"host": EDGE[0]}]},
            "alerts": {"latency": {"warning": "60ms", "critical": "120ms"},
                       "loss": {"warning": "10%", "critical": "50%"},
                       "jitter": {"warning": "30ms", "critical": "60ms"},
                       "egress_mismatch": "critical", "pop_change": "warning", "for": "1s"}}


def scrape_detail(daemon, detail):
    status, text = daemon.get(f"/metrics?detail={detail}")
    assert status == 200
    return parse(text)


def series_of(metrics):
    return {sample.series for family in metrics.families.values() for sample in family.samples}


def test_a_branch_of_three_prefixes_has_few_series(lab, start_daemon):
    daemon = start_daemon(branch(lab))
    metrics = daemon.wait_until(
        lambda m: len(m.samples("peering_prefix_up")) == 3
        and len(m.samples("peering_prefix_egress_verified")) == 2, "everything is known", 40)
    assert metrics.value("peeringd_targets") >= 3 * 17 - 2
    count = {detail: len(series_of(scrape_detail(daemon, detail))) for detail in ("connection", "prefix", "all")}
    print(count)
    assert count["connection"] < count["prefix"] <= MOST_SERIES < count["all"]
    for level, (series, _, _) in costs().items():
        assert abs(count[level] - series) <= 0.15 * series, f"detail={level} costs {series} series in docs/fleet.md"

    # With both links slow and alerts active, the limit still holds.
    lab.links["a"].delay("200ms")
    lab.links["b"].delay("200ms")
    daemon.wait_until(lambda m: len(m.samples("peering_alert_active", severity="critical")) >= 3
                      and m.total("peering_alert_active", severity="critical") >= 3, "alerts", 30)
    assert len(series_of(scrape_detail(daemon, "prefix"))) <= MOST_SERIES

    documented = documented_levels()
    shown = {detail: set(scrape_detail(daemon, detail).families) for detail in ("connection", "prefix")}
    assert documented["connection"] - ABSENT <= shown["connection"] <= documented["connection"]
    both = documented["connection"] | documented["prefix"]
    assert both - ABSENT <= shown["prefix"] <= both


def test_the_series_of_detail_prefix_stay_when_the_address_changes(lab, start_daemon):
    daemon = start_daemon(configuration([endpoint("edge", "edge.example")], [seattle("auto")]))
    daemon.wait_until(lambda m: m.value("peering_connection_up") == 1, "it is up")
    before = series_of(scrape_detail(daemon, "prefix"))

    def source():
        return scrape_detail(daemon, "all").samples("peering_prefix_source_info")[0].labels["source"]
    first = source()
    lab.network.add_address(A, "203.0.113.77")
    lab.network.remove_address(A, first)
    wait_until(lambda: source() != first, "another address", 20)
    daemon.wait_until(lambda m: m.value("peering_connection_up") == 1, "it is up")
    new = {series for series in series_of(scrape_detail(daemon, "prefix")) - before
           if series[0] not in ("peering_connection_result_info", "peering_connection_result_signal", "peering_alert_active")}
    assert not new, new


def test_an_unknown_detail_is_refused_with_an_explanation(lab, start_daemon):
    daemon = start_daemon(configuration([endpoint("edge", EDGE[0])]))
    status, text = daemon.get("/metrics?detail=targets")
    assert (status, text) == (400, "detail is connection, prefix or all\n")
    assert daemon.get("/metrics")[1].count("\n") > 100


def test_the_totals_of_a_prefix_continue_when_targets_change(lab, start_daemon):
    both = [endpoint("edge", EDGE[0]), endpoint("other", OTHER_EDGE[0])]
    def with_these(endpoints):
        wanted = configuration(endpoints, [seattle()])
        wanted["web"]["allow_reload"] = True
        return wanted
    daemon = start_daemon(with_these(both))
    daemon.wait_until(lambda m: m.total("peering_prefix_probes_received_total") > 40, "answers")
    sha256 = daemon.scrape().samples("peeringd_config_info")[0].labels["sha256"]
    name = "peering_prefix_probes_received_total"
    for endpoints in (both[:1], both, both[1:]):
        before = daemon.scrape().value(name)
        daemon.configure(with_these(endpoints))
        assert daemon.get("/-/reload", "POST")[0] == 200
        daemon.forget_counters()  # the targets were replaced
        after = daemon.scrape()  # scrape() asserts that the counters balance
        assert after.value(name) >= before
        daemon.wait_until(lambda m: m.value(name) > after.value(name) + 10, "more answers")
    assert daemon.scrape().samples("peeringd_config_info")[0].labels["sha256"] != sha256
