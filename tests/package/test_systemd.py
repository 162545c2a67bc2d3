"""The unit under real systemd: readiness, watchdog, restart, stop, and the journal."""

import re
import shutil
import subprocess

import pytest

import packages
from machine import ERROR, INFO, WARNING, Service, wait_until

CONFIGURATION = "etc/peeringd/peeringd.yaml"


def test_it_is_started_at_boot(machine):
    service = Service(machine, "peeringd.service")
    assert service.property("UnitFileState") == "enabled"
    assert service.property("ActiveState") == "active"
    assert service.property("Type") == "notify"


def test_systemd_accepts_the_unit(machine):
    verified = machine.run("systemd-analyze", "verify", "--man=no", "peeringd.service").stdout
    assert "peeringd" not in verified


def test_the_sysctl_is_applied(machine):
    allowed = machine.run("sysctl", "--values", "net.ipv4.ping_group_range").stdout
    assert allowed.split() == ["0", "2147483647"]


def test_it_is_ready_once_it_listens(service):
    sockets = service.machine.run("cat", "/proc/net/tcp").stdout
    assert re.search(r"0100007F:1F8B 00000000:0000 0A", sockets)  # 127.0.0.1:8075, LISTEN


def test_it_has_no_privilege(service):
    status = service.machine.run("cat", f"/proc/{service.property('MainPID')}/status").stdout
    assert re.search(r"^CapEff:\s0+$", status, re.MULTILINE)
    assert re.search(r"^NoNewPrivs:\s1$", status, re.MULTILINE)
    assert re.search(r"^Seccomp:\s2$", status, re.MULTILINE)
    uid = int(re.search(r"^Uid:\s(\d+)", status, re.MULTILINE)[1])
    assert uid >= 61184  # a DynamicUser


def test_the_drop_in_grants_only_its_capability(service):
    drop_in = service.machine.root / "etc/systemd/system/peeringd.service.d/net-raw.conf"
    shutil.copy(service.machine.root / "usr/share/doc/peeringd/examples/net-raw.conf", drop_in)
    try:
        service.machine.run("systemctl", "daemon-reload")
        service.control("restart")
        status = service.machine.run("cat", f"/proc/{service.property('MainPID')}/status").stdout
        assert re.search(r"^CapEff:\s0*2000$", status, re.MULTILINE)  # CAP_NET_RAW is bit 13
    finally:
        drop_in.unlink()
        service.machine.run("systemctl", "daemon-reload")


def test_the_status_shows_the_worst_result(service):
    assert re.match(r"connections: 1, targets: \d+", service.property("StatusText"))
    wait_until(lambda: "worst: Indeterminate (this-host)" in service.property("StatusText"),
               "the worst result is output", 30)
    assert "worst: Indeterminate" in service.control("status").stdout


def test_the_journal_has_a_few_startup_lines_with_priorities(service):
    cursor = service.cursor()
    service.control("restart")
    journal = service.journal(cursor)
    assert len(journal) < 30
    of_priority = {level: [text for priority, text in journal if priority == level]
                   for level in range(8)}
    assert any("peeringd 0." in text for text in of_priority[INFO])
    assert any("connections: 1" in text for text in of_priority[INFO])
    assert "metrics at http://127.0.0.1:8075/metrics" in of_priority[INFO]
    assert of_priority[ERROR] == []
    assert not any(re.match(r"<\d>|\d{4}-", text) for _, text in journal)


@pytest.mark.parametrize("signal", ["SEGV", "ABRT", "KILL"])  # a crash, failed allocation, the OOM killer
def test_a_crash_is_followed_by_a_restart(service, signal):
    crashed = service.property("MainPID")
    service.signal(signal)
    wait_until(lambda: service.is_active_with_another_process_than(crashed), "it is restarted", 30)
    assert int(service.property("NRestarts")) >= 1


def test_a_hung_loop_is_killed_by_the_watchdog_and_restarted(service):
    cursor = service.cursor()
    hung = service.property("MainPID")
    service.signal("STOP")
    wait_until(lambda: service.is_active_with_another_process_than(hung), "it is restarted", 60)
    output = [text for _, text in service.journal(cursor)]
    assert any("Watchdog timeout" in text for text in output), output


def test_the_watchdog_does_not_kill_a_running_loop(service):
    """For two watchdog timeouts: a silent daemon would have been killed."""
    running = service.property("MainPID")
    fed = service.property("WatchdogTimestampMonotonic")
    for _ in range(4):
        last = fed
        fed = wait_until(lambda last=last: _changed(service, last), "the watchdog is fed", 60)
    assert service.property("MainPID") == running


def _changed(service, last):
    now = service.property("WatchdogTimestampMonotonic")
    return now if now != last else None


def test_it_ends_cleanly(service):
    cursor = service.cursor()
    service.control("stop")
    assert service.property("ActiveState") == "inactive"
    assert service.property("Result") == "success"
    assert service.property("ExecMainStatus") == "0"
    output = [text for _, text in service.journal(cursor)]
    assert any("exiting on SIGTERM" in text for text in output)


def test_an_invalid_configuration_fails_the_start_with_all_errors_in_the_journal(service):
    configuration = service.machine.root / CONFIGURATION
    right = configuration.read_text()
    wrong = right.replace("interval: 10s", "intervall: 10s").replace("country: US", "country: XX")
    configuration.write_text(wrong)
    try:
        cursor = service.cursor()
        assert service.control("restart", check=False).returncode != 0
        assert service.property("ActiveState") == "failed"
        journal = service.journal(cursor)
        mistakes = [text for priority, text in journal
                    if text.startswith("/etc/peeringd/peeringd.yaml:") and priority == ERROR]
        assert any("probing.intervall" in text for text in mistakes), journal
        assert any("country" in text for text in mistakes), journal
        assert not any("Scheduled restart" in text for _, text in journal), "tried again in vain"
    finally:
        configuration.write_text(right)
    service.control("start")


def test_warnings_are_logged_once_at_startup(service):
    configuration = service.machine.root / CONFIGURATION
    right = configuration.read_text()
    configuration.write_text(right.replace('"127.0.0.1:8075"', '"0.0.0.0:8075"'))
    try:
        cursor = service.cursor()
        service.control("restart")
        warnings = [text for priority, text in service.journal(cursor) if priority == WARNING
                    and text.startswith("/etc/peeringd/peeringd.yaml:")]
        assert len(warnings) == len(set(warnings)) > 0
    finally:
        configuration.write_text(right)


def reinstall(machine):
    """Like an upgrade, with the package of Debian.install()."""
    return machine.run("dpkg", "--force-confold", "--install", f"/root/{packages.deb().name}").stdout


def test_an_upgrade_restarts_it(service):
    before = service.property("MainPID")
    reinstall(service.machine)
    assert service.is_active_with_another_process_than(before)


def test_an_upgrade_that_rejects_the_configuration_keeps_the_old_process(service):
    configuration = service.machine.root / CONFIGURATION
    right = configuration.read_text()
    before = service.property("MainPID")
    configuration.write_text(right.replace("interval: 10s", "intervall: 10s"))
    try:
        said = reinstall(service.machine)
    finally:
        configuration.write_text(right)
    assert "probing.intervall" in said and "not restarted" in said
    assert service.property("ActiveState") == "active"
    assert service.property("MainPID") == before


def test_an_upgrade_uses_the_variables_of_the_service(service):
    configuration = service.machine.root / CONFIGURATION
    variables = service.machine.root / "etc/peeringd/environment"
    right = configuration.read_text()
    variables.write_text("INTERVAL=10s\n")
    configuration.write_text(right.replace("interval: 10s", 'interval: "${INTERVAL}"'))
    try:
        service.control("restart")
        before = service.property("MainPID")
        said = reinstall(service.machine)
        assert "not restarted" not in said
        assert service.is_active_with_another_process_than(before)
    finally:
        variables.unlink()
        configuration.write_text(right)
        service.control("restart")


def test_an_upgrade_does_not_start_a_masked_unit(service):
    service.machine.run("systemctl", "mask", "--now", service.name)
    reinstall(service.machine)
    assert service.property("ActiveState") == "inactive"
    service.machine.run("systemctl", "unmask", service.name)
    assert service.property("UnitFileState") == "enabled"


def key_and_certificate(folder):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
                    "/CN=localhost", "-keyout", folder / "server.key", "-out",
                    folder / "server.pem"], check=True, stderr=subprocess.DEVNULL)


# crypt(3) hash of "open sesame".
USER = "prometheus:$2b$04$TellMeWhoYouAreFrienduukYmb8g/iNb4wGjF3GWPZXNEVRpQ93q\n"
SECRETS = """web:
  allow_reload: true
  tls: {cert_file: server.pem, key_file: "${CREDENTIALS_DIRECTORY}/server.key"}
  basic_auth_users:
    prometheus: {password_file: "${CREDENTIALS_DIRECTORY}/users"}
endpoints:
  - name: edge
    host: edge.example
    probes: [{type: https, headers: {Authorization: {file: "${CREDENTIALS_DIRECTORY}/token"}}}]
connections:
  - {name: this-host, partner: Contoso, location: {country: DE}, prefixes: [auto]}
"""
WITH_CREDENTIALS = ["env", "CREDENTIALS_DIRECTORY=/run/credentials/peeringd.service"]


@pytest.fixture
def secretive(service):
    """The service with the shipped drop-in, and secrets that only root may read."""
    root = service.machine.root
    configuration = root / CONFIGURATION
    right = configuration.read_text()
    drop_in = root / "etc/systemd/system/peeringd.service.d/credentials.conf"
    shutil.copy(root / "usr/share/doc/peeringd/examples/credentials.conf", drop_in)
    private = root / "etc/peeringd/private"
    private.mkdir(mode=0o700)
    key_and_certificate(private)
    (private / "server.pem").rename(root / "etc/peeringd/server.pem")
    (private / "users").write_text(USER)
    (private / "token").write_text("Bearer x\n")
    for file in private.iterdir():
        file.chmod(0o600)
    configuration.write_text(SECRETS)
    service.machine.run("systemctl", "daemon-reload")
    service.control("restart")
    yield service
    shutil.rmtree(private)
    (root / "etc/peeringd/server.pem").unlink()
    drop_in.unlink()
    configuration.write_text(right)
    service.machine.run("systemctl", "daemon-reload")
    service.control("restart")


def test_secrets_come_from_credentials_that_no_user_may_read(secretive):
    assert secretive.property("ActiveState") == "active"
    output = secretive.machine.run("bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8075; "
                                 "printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3").stdout
    assert "400" in output and "HTTPS" in output  # it has the key, and uses TLS
    checked = secretive.machine.run(*WITH_CREDENTIALS, "peeringd", "check").stdout
    assert "correct" in checked and "warnings: 0" in checked
    read = secretive.machine.run("setpriv", "--reuid=65534", "--clear-groups", "cat",
                                 "/run/credentials/peeringd.service/server.key", check=False)
    assert read.returncode != 0


def test_a_reload_uses_the_credentials_of_the_start(secretive):
    configuration = secretive.machine.root / CONFIGURATION
    running = secretive.property("MainPID")
    configuration.write_text(SECRETS.replace("edge.example", "other.example"))
    reloaded = secretive.control("reload", check=False)
    assert reloaded.returncode == 0, secretive.machine.run("journalctl", "-u", secretive.name).stdout
    assert secretive.property("MainPID") == running


def test_with_credentials_too_a_reload_fails_for_a_wrong_configuration(secretive):
    running = secretive.property("MainPID")
    (secretive.machine.root / CONFIGURATION).write_text(SECRETS.replace("country: DE", "country: XX"))
    assert secretive.control("reload", check=False).returncode != 0
    assert secretive.property("ActiveState") == "active" and secretive.property("MainPID") == running


def test_an_upgrade_restarts_a_service_with_credentials(secretive):
    before = secretive.property("MainPID")
    reinstall(secretive.machine)
    assert secretive.is_active_with_another_process_than(before)


def test_check_by_root_reports_files_that_the_service_cannot_read(secretive):
    configuration = secretive.machine.root / CONFIGURATION
    configuration.write_text(SECRETS.replace("${CREDENTIALS_DIRECTORY}", "private"))
    output = secretive.machine.run("peeringd", "check").stdout
    for name in ("server.key", "users", "token"):
        assert re.search(rf"warning: .*cannot read .*/{name}\" \(mode 0600\)", output), output
    assert "server.pem" not in output
