"""Two builds of one source, in different folders and environments, are identical."""

import hashlib
import json
import os
import shutil
import subprocess

import packages


def copy_source(folder):
    """A copy of the working tree, including uncommitted files, without history."""
    listed = packages.output_of("git", "ls-files", "-z", "--cached", "--others",
                                "--exclude-standard", cwd=packages.REPOSITORY)
    for name in filter(None, listed.split("\0")):
        if (packages.REPOSITORY / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(packages.REPOSITORY / name, folder / name)
            (folder / name).chmod((folder / name).stat().st_mode | 0o020)  # a clone with umask 002


def checksum(file):
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_two_builds_are_identical(tmp_path):
    folder = tmp_path / "elsewhere"
    copy_source(folder)
    commit = json.loads(packages.output_of(packages.FOLDER / "peeringd", "version", "--json"))["commit"]
    elsewhere = {"PEERINGD_COMMIT": commit, "SOURCE_DATE_EPOCH": packages.source_date(), "TZ": "Pacific/Kiritimati", "LC_ALL": "C",
                 "HOME": str(tmp_path), "USER": "somebody"}
    subprocess.run([folder / "script/package", "--image"], check=True, umask=0o077,
                   env=os.environ | elsewhere)
    built = folder / "build/package"
    listed = [line.split()[1] for line in (built / "SHA256SUMS").read_text().splitlines()]
    assert {packages.deb().name, packages.rpm().name, packages.image().name} < set(listed)
    for name in ("peeringd", *listed):
        same = checksum(built / name) == checksum(packages.FOLDER / name)
        assert same, f"diffoscope {packages.FOLDER / name} {built / name}"
    shutil.rmtree(folder)
