"""The systemd units are valid, with low exposure, according to systemd's own tool."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
UNITS = REPOSITORY / "systemd"
PEERINGD = os.environ.get("PEERINGD", REPOSITORY / "build/release/peeringd")

pytestmark = pytest.mark.skipif(not shutil.which("systemd-analyze"),
                                reason="systemd-analyze is not installed")


def analyze(*arguments):
    return subprocess.run(["systemd-analyze", *arguments], text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)


def test_the_exposure_of_the_service_is_low():
    """0 is best, 10 worst; a threshold is in tenths."""
    result = analyze("security", "--offline=true", "--no-pager", "--threshold=15",
                     UNITS / "peeringd.service")
    assert "Overall exposure level" in result.stdout
    assert result.returncode == 0, result.stdout


@pytest.fixture
def verify(tmp_path):
    """systemd's errors about the units after a change of the service."""
    def verify(change=lambda text: text):
        for name in ("peeringd.service", "peeringd.socket"):
            text = (UNITS / name).read_text().replace("/usr/sbin/peeringd", str(PEERINGD))
            (tmp_path / name).write_text(change(text))
        # Ignores messages about units of other packages.
        said = analyze("verify", "--man=no", tmp_path / "peeringd.socket",
                       tmp_path / "peeringd.service").stdout
        return [line for line in said.splitlines() if "peeringd" in line]
    return verify


def test_systemd_accepts_the_units(verify):
    assert verify() == []


def test_systemd_rejects_unknown_keys(verify):
    found = verify(lambda text: text.replace("RestartSec=", "RestartSecs="))
    assert any("RestartSecs" in line for line in found), found


def command_lines_of(key):
    text = (UNITS / "peeringd.service").read_text()
    return re.findall(rf"^{key}=(.*)$", text, re.MULTILINE)


def test_the_options_of_the_service_exist():
    for line in command_lines_of("ExecStartPre") + command_lines_of("ExecStart"):
        program, command, *arguments = line.split()
        assert program == "/usr/sbin/peeringd"
        known = subprocess.run([PEERINGD, command, "--help"], text=True, check=True,
                               stdout=subprocess.PIPE).stdout
        for option in filter(lambda argument: argument.startswith("-"), arguments):
            assert option in known, line
