"""Every page arrives complete: with and without TLS, with and without compression, over HTTP/1.0 and
1.1, with one target and with thousands, for curl and for Prometheus."""

import gzip
import json

import pytest
import yaml

from lab.catalogue import EDGE, daemon_program
from lab.configuration import configuration, endpoint, seattle
from lab.metrics import parse
from lab.prometheus import Prometheus
from lab.waiting import wait_until

NAME = "edge.example"  # the name in the lab's certificate
ENCODINGS = {"identity": (), "gzip": ("-H", "Accept-Encoding: gzip")}
VERSIONS = {"1.0": ("--http1.0",), "1.1": ("--http1.1",)}
SIZES = (1, 3, 20, 100, 400, 2000)


@pytest.fixture
def serve(lab, start_daemon):
    """serve(targets, tls): starts a daemon with this number of targets."""
    def start(targets, tls):
        endpoints = [endpoint(f"e{i}", EDGE[0], "tcp") for i in range(targets)]
        wanted = configuration(endpoints, [seattle()], interval="30s", timeout="1s", window="2m")
        wanted["web"]["allow_reload"] = True
        daemon = start_daemon(wanted)
        if tls:
            certificates = lab.edge.certificates
            wanted["web"]["tls"] = {"cert_file": str(certificates.pem("good")),
                                    "key_file": str(certificates.key("good"))}
            daemon.configure(wanted)
            assert daemon.get("/-/reload", "POST")[0] == 200
        return daemon
    return start


class Curl:
    """curl on the daemon's host; reads a page completely."""

    def __init__(self, lab, tls, directory):
        self._host, self._file = lab.customer, directory / "body"
        self._base = f"https://{NAME}:8075" if tls else "http://127.0.0.1:8075"
        self._options = ["--cacert", lab.edge.certificates.authority, "--resolve",
                         f"{NAME}:8075:127.0.0.1"] if tls else []

    def read(self, path, *arguments):
        """Returns (status, body) after curl has read the whole body."""
        result = self._host.run("curl", "-sS", "-m", "20", "-o", self._file, "-D", "-",
                                *self._options, *arguments, self._base + path, check=False)
        assert result.returncode == 0, f"{path} {arguments}: {result.stderr}{result.stdout}"
        header, body = result.stdout.lower(), self._file.read_bytes()
        if "content-encoding: gzip" in header:
            body = gzip.decompress(body)
        return int(header.split()[1]), body.decode()


def hold_metrics(text, targets):
    assert text.endswith("\n")
    sent = parse(text).samples("peering_probes_sent_total")
    assert len({sample.labels["endpoint"] for sample in sent}) == targets


def hold_connections(text, targets):
    prefix = json.loads(text)["connections"][0]["prefixes"][0]
    assert len(prefix["paths"]) == targets


def hold_pages(curl, targets, *arguments):
    status, text = curl.read("/metrics", *arguments)
    assert status == 200
    hold_metrics(text, targets)
    status, text = curl.read("/api/v1/connections", *arguments)
    assert status == 200
    hold_connections(text, targets)
    status, text = curl.read("/", *arguments)
    assert status == 200 and text.rstrip().endswith("</html>")
    assert curl.read("/-/ready", *arguments) == (200, "ready\n")
    assert curl.read("/-/healthy", *arguments) == (200, "healthy\n")
    status, text = curl.read("/nothing", *arguments)
    assert status == 404 and "\n/metrics\n" in text


@pytest.mark.parametrize("tls", (False, True), ids=("plain", "tls"))
@pytest.mark.parametrize("targets", SIZES)
def test_curl_reads_each_page_completely(lab, serve, tmp_path, targets, tls):
    serve(targets, tls)
    curl = Curl(lab, tls, tmp_path)
    for encoding in ENCODINGS.values():
        for version in VERSIONS.values():
            hold_pages(curl, targets, *encoding, *version)
    status, text = curl.read("/-/reload", "-X", "POST")
    assert status == 200 and f"targets: {targets}" in text


@pytest.mark.parametrize("targets", (100, 2000))
def test_prometheus_scrapes_each_target_over_tls(lab, serve, tmp_path, targets):
    serve(targets, tls=True)
    prometheus = Prometheus(
        lab.customer, tmp_path, scheme="https", scrape_interval="2s", scrape_timeout="2s",
        tls_config={"ca_file": str(lab.edge.certificates.authority), "server_name": NAME})

    def value(expression):
        series = prometheus.query(expression)
        return float(series[0]["value"][1]) if series else None
    wait_until(lambda: value('up{job="peeringd"}') == 1, "Prometheus has scraped it", 30)
    count = 'count(count by (endpoint) (peering_probes_sent_total{job="peeringd"}))'
    wait_until(lambda: value(count) == targets, "each target has arrived", 30)


@pytest.mark.parametrize("command", ("targets", "check"))
def test_a_command_that_cannot_write_its_output_fails(lab, tmp_path, command):
    file = tmp_path / "peeringd.yaml"
    file.write_text(yaml.safe_dump(configuration([endpoint("edge", EDGE[0])], [seattle()])))
    result = lab.customer.run("sh", "-c", f"exec {daemon_program()} {command} -c {file} >/dev/full",
                              check=False)
    assert result.returncode == 3
    assert "cannot write all output to standard output" in result.stderr
