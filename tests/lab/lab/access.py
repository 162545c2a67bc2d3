"""Two access lines of the customer's, each with a gateway and a router of the partner behind it, to one
edge: what can break on the way, part by part."""

from .host import Host

ENDPOINTS = ("198.18.10.1", "198.18.10.2")


class Line:
    """customer (wan-x) - gateway - partner's router - edge."""

    def __init__(self, name, number, customer, edge):
        self.interface, self.network = f"wan-{name}", f"192.168.{number}.0/24"
        self.address, self.gateway_address = f"192.168.{number}.10", f"192.168.{number}.1"
        self._table, self._customer = number, customer
        self.gateway, self.partner = Host(f"gateway-{name}"), Host(f"partner-{name}")
        between, behind = f"10.{number}.1", f"10.{number}.2"
        self.partner_address = f"{between}.2"
        _cable(customer, self.interface, self.gateway, "lan")
        _cable(self.gateway, "out", self.partner, "in")
        _cable(self.partner, "out", edge, f"in-{name}")
        for host, device, address in ((self.gateway, "lan", self.gateway_address),
                                      (self.gateway, "out", f"{between}.1"),
                                      (self.partner, "in", self.partner_address),
                                      (self.partner, "out", f"{behind}.1"),
                                      (edge, f"in-{name}", f"{behind}.2")):
            host.run("ip", "address", "add", f"{address}/24", "dev", device)
        for router in (self.gateway, self.partner):
            router.set_sysctl("net.ipv4.ip_forward", 1)
        self.gateway.run("ip", "route", "add", "default", "via", self.partner_address)
        self.partner.run("ip", "route", "add", "default", "via", f"{behind}.2")
        self.partner.run("ip", "route", "add", self.network, "via", f"{between}.1")
        edge.run("ip", "route", "add", self.network, "via", f"{behind}.1")
        customer.run("ip", "rule", "add", "from", self.network, "lookup", self._table)
        self.add_address()

    def add_address(self):
        self._customer.run("ip", "address", "replace", f"{self.address}/24", "dev", self.interface)
        self._customer.run("ip", "route", "replace", "default", "via", self.gateway_address, "dev",
                           self.interface, "table", self._table)

    def lose_address(self):
        self._customer.run("ip", "address", "del", f"{self.address}/24", "dev", self.interface)

    def lose_carrier(self):
        """The far end of the cable is switched off."""
        self.gateway.run("ip", "link", "set", "lan", "down")

    def switch_off(self):
        self._customer.run("ip", "link", "set", self.interface, "down")

    def kill_gateway(self):
        """The cable has carrier, and nobody answers at its end."""
        self.gateway.run("ip", "address", "flush", "dev", "lan")

    def cut_behind_gateway(self):
        """The gateway is the site's own router, and the circuit behind it is cut."""
        self.partner.run("ip", "link", "set", "in", "down")

    def drop_behind_gateway(self):
        """The partner's router forwards nothing more."""
        self.partner.run("nft", "-f", "-", stdin="table ip fault {\n chain forward {\n"
                         "type filter hook forward priority 0; policy drop;\n }\n}\n")

    def reject_at_gateway(self, *matches):
        """The firewall of the site rejects packets that match, such as `tcp dport 81`, with an ICMP error of its own."""
        rules = "\n".join(f"{match} reject with icmp type port-unreachable" for match in matches)
        self.gateway.run("nft", "-f", "-", stdin="table ip firewall {\n chain forward {\n"
                         f"type filter hook forward priority 0;\n{rules}\n }}\n}}\n")

    def close(self):
        self._customer.run("ip", "link", "del", self.interface, check=False)
        self._customer.run("ip", "rule", "del", "from", self.network, check=False)
        self.gateway.close()
        self.partner.close()


class AccessNetwork:
    def __init__(self, customer):
        self.edge = Host("far-edge")
        for address in ENDPOINTS:
            self.edge.run("ip", "address", "add", address, "dev", "lo")
        self.a = Line("a", 101, customer, self.edge)
        self.b = Line("b", 102, customer, self.edge)

    def kill_endpoint(self, address):
        self.edge.run("ip", "address", "del", address, "dev", "lo")

    def close(self):
        self.a.close()
        self.b.close()
        self.edge.close()


def _cable(host, device, other, other_device):
    host.run("ip", "link", "add", device, "type", "veth", "peer", "name", other_device, "netns",
             other.pid)
    for end, name in ((host, device), (other, other_device)):
        end.set_sysctl(f"net.ipv4.conf.{name}.rp_filter", 0)
        end.run("ip", "link", "set", name, "up")
    for end in (host, other):
        end.set_sysctl("net.ipv4.conf.all.rp_filter", 0)
