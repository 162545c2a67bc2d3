"""script/run, script/setup and script/build for a user who cannot install packages or write the clone: one clear
line says so and what to do."""

import os
import shutil
import subprocess

import pytest

from lab.catalogue import REPOSITORY

# Not root, and without the right to write everywhere: the overflow user of a user namespace.
AS_A_USER = [shutil.which("unshare"), "--user", "--"]
TOOLS = ("awk", "bash", "cat", "dirname", "env", "grep", "mkdir", "rm")
OFFLINE = "echo 'E: Failed to fetch http://deb.debian.org: Temporary failure resolving' >&2; exit 100"


@pytest.fixture
def clone(tmp_path):
    """The scripts, in a folder where a host's tools can be replaced."""
    clone = tmp_path / "clone"
    shutil.copytree(REPOSITORY / "script", clone / "script")
    return clone


@pytest.fixture
def host(tmp_path):
    """A Debian that lacks every package; host(sudo=…, apt_get=…) writes more programs, as lines of sh."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in TOOLS:
        (folder / tool).symlink_to(shutil.which(tool))

    def add(**programs):
        for name, text in {"dpkg-query": "exit 1", "apt-get": OFFLINE, **programs}.items():
            file = folder / name
            file.write_text(f"#!/bin/bash\n{text}\n")
            file.chmod(0o755)
        return {"PATH": str(folder), "HOME": str(tmp_path)}
    return add


def run(script, environment, prefix=AS_A_USER):
    return subprocess.run([*prefix, script], env=environment, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("script", ["run", "setup"])
def test_a_user_without_sudo_is_given_the_command_for_root(clone, host, script):
    said = run(clone / "script" / script, host())
    assert said.returncode != 0
    lines = said.stderr.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("script/setup: needs root or sudo. As root: apt-get install ")
    assert "cmake g++ ninja-build" in lines[0]


@pytest.mark.parametrize("script", ["run", "setup"])
def test_a_user_whom_sudo_refuses_is_given_the_command_for_root(clone, host, script):
    refuses = "echo 'sudo: a password is required' >&2; exit 1"
    said = run(clone / "script" / script, host(sudo=refuses))
    assert said.returncode != 0
    last = said.stderr.splitlines()[-1]
    assert last.startswith("script/setup: apt could not install the packages; the lines above say why. ")
    assert "apt-get update && apt-get install " in last


def test_a_host_without_a_mirror_is_given_the_command_for_later(clone, host):
    said = run(clone / "script/setup", host(sudo='exec "$@"'))
    assert said.returncode != 0
    assert "Temporary failure resolving" in said.stderr
    assert "with access to a Debian mirror: apt-get update" in said.stderr.splitlines()[-1]


def test_another_distribution_is_given_the_list(clone, host, tmp_path):
    environment = host()
    (tmp_path / "bin/apt-get").unlink()
    said = run(clone / "script/setup", environment)
    assert said.returncode != 0
    assert said.stderr.startswith("script/setup: this is not Debian; install the equivalents of: cmake ")


def test_a_clone_that_the_user_cannot_write(clone, host):
    clone.chmod(0o555)
    without = [shutil.which("setpriv"), "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs", "--"]
    said = run(clone / "script/build", {**os.environ, **host()}, prefix=without)
    clone.chmod(0o755)
    assert said.returncode == 1
    assert said.stderr == (f"script/build: this user cannot write {clone}/build; remove it as its owner, or use a "
                           "clone of your own\n")


@pytest.mark.parametrize("name", ["bench", "dashboards", "delays", "lab", "pictures", "soak"])
def test_a_script_starts_before_it_has_installed_packages(name):
    without_packages = ["/usr/bin/python3", "-S", "-B", REPOSITORY / "script" / name, "--help"]
    done = subprocess.run(without_packages, capture_output=True, text=True)
    assert done.returncode == 0 and name in done.stdout, done.stderr
