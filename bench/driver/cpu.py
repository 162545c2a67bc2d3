"""CPU time of programs in seconds: user and system time of all threads."""

import os
import subprocess
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


def of_process(pid):
    """Total so far, with a resolution of 0.01 s."""
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def of_threads(pid, name):
    """Total so far of the threads with this name; there must be one."""
    tasks = [task for task in Path(f"/proc/{pid}/task").iterdir()
             if (task / "comm").read_text().strip() == name]
    assert tasks, f"no thread of process {pid} is called {name}"
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


def resident_kib(pid):
    return _status(pid, "VmRSS:")


def peak_kib(pid):
    """Peak resident memory since forget_peak()."""
    return _status(pid, "VmHWM:")


def forget_peak(pid):
    Path(f"/proc/{pid}/clear_refs").write_text("5")


def _status(pid, name):
    with open(f"/proc/{pid}/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith(name))


def of_command(command):
    """Runs a command to its end. Returns its CPU time and its combined output."""
    program = subprocess.Popen(list(map(str, command)), stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    output = program.stdout.read()
    _, status, usage = os.wait4(program.pid, 0)
    program.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime, output
