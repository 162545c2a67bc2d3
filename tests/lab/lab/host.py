"""A host of the lab: a network and a mount namespace, kept alive by a sleeping process."""

import ctypes
import os
import socket
import subprocess
import threading

_libc = ctypes.CDLL(None, use_errno=True)
_CLONE_NEWNET = 0x40000000

# Prefix of each program: kills it when the thread that started it ends. nsenter must come first, since a change of
# credentials resets the setting.
_DIE_WITH_PARENT = ["setpriv", "--pdeathsig", "KILL", "--"]


class CommandFailed(Exception):
    pass


class Host:
    def __init__(self, name):
        self.name = name
        self._programs, self._lasting_programs = [], []
        self._holder = subprocess.Popen(
            ["unshare", "--net", "--mount", "--", *_DIE_WITH_PARENT,
             "sh", "-c", "echo ready && exec sleep infinity"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        if self._holder.stdout.readline() != "ready\n":
            raise CommandFailed(f"cannot create the namespaces of {name}")
        self.run("ip", "link", "set", "lo", "up")

    @property
    def pid(self):
        """The process that keeps the namespaces alive."""
        return self._holder.pid

    @property
    def netns(self):
        return f"/proc/{self.pid}/ns/net"

    def command(self, *command):
        """The command line that runs `command` inside the host."""
        return ["nsenter", f"--target={self.pid}", "--net", "--mount", "--",
                *_DIE_WITH_PARENT, *map(str, command)]

    def run(self, *command, check=True, stdin=None, timeout=30):
        """Runs a command to its end. Returns the finished process with its output as text."""
        result = subprocess.run(self.command(*command), input=stdin, capture_output=True,
                                text=True, timeout=timeout)
        if check and result.returncode != 0:
            raise CommandFailed(f"{self.name}: {' '.join(map(str, command))}: exit "
                                f"{result.returncode}\n{result.stdout}{result.stderr}")
        return result

    def spawn(self, *command, log, env=None, lasting=False):
        """Starts a program with its output in the file `log`. close() ends it, and end_programs() unless
        `lasting`. For the main thread: a program ends with the thread that starts it."""
        if threading.current_thread() is not threading.main_thread():
            raise RuntimeError(f"{command[0]} would end with this thread")
        with open(log, "ab") as output:
            program = subprocess.Popen(self.command(*command), stdin=subprocess.DEVNULL,
                                       stdout=output, stderr=subprocess.STDOUT,
                                       env={**os.environ, **(env or {})})
        (self._lasting_programs if lasting else self._programs).append(program)
        return program

    def end_programs(self):
        """Ends every program that spawn() started and that still runs."""
        _end_all(self._programs)

    def set_sysctl(self, name, value, optional=False):
        """`optional`: may fail, on older kernels or in a user namespace."""
        self.run("sysctl", "-q", "-w", f"{name}={value}", check=not optional)

    def connect(self, address, port, timeout=5):
        """Opens a TCP connection inside the host."""
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        return self.inside(lambda: _connected(family, address, port, timeout))

    def enter(self):
        """Moves the calling thread into the host's network."""
        with open(self.netns, "rb") as namespace:
            if _libc.setns(namespace.fileno(), _CLONE_NEWNET) != 0:
                raise OSError(ctypes.get_errno(), f"setns {self.netns}")

    def inside(self, function):
        """Calls `function` in the host's network. Its sockets stay there."""
        result, failure = [], []

        def visit():
            try:
                self.enter()
                result.append(function())
            except Exception as error:  # raised in the caller
                failure.append(error)

        # setns changes only this thread, which ends afterwards.
        thread = threading.Thread(target=visit)
        thread.start()
        thread.join()
        if failure:
            raise failure[0]
        return result[0]

    def close(self):
        self.end_programs()
        _end_all(self._lasting_programs)
        self._holder.kill()
        self._holder.wait()
        self._holder.stdout.close()


def _end_all(programs):
    for program in reversed(programs):
        if program.poll() is None:
            end(program)
    programs.clear()


def end(program, patience=3):
    """Ends a program with SIGTERM, then SIGKILL."""
    program.terminate()
    try:
        program.wait(patience)
    except subprocess.TimeoutExpired:
        program.kill()
        program.wait()


def _connected(family, address, port, timeout):
    connection = socket.socket(family, socket.SOCK_STREAM)
    connection.settimeout(timeout)
    try:
        connection.connect((address, port))
    except OSError:
        connection.close()
        raise
    return connection
