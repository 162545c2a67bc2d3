"""The link between customer and edge through one ISP: the program lab_link."""

import os
import socket
from pathlib import Path

from .waiting import wait_until


def default_program():
    here = Path(__file__).resolve().parents[3]
    return os.environ.get("LAB_LINK", here / "build/release/lab_link")


def command(control, text):
    """Sends a command of link/control.hpp to the link with the socket `control`."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as connection:
        connection.settimeout(5)
        connection.connect(str(control))
        connection.send(text.encode())
        answer = connection.recv(4096).decode()
    if answer.startswith("error: "):
        raise ValueError(f"{text}: {answer[len('error: '):]}")
    return answer


class Link:
    def __init__(self, name, customer, edge, directory, seed=1):
        self.name = name
        self.device = f"isp-{name}"
        self.control = Path(directory) / f"link-{name}.sock"
        log = Path(directory) / f"link-{name}.log"
        self._program = edge.spawn(default_program(), "--customer", customer.netns, "--edge",
                                   edge.netns, "--device", self.device, "--control", self.control,
                                   "--seed", seed, log=log)

        def listening():
            if self._program.poll() is not None:
                raise RuntimeError(f"lab_link ended: {log.read_text()}")
            return command(self.control, "stats")

        wait_until(listening, f"link {name} answers", 10)

    def exact(self):
        """Whether the link has real-time priority."""
        return os.sched_getscheduler(self._program.pid) == os.SCHED_FIFO

    def delay(self, value, way=""):
        """Adds a delay such as `10ms` to the round trip; with a way (`to-edge`), to that direction."""
        command(self.control, f"delay {value} {way}".strip())

    def jitter(self, value, way=""):
        command(self.control, f"jitter {value} {way}".strip())

    def loss(self, value, way=""):
        command(self.control, f"loss {value} {way}".strip())

    def reorder(self, every, delay, way=""):
        """Delays each `every`th packet by `delay`, so that later ones overtake it."""
        command(self.control, f"reorder {every} {delay} {way}".strip())

    def down(self, way=""):
        command(self.control, f"down {way}".strip())

    def up(self, way=""):
        command(self.control, f"up {way}".strip())

    def reset(self):
        """Makes the link ideal again."""
        for text in ("up", "delay 0s", "jitter 0s", "loss 0", "reorder 0 0s"):
            command(self.control, text)

    def stats(self):
        """{"to-edge": {"received": 3, …}, "to-customer": {…}}; the counters of control.hpp."""
        result = {}
        for line in command(self.control, "stats").splitlines():
            way, *pairs = line.split()
            values = dict(pair.split("=") for pair in pairs)
            result[way] = {key: int(text) if text.isdigit() else text
                           for key, text in values.items()}
        return result
