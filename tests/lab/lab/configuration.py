"""Configurations for daemons in the lab, as data for the YAML file."""

from .network import ISPS

A, B = ISPS["a"], ISPS["b"]


def connection(name, partner, state, city, prefixes, **more):
    return {"name": name, "partner": partner,
            "location": {"country": "US", "state": state, "city": city},
            "prefixes": list(prefixes), **more}


def seattle(*prefixes, **more):
    """The connection through the first ISP."""
    return connection("contoso-seattle", "Contoso Networks", "WA", "Seattle",
                      prefixes or [A.prefix], **more)


def portland(*prefixes, **more):
    """The redundant connection through the second ISP."""
    return connection("contoso-portland", "Fabrikam Carrier", "OR", "Portland",
                      prefixes or [B.prefix], **more)


def endpoint(name, host, *probes):
    return {"name": name, "host": host, "probes": list(probes) or ["icmp", "tcp"]}


def configuration(endpoints, connections=None, interval="100ms", timeout="100ms", window="5s"):
    return {"web": {"listen": ["127.0.0.1:8075"]},
            "probing": {"interval": interval, "timeout": timeout, "window": window},
            "endpoints": list(endpoints),
            "connections": connections or [seattle(), portland()]}
