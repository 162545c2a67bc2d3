"""The edge PoP, in each format of the headers that name it."""

import math
from collections import Counter

import pytest

from lab import misbehaving
from lab.configuration import A, B, configuration, endpoint, portland, seattle
from lab.pop_headers import (AZURE_REF, FIRST_HOP, MSEDGE_REF, azure_ref, msedge_ref,
                             old_azure_ref)

QUINCY, DUBLIN = {"pop": "CO", "metro": "Quincy", "country": "US"}, {
    "pop": "DB", "metro": "Dublin", "country": "IE"}


def answered_with(name, headers, **options):
    """An endpoint whose probe requests these response headers from the lab's edge."""
    wanted = {f"Answer-{header}": value for header, value in headers.items()}
    return endpoint(name, "edge.example", {"type": "http", "headers": wanted, **options})


def labels_of(pop, site, metro, country, method):
    return {"pop": pop, "pop_site": site, "metro": metro, "country": country, "method": method}


FORMS = {
    "msedge-classic": ({MSEDGE_REF: msedge_ref("BL2EDGE1012")},
                       labels_of("BL", "2", "Ashburn", "US", "x-msedge-ref")),
    "msedge-newer": ({MSEDGE_REF: msedge_ref("LON281181714054")},
                     labels_of("LON", "28", "London", "GB", "x-msedge-ref")),
    "msedge-no-time": ({MSEDGE_REF: msedge_ref("CO6AA3150217011", time="")},
                       labels_of("CO", "6AA", "Quincy", "US", "x-msedge-ref")),
    "azure-old": ({AZURE_REF: old_azure_ref("WSTEDGE0619")},
                  labels_of("WST", "", "Seattle", "US", "x-azure-ref")),
    "azure-old-without-guid": ({AZURE_REF: old_azure_ref("LON04EDGE0420", tail="Edge")},
                               labels_of("LON", "04", "London", "GB", "x-azure-ref")),
    "msedge-encoded": ({MSEDGE_REF: old_azure_ref("SJCEDGE0220", tail="Edge")},
                       labels_of("SJC", "", "San Jose", "US", "x-msedge-ref")),
    "azure-2025": ({AZURE_REF: azure_ref("hC1FRA")},
                   labels_of("FRA", "", "Frankfurt", "DE", "x-azure-ref")),
    "exchange": ({FIRST_HOP: "PHX"}, labels_of("PHX", "", "Phoenix", "US", "x-firsthopcafeefz")),
    "unknown-code": ({MSEDGE_REF: msedge_ref("XQZ04EDGE0411")},
                     labels_of("XQZ", "04", "", "", "x-msedge-ref")),
    "both-agree": ({MSEDGE_REF: msedge_ref("FRA26EDGE0411"), AZURE_REF: azure_ref("hC1FRA")},
                   labels_of("FRA", "26", "Frankfurt", "DE", "x-msedge-ref")),
    "front-door-before-exchange": ({MSEDGE_REF: msedge_ref("AMSEDGE0312"), FIRST_HOP: "PHX"},
                                   labels_of("AMS", "", "Amsterdam", "NL", "x-msedge-ref")),
}

# Headers from which no PoP may be derived.
NOTHING = {
    "none": {},
    "azure-2024": {AZURE_REF: azure_ref()},
    "truncated": {MSEDGE_REF: msedge_ref("AMSEDGE03")},
    "airport": {MSEDGE_REF: "AMS"},
    "lower-case": {FIRST_HOP: "phx"},
    "markup": {FIRST_HOP: '<b>"PHX"</b>'},
    "contradiction": {MSEDGE_REF: msedge_ref("AMSEDGE0312"), AZURE_REF: azure_ref("hC1FRA")},
    "azure-2024-before-exchange": {AZURE_REF: azure_ref(), FIRST_HOP: "PHX"},
}


def answers(metrics, count, names):
    return all(metrics.total("peering_probes_received_total", endpoint=name) >= count
               for name in names)


def pops(metrics):
    """{endpoint: the labels of its PoP}"""
    ours = ("pop", "pop_site", "metro", "country", "method")
    return {sample.labels["endpoint"]: {label: sample.labels[label] for label in ours}
            for sample in metrics.samples("peering_edge_pop_info")}


def test_each_header_format_names_its_pop_and_other_text_none(lab, start_daemon):
    strange = endpoint("strange-bytes", "edge.example",
                       {"type": "http", "port": misbehaving.STRANGE_POP})
    wrong = [endpoint("repeated", "edge.example", {"type": "http", "port": misbehaving.TWO_POPS}),
             endpoint("trailer", "edge.example", {"type": "http", "method": "GET",
                                                  "port": misbehaving.TRAILING_POP})]
    everything = [answered_with(name, headers) for name, (headers, _) in FORMS.items()]
    everything += [answered_with(name, headers) for name, headers in NOTHING.items()]
    daemon = start_daemon(configuration([*everything, strange, *wrong], [seattle()],
                                        interval="300ms", timeout="300ms"))
    all_names = [*FORMS, *NOTHING, "strange-bytes", "repeated", "trailer"]
    metrics = daemon.wait_until(lambda m: answers(m, 3, all_names), "three answers each", 30)
    assert metrics.total("peering_probes_lost_total") == 0
    assert pops(metrics) == {name: labels for name, (_, labels) in FORMS.items()}
    changes = {sample.labels["endpoint"]: sample.value
               for sample in metrics.samples("peering_edge_pop_changes_total")}
    assert changes == {name: 0 for name in FORMS}


def test_pops_are_found_over_tls_and_http_2_for_each_prefix(lab, start_daemon):
    """The customer trusts the edge's certificates, as the catalogue requires."""
    prefixes = [A.prefix, A.prefix6, B.prefix, B.prefix6]
    daemon = start_daemon(configuration(
        [endpoint("teams", "teams.microsoft.com", {"type": "https", "http_version": "2"})],
        [seattle(A.prefix, A.prefix6), portland(B.prefix, B.prefix6)], interval="300ms",
        timeout="300ms"))
    metrics = daemon.wait_until(
        lambda m: len(m.samples("peering_edge_pop_info")) == 4, "a PoP for each prefix")
    assert {s.labels["prefix"] for s in metrics.samples("peering_edge_pop_info")} == set(prefixes)
    assert pops(metrics) == {"teams": labels_of("CO", "1", "Quincy", "US", "x-msedge-ref")}


def test_a_change_is_counted_and_logged_once(lab, start_daemon):
    lab.edge.nginx.answer_with({MSEDGE_REF: msedge_ref("CO1EDGE0715")})
    daemon = start_daemon(configuration(
        [endpoint("edge", "edge.example", "tcp", {"type": "https", "warm": True})], [seattle()],
        interval="300ms", timeout="300ms"))

    def shows(place):
        def holds(metrics):
            shown = [sample.labels for sample in metrics.samples("peering_edge_pop_info")]
            return len(shown) == 1 and shown[0].items() >= place.items()
        return holds

    first = daemon.wait_until(shows(QUINCY), "the first PoP")
    assert first.value("peering_edge_pop_changes_total") == 0

    # Another machine of the same PoP is not a change. Another PoP is, and so is the return.
    lab.edge.nginx.answer_with({MSEDGE_REF: msedge_ref("CO2EDGE0101")})
    same = daemon.wait_until(lambda m: m.samples("peering_edge_pop_info")
                             and m.samples("peering_edge_pop_info")[0].labels["pop_site"] == "2",
                             "the other machine")
    assert same.value("peering_edge_pop_changes_total") == 0
    lab.edge.nginx.answer_with({MSEDGE_REF: msedge_ref("DB3EDGE1204")})
    moved = daemon.wait_until(shows(DUBLIN), "the second PoP")
    assert moved.value("peering_edge_pop_changes_total") == 1
    lab.edge.nginx.answer_with({MSEDGE_REF: msedge_ref("CO1EDGE0715")})
    back = daemon.wait_until(shows(QUINCY), "the first PoP again")
    assert back.value("peering_edge_pop_changes_total") == 2

    # The warm probe has reached each of them, too, and must not count again.
    met = back.value("peering_probes_received_total", probe="https:warm")
    daemon.wait_until(lambda m: m.value("peering_probes_received_total", probe="https:warm")
                      >= met + 3, "warm answers")
    changes = Counter(line.partition(f"{A.prefix} edge: ")[2]
                      for line in daemon.log.read_text().splitlines() if "PoP" in line)
    assert changes == {"PoP DB answers; previously CO": 1,
                       "PoP CO answers; previously DB": 1}


def test_a_pop_expires_after_a_window_without_a_response_that_names_it(lab, start_daemon):
    lab.edge.nginx.answer_with({MSEDGE_REF: msedge_ref("CO1EDGE0715")})
    daemon = start_daemon(configuration([endpoint("edge", "edge.example", {"type": "http"})],
                                        [seattle()], interval="300ms", timeout="300ms",
                                        window="2s"))
    daemon.wait_until(lambda m: m.samples("peering_edge_pop_info"), "a PoP")
    lab.edge.nginx.answer_as_usual()
    metrics = daemon.wait_until(lambda m: not m.samples("peering_edge_pop_info"), "none any more")
    assert metrics.value("peering_edge_pop_changes_total") == 0
    assert not metrics.samples("peering_edge_pop_distance_meters")


def kilometres(a, b):
    """Spherical law of cosines, unlike the daemon's formula."""
    (north_a, east_a), (north_b, east_b) = (map(math.radians, place) for place in (a, b))
    return 6371 * math.acos(math.sin(north_a) * math.sin(north_b) + math.cos(north_a)
                            * math.cos(north_b) * math.cos(east_a - east_b))


def test_the_distance_is_from_the_customer_to_the_pop(lab, start_daemon):
    placed = seattle()
    placed["location"].update(latitude=47.61, longitude=-122.33)
    daemon = start_daemon(configuration(
        [answered_with("dublin", {MSEDGE_REF: msedge_ref("DB3EDGE1204")}),
         answered_with("seattle", {MSEDGE_REF: msedge_ref("WSTEDGE0619")}),
         answered_with("nowhere", {MSEDGE_REF: msedge_ref("XQZ04EDGE0411")})],
        [placed, portland()], interval="300ms", timeout="300ms"))
    metrics = daemon.wait_until(lambda m: len(m.samples("peering_edge_pop_info")) == 6, "all PoPs")
    distances = {sample.labels["endpoint"]: sample.value
                 for sample in metrics.samples("peering_edge_pop_distance_meters",
                                               connection="contoso-seattle")}
    assert set(distances) == {"dublin", "seattle"}
    assert distances["dublin"] == pytest.approx(
        1000 * kilometres((47.61, -122.33), (53.35, -6.26)), rel=0.01)
    assert distances["seattle"] < 10_000
    # This connection has no coordinates.
    assert not metrics.samples("peering_edge_pop_distance_meters", connection="contoso-portland")
