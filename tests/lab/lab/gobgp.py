"""BGP on the customer's host: a site router and two partners, each a gobgpd on an address of the
loopback interface. The site router reports its sessions to peeringd by BMP."""

import signal
import time

from .host import CommandFailed
from .waiting import wait_until

SITE, PARTNER_A, PARTNER_B = "127.0.0.1", "127.0.0.11", "127.0.0.12"
SITE_AS, AS_OF = 64500, {PARTNER_A: 64501, PARTNER_B: 64502}
BMP_PORT = 11019
HOLD_SECONDS = 90  # on a busy machine, a session of few seconds ends by itself: its route vanishes, and comes back

_GLOBAL = """
[global.config]
  as = {number}
  router-id = "10.0.0.{host}"
  local-address-list = ["{address}"]
  port = 179
"""

_BMP = """
[[bmp-servers]]
  [bmp-servers.config]
    address = "127.0.0.1"
    port = {port}
    route-monitoring-policy = "{policy}"
    sys-name = "site-router"
    statistics-timeout = 15
"""

_NEIGHBOUR = """
[[neighbors]]
  [neighbors.config]
    neighbor-address = "{peer}"
    peer-as = {peer_as}
  [neighbors.transport.config]
    local-address = "{address}"
    passive-mode = {passive}
  [neighbors.timers.config]
    connect-retry = 1
    hold-time = {hold_time}
  [[neighbors.afi-safis]]
    [neighbors.afi-safis.config]
      afi-safi-name = "ipv6-unicast"
  [[neighbors.afi-safis]]
    [neighbors.afi-safis.config]
      afi-safi-name = "ipv4-unicast"
"""

# Belongs to the family above.
_ADD_PATHS = """
    [neighbors.afi-safis.add-paths.config]
      receive = true
      send-max = 4
"""


class Speaker:
    """A gobgpd. start() begins, kill() and stop() end it."""

    def __init__(self, host, directory, address, number, neighbours, policy=None,
                 add_paths=False, hold_time=HOLD_SECONDS):
        self._host, self.address = host, address
        self._name = f"gobgpd-{address}"
        self._log = directory / f"{self._name}.log"
        self._file = directory / f"{self._name}.toml"
        text = _GLOBAL.format(number=number, host=address.rpartition(".")[2], address=address)
        if policy:
            text += _BMP.format(port=BMP_PORT, policy=policy)
        for peer, peer_as in neighbours:
            text += _NEIGHBOUR.format(peer=peer, peer_as=peer_as, address=address,
                                      passive=str(policy is not None).lower(), hold_time=hold_time)
            if add_paths:
                text += _ADD_PATHS
        self._file.write_text(text)
        self._program = None

    def start(self):
        self._program = self._host.spawn(
            "gobgpd", "-f", self._file, "--api-hosts", f"{self.address}:50051", "--pprof-disable",
            "-l", "warn", log=self._log)
        wait_until(lambda: self._gobgp("global", check=False).returncode == 0,
                   f"{self._name} answers; see {self._log}", 30)

    def kill(self):
        self._end(lambda program: program.kill())

    def stop(self):
        """An orderly stop: it withdraws its routes before it ends."""
        self._end(lambda program: program.terminate())

    def pause(self, seconds):
        """The process stands still."""
        self._program.send_signal(signal.SIGSTOP)
        time.sleep(seconds)
        self._program.send_signal(signal.SIGCONT)

    def announce(self, prefix, path, *more):
        """Announces it with this path behind the speaker's own AS."""
        self._gobgp("global", "rib", "add", prefix, "nexthop", "10.0.0.99", "aspath", path, *more)

    def withdraw(self, prefix):
        self._gobgp("global", "rib", "del", prefix)

    def established(self):
        return self._gobgp("neighbor", check=False).stdout.count("Establ")

    def _gobgp(self, *command, check=True):
        """gobgp gives the daemon a second to accept its connection, which a busy machine may need longer for."""
        for _ in range(9):
            try:
                return self._host.run("gobgp", "-u", self.address, *command, check=check)
            except CommandFailed as error:
                if "context deadline exceeded" not in str(error):
                    raise
        return self._host.run("gobgp", "-u", self.address, *command, check=check)

    def _end(self, how):
        if self._program:
            how(self._program)
            self._program.wait(10)
            self._program = None


class Routers:
    """The site router and its partners A (primary) and B (backup)."""

    def __init__(self, host, directory, policy="pre-policy", add_paths=False, hold_time=HOLD_SECONDS):
        def partner(address):
            return Speaker(host, directory, address, AS_OF[address], [(SITE, SITE_AS)],
                           add_paths=add_paths, hold_time=hold_time)

        self.site = Speaker(host, directory, SITE, SITE_AS, AS_OF.items(), policy, add_paths, hold_time)
        self.a, self.b = partner(PARTNER_A), partner(PARTNER_B)

    def start(self):
        for speaker in (self.site, self.a, self.b):
            speaker.start()
        self.wait_until_established()

    def wait_until_established(self, sessions=2):
        wait_until(lambda: self.site.established() == sessions, "the BGP sessions", 40)

    def close(self):
        for speaker in (self.site, self.a, self.b):
            speaker.kill()
