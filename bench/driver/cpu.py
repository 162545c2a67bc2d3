"""CPU time of programs, user and system together, of all their threads, in seconds."""

import os
import subprocess

_TICK = os.sysconf("SC_CLK_TCK")


def of_process(pid):
    """So far, to a hundredth of a second."""
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def resident_kib(pid):
    with open(f"/proc/{pid}/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmRSS:"))


def of_command(command):
    """Runs a command to its end. Returns its CPU time, and what it wrote to both outputs."""
    program = subprocess.Popen(list(map(str, command)), stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    output = program.stdout.read()
    _, status, usage = os.wait4(program.pid, 0)
    program.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime, output
