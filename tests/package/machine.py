"""A Debian booted with its own systemd by systemd-nspawn, with only a loopback interface."""

import json
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

ERROR, WARNING, NOTICE, INFO = 3, 4, 5, 6  # priorities in the journal


def wait_until(condition, what, timeout):
    """Waits until `condition` returns a true value, and returns it."""
    deadline = time.monotonic() + timeout
    while not (result := condition()):
        assert time.monotonic() < deadline, f"not within {timeout} s: {what}"
        time.sleep(0.2)
    return result


# The content for the fixture `another`.
ANOTHER_CONNECTION = """connections:
  - {name: another, partner: Contoso, location: {country: DE}, prefixes: [192.0.2.0/24]}
"""


class Machine:
    """Runs during the `with` block. Commands enter the namespaces of its first process, since this
    machine runs no systemd."""

    def __init__(self, root):
        if not shutil.which("systemd-nspawn"):
            pytest.skip("needs systemd-nspawn: script/setup test-package")
        self.root = root

    def __enter__(self):
        self.log = open(self.root.parent / "console.log", "w+")
        self.nspawn = subprocess.Popen(
            ["systemd-nspawn", "--private-network", "--register=no", "--keep-unit", "--quiet",
             "--console=pipe", f"--directory={self.root}", "--boot"],
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)
        try:
            self.first = wait_until(self.find_first, "systemd boots", 60)
            wait_until(self.is_up, "the machine is up", 120)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.nspawn.send_signal(signal.SIGTERM)  # nspawn shuts the machine down
        try:
            self.nspawn.wait(60)
        except subprocess.TimeoutExpired:
            self.nspawn.kill()
            self.nspawn.wait()
        self.log.close()

    def find_first(self):
        """nspawn's child, after it has become systemd."""
        if self.nspawn.poll() is not None:
            self.log.seek(0)
            pytest.fail(f"systemd-nspawn ended: {self.log.read()}")
        children = Path(f"/proc/{self.nspawn.pid}/task/{self.nspawn.pid}/children").read_text()
        for child in children.split():
            name = Path(f"/proc/{child}/comm").read_text().strip()
            if name == "systemd":
                return int(child)
        return None

    def is_up(self):
        state = self.run("systemctl", "is-system-running", check=False).stdout.strip()
        return state in ("running", "degraded")

    def run(self, *command, check=True):
        enter = ["nsenter", f"--target={self.first}", "--mount", "--uts", "--ipc", "--net", "--pid",
                 "--root", "--wd"]
        environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"}
        result = subprocess.run([*enter, *command], env=environment, text=True,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT)
        if check:
            assert result.returncode == 0, f"{command}: {result.returncode}\n{result.stdout}"
        return result


def scrape(machine):
    """Uses bash, since the machine has no curl."""
    return machine.run("bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8075; "
                       "printf 'GET /metrics HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3").stdout


class Service:
    """A unit of a machine."""

    def __init__(self, machine, name):
        self.machine = machine
        self.name = name

    def control(self, verb, check=True):
        return self.machine.run("systemctl", verb, self.name, check=check)

    def property(self, name):
        return self.machine.run("systemctl", "show", "--value", f"--property={name}",
                                self.name).stdout.strip()

    def signal(self, name):
        """Sends a signal to the main process."""
        self.machine.run("kill", f"-{name}", self.property("MainPID"))

    def cursor(self):
        """The current position in the journal."""
        self.machine.run("journalctl", "--sync")
        shown = self.machine.run("journalctl", "--show-cursor", "--lines=0", "--quiet").stdout
        return shown.split("cursor: ")[1].strip()

    def journal(self, cursor):
        """The messages of the unit after `cursor`, as pairs of priority and text."""
        self.machine.run("journalctl", "--sync")
        lines = self.machine.run("journalctl", f"--unit={self.name}", "--output=json",
                                 f"--after-cursor={cursor}", "--quiet").stdout.splitlines()
        entries = [json.loads(line) for line in lines]
        return [(int(entry["PRIORITY"]), entry["MESSAGE"]) for entry in entries]

    def is_active_with_another_process_than(self, pid):
        return self.property("ActiveState") == "active" and self.property("MainPID") != pid
