"""DNS on the edge: dnsmasq, and a proxy in front of it that can delay or break answers."""

import json
import os
import signal
import socket
import struct
from pathlib import Path

from .catalogue import DNS_SERVER
from .host import end
from .waiting import wait_until

_PORT = 5353  # of dnsmasq; clients use the proxy
_TYPES = {4: 1, 6: 28}  # A and AAAA


class Dns:
    def __init__(self, host, directory, names, ttl=60):
        self._host = host
        self._directory = Path(directory, "dns")
        self._directory.mkdir()
        self._hosts = self._directory / "hosts"
        self._rules = self._directory / "rules.json"
        self._program = None
        self._names_at_start = {name: tuple(addresses) for name, addresses in names.items()}
        self.names = {}
        self.set_names(names)
        self.behave()
        self.start(ttl)
        self._start_front()

    def set_names(self, names):
        """{name: addresses}: adds names or changes their addresses at run time."""
        self._use_names({**self.names, **names})

    def reset(self):
        """Restores the names of the start and ends all rules. A test that removed the IPv6 address of
        a name would otherwise break the tests after it."""
        if self.names != self._names_at_start:
            self._use_names(self._names_at_start)
        self.behave()

    def _use_names(self, names):
        self.names = {name: tuple(addresses) for name, addresses in names.items()}
        lines = [f"{address} {name}\n"
                 for name, addresses in self.names.items() for address in addresses]
        self._write(self._hosts, "".join(lines))
        if self._program:
            before = self._times_read()
            self._program.send_signal(signal.SIGHUP)
            self._wait_until_read(before)

    def _times_read(self):
        log = self._directory / "dnsmasq.log"
        return log.read_text().count(f"read {self._hosts}") if log.exists() else 0

    def _wait_until_read(self, before):
        """dnsmasq listens before it has read the names, and answers "no such record" until then. A
        daemon that starts now would look such a name up again only seconds later."""
        wait_until(lambda: self._times_read() > before, "dnsmasq has read the names", 10)
        wait_until(lambda: self._host.inside(self._answers_all), "dnsmasq answers all names", 10)

    def _answers_all(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
            client.connect(("127.0.0.1", _PORT))
            client.settimeout(2)
            for name, addresses in self.names.items():
                for family in {6 if ":" in address else 4 for address in addresses}:
                    client.send(_query(name, _TYPES[family]))
                    # The number of answer records: RFC 1035, 4.1.1.
                    assert struct.unpack_from("!H", client.recv(4096), 6)[0], f"IPv{family} of {name}"
        return True

    def behave(self, **rules):
        """Sets rules for answers: {name: rule}, with "*" for all other names.

        A rule is a delay in seconds, "drop" for silence, "servfail", "garbage", "truncate" (without a
        server on TCP) or "no-edns" (NOTIMP to EDNS). Without rules, all names are answered at once.
        Names with dots need behave(**{"edge.example": 3}).
        """
        self._write(self._rules, json.dumps(rules))

    def start(self, ttl):
        """Starts dnsmasq, or restarts it with another TTL."""
        self.stop()
        before = self._times_read()
        # --local=/#/: unknown names get NXDOMAIN instead of REFUSED.
        # --no-daemon: also prevents a change of the user, which a user namespace forbids.
        self._program = self._host.spawn(
            "dnsmasq", "--no-daemon", "--conf-file=/dev/null", "--no-resolv", "--no-hosts",
            f"--addn-hosts={self._hosts}", "--local=/#/", f"--local-ttl={ttl}", f"--port={_PORT}",
            "--listen-address=127.0.0.1", "--bind-interfaces", "--pid-file=",
            log=self._directory / "dnsmasq.log")
        wait_until(lambda: not self._host.connect("127.0.0.1", _PORT).close(),
                   "dnsmasq listens", 10)
        self._wait_until_read(before)

    def stop(self):
        if self._program:
            end(self._program)
            self._program = None

    def _start_front(self):
        program = self._host.spawn(
            "/usr/bin/python3", Path(__file__).with_name("dns_front.py"), self._rules, _PORT,
            *DNS_SERVER, log=self._directory / "front.log")

        def bound():
            assert program.poll() is None, "the DNS front ended"
            sockets = self._host.run("ss", "-Hlnu", "sport", "=", ":53").stdout
            return len(sockets.splitlines()) == len(DNS_SERVER)

        wait_until(bound, "the DNS front listens", 10)

    @staticmethod
    def _write(path, text):
        # Atomic: readers see the old or the new text.
        temporary = path.with_suffix(".new")
        temporary.write_text(text)
        os.replace(temporary, path)


def _query(name, kind):
    """A query of class IN (RFC 1035, 4.1)."""
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
    return struct.pack("!6H", 1, 0x0100, 1, 0, 0, 0) + labels + b"\0" + struct.pack("!2H", kind, 1)
