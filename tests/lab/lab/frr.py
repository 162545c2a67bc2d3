"""The site router as FRR's bgpd, without zebra: it has the same partners as lab/gobgp.py, and a neighbour
that is never up. It reports its sessions to peeringd by BMP, before policy."""

from pathlib import Path

from .gobgp import AS_OF, BMP_PORT, PARTNER_A, PARTNER_B, SITE, SITE_AS, Speaker
from .waiting import wait_until

BGPD = "/usr/lib/frr/bgpd"
DEAD_NEIGHBOUR = "127.0.0.13"

_ROUTER = """
router bgp {number}
 bgp router-id 10.0.0.1
 no bgp ebgp-requires-policy
 no bgp default ipv4-unicast
 no bgp network import-check
{neighbours}
 bmp targets peeringd
  bmp connect 127.0.0.1 port {port} min-retry 1000 max-retry 2000
  bmp monitor ipv4 unicast pre-policy
 exit
 address-family ipv4 unicast
{networks}
{families}
 exit-address-family
"""


class Frr:
    """A bgpd. `stored`: the neighbours whose received routes it stores (soft-reconfiguration inbound).
    `networks`: prefixes that it originates."""

    def __init__(self, host, directory, stored, networks=()):
        self._host = host
        self._directory = Path(directory, "frr")
        self._directory.mkdir()
        self._log = self._directory / "bgpd.log"
        neighbours, families = [], []
        for peer, number in [*AS_OF.items(), (DEAD_NEIGHBOUR, 64503)]:
            neighbours += [f" neighbor {peer} remote-as {number}",
                           f" neighbor {peer} disable-connected-check",
                           f" neighbor {peer} update-source {SITE}",
                           f" neighbor {peer} timers 3 9"]
            families += [f"  neighbor {peer} activate"]
            if peer in AS_OF:
                neighbours += [f" neighbor {peer} passive"]
            if peer in stored:
                families += [f"  neighbor {peer} soft-reconfiguration inbound"]
        self._file = self._directory / "frr.conf"
        self._file.write_text(_ROUTER.format(number=SITE_AS, port=BMP_PORT,
                                             neighbours="\n".join(neighbours),
                                             networks="\n".join(f"  network {one}" for one in networks),
                                             families="\n".join(families)))
        self._program = None

    def start(self):
        self._program = self._host.spawn(
            BGPD, "-S", "-Z", "-M", "bmp", "-f", self._file, "-i", self._directory / "bgpd.pid",
            "--vty_socket", self._directory, "-P", "0", "-l", SITE, "--log", "stdout", log=self._log)

        def listens():
            assert self._program.poll() is None, f"bgpd ended:\n{self._log.read_text()}"
            return self._host.run("ss", "-Hlnt", "sport", "=", ":179", "src", SITE).stdout != ""

        wait_until(listens, "bgpd listens", 10)

    def kill(self):
        self._end(lambda program: program.kill())

    def stop(self):
        """An orderly stop."""
        self._end(lambda program: program.terminate())

    def _end(self, how):
        if self._program:
            how(self._program)
            self._program.wait(10)
            self._program = None


class FrrRouters:
    """The site router and its partners A (primary) and B (backup)."""

    def __init__(self, host, directory, stored=(PARTNER_A, PARTNER_B), networks=()):
        self.site = Frr(host, directory, stored, networks)
        self.a = Speaker(host, directory, PARTNER_A, AS_OF[PARTNER_A], [(SITE, SITE_AS)])
        self.b = Speaker(host, directory, PARTNER_B, AS_OF[PARTNER_B], [(SITE, SITE_AS)])

    def start(self):
        for speaker in (self.site, self.a, self.b):
            speaker.start()
        self.wait_until_established()

    def wait_until_established(self):
        wait_until(lambda: self.a.established() + self.b.established() == 2, "the BGP sessions", 40)

    def close(self):
        for speaker in (self.site, self.a, self.b):
            speaker.kill()
