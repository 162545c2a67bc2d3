"""A centre and many branches, as docs/fleet.md sets them up from Azure's JSON. Each branch has an address in its prefix,
and two endpoints on its own host: one that answers, and a port that refuses."""

import contextlib

from .fleet import Branch
from .fleet_centre import Centre
from .fleet_folder import make_folder

BRANCHES = 20
INTERVAL = 2  # seconds between scrapes
PARTNERS = ("Contoso Networks", "Fabrikam Carrier")
LOCATIONS = (("Berlin", "Germany"), ("Dublin", "Ireland"), ("Tokyo", "Japan"))
ENDPOINT = "198.51.100.10"  # an address of each branch
MEASURES = {"probing": {"interval": "500ms", "timeout": "400ms", "window": "10s"},
            "endpoints": [{"name": "near", "host": ENDPOINT, "probes": ["icmp"]},
                          {"name": "closed", "host": ENDPOINT, "probes": [{"type": "tcp", "port": 81}]}]}


def services():
    """What Azure lists: a peering service for each branch, with its name."""
    return [(f"branch-{number:02}", PARTNERS[number % 2], *LOCATIONS[number % 3], f"198.18.{number}.0/24")
            for number in range(BRANCHES)]


class Fleet:
    """`centre` and `branches`, all with the same folder."""

    def __init__(self, directory, **changes):
        self._ends = contextlib.ExitStack()
        # Without the catalogue, whose hosts are not in the lab.
        folder, self.printed = make_folder(directory, services(),
                                           {**MEASURES, "history": "off", "include": ["connections.d/*.yaml"], **changes})
        self.centre = Centre(directory)
        self._ends.callback(self.centre.close)
        self.branches = []
        for number in range(BRANCHES):
            branch = Branch(self.centre.host, number, directory, self.centre.authority, INTERVAL, f"198.18.{number}.10")
            branch.site = branch.name  # the daemon and the agent read the same environment
            branch.host.run("ip", "address", "add", f"{ENDPOINT}/32", "dev", "lo")
            branch.host.run("ip", "route", "add", "default", "dev", "isp")
            branch.routed = True
            branch.start_daemon(folder / "peeringd.yaml", wrapper=["env", f"PEERINGD_SITE={branch.name}"])
            branch.start_agent()
            self.branches.append(branch)
            self._ends.callback(branch.close)

    def close(self):
        self._ends.close()
