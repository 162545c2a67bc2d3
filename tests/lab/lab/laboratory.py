"""The complete lab: the network, the servers of the edge, and daemons on the customer host."""

from pathlib import Path

from .catalogue import DNS_SERVER
from .daemon import Daemon
from .edge import Edge
from .faults import Faults
from .network import Network


class Laboratory:
    def __init__(self, directory, seed=1):
        self.directory = Path(directory)
        self.network = Network(self.directory, seed)
        self.customer = self.network.customer
        self.links = self.network.links
        self.faults = Faults(self.network)
        self.edge = Edge(self.network.edge, self.directory)
        self.dns = self.edge.dns
        self._use_own_resolver()
        self._trust_own_authority()

    def use_hosts_file(self, text):
        """Replaces the customer's /etc/hosts, until the end of the lab or the next call."""
        file = self.directory / "hosts"
        if not file.exists():
            file.write_text("")
            self.customer.run("mount", "--bind", file, Path("/etc/hosts").resolve())
        file.write_text(text)

    def _use_own_resolver(self):
        file = self.directory / "resolv.conf"
        file.write_text("".join(f"nameserver {address}\n" for address in DNS_SERVER))
        self.customer.run("mount", "--bind", file, Path("/etc/resolv.conf").resolve())

    def _trust_own_authority(self):
        """The customer trusts the lab's CA instead of the public ones, so the shipped catalogue can be
        probed unchanged."""
        self.customer.run("mount", "--bind", self.edge.certificates.roots,
                          Path("/etc/ssl/certs").resolve())

    @property
    def tolerance(self):
        """Tolerance of a round-trip time in seconds, far less than the difference between the links.
        script/bench measures the accuracy; here the host may be shared and halt for some tens of
        milliseconds."""
        exact = all(link.exact() for link in self.links.values())
        return 0.002 if exact else 0.005  # a busy machine delays the link

    def daemon(self, configuration, directory=None, **options):
        """Starts peeringd on the customer host; see Daemon."""
        return Daemon(self.customer, configuration, directory or self.directory, **options)

    def ping(self, source, target, count=20, interval=0.02):
        """The round-trip times in seconds that ping measures from a source address of the customer.
        Lost ones are missing."""
        result = self.customer.run("ping", "-n", "-I", source, "-c", count, "-i", interval, "-W",
                                   "1", target, check=False, timeout=60)
        return [float(line.split(" time=")[1].split()[0]) / 1000
                for line in result.stdout.splitlines() if " time=" in line]

    def reset(self):
        """Restores the initial state for the next test, and ends programs that a test left running on
        the customer, which would occupy ports."""
        self.customer.end_programs()
        self.heal()

    def heal(self):
        """Ends every fault. Programs on the customer keep running."""
        self.faults.end()
        self.network.reset()
        self.edge.reset()

    def close(self):
        self.network.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
