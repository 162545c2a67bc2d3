"""The messages of a router over BMP: a table of as many routes as wanted, and what no real router here sends."""

import struct
from itertools import islice

PREFIXES_PER_UPDATE = 3  # about what routers send
OUR_AS, PEER_AS = 64500, 64501
SENT = 0x10  # flag O: Adj-RIB-Out
_MARKER = b"\xff" * 16


def _per_peer(peer, flags=0):
    """Of a peer in AS 64501; without flags pre-policy."""
    address = bytes(12) + bytes(map(int, peer.split(".")))
    return bytes([0, flags]) + bytes(8) + address + struct.pack("!I", PEER_AS) + bytes([10, 0, 0, 1]) + bytes(8)


def _message(kind, body):
    return struct.pack("!BIB", 3, 6 + len(body), kind) + body


def _bgp(kind, body):
    return _MARKER + struct.pack("!HB", 19 + len(body), kind) + body


def _open(number):
    four_octets = bytes([65, 4]) + struct.pack("!I", number)
    families = bytes([1, 4, 0, 1, 0, 1])
    options = b"".join(bytes([2, len(one)]) + one for one in (four_octets, families))
    return _bgp(1, struct.pack("!BHH4sB", 4, 23456, 90, bytes([10, 0, 0, 1]), len(options)) + options)


def initiation():
    return _message(4, struct.pack("!HH", 2, 4) + b"site")


def peer_up(peer):
    local = bytes(12) + bytes([10, 0, 0, 1]) + struct.pack("!HH", 179, 40000)
    return _message(3, _per_peer(peer) + local + _open(OUR_AS) + _open(PEER_AS))


def peer_down(peer, reason):
    return _message(2, _per_peer(peer) + bytes([reason]))


def termination():
    """Reason 0: administratively closed."""
    return _message(5, struct.pack("!HHH", 1, 2, 0))


def update(peer, prefixes, path=(PEER_AS, 64510, 64511, 64512, 64666), flags=0, communities=((64501, 1), (64501, 2))):
    """`prefixes`: encoded."""
    attributes = (bytes([0x40, 1, 1, 0, 0x40, 2, 2 + 4 * len(path), 2, len(path)])
                  + b"".join(struct.pack("!I", one) for one in path)
                  + bytes([0x40, 3, 4, 10, 0, 0, 11])
                  + bytes([0xc0, 8, 4 * len(communities)])
                  + b"".join(struct.pack("!HH", *one) for one in communities))
    body = struct.pack("!HH", 0, len(attributes)) + attributes + b"".join(prefixes)
    return _message(0, _per_peer(peer, flags) + _bgp(2, body))


def prefix24(first, second, third):
    return bytes([24, first, second, third])


def end_of_rib(peer):
    return _message(0, _per_peer(peer) + _bgp(2, bytes(4)))


def table(peer, routes):
    """The messages of a table: /24 prefixes from 20.0.0.0 on."""
    numbers = iter(range(20 << 16, (20 << 16) + routes))
    while group := list(islice(numbers, PREFIXES_PER_UPDATE)):
        yield update(peer, [prefix24(n >> 16, n >> 8 & 0xff, n & 0xff) for n in group])
