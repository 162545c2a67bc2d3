"""The network: a customer with two ISPs, and the Microsoft edge behind both.

Defines all addresses for the other modules and the tests.
"""

from dataclasses import dataclass

from .host import Host
from .link import Link


@dataclass(frozen=True)
class Isp:
    """An ISP, with the prefixes that the customer has registered for it."""
    name: str
    prefix: str
    address: str
    prefix6: str
    address6: str
    table: int

    @property
    def device(self):
        return f"isp-{self.name}"


ISPS = {
    "a": Isp("a", "203.0.113.0/24", "203.0.113.10", "2001:db8:a::/48", "2001:db8:a::10", 101),
    "b": Isp("b", "198.51.100.0/24", "198.51.100.10", "2001:db8:b::/48", "2001:db8:b::10", 102),
}


# The customer's addresses behind NAT: outside all of its prefixes.
TRANSLATED = ("192.0.2.254", "2001:db8:ffff::254")

_TRANSLATION = """\
table ip translation {{
  chain out {{ type nat hook postrouting priority srcnat; oifname {device} snat to {v4}; }}
}}
table ip6 translation {{
  chain out {{ type nat hook postrouting priority srcnat; oifname {device} snat to {v6}; }}
}}
"""


class Network:
    def __init__(self, directory, seed=1):
        self.customer = Host("customer")
        self.edge = Host("edge")
        self._prepare_hosts()
        self.links = {name: Link(name, self.customer, self.edge, directory, seed + number)
                      for number, name in enumerate(ISPS)}
        for isp in ISPS.values():
            self._connect(isp)

    def _prepare_hosts(self):
        for host in (self.customer, self.edge):
            for scope in ("all", "default"):
                host.set_sysctl(f"net.ipv4.conf.{scope}.rp_filter", 0)
                # Only packets of the tests may be on the link.
                host.set_sysctl(f"net.ipv6.conf.{scope}.accept_dad", 0)
                host.set_sysctl(f"net.ipv6.conf.{scope}.router_solicitations", 0)
                host.set_sysctl(f"net.ipv6.conf.{scope}.addr_gen_mode", 1)
            # No rate limit for ICMP errors.
            host.set_sysctl("net.ipv4.icmp_ratelimit", 0)
            host.set_sysctl("net.ipv6.icmp.ratelimit", 0)
            host.set_sysctl("net.ipv4.icmp_msgs_per_sec", 1_000_000, optional=True)
        self.allow_ping_sockets(True)

    def _connect(self, isp):
        for host in (self.customer, self.edge):
            host.run("ip", "link", "set", isp.device, "multicast", "off", "up")
        self.add_address(isp, isp.address)
        self.add_address(isp, isp.address6)
        for family, prefix in (("-4", isp.prefix), ("-6", isp.prefix6)):
            self.customer.run("ip", family, "rule", "add", "from", prefix, "lookup", isp.table)
            self.edge.run("ip", family, "route", "add", prefix, "dev", isp.device)

    def add_address(self, isp, address):
        """Adds an address of one of the ISP's prefixes to the customer."""
        flags = ["nodad"] if ":" in address else []
        self.customer.run("ip", "address", "add", _with_length(isp, address), "dev", isp.device,
                          *flags)
        self.add_routes(isp, "-6" if ":" in address else "-4")

    def add_routes(self, isp, family):
        """Adds the routes through the ISP, which the kernel removes with the last IPv4 address of its device."""
        route = ["ip", family, "route", "replace", "default", "dev", isp.device, "table"]
        self.customer.run(*route, isp.table)
        if isp is ISPS["a"]:  # for sockets without a bound source
            self.customer.run(*route, "main")

    def remove_address(self, isp, address):
        self.customer.run("ip", "address", "del", _with_length(isp, address), "dev", isp.device)

    def restore_addresses(self):
        """Restores all addresses that a test removed."""
        for isp in ISPS.values():
            present = self.customer.run("ip", "-o", "address", "show", "dev", isp.device).stdout
            for address in (isp.address, isp.address6):
                if f" {address}/" not in present:
                    self.add_address(isp, address)

    def translate(self, isp):
        """Adds NAT to an ISP's link: the edge sees TRANSLATED instead of its prefixes."""
        for family, address in zip(("-4", "-6"), TRANSLATED):
            self.edge.run("ip", family, "route", "replace", address, "dev", isp.device)
        v4, v6 = TRANSLATED
        self.customer.run("nft", "-f", "-", stdin=_TRANSLATION.format(
            device=isp.device, v4=v4, v6=v6))

    def end_translation(self):
        for family in ("ip", "ip6"):
            self.customer.run("nft", "-f", "-", stdin=f"add table {family} translation\n"
                                                      f"delete table {family} translation\n")

    def allow_ping_sockets(self, allowed):
        """Allows or forbids ping sockets at the customer."""
        name = "net.ipv4.ping_group_range"
        if not allowed:
            self.customer.set_sysctl(name, "1 0")
        elif self.customer.run("sysctl", "-q", "-w", f"{name}=0 2147483647",
                               check=False).returncode != 0:
            self.customer.set_sysctl(name, "0 0")  # a user namespace with only one group

    def reset(self):
        for link in self.links.values():
            link.reset()
        self.restore_addresses()
        self.end_translation()
        self.allow_ping_sockets(True)

    def close(self):
        self.customer.close()
        self.edge.close()


def _with_length(isp, address):
    prefix = isp.prefix6 if ":" in address else isp.prefix
    return f"{address}/{prefix.split('/')[1]}"
