"""Findings that a run reports at its end even if every test passes: sanitizer reports, and tests that
passed only in a rerun. Test processes share them in a directory."""

import os
import re
import shutil
import tempfile
from pathlib import Path

_DIRECTORY = "LAB_FINDINGS"  # set by the first process, inherited by its workers
_RERUNS = "LAB_RERUNS"  # a file that the caller named


def prepare():
    """Call before workers start."""
    os.environ.setdefault(_DIRECTORY, tempfile.mkdtemp(prefix="lab-findings-"))


def add(test, text):
    """Stores a sanitizer's report. A rerun of the test does not remove it."""
    descriptor, _ = tempfile.mkstemp(dir=os.environ[_DIRECTORY])
    with os.fdopen(descriptor, "w") as file:
        file.write(f"{test}: {text}\n")


def read_all():
    return [file.read_text() for file in sorted(Path(os.environ[_DIRECTORY]).iterdir())]


def remove():
    shutil.rmtree(os.environ[_DIRECTORY], ignore_errors=True)


def report_reruns(reruns, failed):
    """Adds a line for each rerun to the caller's file, except of tests that failed again."""
    if path := os.environ.get(_RERUNS):
        failures = {report.nodeid for report in failed}
        with open(path, "a") as file:
            file.writelines(f"{_name(report)}: {_assertion(report)}\n" for report in reruns
                            if report.nodeid not in failures)


def _name(report):
    """Without the group that pytest-xdist appends."""
    return re.sub(r"@[^\]@]+$", "", report.nodeid)


def _assertion(report):
    lines = [line[1:].strip() for line in report.longreprtext.splitlines() if line.startswith("E ")]
    return lines[0] if lines else "no assertion"
