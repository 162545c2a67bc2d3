"""An interface that appears and disappears, like that of a PPP session or a tunnel. The source address
is on the loopback."""

from .configuration import A

DEVICE = "ppp7"
SOURCE = "203.0.113.77"  # inside A.prefix
_TABLE = 177


class Dialled:
    def __init__(self, network):
        self._customer, self._edge = network.customer, network.edge
        self._customer.run("ip", "address", "add", f"{SOURCE}/32", "dev", "lo")
        self._customer.run("ip", "rule", "add", "from", SOURCE, "lookup", _TABLE, "priority", 10)

    def dial(self):
        self._customer.run("sh", "-c", self._making(), stdin=None)
        self._edge.run("ip", "link", "set", DEVICE, "up")
        self._edge.run("ip", "route", "replace", SOURCE, "dev", DEVICE)

    def _making(self):
        return (f"ip link add {DEVICE} type veth peer name {DEVICE} netns {self._edge.pid} && "
                f"ip link set {DEVICE} up && ip route add default dev {DEVICE} table {_TABLE}")

    def send_sighup(self):
        self._customer.run("ip", "link", "del", DEVICE)

    def dial_anew(self):
        """Replaces the interface so fast that its absence goes unnoticed."""
        self._customer.run("sh", "-c", f"ip link del {DEVICE}; {self._making()}")
        self._edge.run("ip", "link", "set", DEVICE, "up")
        self._edge.run("ip", "route", "replace", SOURCE, "dev", DEVICE)

    def cut(self):
        """Removes the carrier."""
        self._edge.run("ip", "link", "set", DEVICE, "down")

    def mend(self):
        self._edge.run("ip", "link", "set", DEVICE, "up")
        self._edge.run("ip", "route", "replace", SOURCE, "dev", DEVICE)

    def close(self):
        self._customer.run("ip", "link", "del", DEVICE, check=False)
        self._customer.run("ip", "address", "del", f"{SOURCE}/32", "dev", "lo", check=False)
        self._customer.run("ip", "rule", "del", "from", SOURCE, check=False)


def prefix(**more):
    """The prefix, with this source and interface."""
    return {"prefix": A.prefix, "source": SOURCE, "interface": DEVICE, **more}
