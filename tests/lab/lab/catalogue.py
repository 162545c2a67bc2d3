"""The addresses of the lab's edge and their names."""

import os
from pathlib import Path

import yaml

REPOSITORY = Path(__file__).resolve().parents[3]

DNS_SERVER = ("192.0.2.53", "2001:db8:e::53")

# Answers pings and ports 80 and 443; refuses all other ports.
EDGE = ("192.0.2.10", "2001:db8:e::10")
OTHER_EDGE = ("192.0.2.11", "2001:db8:e::11")
# Drops everything.
BLACK_HOLE = ("192.0.2.66", "2001:db8:e::66")
# A router answers "host unreachable" for it.
UNREACHABLE = ("192.0.2.67", "2001:db8:e::67")

NAMES = {
    "edge.example": EDGE,
    "other.example": OTHER_EDGE,
    "black-hole.example": BLACK_HOLE,
    "unreachable.example": UNREACHABLE,
    # Each has the invalid certificate that its name describes.
    "expired.example": ("192.0.2.20", "2001:db8:e::20"),
    "self-signed.example": ("192.0.2.21", "2001:db8:e::21"),
    "wrong-name.example": ("192.0.2.22", "2001:db8:e::22"),
}

# Also answers STUN; all other addresses refuse it.
STUN_NAMES = ("edge.example", "world.tr.teams.microsoft.com")

# Used without the shipped catalogue.
_FALLBACK = ["outlook.office365.com", "teams.microsoft.com", "login.microsoftonline.com",
             "www.msftconnecttest.com", "fpc.msedge.net", "world.tr.teams.microsoft.com"]


def shipped_hosts(repository=REPOSITORY):
    """The `host` of each endpoint of the shipped catalogue, in order."""
    hosts = []
    for file in sorted(Path(repository, "config/endpoints").glob("*.yaml")):
        for endpoint in yaml.safe_load(file.read_text()).get("endpoints", []):
            if endpoint["host"] not in hosts:
                hosts.append(endpoint["host"])
    return hosts or _FALLBACK


def all_names(repository=REPOSITORY):
    """{name: (IPv4 address, IPv6 address)} of all names in the lab's DNS at the start."""
    shipped = {host: (f"192.0.2.{number}", f"2001:db8:e::{number}")
               for number, host in enumerate(shipped_hosts(repository), start=100)}
    return {**NAMES, **shipped}


def sanitizer():
    """The sanitizers that the daemon is built with, such as `address,undefined`; or empty."""
    return os.environ.get("PEERINGD_SANITIZER", "")


def daemon_program():
    return Path(os.environ.get("PEERINGD", REPOSITORY / "build/release/peeringd"))
