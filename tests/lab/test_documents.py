"""The commands that the documents show work, on a host that runs the daemon."""

import re
import shlex
import shutil

import pytest

from lab.catalogue import EDGE, REPOSITORY, daemon_program
from lab.configuration import A, configuration, endpoint, portland, seattle
from lab.documents import commands_of

# Programs that no test of the lab can run, with what they need.
NOT_RUN = {
    "apt-get": "changes the system; tests/package installs and removes the package",
    "cat": "files of an installed Prometheus", "grep": "files of an installed Prometheus",
    "cmake": "builds", "cpack": "builds", "package": "builds", "run": "builds", "setup": "installs",
    "test": "runs the tests", "coredumpctl": "a crash", "gdb": "a crash", "cp": "changes the system",
    "podman": "runs the image; tests/package runs it with runc", "tar": "tests/package moves a host",
    "rm": "tests/package restores a history", "chown": "tests/package restores a history",
    "ansible-playbook": "tests/package runs the role",
    "dnf": "another distribution", "install": "changes the system", "journalctl": "systemd",
    "sh": "changes the system", "sudoedit": "an editor", "systemctl": "systemd", "kubectl": "a cluster",
    "sed": "input for kubectl", "printf": "input for kubectl", "}": "input for kubectl", "for": "a loop",
    "promtool": "an installed Prometheus; tests/packaging checks its file",
    "amtool": "an Alertmanager; the runbook's query is tried in test_alerting", "mtr": "is slow",
    "ls": "shows a folder", "vmalert": "is optional", "whois": "asks a server of the Internet",
}
# Nothing is wrong in the lab, its edge.example names no PoP, and there is no BGP speaker: these have nothing to show.
MAY_BE_EMPTY = re.compile(r"kind=(pop_changed|edge_location_changed)|nft list ruleset|edge_location_info|edge_pop_info|"
                          r"edge_address_info|service_tags|"
                          r"api/v1/routes|(bmp|rpki|route)_|prefix_visib|ss -tnp")
MINE = "config/my.yaml"  # the reader's own file
MISSPELLED = f"check --config {MINE}"  # has a test of its own
OF_PROMETHEUS = "127.0.0.1:9090"  # test_alerting has one


@pytest.fixture
def values(lab, start_daemon, tmp_path):
    """The words in capitals in the documents, with the lab's values. A daemon runs with these."""
    history = {"history": {"path": str(tmp_path / "history"), "size": "50MB"}}
    probes = ["icmp", "tcp", {"type": "https"}, "stun"]
    daemon = start_daemon(configuration([endpoint("edge", "edge.example", *probes)],
                                        [seattle(), portland()], interval="200ms") | history)
    daemon.wait_until(lambda m: m.samples("peering_tls_cert_not_after_timestamp_seconds"), "a certificate")
    daemon.wait_until(lambda m: m.samples("peering_prefix_egress_verified"), "an answer of STUN")
    return {"NAME": "contoso-seattle", "PREFIX": A.prefix, "SOURCE": A.address, "HOST": "edge.example",
            "ENDPOINT": "edge", "DEVICE": A.device, "ADDRESS": EDGE[0], "FILE": str(daemon.file), MINE: str(daemon.file)}


def as_run(command, values):
    """The command with the lab's values, its filter of zeros left out, and fewer probes."""
    text = command.text.removeprefix("sudo ").replace(" | grep -v ' 0$'", "").replace("--count 60", "--count 3")
    for word, value in values.items():
        text = re.sub(rf"\b{word}\b", value, text)
    program = shlex.quote(str(daemon_program()))
    if command.program == "peeringd" and "--config" not in text:
        text = re.sub(r"^(\S*peeringd \w+)", rf"\1 --config {values['FILE']}", text)
    text = re.sub(r"^\S*\bpeeringd\b", program, text)
    return f"cd {shlex.quote(str(REPOSITORY))}\n{text}"


def problem_of(result, command):
    """Why the result is not what a reader wants; None if it is."""
    silent = "-o /dev/null" in command.text or MAY_BE_EMPTY.search(command.text)
    if result.stderr and "-sv" not in command.text and "openssl" not in command.text:
        return f"says {result.stderr}"
    if not silent and not result.stdout.strip():
        return "prints nothing"
    if result.returncode and not silent:
        return f"ends with {result.returncode}"
    return None


@pytest.mark.parametrize("document", ["README.md", "docs/alerting.md", "docs/api/README.md", "docs/configuration.md"])
def test_the_commands_of_the_documents_work(lab, values, document):
    done, problems = {}, []
    for command in commands_of(document):
        if (command.program in NOT_RUN or OF_PROMETHEUS in command.text or MISSPELLED in command.text
                or command.text in done):
            continue
        done[command.text] = lab.customer.run("bash", "-c", as_run(command, values), check=False, timeout=60)
        if problem := problem_of(done[command.text], command):
            problems.append(f"{command.place}: {command.text}: {problem}")
    assert done
    assert not problems, "\n".join(problems)


def test_check_prints_the_error_that_the_readme_shows(lab, tmp_path):
    shown, = re.findall(rf"^{MINE}:27:3: .*$", (REPOSITORY / "README.md").read_text(), re.MULTILINE)
    shutil.copytree(REPOSITORY / "config", tmp_path / "config")
    shipped = (REPOSITORY / "config/peeringd.yaml").read_text()
    (tmp_path / MINE).write_text(shipped.replace("  interval:", "  intervall:", 1))
    result = lab.customer.run("sh", "-c", f"cd {shlex.quote(str(tmp_path))} && "
                              f"{shlex.quote(str(daemon_program()))} {MISSPELLED}", check=False)
    assert result.returncode == 1
    assert shown in (result.stdout + result.stderr).splitlines()
