"""The program that `cmake --install` installs is hardened, with any preset."""

import os
import platform
import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
PEERINGD = Path(os.environ.get("PEERINGD", REPOSITORY / "build/release/peeringd"))


def output_of(*command):
    return subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE).stdout


@pytest.fixture(scope="module")
def headers():
    return output_of("readelf", "--wide", "--file-header", "--segments", "--dynamic", PEERINGD)


def test_it_is_loaded_at_a_random_address(headers):
    assert "DYN (Position-Independent Executable file)" in headers


def test_all_relocations_are_read_only_once_it_runs(headers):
    assert "GNU_RELRO" in headers and "BIND_NOW" in headers


def test_the_stack_is_not_executable(headers):
    stack = next(line for line in headers.splitlines() if "GNU_STACK" in line)
    assert " RW " in stack and " RWE " not in stack


def test_the_stack_is_guarded_and_copies_are_checked():
    symbols = output_of("nm", "--dynamic", PEERINGD)
    assert "__stack_chk_fail" in symbols and "__memcpy_chk" in symbols


@pytest.mark.skipif(platform.machine() != "x86_64", reason="endbr64 is an instruction of x86-64")
def test_indirect_branches_land_on_marked_instructions():
    """Checks the code, since the linker drops the note: Debian's start-up objects are not marked."""
    assert PEERINGD.read_bytes().count(bytes.fromhex("f30f1efa")) > 1000


def test_it_contains_no_build_path():
    assert str(REPOSITORY).encode() not in PEERINGD.read_bytes()
