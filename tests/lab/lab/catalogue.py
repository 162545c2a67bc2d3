"""The addresses of the lab's edge, and the names that lead to them."""

import os
from pathlib import Path

import yaml

REPOSITORY = Path(__file__).resolve().parents[3]

DNS_SERVER = ("192.0.2.53", "2001:db8:e::53")

# Answers pings, port 80 and port 443; refuses all other ports.
EDGE = ("192.0.2.10", "2001:db8:e::10")
OTHER_EDGE = ("192.0.2.11", "2001:db8:e::11")
# Swallows everything.
BLACK_HOLE = ("192.0.2.66", "2001:db8:e::66")
# A router in front of it answers "host unreachable" to everything.
UNREACHABLE = ("192.0.2.67", "2001:db8:e::67")

NAMES = {
    "edge.example": EDGE,
    "other.example": OTHER_EDGE,
    "black-hole.example": BLACK_HOLE,
    "unreachable.example": UNREACHABLE,
    # Each with the bad certificate that it is named after.
    "expired.example": ("192.0.2.20", "2001:db8:e::20"),
    "self-signed.example": ("192.0.2.21", "2001:db8:e::21"),
    "wrong-name.example": ("192.0.2.22", "2001:db8:e::22"),
}

# What answers STUN too; all other addresses refuse it.
STUN_NAMES = ("edge.example", "world.tr.teams.microsoft.com")

# For when the shipped catalogue is not there.
_FALLBACK = ["outlook.office365.com", "teams.microsoft.com", "login.microsoftonline.com",
             "www.msftconnecttest.com", "fpc.msedge.net", "world.tr.teams.microsoft.com"]


def shipped_hosts(repository=REPOSITORY):
    """The `host` of each endpoint of the shipped catalogue, in its order."""
    hosts = []
    for file in sorted(Path(repository, "config/endpoints").glob("*.yaml")):
        for endpoint in yaml.safe_load(file.read_text()).get("endpoints", []):
            if endpoint["host"] not in hosts:
                hosts.append(endpoint["host"])
    return hosts or _FALLBACK


def all_names(repository=REPOSITORY):
    """{name: (IPv4 address, IPv6 address)} of everything that the lab's DNS answers at first."""
    shipped = {host: (f"192.0.2.{number}", f"2001:db8:e::{number}")
               for number, host in enumerate(shipped_hosts(repository), start=100)}
    return {**NAMES, **shipped}


def sanitizer():
    """The one that the daemon is built with, as `address,undefined`; else empty."""
    return os.environ.get("PEERINGD_SANITIZER", "")


def daemon_program():
    return Path(os.environ.get("PEERINGD", REPOSITORY / "build/release/peeringd"))
