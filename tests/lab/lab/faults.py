"""Faults of the customer's host: devices, routes, a firewall, a queue. Each can be ended, and
Faults.end() ends all."""

from .network import ISPS

_FIREWALL = """\
table inet firewall {{
  chain out {{ type filter hook output priority filter; {rules} }}
}}
"""


class Faults:
    def __init__(self, network):
        self._network = network
        self._customer = network.customer

    def take_down(self, isp):
        """Takes the device down, which removes its IPv6 addresses and its routes."""
        self._customer.run("ip", "link", "set", isp.device, "down")

    def bring_up(self, isp):
        self._customer.run("ip", "link", "set", isp.device, "up")
        self._network.restore_addresses()
        self.restore_routes()

    def withdraw_routes(self, isp):
        """Removes the routes; the addresses stay."""
        self._empty_table(isp)
        for family in ("-4", "-6"):
            self._customer.run("ip", family, "route", "add", "unreachable", "default", "table",
                               isp.table)

    def restore_routes(self):
        for isp in ISPS.values():
            self._empty_table(isp)
            for family in ("-4", "-6"):
                self._network.add_routes(isp, family)

    def _empty_table(self, isp):
        for family in ("-4", "-6"):
            self._customer.run("ip", family, "route", "flush", "table", isp.table, check=False)

    def forbid(self, *matches):
        """A firewall drops matching packets of the host, such as `ip protocol icmp`."""
        rules = "".join(f"{match} drop; " for match in matches)
        self.allow()
        self._customer.run("nft", "-f", "-", stdin=_FIREWALL.format(rules=rules))

    def allow(self):
        self._customer.run("nft", "-f", "-", stdin="add table inet firewall\n"
                                                   "delete table inet firewall\n")

    def fill_queue(self, isp):
        """Fills the device's queue: sending fails with ENOBUFS."""
        self._customer.run("tc", "qdisc", "replace", "dev", isp.device, "root", "pfifo", "limit",
                           "0")

    def empty_queue(self, isp):
        self._customer.run("tc", "qdisc", "del", "dev", isp.device, "root", check=False)

    def end(self):
        self.allow()
        for isp in ISPS.values():
            self.empty_queue(isp)
            self.bring_up(isp)
