"""A history made by the program history_story: days of several connections, two of them in a redundancy group."""

import json
import os
import subprocess
from pathlib import Path

import pytest
import yaml

from .catalogue import daemon_program


def make_story(folder, days, timeout=170, coarse=False, wrapper=()):
    """Writes peeringd.yaml and the history into a folder; skips the test if the program is not built. `coarse`: with
    longer steps before the last day, in a third of the time. `wrapper` is a command that starts the program."""
    program = Path(os.environ.get("HISTORY_STORY", Path(daemon_program()).resolve().parent / "history_story"))
    if not program.exists():
        pytest.skip(f"{program} is not built")
    steps = ["--steps", "coarse"] if coarse else []
    subprocess.run([*wrapper, program, "--folder", folder, "--days", str(days), "--listen", "127.0.0.1:8075", *steps], check=True,
                   timeout=timeout, stdout=subprocess.DEVNULL)
    return folder / "peeringd.yaml"


def read_story(file):
    """The configuration of a story. All scalars stay text: YAML 1.1 would read `off` as false."""
    return yaml.load(file.read_text(), Loader=yaml.BaseLoader)


def answer_of(daemon, path):
    """The JSON of a GET that must succeed."""
    status, body = daemon.get(path)
    assert status == 200, body
    return json.loads(body)
