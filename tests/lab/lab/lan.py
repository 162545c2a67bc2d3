"""A LAN of the customer with two routers. The first knows that the second is the better way, and sends
ICMP redirects."""

from .host import Host

NETWORK, CUSTOMER, FIRST, SECOND = "192.168.77.0/24", "192.168.77.10", "192.168.77.1", "192.168.77.2"
BEHIND_SECOND = "198.18.0.1"


class RedirectingLan:
    """The customer sends to BEHIND_SECOND through the first router, and ignores redirects, as hardened
    hosts do."""

    def __init__(self, customer):
        self._customer = customer
        self._switch, self._first, self._second = (Host(name) for name in
                                                   ("switch", "router-1", "router-2"))
        self._switch.run("ip", "link", "add", "lan", "type", "bridge")
        self._switch.run("ip", "link", "set", "lan", "up")
        self._plug_in(customer, CUSTOMER)
        self._plug_in(self._first, FIRST)
        self._plug_in(self._second, SECOND)
        self._first.run("ip", "route", "add", BEHIND_SECOND, "via", SECOND)
        self._second.run("ip", "address", "add", BEHIND_SECOND, "dev", "lo")
        customer.run("ip", "route", "add", BEHIND_SECOND, "via", FIRST)
        for scope in ("all", "lan"):
            self._first.set_sysctl(f"net.ipv4.conf.{scope}.send_redirects", 1)
            customer.set_sysctl(f"net.ipv4.conf.{scope}.accept_redirects", 0)

    def _plug_in(self, host, address):
        port = f"port-{address.rpartition('.')[2]}"
        self._switch.run("ip", "link", "add", port, "type", "veth", "peer", "name", "lan", "netns",
                         host.pid)
        self._switch.run("ip", "link", "set", port, "master", "lan", "up")
        host.run("ip", "address", "add", f"{address}/24", "dev", "lan")
        host.run("ip", "link", "set", "lan", "up")
        if host is not self._customer:
            host.set_sysctl("net.ipv4.ip_forward", 1)
            host.set_sysctl("net.ipv4.conf.all.rp_filter", 0)

    def redirects(self):
        """The number of redirects that reached the customer."""
        names, values = [line.split()[1:] for line in
                         self._customer.run("cat", "/proc/net/snmp").stdout.splitlines()
                         if line.startswith("Icmp:")]
        return int(values[names.index("InRedirects")])

    def close(self):
        self._customer.run("ip", "link", "del", "lan", check=False)
        for host in (self._first, self._second, self._switch):
            host.close()
