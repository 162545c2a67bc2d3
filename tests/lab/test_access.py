"""Access control: TLS, client certificates and passwords, with curl and with Prometheus."""

import http.client
import os
import signal
import ssl
import time

import pytest

from lab.configuration import configuration, endpoint
from lab.prometheus import Prometheus
from lab.waiting import wait_until

NAME = "edge.example"  # what the lab's certificate is for
# crypt(3) hash of "open sesame".
HASH = "$2b$04$TellMeWhoYouAreFrienduukYmb8g/iNb4wGjF3GWPZXNEVRpQ93q"
PASSWORD = "prometheus:open sesame"


class Client:
    """curl on the daemon's host."""

    def __init__(self, lab, ca):
        self._host, self._ca = lab.customer, ca

    def status(self, *arguments, path="/metrics"):
        """The HTTP status; 0 without a response."""
        result = self._host.run("curl", "-sS", "-o", "/dev/null", "-w", "%{http_code}", "-m", "10",
                                "--cacert", self._ca, "--resolve", f"{NAME}:8075:127.0.0.1",
                                *arguments, f"https://{NAME}:8075{path}", check=False)
        return int(result.stdout or 0)


@pytest.fixture
def certificates(lab):
    return lab.edge.certificates


@pytest.fixture
def files(certificates, tmp_path):
    """Copies of the valid certificate and its key, which tests replace."""
    copies = tmp_path / "cert.pem", tmp_path / "key.pem"
    install(certificates, "good", copies)
    return copies


def install(certificates, name, files):
    for source, file in zip((certificates.pem(name), certificates.key(name)), files):
        new = file.with_suffix(".new")
        new.write_bytes(source.read_bytes())
        new.replace(file)


@pytest.fixture
def serve(lab, start_daemon, certificates):
    """serve(tls, …): a daemon started without TLS that reloads these settings on SIGHUP."""
    def start(tls, arguments=(), **web):
        plain = configuration([endpoint("edge", "edge.example")])
        daemon = start_daemon(plain)
        daemon.configure({**plain, "web": {**plain["web"], "tls": tls, **web}})
        daemon.program.send_signal(signal.SIGHUP)
        client = Client(lab, certificates.authority)
        wait_until(lambda: client.status(*arguments), "it speaks TLS", 10)
        return daemon, client
    return start


def test_tls_of_the_requested_version(serve, files):
    cert, key = files
    daemon, client = serve({"cert_file": str(cert), "key_file": str(key), "min_version": "TLS13"})
    assert client.status() == 200
    assert client.status("--tls-max", "1.2") == 0
    status, text = daemon.get("/metrics")  # without TLS
    assert status == 400 and "HTTPS" in text


def test_a_password_is_required_if_users_are_configured(serve, files):
    cert, key = files
    daemon, client = serve({"cert_file": str(cert), "key_file": str(key)},
                           basic_auth_users={"prometheus": HASH})
    assert client.status("-u", PASSWORD) == 200
    assert client.status() == 401
    assert client.status("-u", "prometheus:wrong") == 401
    assert client.status("-u", "somebody:open sesame") == 401
    assert client.status(path="/-/healthy") == 401, "every path"
    log = daemon.log.read_text()
    assert "sesame" not in log and HASH not in log


def test_only_clients_with_a_trusted_certificate_are_served(serve, files, certificates, lab):
    cert, key = files
    ours = ["--cert", str(certificates.pem("good")), "--key", str(certificates.key("good"))]
    others = ["--cert", str(certificates.pem("self-signed")),
              "--key", str(certificates.key("self-signed"))]
    _, client = serve({"cert_file": str(cert), "key_file": str(key),
                       "client_ca_file": str(certificates.authority)}, arguments=ours)
    assert client.status(*ours) == 200
    assert client.status(*others) == 0
    assert client.status() == 0


def test_a_replaced_certificate_is_used_without_a_reload(serve, files, certificates):
    cert, key = files
    daemon, client = serve({"cert_file": str(cert), "key_file": str(key)})
    install(certificates, "self-signed", files)
    wait_until(lambda: client.status() == 0, "curl distrusts the new one", 10)
    install(certificates, "good", files)
    wait_until(lambda: client.status() == 200, "the good one is back", 10)
    cert.write_text("nonsense")
    wait_until(lambda: client.status() == 200
               and "keeping the previous certificate" in daemon.log.read_text(),
               "what is no certificate is noticed, and the one before is used", 10)
    assert daemon.log.read_text().count("keeping the previous certificate") <= 2


def test_prometheus_scrapes_over_tls_with_a_password(lab, serve, files, certificates, tmp_path):
    cert, key = files
    serve({"cert_file": str(cert), "key_file": str(key)}, basic_auth_users={"prometheus": HASH})
    user, password = PASSWORD.split(":")
    prometheus = Prometheus(
        lab.customer, tmp_path, scheme="https",
        tls_config={"ca_file": str(certificates.authority), "server_name": NAME},
        basic_auth={"username": user, "password": password})

    def up():
        series = prometheus.query('up{job="peeringd"}')
        return series and series[0]["value"][1] == "1"
    wait_until(up, "Prometheus has scraped it", 20)
    wait_until(lambda: prometheus.query("peeringd_web_cert_not_before_timestamp_seconds < time() < "
                                        "peeringd_web_cert_not_after_timestamp_seconds"), "when its certificate is valid", 20)


class KeptConnection:
    """A client with a certificate that keeps its connection."""

    def __init__(self, lab, certificates):
        context = ssl.create_default_context(cafile=certificates.authority)
        context.load_cert_chain(certificates.pem("good"), certificates.key("good"))
        self._connection = http.client.HTTPConnection(NAME)
        self._connection.sock = context.wrap_socket(lab.customer.connect("127.0.0.1", 8075),
                                                    server_hostname=NAME)

    def status(self):
        """The status, or 0 after the end of the connection."""
        try:
            self._connection.request("GET", "/-/ready")
            response = self._connection.getresponse()
            response.read()
            return response.status
        except (http.client.HTTPException, OSError):
            return 0


@pytest.mark.parametrize("reload", (False, True), ids=("seen by itself", "by SIGHUP"))
def test_replacing_the_authority_of_the_clients_ends_kept_connections(
        serve, files, certificates, lab, tmp_path, reload):
    authority = tmp_path / "clients.pem"
    authority.write_bytes(certificates.authority.read_bytes())
    cert, key = files
    ours = ["--cert", str(certificates.pem("good")), "--key", str(certificates.key("good"))]
    daemon, client = serve({"cert_file": str(cert), "key_file": str(key),
                            "client_ca_file": str(authority)}, arguments=ours)
    kept = KeptConnection(lab, certificates)
    assert kept.status() == 200
    new = authority.with_suffix(".new")
    new.write_bytes(certificates.pem("self-signed").read_bytes())
    new.replace(authority)
    if reload:
        daemon.program.send_signal(signal.SIGHUP)
    time.sleep(1.5)  # the daemon checks once a second
    assert kept.status() == 0
    assert client.status(*ours) == 0


@pytest.mark.parametrize("file", ("cert_file", "key_file", "client_ca_file"))
def test_a_fifo_in_place_of_a_file_blocks_nothing(serve, files, certificates, tmp_path, file):
    cert, key = files
    authority = tmp_path / "clients.pem"
    authority.write_bytes(certificates.authority.read_bytes())
    ours = ["--cert", str(certificates.pem("good")), "--key", str(certificates.key("good"))]
    tls = {"cert_file": str(cert), "key_file": str(key), "client_ca_file": str(authority)}
    daemon, client = serve(tls, arguments=ours)
    os.unlink(tls[file])
    os.mkfifo(tls[file])
    wait_until(lambda: client.status(*ours) == 200
               and "is not a regular file; keeping the previous certificate"
               in daemon.log.read_text(), "the files read before are used", 10)
    code, seconds = daemon.stop()
    assert code == 0 and seconds < 5


def test_a_post_with_an_empty_body_in_chunks_is_accepted(serve, files, lab):
    cert, key = files
    _, client = serve({"cert_file": str(cert), "key_file": str(key)}, allow_reload=True)
    chunked = ("-X", "POST", "-H", "Transfer-Encoding: chunked", "-H", "Expect:")
    assert client.status(*chunked, "-d", "", path="/-/reload") == 200
    assert client.status(*chunked, "-d", "x", path="/-/reload") == 413


EVIL = ("-H", "Host: evil.example:8075")


@pytest.fixture
def ask(lab):
    """ask(…): returns the status and body of a request by curl without TLS."""
    def run(*arguments, path="/metrics", address="127.0.0.1"):
        result = lab.customer.run("curl", "-sS", "-w", "%{http_code}", "-m", "10", *arguments,
                                  f"http://{address}:8075{path}")
        return int(result.stdout[-3:]), result.stdout[:-3]
    return run


def with_web(**web):
    plain = configuration([endpoint("edge", "edge.example")])
    return {**plain, "web": {**plain["web"], **web}}


def test_a_request_for_another_host_is_refused(start_daemon, ask):
    daemon = start_daemon(with_web())
    status, body = ask(*EVIL)
    assert status == 421 and "web.hosts" in body
    assert ask("-H", "Host: localhost:8075")[0] == 200
    assert ask()[0] == 200
    daemon.configure(with_web(hosts=["evil.example"]))
    daemon.program.send_signal(signal.SIGHUP)
    wait_until(lambda: ask(*EVIL)[0] == 200, "it is named now", 10)
    assert "refused" in daemon.log.read_text()


def test_any_name_is_accepted_on_other_addresses_unless_hosts_are_set(start_daemon, ask):
    address = "203.0.113.10"  # the customer's own
    daemon = start_daemon(with_web(listen=["127.0.0.1:8075", f"{address}:8075"]))
    assert ask(*EVIL, address=address)[0] == 200
    assert ask(*EVIL)[0] == 421
    daemon.configure(with_web(listen=["127.0.0.1:8075", f"{address}:8075"], hosts=["mon.example"]))
    daemon.program.send_signal(signal.SIGHUP)
    wait_until(lambda: ask(*EVIL, address=address)[0] == 421, "names are given", 10)
    assert ask("-H", "Host: MON.example", address=address)[0] == 200
    assert ask(address=address)[0] == 200, "the address itself"


def test_a_page_of_another_site_cannot_reload(start_daemon, ask):
    start_daemon(with_web(allow_reload=True))
    post = ("-X", "POST")
    assert ask(*post, "-H", "Sec-Fetch-Site: cross-site", path="/-/reload")[0] == 403
    assert ask(*post, "-H", "Origin: https://evil.example", path="/-/reload")[0] == 403
    assert ask(*post, "-H", "Origin: http://127.0.0.1:8075", path="/-/reload")[0] == 200
    assert ask(*post, path="/-/reload")[0] == 200
