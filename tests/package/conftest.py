"""Shared fixtures: a Debian that runs the packaged daemon."""

import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import packages  # noqa: E402
from debian import Debian  # noqa: E402
from machine import Machine, Service  # noqa: E402

# Shorter than the 30 s of the shipped unit.
QUICKER = """[Service]
WatchdogSec=4s
RestartSec=100ms
"""


@pytest.fixture(scope="session")
def machine(tmp_path_factory):
    debian = Debian(tmp_path_factory.mktemp("systemd") / "debian")
    debian.install_dependencies(packages.deb())
    debian.install(packages.deb())
    drop_in = debian.root / "etc/systemd/system/peeringd.service.d/test.conf"
    drop_in.parent.mkdir()
    drop_in.write_text(QUICKER)
    with Machine(debian.root) as machine:
        yield machine
    shutil.rmtree(debian.root)


@pytest.fixture
def service(machine):
    """The running service with the shipped configuration."""
    service = Service(machine, "peeringd.service")
    machine.run("systemctl", "reset-failed")
    service.control("restart")
    return service


@pytest.fixture
def another(machine):
    """The file for a second connection. It is removed after the test."""
    file = machine.root / "etc/peeringd/connections.d/another.yaml"
    yield file
    file.unlink(missing_ok=True)
