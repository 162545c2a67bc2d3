"""The Ansible role (packaging/ansible) against a Debian with systemd, by Debian's ansible-core."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import packages
from debian import Debian
from machine import Machine, Service, scrape, wait_until

ROLES = packages.REPOSITORY / "packaging/ansible/roles"
PLUGINS = Path(__file__).parent / "ansible/connection_plugins"
PLAY = [{"hosts": "all", "gather_facts": False, "roles": ["peeringd"]}]
SEATTLE = {"name": "contoso-seattle", "site": "seattle", "partner": "Contoso Networks", "prefixes": ["203.0.113.0/24"],
           "location": {"country": "US", "state": "WA", "city": "Seattle"}}
IMPORTED = """# Written by peeringd import azure.
connections:
  - {name: ams, partner: Fabrikam, location: {country: NL}, prefixes: [198.51.100.0/24]}
"""


class Ansible:
    """Runs the role on one machine."""

    def __init__(self, machine, folder):
        self.machine = machine
        self.folder = folder
        (folder / "play.yml").write_text(json.dumps(PLAY))
        (folder / "ams.yaml").write_text(IMPORTED)
        self.variables = {
            "ansible_connection": "nsenter", "ansible_host": str(machine.first),
            "ansible_python_interpreter": "/usr/bin/python3",
            "peeringd_deb": str(packages.deb()),
            "peeringd_environment": {"PEERINGD_SITE": "seattle"},
            "peeringd_connections": {"seattle": {"connections": [SEATTLE]}},
            "peeringd_connection_files": [str(folder / "ams.yaml")],
            "peeringd_forward_url": "http://127.0.0.1:9/api/v1/write",
        }

    def play(self, *options, **changes):
        """Returns (exit code, output, number of changes)."""
        inventory = self.folder / "inventory.json"
        inventory.write_text(json.dumps({"all": {"hosts": {"branch": {**self.variables, **changes}}}}))
        environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": str(self.folder), "LC_ALL": "C.UTF-8",
                       "ANSIBLE_ROLES_PATH": str(ROLES), "ANSIBLE_CONNECTION_PLUGINS": str(PLUGINS),
                       "ANSIBLE_PIPELINING": "1", "ANSIBLE_NOCOLOR": "1"}
        done = subprocess.run(["ansible-playbook", "-i", inventory, *options, self.folder / "play.yml"],
                              env=environment, cwd=self.folder, text=True, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        changed = re.search(r"^branch +:.* changed=(\d+)", done.stdout, re.MULTILINE)
        return done.returncode, done.stdout, changed and int(changed[1])


@pytest.fixture(scope="module")
def ansible(tmp_path_factory):
    """After a first run on a Debian 12 that has Python, and apt's files for the installation."""
    if not shutil.which("ansible-playbook"):
        pytest.skip("needs ansible-core: script/setup test-package")
    debian = Debian(tmp_path_factory.mktemp("ansible") / "debian")
    debian.install_dependencies(packages.deb())
    debian.run("apt-get", "install", "--yes", "--no-install-recommends", "python3", "python3-apt")
    debian.run("apt-get", "install", "--yes", "--no-install-recommends", "--download-only", "victoria-metrics")
    with Machine(debian.root) as machine:
        ansible = Ansible(machine, tmp_path_factory.mktemp("controller"))
        code, output, changed = ansible.play()
        assert code == 0 and changed > 0, output
        yield ansible
    shutil.rmtree(debian.root)


@pytest.fixture
def service(ansible):
    return Service(ansible.machine, "peeringd.service")


def configuration(machine):
    """All files in /etc/peeringd, with their contents."""
    folder = machine.root / "etc/peeringd"
    return {str(file.relative_to(folder)): file.read_text() for file in folder.rglob("*") if file.is_file()}


def test_a_first_run_configures_and_starts_the_daemon(ansible, service):
    assert service.property("ActiveState") == "active"
    assert service.property("UnitFileState") == "enabled"
    page = scrape(ansible.machine)
    assert 'connection="contoso-seattle"' in page and 'connection="ams"' in page
    assert re.search(r'^peeringd_build_info\{.*site="seattle"', page, re.MULTILINE)


def test_the_agent_runs_and_the_server_of_its_package_does_not(ansible):
    forward = Service(ansible.machine, "peeringd-forward.service")
    wait_until(lambda: forward.property("ActiveState") == "active", "the agent runs", 20)
    server = Service(ansible.machine, "victoria-metrics.service")
    assert server.property("ActiveState") == "inactive"
    assert server.property("LoadState") == "masked"


def test_a_second_run_changes_nothing(ansible, service):
    running = service.property("MainPID")
    code, output, changed = ansible.play()
    assert code == 0 and changed == 0, output
    assert service.property("MainPID") == running


def test_a_changed_connection_is_reloaded_without_a_restart(ansible, service):
    running = service.property("MainPID")
    other = {"portland": {"connections": [{**SEATTLE, "name": "contoso-portland"}]}}
    code, output, changed = ansible.play(peeringd_connections=other)
    assert code == 0 and changed, output
    page = scrape(ansible.machine)
    assert 'connection="contoso-portland"' in page and 'connection="contoso-seattle"' not in page
    assert not (ansible.machine.root / "etc/peeringd/connections.d/seattle.yaml").exists()
    assert service.property("MainPID") == running
    ansible.play()


def test_a_broken_configuration_is_refused_and_the_daemon_stays(ansible, service):
    running, before = service.property("MainPID"), configuration(ansible.machine)
    broken = {"seattle": {"connections": [{**SEATTLE, "location": {"country": "XX"}}]}}
    code, output, changed = ansible.play(peeringd_connections=broken, peeringd_connection_files=[])
    assert code != 0 and changed == 0, output
    assert re.search(r"connections\.d/seattle\.yaml:\d+:\d+: error: .*country", output), output
    assert "Nothing has changed on this host" in output
    assert configuration(ansible.machine) == before
    assert service.property("MainPID") == running
    assert service.property("ActiveState") == "active"
    assert list(ansible.machine.root.glob("tmp/peeringd.*")) == []


def test_a_dry_run_shows_changes_and_makes_none(ansible):
    before = configuration(ansible.machine)
    other = {"seattle": {"connections": [{**SEATTLE, "partner": "Fabrikam"}]}}
    code, output, changed = ansible.play("--check", peeringd_connections=other)
    assert code == 0 and changed == 2, output  # the file, and the reload
    assert "(item=connections.d/seattle.yaml)" in output
    assert configuration(ansible.machine) == before


def test_a_changed_environment_restarts_the_daemon(ansible, service):
    running = service.property("MainPID")
    portland = {"portland": {"connections": [{**SEATTLE, "site": "portland"}]}}
    code, output, _ = ansible.play(peeringd_environment={"PEERINGD_SITE": "portland"}, peeringd_connections=portland)
    assert code == 0, output
    assert service.property("MainPID") != running
    assert 'site="portland"' in scrape(ansible.machine)


def test_overlays_and_other_files_are_written_and_removed(ansible):
    (ansible.folder / "sites.yaml").write_text("ams: {site: amsterdam}\n")
    (ansible.folder / "more.txt").write_text("more\n")
    config = {"include": ["endpoints/microsoft-edge.yaml", "connections.d/*.yaml"], "overlays": ["overlays/*.yaml"]}
    wanted = {"peeringd_config": config, "peeringd_environment": {"PEERINGD_SITE": "amsterdam"},
              "peeringd_overlay_files": [str(ansible.folder / "sites.yaml")],
              "peeringd_overlays": {"groups": {"ams": {"redundancy_group": "nl"}}},
              "peeringd_more_files": {"tables/more.txt": str(ansible.folder / "more.txt")}}
    code, output, _ = ansible.play(**wanted)
    assert code == 0, output
    page = scrape(ansible.machine)
    assert re.search(r'peering_connection_info\{connection="ams",.*redundancy_group="nl".*site="amsterdam"', page)
    assert 'connection="this-host"' not in page
    folder = ansible.machine.root / "etc/peeringd"
    assert (folder / "tables/more.txt").read_text() == "more\n"
    code, output, changed = ansible.play(**wanted)
    assert code == 0 and changed == 0, output
    code, output, _ = ansible.play(**{**wanted, "peeringd_overlays": {}})
    assert code == 0 and not (folder / "overlays/groups.yaml").exists(), output
    assert (folder / "overlays/sites.yaml").exists()
    (folder / "peeringd.yaml").write_text((packages.REPOSITORY / "config/peeringd.yaml").read_text())
    ansible.play()


def test_the_check_has_the_credentials_of_the_service(ansible, service):
    root = ansible.machine.root
    (root / "etc/token").write_text("Bearer x\n")
    drop_in = root / "etc/systemd/system/peeringd.service.d/token.conf"
    drop_in.parent.mkdir(parents=True, exist_ok=True)
    drop_in.write_text("[Service]\nLoadCredential=token:/etc/token\n")
    ansible.machine.run("systemctl", "daemon-reload")
    service.control("restart")
    probe = {"type": "https", "headers": {"Authorization": {"file": "${CREDENTIALS_DIRECTORY}/token"}}}
    secret = {"seattle": {"connections": [SEATTLE],
                          "endpoints": [{"name": "edge", "host": "edge.example", "probes": [probe]}]}}
    code, output, _ = ansible.play(peeringd_connections=secret)
    assert code == 0, output
    assert 'endpoint="edge"' in scrape(ansible.machine)
    drop_in.unlink()
    ansible.machine.run("systemctl", "daemon-reload")
    ansible.play()


def test_files_of_others_stay_and_the_main_file_can_be_written(ansible):
    own = ansible.machine.root / "etc/peeringd/connections.d/own.yaml"
    own.write_text(IMPORTED.replace("ams", "own").replace("198.51.100", "192.0.2"))
    config = {"web": {"listen": ["127.0.0.1:8075"]},
              "connections": [{**SEATTLE, "name": "main"}],
              "include": ["endpoints/microsoft-edge.yaml", "connections.d/*.yaml"]}
    code, output, _ = ansible.play(peeringd_config=config, peeringd_connections={})
    assert code == 0, output
    page = scrape(ansible.machine)
    assert 'connection="own"' in page and 'connection="this-host"' not in page
    assert own.exists()
