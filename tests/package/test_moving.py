"""The commands of docs/install.md for backup, moving to another host, and removal, on Debians with systemd."""

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


def sqlite(machine, query, file=HISTORY):
    return machine.run("sqlite3", "-readonly", file, query).stdout.strip()


def new_machine(folder):
    debian = Debian(folder / "debian")
    debian.install_dependencies(packages.deb())
    debian.run("apt-get", "install", "--yes", "--no-install-recommends", "sqlite3")
    debian.install(packages.deb())
    return Machine(debian.root)


@pytest.fixture(scope="module")
def old(tmp_path_factory):
    with new_machine(tmp_path_factory.mktemp("old")) as machine:
        wait_until(lambda: sqlite(machine, "SELECT count(*) FROM run") == "1", "the history has begun", 30)
        yield machine
    shutil.rmtree(machine.root)


def first_run(machine, file=HISTORY):
    return sqlite(machine, "SELECT min(begins) FROM run", file)



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


def test_another_host_continues_configuration_and_history(old, tmp_path):
    (old.root / "etc/peeringd/connections.d/another.yaml").write_text(ANOTHER_CONNECTION)
    began = first_run(old)
    leave, arrive = blocks("Move to another host")
    follow(old, leave)
    assert Service(old, "peeringd.service").property("ActiveState") == "inactive"
    with new_machine(tmp_path) as new:
        assert first_run(new) != began
        shutil.copy(old.root / "root/peeringd.tar.gz", new.root / "root")
        follow(new, arrive)
        assert 'connection="another"' in scrape(new)
        wait_until(lambda: first_run(new) == began, "the history continues", 30)
        assert "peeringd_history_up 1" in scrape(new)
    shutil.rmtree(new.root)


def test_removal_keeps_and_purge_removes(old):
    remove, purge = [line.split("#")[0].replace("apt-get", "apt-get --yes")
                     for line in blocks("Uninstall")[0].splitlines()]
    Service(old, "peeringd.service").control("start")
    follow(old, remove)
    assert old.run("pidof", "peeringd", check=False).stdout.strip() == ""
    assert (old.root / "etc/peeringd/peeringd.yaml").exists()
    assert (old.root / "var/lib/private/peeringd/history.db").exists()
    follow(old, purge)
    for path in ("etc/peeringd", "var/lib/peeringd", "var/lib/private/peeringd"):
        assert not (old.root / path).exists()
    assert "peeringd" not in old.run("systemctl", "list-unit-files", "--no-legend").stdout
