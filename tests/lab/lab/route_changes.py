"""Changes of the routes of Seattle's prefix at its partners, for a person to play with: `script/lab route` and the
demo."""

from .gobgp import PARTNER_A, PARTNER_B, SITE

PREFIX, MORE_SPECIFIC = "203.0.113.0/24", "203.0.113.128/25"
ORIGIN, FOREIGN, UPSTREAM = "64496", "64666", "64530"
PARTNERS = {"a": PARTNER_A, "b": PARTNER_B}
CHANGES = ("announce", "withdraw", "origin", "more-specific", "upstream", "down", "up")


def command(partner, change, value=""):
    """The command that makes a change at partner `a` or `b`. `value`: the AS of `origin`, `upstream` and
    `more-specific`, or `off`. Raises ValueError."""
    if value and not (value.isdigit() or (change, value) == ("more-specific", "off")):
        raise ValueError(f"{value} is not an AS number")

    def announce(path, prefix=PREFIX):
        return ["global", "rib", "add", prefix, "nexthop", "10.0.0.99", "aspath", path]

    words = {
        "announce": announce(ORIGIN),
        "withdraw": ["global", "rib", "del", PREFIX],
        "origin": announce(value or FOREIGN),
        "upstream": announce(f"{value or UPSTREAM} {ORIGIN}"),
        "more-specific": (["global", "rib", "del", MORE_SPECIFIC] if value == "off"
                          else announce(value or FOREIGN, MORE_SPECIFIC)),
        "down": ["neighbor", SITE, "disable"],
        "up": ["neighbor", SITE, "enable"],
    }[change]
    return ["gobgp", "-u", PARTNERS[partner], *words]


def announce_all(routers):
    """Starts the site router and its partners, which announce the prefix."""
    routers.start()
    for partner in (routers.a, routers.b):
        partner.announce(PREFIX, ORIGIN)
