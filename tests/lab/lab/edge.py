"""The edge host: an address for each host of the catalogue, and the servers."""

import itertools
import json
from pathlib import Path

from .catalogue import BLACK_HOLE, DNS_SERVER, EDGE, STUN_NAMES, UNREACHABLE, all_names
from .certificates import Certificates
from .dns import Dns
from .nginx import PORTAL_PORT, PORTAL_TLS_PORT, Nginx
from .stun import Stun
from .waiting import wait_until

# Rules of tests (counters, address translation) have chains of their own in this table.
_RULES = f"""\
table inet lab {{
  chain observe {{ type filter hook prerouting priority raw; }}
  chain silence {{ type filter hook input priority filter; }}
  chain special {{
    type filter hook input priority filter;
    ip daddr {BLACK_HOLE[0]} drop
    ip6 daddr {BLACK_HOLE[1]} drop
    ip daddr {UNREACHABLE[0]} reject with icmp type host-unreachable
    ip6 daddr {UNREACHABLE[1]} reject with icmpv6 type addr-unreachable
  }}
}}
"""


class Edge:
    def __init__(self, host, directory, ttl=60):
        self._host = host
        self._directory = Path(directory)
        names = all_names()
        self.add_addresses(*DNS_SERVER, *itertools.chain.from_iterable(names.values()))
        host.run("nft", "-f", "-", stdin=_RULES)
        self.certificates = Certificates(directory / "certificates", names)
        self.nginx = Nginx(host, directory, self.certificates, names)
        host.spawn("python3", Path(__file__).with_name("misbehaving.py"),
                   log=directory / "misbehaving.log")
        host.spawn("python3", Path(__file__).with_name("odd_tls.py"), directory / "certificates",
                   log=directory / "odd_tls.log")
        self.dns = Dns(host, directory, names, ttl)
        self.stun = Stun(host, directory, itertools.chain.from_iterable(
            names[name] for name in STUN_NAMES))

    def add_addresses(self, *addresses):
        batch = "".join(f"address add {address}/{128 if ':' in address else 32} dev lo"
                        f"{' nodad' if ':' in address else ''}\n" for address in addresses)
        self._host.run("ip", "-batch", "-", stdin=batch)

    def serve_garbage(self, port, *addresses):
        """Starts a server that answers with UDP garbage, on an unused port. Returns the program; the
        caller ends it."""
        program = self._host.spawn("/usr/bin/python3", Path(__file__).with_name("garbage_server.py"), port,
                                   *addresses, log=self._directory / "garbage.log")

        def bound():
            assert program.poll() is None, "the garbage server ended; see garbage.log"
            sockets = self._host.run("ss", "-Hlnu", "sport", "=", f":{port}").stdout
            return len(sockets.splitlines()) == len(addresses)

        wait_until(bound, "garbage is served", 10)
        return program

    def drop(self, match):
        """Drops packets to the edge that match, such as `udp dport 3478`, until stop_dropping()."""
        self._host.run("nft", "add", "rule", "inet", "lab", "silence", *match.split(), "drop")

    def stop_dropping(self):
        self._host.run("nft", "flush", "chain", "inet", "lab", "silence")

    def intercept(self, isp):
        """A captive portal behind an ISP's link answers pings and the ports 80 and 443 in place of every host that
        the customer asks there by IPv4, until let_through(). DNS answers as usual."""
        portal = EDGE[0]
        self._host.run("nft", "-f", "-", stdin=f"""\
table ip portal {{
  chain in {{
    type nat hook prerouting priority dstnat
    iifname {isp.device} tcp dport 443 dnat to {portal}:{PORTAL_TLS_PORT}
    iifname {isp.device} tcp dport 80 dnat to {portal}:{PORTAL_PORT}
    iifname {isp.device} meta l4proto icmp dnat to {portal}
  }}
}}
""")

    def let_through(self):
        self._host.run("nft", "-f", "-", stdin="add table ip portal\ndelete table ip portal\n")

    def count(self, name, match):
        """Starts to count, from 0, the packets that reach the edge and match, such as
        `ip saddr 192.0.2.1`."""
        self._host.run("nft", "-f", "-", stdin=f"add counter inet lab {name}\n"
                                               f"add rule inet lab observe {match} counter name "
                                               f"{name}\n")
        self._host.run("nft", "reset", "counter", "inet", "lab", name)

    def counted(self, name):
        text = self._host.run("nft", "-j", "list", "counter", "inet", "lab", name).stdout
        entries = json.loads(text)["nftables"]
        return next(entry["counter"]["packets"] for entry in entries if "counter" in entry)

    def reset(self):
        self._host.run("nft", "-f", "-", stdin="flush chain inet lab observe\n")
        self.stop_dropping()
        self.let_through()
        self.dns.reset()
        self.stun.start()
        self.nginx.answer_as_usual()
