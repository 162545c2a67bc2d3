"""A daemon that monitors the routes of Seattle's prefix at the site router: its configuration, events and states."""

import json

from .catalogue import EDGE
from .configuration import A, configuration, endpoint, seattle
from .gobgp import BMP_PORT, PARTNER_A, PARTNER_B, SITE
from .waiting import wait_until

ORIGIN = 64496


def session(peer, role="primary", shows="received"):
    return {"router": "site", "peer": peer, "role": role, "shows": shows}


def routed(**rules):
    rules = {"origin": ORIGIN, "sessions": [session(PARTNER_A), session(PARTNER_B, "backup")], **rules}
    bmp = {"listen": [f"127.0.0.1:{BMP_PORT}"], "routers": [{"name": "site", "address": SITE}]}
    return {**configuration([endpoint("edge", EDGE[0], "icmp")], [seattle(routes=rules)]),
            "routes": {"bmp": bmp}}


def kinds(daemon):
    """The kinds of the events of routes, oldest first."""
    return [event["kind"] for event in reversed(daemon.events())
            if event["kind"].startswith("Prefix")]


def count(daemon, kind):
    return kinds(daemon).count(kind)


def wait_for(daemon, kind, times=1, timeout=10):
    wait_until(lambda: count(daemon, kind) >= times, f"{kind} {times} times", timeout)


def states(daemon):
    """The state of the prefix by peer."""
    prefix, = json.loads(daemon.get("/api/v1/routes")[1])["prefixes"]
    return {one["peer"]: one["state"] for one in prefix["sessions"]}


def wait_for_state(daemon, peer, state, timeout=15):
    wait_until(lambda: states(daemon)[peer] == state, f"{peer} is {state}", timeout)


def start_announced(start_daemon, routers, config=None, **rules):
    """Starts a daemon and the routers; both partners announce the prefix."""
    daemon = start_daemon(config or routed(**rules))
    routers.start()
    routers.a.announce(A.prefix, f"{ORIGIN}", "community", "8075:8007")
    routers.b.announce(A.prefix, f"64520 {ORIGIN}")
    wait_for(daemon, "PrefixActivePath")
    wait_for(daemon, "PrefixBackupPath")
    return daemon
