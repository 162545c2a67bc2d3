"""Secrets in files, as passed by systemd, and secrets in the wrong place."""

import base64
import signal

import pytest

from lab.catalogue import daemon_program
from lab.configuration import configuration, endpoint
from lab.pop_headers import MSEDGE_REF, msedge_ref
from lab.waiting import wait_until

PASSWORD = "open sesame"
# crypt(3) hash of PASSWORD.
HASH = "$2b$04$TellMeWhoYouAreFrienduukYmb8g/iNb4wGjF3GWPZXNEVRpQ93q"
SECRET = "hunter2hunter2"
SIMPLE = configuration([endpoint("edge", "edge.example")])
WEB = {**SIMPLE["web"], "allow_reload": True}


@pytest.fixture
def credentials(tmp_path):
    """A folder like that of LoadCredential=, readable only by its owner."""
    folder = tmp_path / "credentials"
    folder.mkdir(mode=0o700)
    return folder


def with_credentials(folder):
    return ["env", f"CREDENTIALS_DIRECTORY={folder}"]


def https(headers):
    return endpoint("edge", "edge.example", {"type": "http", "headers": headers})


def test_a_header_comes_from_a_credential(lab, start_daemon, credentials):
    """The header selects the PoP with which the edge answers."""
    (credentials / "header").write_text(msedge_ref("AMSEDGE0312") + "\n")
    header = {f"Answer-{MSEDGE_REF}": {"file": "${CREDENTIALS_DIRECTORY}/header"}}
    daemon = start_daemon(configuration([https(header)]), wrapper=with_credentials(credentials))
    daemon.wait_until(lambda m: "AMS" in {one.labels["pop"] for one in
                                          m.samples("peering_edge_pop_info")}, "that PoP")


def test_a_password_file_authenticates_its_user(lab, start_daemon, credentials):
    (credentials / "users").write_text(f"prometheus:{HASH}\n")
    daemon = start_daemon(SIMPLE, wrapper=with_credentials(credentials))
    users = {"prometheus": {"password_file": "${CREDENTIALS_DIRECTORY}/users"}}
    daemon.configure({**SIMPLE, "web": {**WEB, "basic_auth_users": users}})
    daemon.program.send_signal(signal.SIGHUP)
    wait_until(lambda: daemon.get("/metrics")[0] == 401, "a password is asked for", 10)
    credential = base64.b64encode(f"prometheus:{PASSWORD}".encode()).decode()
    result = lab.customer.run("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "-H",
                              f"Authorization: Basic {credential}", "http://127.0.0.1:8075/metrics")
    assert result.stdout == "200"


WRONG = {
    "a hash as a text": {"web": {**WEB, "basic_auth_users": SECRET}},
    "a password as a name": {"web": {**WEB, "basic_auth_users": {SECRET: "x"}}},
    "a token as a header's name": {"endpoints": [https({f"Bearer {SECRET}": "x"})]},
    "headers as a text": {"endpoints": [https(f"Authorization: Bearer {SECRET}")]},
    "a key in place of its file": {"web": {**WEB, "tls": {"cert_file": "x", "key_file": SECRET}}},
    "another program's file": {"include": ["shadow"]},
    "a private key as a configuration": {"include": ["private.key"]},
}


def reload_with(daemon, wrong):
    daemon.configure({**SIMPLE, "web": WEB, **wrong})
    return daemon.get("/-/reload", method="POST")


def test_a_misplaced_secret_is_neither_logged_nor_returned(lab, start_daemon, tmp_path):
    (tmp_path / "shadow").write_text(f"root:{SECRET}:19000:0:99999:7:::\nx:{SECRET}:19000:::::\n")
    (tmp_path / "private.key").write_text(
        f"-----BEGIN PRIVATE KEY-----\n{SECRET}\n{SECRET}\n-----END PRIVATE KEY-----\n")
    daemon = start_daemon({**SIMPLE, "web": WEB})
    for what, wrong in WRONG.items():
        status, answer = reload_with(daemon, wrong)
        assert status == 400, what
        assert SECRET not in answer, what
        assert "peeringd.yaml" in answer or "shadow" in answer or "private.key" in answer
    assert SECRET not in daemon.log.read_text()


def test_check_explains_missing_credentials(lab, tmp_path):
    file = tmp_path / "peeringd.yaml"
    file.write_text("web: {tls: {cert_file: x.pem, key_file: '${CREDENTIALS_DIRECTORY}/key'}}\n")
    result = lab.customer.run("env", "-u", "CREDENTIALS_DIRECTORY", daemon_program(), "check",
                              "--config", file, check=False)
    assert result.returncode == 1
    assert "${CREDENTIALS_DIRECTORY}, which is not set; systemd sets it" in result.stderr
