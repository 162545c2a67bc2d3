"""Reloads while the daemon runs: all changes take effect, or none."""

import copy
import re
import signal
import socket
import time
from pathlib import Path

import pytest

from lab.counters import check_balance
from lab.catalogue import sanitizer
from lab.configuration import A, B, configuration, endpoint, portland, seattle
from lab.metrics import parse
from lab.waiting import wait_until

ENDPOINTS = [endpoint("edge", "edge.example"), endpoint("other", "other.example")]
BOTH = configuration(ENDPOINTS, [seattle(), portland()])
ALLOWED = {"listen": ["127.0.0.1:8075"], "allow_reload": True}
LOST = "peering_probes_lost_total"
SENT = "peering_probes_sent_total"
SUCCESSFUL = "peeringd_config_last_reload_successful"


def with_(base, **more):
    return {**copy.deepcopy(base), **more}


def send_sighup(daemon):
    daemon.program.send_signal(signal.SIGHUP)


def connections(metrics):
    return {sample.labels["connection"] for sample in metrics.samples(SENT)}


def received(count):
    return lambda m: all(sample.value >= count
                         for sample in m.samples("peering_probes_received_total"))


def test_sighup_adds_and_removes_connections(lab, start_daemon):
    daemon = start_daemon(configuration(ENDPOINTS, [seattle()]))
    before = daemon.wait_until(received(10), "answers of all")
    process = daemon.program.pid

    daemon.configure(BOTH)
    send_sighup(daemon)
    both = daemon.wait_until(lambda m: "contoso-portland" in connections(m), "the new connection")
    for sample in before.samples("peering_probes_received_total"):
        assert both.value("peering_probes_received_total", **sample.labels) >= sample.value
    daemon.wait_until(received(10), "answers of all")

    daemon.configure(configuration(ENDPOINTS, [portland()]))
    send_sighup(daemon)
    alone = daemon.wait_until(lambda m: connections(m) == {"contoso-portland"},
                              "the first one's end")
    assert "contoso-seattle" not in str(alone.families)
    assert alone.total(LOST) == 0
    assert daemon.program.pid == process and daemon.program.poll() is None
    assert "configuration reloaded: connections: 1, targets: 4 (unchanged 4, altered 0, added 0, " \
           "removed 4)" in daemon.log.read_text()


def test_an_invalid_configuration_changes_nothing(lab, start_daemon):
    daemon = start_daemon(BOTH)
    before = daemon.wait_until(received(5), "answers of all")
    loaded_at = before.value("peeringd_config_last_reload_success_timestamp_seconds")

    daemon.configure("web: {listen: [here]}\nprobing: {intervall: 1s}\n")
    send_sighup(daemon)
    after = daemon.wait_until(lambda m: m.value(SUCCESSFUL) == 0, "that it was refused")
    assert connections(after) == {"contoso-seattle", "contoso-portland"}
    assert after.value("peeringd_config_last_reload_success_timestamp_seconds") == loaded_at
    log = daemon.log.read_text()
    assert "peeringd.yaml:2:11: probing.intervall: unknown key; did you mean \"interval\"?" in log
    assert "web.listen[0]" in log and "connections: is missing" in log
    assert received(1)(after) and after.total(LOST) == 0

    daemon.configure(BOTH)
    send_sighup(daemon)
    daemon.wait_until(lambda m: m.value(SUCCESSFUL) == 1, "that it is right again")


def test_post_reloads_if_allowed_and_reports_errors(lab, start_daemon):
    daemon = start_daemon(BOTH)
    status, text = daemon.get("/-/reload", method="POST")
    assert status == 403 and "web.allow_reload" in text
    assert daemon.get("/-/reload")[0] == 405

    daemon.configure(with_(BOTH, web=ALLOWED))
    send_sighup(daemon)
    wait_until(lambda: daemon.get("/-/reload", method="POST")[0] == 200, "it is allowed", 10)
    daemon.configure(with_(BOTH, web=ALLOWED, surprise=1, probing={"interval": "1"}))
    status, text = daemon.get("/-/reload", method="POST")
    assert status == 400
    assert "surprise: unknown key" in text and "probing.interval" in text
    assert daemon.scrape().value(SUCCESSFUL) == 0


def test_a_threshold_changes_without_losing_a_sample(lab, start_daemon):
    lab.links["a"].delay("20ms")
    alerts = {"latency": {"warning": "500ms", "critical": "900ms"}, "for": "0s"}
    daemon = start_daemon(with_(BOTH, alerts=alerts))
    result = {"connection": "contoso-seattle"}
    daemon.wait_until(lambda m: m.total("peering_connection_test_result", **result) == 1, "Pass", 30)
    before = daemon.scrape()

    daemon.configure(with_(BOTH, alerts={"latency": {"warning": "5ms", "critical": "10ms"},
                                         "for": "0s"}))
    send_sighup(daemon)
    after = daemon.wait_until(
        lambda m: m.total("peering_connection_test_result", **result) == 3, "Fail", 5)
    samples = "peering_prefix_window_rtt_seconds"
    assert before.value(samples, connection="contoso-seattle", prefix=A.prefix) > 0.019
    assert after.value(samples, connection="contoso-seattle", prefix=A.prefix) > 0.019
    assert after.total(LOST) == 0 and after.total("peering_probes_inconclusive_total") == 0


def test_a_reload_changes_the_listen_addresses(lab, start_daemon):
    daemon = start_daemon(BOTH)
    daemon.configure(with_(BOTH, web={"listen": ["127.0.0.1:8075", "127.0.0.1:9075"]}))
    send_sighup(daemon)
    daemon.wait_until(lambda m: m.value(SUCCESSFUL) == 1, "no error")
    wait_until(lambda: daemon.get("/-/ready", port=9075)[0] == 200, "the new address", 10)

    with lab.customer.inside(lambda: socket.create_server(("127.0.0.1", 9999))):
        daemon.configure(with_(BOTH, web={"listen": ["127.0.0.1:8075", "127.0.0.1:9999"]}))
        send_sighup(daemon)
        daemon.wait_until(lambda m: m.value(SUCCESSFUL) == 0, "that the address is in use")
    assert "cannot listen on 127.0.0.1:9999" in daemon.log.read_text()
    assert daemon.get("/-/ready", port=9075)[0] == 200, "nothing has changed"


def test_a_thousand_reloads_in_a_row_lose_nothing(lab, start_daemon):
    many = [endpoint(f"edge-{i}", "192.0.2.100") for i in range(20)]
    files = [
        configuration(many, [seattle(), portland()]),
        configuration(many[5:], [portland(), seattle()]),
        configuration(many, [seattle(), portland()], timeout="90ms"),
        "not: [valid",
        configuration(many, [seattle(alerts={"loss": {"critical": "50%"}})]),
        configuration(many, [seattle(A.prefix, B.prefix)], window="9s"),
    ]
    files = [file if isinstance(file, str) else with_(file, web=ALLOWED) for file in files]
    stays = {"connection": "contoso-seattle", "prefix": A.prefix}  # and the endpoints from number 5
    counters = (SENT, "peering_probes_received_total", LOST, "peering_probes_inconclusive_total",
                "peering_probe_rtt_seconds_count", "peering_probe_rtt_seconds_bucket")
    daemon = start_daemon(files[0])
    daemon.wait_until(received(3), "answers of all")

    last, statuses, start = {}, [], time.monotonic()
    for count in range(1000):
        daemon.configure(files[count % len(files)])
        statuses.append(daemon.get("/-/reload", method="POST")[0])
        if count % 10 != 9:
            continue
        metrics = parse(daemon.exposition())
        check_balance(metrics)
        now = {sample.series: sample.value for name in counters
               for sample in metrics.samples(name, **stays)
               if sample.labels["endpoint"] not in [f"edge-{i}" for i in range(5)]}
        assert len(now) >= 15 * 2 * 5
        assert all(now[series] >= value for series, value in last.items())
        last = now
    seconds = time.monotonic() - start
    assert statuses == [400 if count % len(files) == 3 else 200 for count in range(1000)]
    assert seconds < 2 * 60 or sanitizer()

    daemon.configure(files[0])
    assert daemon.get("/-/reload", method="POST")[0] == 200
    daemon.forget_counters()
    calm = daemon.scrape()
    end = daemon.wait_until(lambda m: m.total(SENT) >= calm.total(SENT) + 400, "probes")
    assert end.total(LOST) == 0
    assert end.value("peeringd_targets") == 80


def memory(daemon, field):
    status = Path(f"/proc/{daemon.program.pid}/status").read_text()
    return int(re.search(rf"^{field}:\s+(\d+) kB", status, re.MULTILINE)[1]) / 1024


def too_much():
    """Configurations that would need too much memory: endless brackets, and 10^9 targets."""
    endpoints = "".join(f"  - {{name: e{i}, host: 192.0.2.{i % 250 + 1}, interval: 10s}}\n"
                        for i in range(25_000))
    connections = "".join(
        f"  - {{name: c{i}, partner: P, location: {{country: DE}}, "
        f"prefixes: [10.{i // 256}.{i % 256}.0/24]}}\n" for i in range(40_000))
    yield "[" * 8_000_000, "nested deeper than 50 levels"
    yield f"endpoints:\n{endpoints}connections:\n{connections}", "more than 250000 targets"
    yield "endpoints:\n" + "- x\n" * 200_000, "more are not shown"


@pytest.mark.skipif(bool(sanitizer()), reason="a sanitizer keeps what was freed")
def test_a_rejected_reload_limits_and_releases_its_memory(lab, start_daemon):
    daemon = start_daemon(configuration(ENDPOINTS, [seattle()]))
    daemon.wait_until(received(10), "answers of all")
    before = memory(daemon, "VmRSS")
    for text, message in too_much():
        daemon.configure(text)
        reports = daemon.log.read_text().count("configuration not reloaded")
        send_sighup(daemon)
        wait_until(lambda: daemon.log.read_text().count("configuration not reloaded") > reports, "it is refused", 60)
        wait_until(lambda: message in daemon.log.read_text(), message, 10)
    wait_until(lambda: memory(daemon, "VmRSS") < before + 32, "the memory is given back", 10)
    assert memory(daemon, "VmHWM") < 700
    metrics = daemon.scrape()
    assert metrics.value(SUCCESSFUL) == 0
    assert metrics.total(LOST) == 0
