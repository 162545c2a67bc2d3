"""HTTPS probes against servers with unusual or hostile TLS or HTTP/2, and their trusted certificates."""

import signal
import subprocess
import time

import pytest

from lab import odd_tls
from lab.configuration import configuration, endpoint, seattle

CERT = "peering_tls_cert_not_after_timestamp_seconds"
SENT_CERTS = "peering_tls_sent_certs_not_after_timestamp_seconds"


@pytest.fixture
def https(lab):
    """https(port, …): the options of a probe that trusts the lab's CA; None omits an option."""
    def probe(port, **options):
        authority = str(lab.edge.certificates.authority)
        all_options = {"type": "https", "port": port, "ca_file": authority, **options}
        return {name: value for name, value in all_options.items() if value is not None}
    return probe


def to_edge(name, *probes):
    return endpoint(name, "edge.example", *probes)


def config(*endpoints, **more):
    return {**configuration(endpoints, [seattle()], interval="300ms", timeout="300ms",
                            window="4s"), **more}


def received(metrics, **labels):
    return metrics.total("peering_probes_received_total", **labels)


def reasons(metrics, name):
    """{reason: count} of the losses of an endpoint, without zeros."""
    return {sample.labels["reason"]: sample.value
            for sample in metrics.samples("peering_probes_lost_total", endpoint=name)
            if sample.value}


def await_answers(daemon, count=5):
    before = received(daemon.scrape())
    return daemon.wait_until(lambda m: received(m) >= before + count, "answers", 20)


def await_losses(daemon, count=5):
    before = daemon.scrape().total("peering_probes_lost_total", reason="tls")
    return daemon.wait_until(
        lambda m: m.total("peering_probes_lost_total", reason="tls") >= before + count,
        "losses by tls", 20)


def test_the_verified_chain_is_evaluated_not_the_sent_certificates(lab, start_daemon, https):
    daemon = start_daemon(config(
        to_edge("edge", https(odd_tls.CROSS_SIGNED)),
        alerts={"cert_expiry": {"warning": "14d", "critical": "7d"}, "for": "0s"}))
    await_answers(daemon, 10)
    metrics = daemon.wait_until(lambda m: m.samples("peering_test_result"), "a result")
    assert metrics.total("peering_probes_lost_total") == 0
    assert metrics.value(CERT) - time.time() == pytest.approx(30 * 86400, abs=3600)
    assert metrics.value(SENT_CERTS) < time.time()
    assert "cert_expiry Indeterminate → Fail" not in daemon.log.read_text()
    assert metrics.value("peering_test_result") == 1


def test_a_replaced_authority_is_trusted_without_a_reload(lab, start_daemon, https, tmp_path):
    certificates = lab.edge.certificates
    trusted = tmp_path / "trusted.pem"
    trusted.write_text(certificates.authority.read_text())
    daemon = start_daemon(config(to_edge("edge", https(odd_tls.NEXT_AUTHORITY,
                                                       ca_file=str(trusted)))))
    await_losses(daemon)

    both = certificates.authority.read_text() + certificates.pem("next-authority").read_text()
    replacement = tmp_path / "replacement.pem"
    replacement.write_text(both)
    replacement.replace(trusted)
    await_answers(daemon)

    # Rewritten in place, slowly.
    for length in (0, len(both) // 4, len(both) - 40):
        trusted.write_text(both[:length])
        await_answers(daemon, 15)
    log = daemon.log.read_text()
    assert log.count("trusted certificates: ") == 1
    trusted.write_text(certificates.authority.read_text())
    await_losses(daemon)


def test_a_reload_applies_a_replaced_authority_at_once(lab, start_daemon, https, tmp_path):
    certificates = lab.edge.certificates
    trusted = tmp_path / "trusted.pem"
    trusted.write_text(certificates.authority.read_text())
    daemon = start_daemon(config(
        to_edge("moved", https(odd_tls.NEXT_AUTHORITY, ca_file=str(trusted))),
        to_edge("other", https(odd_tls.CROSS_SIGNED))))
    await_losses(daemon)
    trusted.write_text(certificates.pem("next-authority").read_text())
    daemon.program.send_signal(signal.SIGHUP)
    daemon.wait_until(lambda m: received(m, endpoint="moved") >= 3, "answers", 20)
    assert "(unchanged 2, altered 0, added 0, removed 0)" in daemon.log.read_text()


def test_the_trust_store_of_the_system_is_reloaded(lab, start_daemon, https):
    roots = lab.edge.certificates.roots
    before = {file.name: file.read_bytes() for file in roots.iterdir()}

    def trust(pem):
        for file in roots.iterdir():
            file.unlink()
        (roots / "root.pem").write_text(pem.read_text())
        subprocess.run(["openssl", "rehash", roots], check=True, capture_output=True)

    daemon = start_daemon(config(to_edge("edge", https(odd_tls.NEXT_AUTHORITY, ca_file=None))))
    try:
        await_losses(daemon)
        trust(lab.edge.certificates.pem("next-authority"))
        await_answers(daemon)
        trust(lab.edge.certificates.authority)
        await_losses(daemon)
    finally:
        for file in roots.iterdir():
            file.unlink()
        for name, content in before.items():
            (roots / name).write_bytes(content)
        subprocess.run(["openssl", "rehash", roots], check=True, capture_output=True)


def test_a_server_that_requires_http_1_is_probed_with_it(lab, start_daemon, https):
    daemon = start_daemon(config(
        to_edge("edge", https(odd_tls.HTTP_1_1_REQUIRED, warm=True)),
        to_edge("never", https(odd_tls.HTTP_1_1_REQUIRED, http_version="2"))))
    metrics = daemon.wait_until(lambda m: received(m, endpoint="edge") >= 20, "answers", 20)
    assert not reasons(metrics, "edge")
    assert metrics.value("peering_http_version", endpoint="edge",
                         probe=f"https:{odd_tls.HTTP_1_1_REQUIRED}") == 1.1
    assert set(reasons(metrics, "never")) == {"reset"}


def test_each_refusal_has_one_reason_in_any_order_of_events(lab, start_daemon, https):
    expected = {"goes-away": (https(odd_tls.GOES_AWAY), {"reset"}),
                "demands-12": (https(odd_tls.DEMANDS_CERTIFICATE_12), {"tls"}),
                "demands-13": (https(odd_tls.DEMANDS_CERTIFICATE_13), {"tls"}),
                "resets": (https(odd_tls.RESETS), {"tls"}),
                "resets-plain": ({"type": "http", "port": odd_tls.RESETS_PLAIN}, {"reset"}),
                "resets-tcp": ({"type": "tcp", "port": odd_tls.RESETS}, set())}
    daemon = start_daemon(config(*[to_edge(name, probe) for name, (probe, _) in expected.items()]))
    metrics = daemon.wait_until(
        lambda m: m.total("peering_probes_sent_total", endpoint="resets") >= 60, "probes", 40)
    assert {name: set(reasons(metrics, name)) for name in expected} == {
        name: found for name, (_, found) in expected.items()}
    assert received(metrics) == received(metrics, endpoint="resets-tcp")


def test_no_handshake_uses_a_large_finite_field(lab, start_daemon, https):
    daemon = start_daemon(config(to_edge("hostile", https(odd_tls.FINITE_FIELD_12)),
                                 to_edge("good", https(443), "tcp")))
    metrics = daemon.wait_until(
        lambda m: sum(reasons(m, "hostile").values()) + received(m, endpoint="hostile") >= 10,
        "probes", 20)
    assert set(reasons(metrics, "hostile")) == {"tls"}
    assert not reasons(metrics, "good")
