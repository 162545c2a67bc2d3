"""The shell around a lab: a user namespace unless we are root, and a PID namespace, so that all
processes of the lab end with the program that started it."""

import os
import subprocess
import sys

INSIDE = "PEERINGD_LAB_INSIDE"

_PID_NAMESPACE = ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]


def unshare_command():
    """The prefix that runs a command inside the shell."""
    user = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    return ["unshare", *user, *_PID_NAMESPACE, "--"]


def obstacle():
    """The reason why this machine allows no lab, as a sentence; None if it does."""
    probe = [*unshare_command(), "unshare", "--net", "--mount", "sh", "-c",
             ": <>/dev/net/tun && ip link set lo up"]
    if os.environ.get(INSIDE):
        probe = probe[probe.index("--") + 1:]
    try:
        result = subprocess.run(probe, capture_output=True, text=True, timeout=30)
    except FileNotFoundError as error:
        return f"{error.filename} is not installed"
    if result.returncode == 0:
        return None
    how = "as root" if os.geteuid() == 0 else "in a user namespace"
    return f"no network namespace with a TUN device can be made {how}: {result.stderr.strip()}"


def enter(command):
    """Replaces this process by `command` inside the shell."""
    command = [*unshare_command(), *command]
    os.environ[INSIDE] = "1"
    sys.stdout.flush()
    os.execvp(command[0], command)
