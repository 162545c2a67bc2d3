"""The commands of docs/install.md for installation, upgrade, backup, moving to another host, and removal, on Debians
with systemd."""

import re
import shutil

import pytest

import packages
from debian import Debian
from machine import ANOTHER_CONNECTION, Machine, Service, scrape, wait_until

HISTORY = "/var/lib/peeringd/history.db"
DOCUMENT = (packages.REPOSITORY / "docs/install.md").read_text()


def blocks(heading):
    """The commands below a heading, without sudo, one string for each block."""
    section = re.search(rf"^## {heading}\n(.*?)(?=^## )", DOCUMENT, re.MULTILINE | re.DOTALL)[1]
    return [text.replace("sudo ", "") for text in re.findall(r"^```sh\n(.*?)^```", section, re.MULTILINE | re.DOTALL)]


def follow(machine, block):
    return machine.run("bash", "-e", "-c", block).stdout


def apt(command):
    """For a command of the document: without questions."""
    return command.replace("apt-get", "apt-get --yes").replace("amd64", packages.ARCHITECTURE)


def put_in_clone(machine, deb):
    """Where script/package leaves it, for commands in the folder /root."""
    folder = machine.root / "root/build/package"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copy(deb, folder / packages.deb().name)


def install(machine):
    put_in_clone(machine, packages.deb())
    command = blocks("Debian 12")[0].splitlines()[-1]
    follow(machine, f"cd /root; {apt(command)}")
    wait_until(lambda: has_history(machine), "the history has begun", 30)


def sqlite(machine, query, file=HISTORY):
    return machine.run("sqlite3", "-readonly", file, query).stdout.strip()


def has_history(machine):
    return (machine.root / "var/lib/private/peeringd/history.db").exists() and first_run(machine)


def new_machine(folder):
    debian = Debian(folder / "debian")
    debian.install_dependencies(packages.deb())
    debian.run("apt-get", "install", "--yes", "--no-install-recommends", "sqlite3")
    return Machine(debian.root)


@pytest.fixture(scope="module")
def old(tmp_path_factory):
    with new_machine(tmp_path_factory.mktemp("old")) as machine:
        install(machine)
        yield machine
    shutil.rmtree(machine.root)


def first_run(machine, file=HISTORY):
    return sqlite(machine, "SELECT min(begins) FROM run", file)


def test_installation_without_a_start(tmp_path):
    before, after = apt(blocks("Debian 12")[1]).split("# …")
    with new_machine(tmp_path) as machine:
        put_in_clone(machine, packages.deb())
        follow(machine, f"cd /root; {before}")
        service = Service(machine, "peeringd.service")
        assert service.property("ActiveState") == "inactive"
        follow(machine, f"# {after}")
        assert service.property("ActiveState") == "active" and service.property("UnitFileState") == "enabled"
    shutil.rmtree(machine.root)


def test_a_backup_while_it_runs_can_be_restored(old):
    backup, restore = blocks("Back up the history")
    began = first_run(old)
    follow(old, backup)
    assert sqlite(old, "PRAGMA integrity_check", "/root/history.db") == "ok"
    assert first_run(old, "/root/history.db") == began
    old.run("systemctl", "stop", "peeringd")
    old.run("bash", "-c", "rm -f /var/lib/peeringd/history.db*")
    follow(old, restore)
    service = Service(old, "peeringd.service")
    cursor = service.cursor()
    wait_until(lambda: sqlite(old, "SELECT count(*) FROM run") == "2", "the history continues", 30)
    assert first_run(old) == began
    assert not [text for priority, text in service.journal(cursor) if priority <= 3]


def test_an_upgrade_keeps_what_was_edited_and_restarts(old, tmp_path):
    own = old.root / "etc/peeringd/connections.d/own.yaml"
    own.write_text(ANOTHER_CONNECTION)
    service = Service(old, "peeringd.service")
    before = service.property("MainPID")
    put_in_clone(old, packages.next_version(packages.deb(), tmp_path))
    build, _, command = blocks("Upgrade")[0].rpartition(" && ")
    assert build == "git pull && script/package"  # test_clone.py runs a build in a clone
    follow(old, f"cd /root; {apt(command)}")
    assert service.is_active_with_another_process_than(before)
    assert old.run("dpkg-query", "--show", "--showformat=${Version}", "peeringd").stdout.endswith(".1")
    assert 'connection="another"' in scrape(old)
    own.unlink()
    service.control("reload")


def test_another_host_continues_configuration_and_history(old, tmp_path):
    (old.root / "etc/peeringd/connections.d/another.yaml").write_text(ANOTHER_CONNECTION)
    began = first_run(old)
    leave, arrive = blocks("Move to another host")
    follow(old, leave)
    assert Service(old, "peeringd.service").property("ActiveState") == "inactive"
    with new_machine(tmp_path) as new:
        install(new)
        assert first_run(new) != began
        shutil.copy(old.root / "root/peeringd.tar.gz", new.root / "root")
        follow(new, arrive)
        assert 'connection="another"' in scrape(new)
        wait_until(lambda: first_run(new) == began, "the history continues", 30)
        assert "peeringd_history_up 1" in scrape(new)
    shutil.rmtree(new.root)


def test_removal_keeps_and_purge_removes(old):
    remove, purge = [apt(line.split("#")[0]) for line in blocks("Uninstall")[0].splitlines()]
    Service(old, "peeringd.service").control("start")
    follow(old, remove)
    assert old.run("pidof", "peeringd", check=False).stdout.strip() == ""
    assert (old.root / "etc/peeringd/peeringd.yaml").exists()
    assert (old.root / "var/lib/private/peeringd/history.db").exists()
    follow(old, purge)
    for path in ("etc/peeringd", "var/lib/peeringd", "var/lib/private/peeringd"):
        assert not (old.root / path).exists()
    assert "peeringd" not in old.run("systemctl", "list-unit-files", "--no-legend").stdout
