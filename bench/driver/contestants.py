"""The programs measured on the loopback. Each run takes a Loopback and a Length, and returns a Cost."""

import http.client
import json
import re
import time
from dataclasses import dataclass

from lab.host import end
from lab.waiting import wait_until

from . import cpu
from .loopback import HTTP, HTTPS, NAME, TCP, addresses


@dataclass(frozen=True)
class Length:
    """The length of a run: seconds for daemons, a factor for the counts of other programs."""
    seconds: float
    factor: float


@dataclass(frozen=True)
class Cost:
    microseconds: float  # of CPU time of the whole process, per probe
    answered: float = 1.0  # share of the probes reported as answered


def floor(*arguments, count):
    """A floor program; the argument COUNT is replaced by the number of probes."""
    def run(loopback, length):
        number = int(count * length.factor)
        words = [str(number) if word == "COUNT" else word.replace("ROOTS", str(loopback.roots))
                 for word in arguments]
        command = loopback.host.command(loopback.programs / words[0], *words[1:])
        result = json.loads(cpu.of_command(command)[1])
        return Cost(result["cpu_us"] / result["probes"], result["answered"] / result["probes"])
    return run


def fping(targets=500, rounds=20):
    """Each target twice a second, one packet per millisecond."""
    def run(loopback, length):
        times = max(2, int(rounds * length.factor))
        spent, output = cpu.of_command(loopback.host.command(
            "fping", "-q", "-i", "1", "-p", "500", "-c", times, *addresses(targets)))
        answered = sum(int(n) for n in re.findall(r"xmt/rcv/%loss = \d+/(\d+)/", output))
        return Cost(spent * 1e6 / (targets * times), answered / (targets * times))
    return run


def _get(host, port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.sock = host.connect("127.0.0.1", port)
    try:
        connection.request("GET", path)
        return connection.getresponse().read().decode()
    finally:
        connection.close()


def smokeping_prober(targets=100):
    """Each target once a second."""
    def counters(loopback):
        text = _get(loopback.host, 9374, "/metrics")
        return [sum(float(line.split()[-1]) for line in text.splitlines() if line.startswith(name))
                for name in ("smokeping_requests_total", "smokeping_response_duration_seconds_count")]

    def run(loopback, length):
        program = loopback.host.spawn(
            "prometheus-smokeping-prober", "--privileged", "--web.listen-address=127.0.0.1:9374",
            *addresses(targets), log=loopback.directory / "smokeping.log")
        try:
            wait_until(lambda: counters(loopback)[1] > targets, "smokeping_prober probes", 20)
            sent, answered = counters(loopback)
            before = cpu.of_process(program.pid)
            time.sleep(length.seconds)
            spent = cpu.of_process(program.pid) - before
            now = counters(loopback)
            sent, answered = now[0] - sent, now[1] - answered
            return Cost(spent * 1e6 / sent, min(1, answered / sent))
        finally:
            end(program)
    return run


_BLACKBOX_MODULES = """\
modules:
  icmp: {prober: icmp, timeout: 2s, icmp: {preferred_ip_protocol: ip4}}
  tcp: {prober: tcp, timeout: 2s, tcp: {preferred_ip_protocol: ip4}}
  http: {prober: http, timeout: 2s, http: {method: HEAD, tls_config: {insecure_skip_verify: true}}}
"""


def start_blackbox(host, directory):
    file = directory / "blackbox.yml"
    file.write_text(_BLACKBOX_MODULES)
    program = host.spawn("prometheus-blackbox-exporter", f"--config.file={file}",
                         "--web.listen-address=127.0.0.1:9115", log=directory / "blackbox.log")
    wait_until(lambda: not host.connect("127.0.0.1", 9115).close(), "blackbox_exporter", 10)
    return program


def blackbox_exporter(module, target, count=400):
    """Requests one probe after the other over one connection, like Prometheus."""
    def run(loopback, length):
        program = start_blackbox(loopback.host, loopback.directory)
        number = int(count * length.factor)
        connection = http.client.HTTPConnection("127.0.0.1", 9115)
        try:
            connection.sock = loopback.host.connect("127.0.0.1", 9115)
            succeeded, before = 0, cpu.of_process(program.pid)
            for _ in range(number):
                connection.request("GET", f"/probe?module={module}&target={target}")
                succeeded += b"probe_success 1" in connection.getresponse().read()
            spent = cpu.of_process(program.pid) - before
            return Cost(spent * 1e6 / number, succeeded / number)
        finally:
            connection.close()
            end(program)
    return run


TABLE = {
    "ICMP echo": {
        "floor": floor("icmp_floor", "COUNT", count=400_000),
        "floor, TX stamps too": floor("icmp_floor", "COUNT", "tx", count=400_000),
        "fping": fping(),
        "smokeping_prober": smokeping_prober(),
        "blackbox_exporter": blackbox_exporter("icmp", "127.0.0.2"),
    },
    "TCP connect": {
        "floor": floor("tcp_floor", str(TCP), "COUNT", count=50_000),
        "blackbox_exporter": blackbox_exporter("tcp", f"127.0.0.2:{TCP}"),
    },
    "HTTP, new connection": {
        "floor": floor("http_floor", f"{NAME}:{HTTP}:127.0.0.1", "http", "COUNT", count=10_000),
        "blackbox_exporter": blackbox_exporter("http", f"http://127.0.0.2:{HTTP}"),
    },
    "HTTPS, new connection": {
        "floor": floor("http_floor", f"{NAME}:{HTTPS}:127.0.0.1", "https", "COUNT", "ROOTS",
                       count=2_000),
        "floor, not verified": floor("http_floor", f"{NAME}:{HTTPS}:127.0.0.1", "https", "COUNT",
                                     count=2_000),
        "blackbox_exporter": blackbox_exporter("http", f"https://127.0.0.2:{HTTPS}"),
    },
}
