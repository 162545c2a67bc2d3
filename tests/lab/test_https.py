"""Probes by HTTP and HTTPS: the network's latency, the phases, and a reason for every failure."""

import time

import pytest

from lab import misbehaving
from lab.counters import errors
from lab.catalogue import EDGE
from lab.configuration import A, B, configuration, endpoint, seattle

PREFIX = {"prefix": A.prefix}


@pytest.fixture
def https(lab):
    """https(…): the options of a probe that trusts the lab's CA."""
    def probe(**options):
        return {"type": "https", "ca_file": str(lab.edge.certificates.authority), **options}
    return probe


def http(**options):
    return {"type": "http", **options}


def received(metrics, count, **labels):
    found = metrics.samples("peering_probes_received_total", **labels)
    return found and all(sample.value >= count for sample in found)


def lost(metrics, name):
    """{reason: count} of the losses of an endpoint, without zeros."""
    return {sample.labels["reason"]: sample.value
            for sample in metrics.samples("peering_probes_lost_total", endpoint=name)
            if sample.value}


@pytest.mark.parametrize("prefix", [A.prefix, A.prefix6], ids=["v4", "v6"])
def test_the_round_trip_time_matches_the_network(lab, start_daemon, https, prefix):
    lab.links["a"].delay("10ms")
    daemon = start_daemon(configuration(
        [endpoint("edge", "edge.example", "tcp", https(warm=True), http())], [seattle(prefix)],
        interval="200ms", timeout="200ms"))
    daemon.wait_until(lambda m: received(m, 20), "20 answers of each probe", 30)

    def is_that_of_the_link(metrics):
        for probe in ("tcp", "https", "https:warm", "http"):
            median = metrics.value("peering_window_rtt_seconds", quantile="0.5", probe=probe)
            assert median == pytest.approx(0.010, abs=lab.tolerance), probe
            assert metrics.value("peering_window_rtt_seconds", quantile="0", probe=probe) >= 0.010

    metrics = daemon.settle(is_that_of_the_link, "medians of 10 ms")
    assert metrics.total("peering_probes_lost_total") == 0


def test_each_phase_has_the_expected_number_of_round_trips(lab, start_daemon, https):
    lab.links["a"].delay("60ms")
    daemon = start_daemon(configuration(
        [endpoint("edge", "edge.example", https(warm=True, http_version="1.1"), http())],
        [seattle()], interval="500ms", timeout="500ms"))
    metrics = daemon.wait_until(lambda m: received(m, 10), "10 answers of each probe", 30)

    def phases(probe):
        def mean(phase):
            name, labels = "peering_http_phase_seconds", {"probe": probe, "phase": phase}
            if not metrics.samples(f"{name}_count", **labels):
                return None
            return metrics.value(f"{name}_sum", **labels) / metrics.value(f"{name}_count", **labels)
        return {phase: mean(phase) for phase in ("connect", "tls", "processing")}

    # Except `connect`, the process measures them: a busy machine makes them longer, but not by another
    # round trip.
    one = pytest.approx(0.060, abs=0.030)
    assert phases("https") == {"connect": one, "tls": one, "processing": one}  # TLS 1.3
    assert phases("http") == {"connect": one, "tls": None, "processing": one}
    assert phases("https:warm") == {"connect": None, "tls": None, "processing": one}


def test_http_and_tls_versions_are_reported(lab, start_daemon, https):
    daemon = start_daemon(configuration(
        [endpoint("edge", "edge.example", https(), http()),
         endpoint("older", "edge.example", https(http_version="1.1", path="/401"))], [seattle()]))
    metrics = daemon.wait_until(lambda m: received(m, 5), "answers")
    edge = {"endpoint": "edge", "probe": "https"}
    assert metrics.value("peering_http_status_code", **edge) == 200
    assert metrics.value("peering_http_version", **edge) == 2
    assert metrics.value("peering_tls_version_info", version="TLSv1.3", **edge) == 1
    left = metrics.value("peering_tls_cert_not_after_timestamp_seconds", **edge) - time.time()
    assert left == pytest.approx(30 * 86400, abs=3600)
    assert metrics.value("peering_http_version", endpoint="edge", probe="http") == 1.1
    assert not metrics.samples("peering_tls_version_info", endpoint="edge", probe="http")
    assert metrics.value("peering_http_status_code", endpoint="older") == 401
    assert metrics.value("peering_http_version", endpoint="older") == 1.1


def test_the_connectivity_test_is_recognised_by_its_body(lab, start_daemon):
    body = {"path": "/connecttest.txt", "expect_body": "Microsoft Connect Test"}
    host = "www.msftconnecttest.com"
    daemon = start_daemon(configuration(
        [endpoint("good", host, http(**body)),
         endpoint("another", host, http(**{**body, "path": "/"})),
         endpoint("shorter", host, http(**{**body, "expect_body": "Microsoft Connect"})),
         endpoint("moved", host, http(**{**body, "path": "/301", "expect_status": [200]}))],
        [seattle()]))
    metrics = daemon.wait_until(
        lambda m: received(m, 5, endpoint="good")
        and all(sum(lost(m, name).values()) >= 5 for name in ("another", "shorter", "moved")),
        "five probes each")
    assert not lost(metrics, "good")
    assert set(lost(metrics, "another")) == set(lost(metrics, "shorter")) == {"body"}
    assert set(lost(metrics, "moved")) == {"status"}


def test_expect_body_accepts_a_part_or_a_pattern_and_other_bodies_are_logged(
        lab, start_daemon):
    host = "www.msftconnecttest.com"

    def expecting(name, **body):
        return endpoint(name, host, http(path="/connecttest.txt", expect_body=body))

    daemon = start_daemon(configuration(
        [expecting("part", contains="Connect"),
         expecting("pattern", matches=r"^Microsoft \w+ Test\s*$"),
         expecting("wrong", contains="Log in")], [seattle()]))
    metrics = daemon.wait_until(
        lambda m: received(m, 5, endpoint="part") and received(m, 5, endpoint="pattern")
        and sum(lost(m, "wrong").values()) >= 5, "five probes each")
    assert not lost(metrics, "part") and not lost(metrics, "pattern")
    assert set(lost(metrics, "wrong")) == {"body"}
    logged = [line for line in daemon.log.read_text().splitlines() if "a different body" in line]
    assert len(logged) == 1, logged
    assert f"lost: {host} at " in logged[0]
    assert logged[0].endswith('answered with a different body: "Microsoft Connect Test"'), logged[0]


def failures(https, another_authority):
    """{endpoint: (configuration, the one reason)}"""
    host = "edge.example"
    return {
        "closed": (endpoint("closed", host, http(port=81)), "refused"),
        "unreachable": (endpoint("unreachable", "unreachable.example", https()), "unreachable"),
        "black-hole": (endpoint("black-hole", "black-hole.example", https()), "timeout"),
        "expired": (endpoint("expired", "expired.example", https()), "tls"),
        "self-signed": (endpoint("self-signed", "self-signed.example", https()), "tls"),
        "wrong-name": (endpoint("wrong-name", "wrong-name.example", https()), "tls"),
        "not-trusted": (endpoint("not-trusted", host, https(ca_file=another_authority)), "tls"),
        "hangs-up": (endpoint("hangs-up", host, https(port=misbehaving.HANGS_UP)), "tls"),
        "plain": (endpoint("plain", host, https(port=80)), "tls"),
        "error": (endpoint("error", host, https(path="/500", expect_status=[200, 401])), "status"),
        "long-head": (endpoint("long-head", host, http(port=misbehaving.LONG_HEAD)), "status"),
        "not-http": (endpoint("not-http", host, http(port=misbehaving.NOT_HTTP)), "status"),
        "body": (endpoint("body", host, https(expect_body="something else")), "body"),
        "endless": (endpoint("endless", host, http(port=misbehaving.ENDLESS_BODY,
                                                  expect_body="x")), "body"),
        "half": (endpoint("half", host, http(port=misbehaving.HALF_A_BODY, method="GET")), "reset"),
        "trickles": (endpoint("trickles", host, http(port=misbehaving.TRICKLES)), "timeout"),
        "silent": (endpoint("silent", host, https(port=misbehaving.SILENT)), "timeout"),
    }


def test_each_failure_has_its_own_reason_and_affects_no_other_probe(lab, start_daemon, https):
    expected = failures(https, str(lab.edge.certificates.pem("self-signed")))
    good = [endpoint("good", "edge.example", "tcp", https(), http())]
    daemon = start_daemon(configuration(
        good + [entry for entry, _ in expected.values()], [seattle()], interval="1s",
        timeout="900ms"))
    metrics = daemon.wait_until(
        lambda m: all(sum(lost(m, name).values()) >= 5 for name in expected), "five losses each",
        30)
    assert {name: set(lost(metrics, name)) for name in expected} == {
        name: {reason} for name, (_, reason) in expected.items()}
    assert metrics.total("peering_probes_received_total") == metrics.total(
        "peering_probes_received_total", endpoint="good")
    assert received(metrics, 5, endpoint="good")
    assert not lost(metrics, "good")
    assert errors(metrics) == 0
    # The expiry of an untrusted certificate is exported, too.
    assert metrics.value("peering_tls_cert_not_after_timestamp_seconds",
                         endpoint="expired") < time.time()


def test_an_endless_body_is_read_only_as_far_as_needed(lab, start_daemon):
    daemon = start_daemon(configuration(
        [endpoint("endless", "edge.example", http(port=misbehaving.ENDLESS_BODY, method="GET"))],
        [seattle()], interval="500ms", timeout="500ms"))
    metrics = daemon.wait_until(lambda m: received(m, 5), "answers", 30)
    assert metrics.total("peering_probes_lost_total") == 0


def test_a_certificate_need_not_be_verified(lab, start_daemon):
    careless = {"type": "https", "verify": False}
    daemon = start_daemon(configuration(
        [endpoint(name, f"{name}.example", careless)
         for name in ("expired", "self-signed", "wrong-name")], [seattle()]))
    metrics = daemon.wait_until(lambda m: received(m, 5), "answers")
    assert metrics.total("peering_probes_lost_total") == 0


def test_the_server_name_may_differ_from_the_host(lab, start_daemon, https):
    daemon = start_daemon(configuration(
        [endpoint("named", EDGE[0], https(server_name="teams.microsoft.com")),
         endpoint("unnamed", EDGE[0], https())], [seattle()]))
    metrics = daemon.wait_until(lambda m: received(m, 5, endpoint="named"), "answers")
    assert not lost(metrics, "named")
    assert set(lost(metrics, "unnamed")) == {"tls"}  # the certificate contains no addresses


def test_a_warm_probe_uses_only_its_own_connection(lab, start_daemon, https):
    lab.edge.count("handshakes", f"ip saddr {A.address} tcp dport 443 tcp flags syn")
    daemon = start_daemon(configuration(
        [endpoint(name, "edge.example", https(warm=True)) for name in ("one", "two", "three")],
        [seattle()], interval="200ms", timeout="200ms"))
    metrics = daemon.wait_until(lambda m: received(m, 20), "20 answers of each probe", 30)
    assert metrics.total("peering_probes_lost_total") == 0
    cold, warm = (metrics.total("peering_probes_sent_total", probe=probe)
                  for probe in ("https", "https:warm"))
    assert warm <= cold <= warm + 3
    assert lab.edge.counted("handshakes") <= metrics.total("peering_probes_sent_total",
                                                           probe="https") + 6


def test_a_warm_probe_is_lost_with_its_connection(lab, start_daemon):
    daemon = start_daemon(configuration(
        [endpoint("edge", "edge.example", http(warm=True, headers={"Accept": "*/*"},
                                               port=misbehaving.ENDLESS_BODY, method="GET"))],
        [seattle()], interval="500ms", timeout="500ms"))
    metrics = daemon.wait_until(
        lambda m: sum(s.value for s in m.samples("peering_probes_lost_total",
                                                 reason="reset")) >= 5, "losses", 30)
    assert metrics.total("peering_probes_lost_total", probe="http:9003") == 0
    assert metrics.total("peering_probes_received_total", probe="http:9003:warm") == 0


def test_loss_of_one_link_affects_only_its_prefix(lab, start_daemon, https):
    daemon = start_daemon(configuration([endpoint("edge", "edge.example", https())],
                                        interval="300ms", timeout="300ms"))
    daemon.wait_until(lambda m: received(m, 5), "answers on both links")
    lab.links["b"].down()
    metrics = daemon.wait_until(
        lambda m: m.value("peering_probes_lost_total", prefix=B.prefix, reason="timeout") >= 5,
        "losses on b")
    assert metrics.total("peering_probes_lost_total", prefix=A.prefix) == 0
    lab.links["b"].up()
    before = metrics.value("peering_probes_received_total", prefix=B.prefix)
    daemon.wait_until(
        lambda m: m.value("peering_probes_received_total", prefix=B.prefix) >= before + 5,
        "answers on b again")
