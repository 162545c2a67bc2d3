"""DNS on the edge: dnsmasq for the names, and a front before it that can be made slow or broken."""

import json
import os
import signal
from pathlib import Path

from .catalogue import DNS_SERVER
from .host import end
from .waiting import wait_until

_PORT = 5353  # of dnsmasq; the world sees the front


class Dns:
    def __init__(self, host, directory, names, ttl=60):
        self._host = host
        self._directory = Path(directory, "dns")
        self._directory.mkdir()
        self._hosts = self._directory / "hosts"
        self._rules = self._directory / "rules.json"
        self._program = None
        self.names = {}
        self.set_names(names)
        self.behave()
        self.start(ttl)
        self._start_front()

    def set_names(self, names):
        """{name: addresses}: adds names or gives them new addresses, while running."""
        self.names.update(names)
        lines = [f"{address} {name}\n"
                 for name, addresses in self.names.items() for address in addresses]
        self._write(self._hosts, "".join(lines))
        if self._program:
            self._program.send_signal(signal.SIGHUP)

    def behave(self, **rules):
        """How names are answered other than at once: {name: rule}, with "*" for all others.

        A rule is a number of seconds to wait, "drop" for silence, "servfail", "garbage",
        "truncate" (and nobody answers over TCP) or "no-edns" (NOTIMP to EDNS). No rules: all is
        well. (As **rules, names with dots come as behave(**{"edge.example": 3}).)
        """
        self._write(self._rules, json.dumps(rules))

    def start(self, ttl):
        """Starts dnsmasq, or starts it again with another time to live of its answers."""
        self.stop()
        # --local=/#/: what is not in the hosts file does not exist, instead of being refused.
        # --no-daemon: also keeps dnsmasq from changing its user, which a user namespace forbids.
        self._program = self._host.spawn(
            "dnsmasq", "--no-daemon", "--conf-file=/dev/null", "--no-resolv", "--no-hosts",
            f"--addn-hosts={self._hosts}", "--local=/#/", f"--local-ttl={ttl}", f"--port={_PORT}",
            "--listen-address=127.0.0.1", "--bind-interfaces", "--pid-file=",
            log=self._directory / "dnsmasq.log")
        wait_until(lambda: not self._host.connect("127.0.0.1", _PORT).close(),
                   "dnsmasq listens", 10)

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
        # Renamed into place: readers see the old text or the new one.
        temporary = path.with_suffix(".new")
        temporary.write_text(text)
        os.replace(temporary, path)
