"""The .deb in a Debian 12: installed, used, upgraded, removed, purged."""

import shutil
import subprocess

import pytest

import packages
from debian import Debian

# Without the state and caches of dpkg and apt.
WATCHED = ("etc", "lib", "run", "usr", "var/lib")
OF_DPKG = ("/var/lib/dpkg/", "/var/lib/apt/", "/etc/ld.so.cache")
CONFIGURATION = "etc/peeringd/peeringd.yaml"

# Runs until the metrics are available, with only a loopback interface; then returns the exit code after
# SIGTERM.
RUN_THE_DAEMON = """
ip link set lo up
chroot "$1" /usr/sbin/peeringd run &
daemon=$!
for _ in $(seq 300); do
  curl --silent --fail http://127.0.0.1:8075/metrics && break
  sleep 0.1
done
kill "$daemon"
wait "$daemon"
"""


def everything(root):
    found = set()
    for top in WATCHED:
        folder = root / top
        if folder.is_symlink():  # /lib is /usr/lib
            continue
        found |= {f"/{path.relative_to(root)}" for path in folder.rglob("*")}
    return {path for path in found if not path.startswith(OF_DPKG)}


@pytest.fixture(scope="module")
def debian(tmp_path_factory):
    debian = Debian(tmp_path_factory.mktemp("install") / "debian")
    debian.install_dependencies(packages.deb())
    yield debian
    shutil.rmtree(debian.root)


def test_install_use_upgrade_remove_purge(debian, tmp_path):
    """One test, since each step needs the previous one."""
    before = everything(debian.root)

    debian.install(packages.deb())
    links = debian.root / "etc/systemd/system/multi-user.target.wants/peeringd.service"
    assert links.is_symlink(), "not enabled"
    missing = debian.run("ldd", "/usr/sbin/peeringd").stdout
    assert "not found" not in missing
    assert "correct; connections: 1" in debian.run("peeringd", "check").stdout
    check_examples(debian)
    run_daemon(debian)

    configuration = debian.root / CONFIGURATION
    configuration.write_text(configuration.read_text() + "# an edit\n")
    own = debian.root / "etc/peeringd/connections.d/own.yaml"
    own.write_text("connections:\n  - {name: own, partner: Contoso, location: {country: DE}, "
                   "prefixes: [192.0.2.0/24]}\n")
    debian.run("systemctl", "disable", "peeringd")
    debian.install(packages.next_version(packages.deb(), tmp_path))
    assert configuration.read_text().endswith("# an edit\n")
    assert "# of the next version" not in configuration.read_text()
    catalogue = debian.root / "etc/peeringd/endpoints/microsoft-edge.yaml"
    assert "# of the next version" in catalogue.read_text()
    assert own.exists()
    assert "correct; connections: 2" in debian.run("peeringd", "check").stdout
    assert not links.is_symlink(), "enabled again, though the administrator had disabled it"

    debian.run("dpkg", "--remove", "peeringd")
    assert configuration.exists()
    assert own.exists()
    assert not (debian.root / "usr/sbin/peeringd").exists()

    debian.run("dpkg", "--purge", "peeringd")
    assert everything(debian.root) - before == set()
    assert before - everything(debian.root) == set()


def check_examples(debian):
    """Examples are valid at their location, and where users copy them to."""
    examples = list((debian.root / "usr/share/doc/peeringd/examples").glob("*.yaml"))
    assert len(examples) > 2
    for example in examples:
        copy = f"/etc/peeringd/{example.name}"
        debian.run("cp", f"/usr/share/doc/peeringd/examples/{example.name}", copy)
        assert ": correct;" in debian.run("peeringd", "check", "--config", copy).stdout
        debian.run("rm", copy)


def run_daemon(debian):
    result = subprocess.run(["unshare", "--net", "sh", "-c", RUN_THE_DAEMON, "sh", debian.root],
                            text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert 'peering_connection_info{connection="this-host"' in result.stdout, result.stderr
    assert result.returncode == 0, result.stderr


def test_the_rpm_is_installed_verified_and_removed(tmp_path):
    """With Debian's rpm, so without dependencies, which are those of another distribution."""
    debian = Debian(tmp_path / "debian")
    rpm = ["rpm", "--root", debian.root, "--nodeps"]
    before = everything(debian.root)
    subprocess.run([*rpm, "--install", packages.rpm()], check=True)
    assert subprocess.run([*rpm, "--verify", "peeringd"]).returncode == 0
    link = debian.root / "etc/systemd/system/multi-user.target.wants/peeringd.service"
    assert link.is_symlink(), "Debian's preset enables everything"

    with open(debian.root / CONFIGURATION, "a") as configuration:
        configuration.write("# an edit\n")
    subprocess.run([*rpm, "--erase", "peeringd"], check=True)
    assert not link.is_symlink()
    # Folders of other packages (zsh, fish, licenses) stay.
    left = {path for path in everything(debian.root) - before
            if not (debian.root / path.lstrip("/")).is_dir() and "/lib/rpm" not in path}
    assert left == {f"/{CONFIGURATION}.rpmsave"}
    shutil.rmtree(debian.root)
