"""The faults of a soak. Each begins, lasts for a while, and ends."""

import signal
import time
from dataclasses import dataclass
from resource import RLIMIT_NOFILE, prlimit
from typing import Callable

from .clock import YEAR
from .configuration import A, B
from .host import end
from .catalogue import EDGE
from .stun import PORT


@dataclass(frozen=True)
class Fault:
    name: str
    begin: Callable
    end: Callable = lambda: None


def of_the_wire(lab):
    a, b = lab.links["a"], lab.links["b"]
    return [
        Fault("loss of 30 %", lambda: a.loss("30%"), lambda: a.loss("0")),
        Fault("latency", lambda: b.delay("120ms"), lambda: b.delay("0s")),
        Fault("jitter", lambda: a.jitter("80ms"), lambda: a.jitter("0s")),
        Fault("dead wire", a.down, a.up),
        Fault("dead wire, one way", lambda: b.down("to-customer"), b.up),
    ]


def of_the_host(lab):
    faults, network = lab.faults, lab.network
    return [
        Fault("device down", lambda: faults.take_down(A), lambda: faults.bring_up(A)),
        Fault("address removed", lambda: network.remove_address(B, B.address),
              network.restore_addresses),
        Fault("IPv6 address removed", lambda: network.remove_address(A, A.address6),
              network.restore_addresses),
        Fault("routes withdrawn", lambda: faults.withdraw_routes(A), faults.restore_routes),
        Fault("firewall", lambda: faults.forbid("meta l4proto { icmp, ipv6-icmp, udp }"),
              faults.allow),
        Fault("queue without room", lambda: faults.fill_queue(B), lambda: faults.empty_queue(B)),
    ]


def of_the_edge(lab):
    servers = []

    def serve_garbage():
        lab.edge.stun.stop()
        servers.append(lab.edge.serve_garbage(PORT, *EDGE))

    def stop_garbage():
        end(servers.pop())
        lab.edge.stun.start()

    dns = [Fault(f"DNS: {rule}", lambda rule=rule: lab.dns.behave(**{"*": rule}), lab.dns.behave)
           for rule in ("servfail", "drop", "garbage", 1.5)]
    return [*dns, Fault("STUN refused", lab.edge.stun.stop, lab.edge.stun.start),
            Fault("STUN garbage", serve_garbage, stop_garbage)]


def of_the_process(daemon, clock, log_reader):
    limits = []

    def stop_reading(paused):
        log_reader.paused = paused

    def stand_still():
        daemon.pause()
        time.sleep(4)
        daemon.resume()

    return [
        Fault("SIGSTOP", stand_still),
        Fault("a year ahead", lambda: clock.set_wall(YEAR), lambda: clock.set_wall(0)),
        Fault("a year back", lambda: clock.set_wall(-YEAR), lambda: clock.set_wall(0)),
        Fault("few descriptors", lambda: limits.append(daemon.limit(RLIMIT_NOFILE, 40)),
              lambda: prlimit(daemon.program.pid, RLIMIT_NOFILE, limits.pop())),
        Fault("the log is not read", lambda: stop_reading(True), lambda: stop_reading(False)),
    ]


def of_reloads(daemon, configuration, another):
    """SIGHUP with another configuration, with an invalid one, and with the original one."""
    def load(text):
        daemon.configure(text)
        daemon.program.send_signal(signal.SIGHUP)

    return [
        Fault("reload of another", lambda: load(another), lambda: load(configuration)),
        Fault("reload with a mistake", lambda: load("probing: {intervall: 1s}\n"),
              lambda: load(configuration)),
        Fault("reload of the same", lambda: load(configuration)),
    ]
