"""Sends forged answers to pings: wrong ones from the right address, and right ones from another.

usage: forger.py ADDRESS ELSEWHERE [MILLISECONDS]   (the kernel's own replies must be disabled)

With MILLISECONDS, the genuine answer follows after this delay.
"""

import os
import socket
import sys
import time

from lab.packets import icmp, payload_of

# The types of a reply, a request, "unreachable", "time exceeded".
V4, V6 = (0, 8, 3, 11), (129, 128, 1, 3)


def forgeries(request, earlier, types):
    """Messages of an attacker who sees requests but does not know the key."""
    reply, asked, unreachable, exceeded = types
    rest = request[4:]
    for bit in (0, 77, 8 * len(rest) - 1):  # in the header, the tag, the code
        changed = bytearray(rest)
        changed[4 + bit // 8 % (len(rest) - 4)] ^= 1 << bit % 8
        yield icmp(reply, bytes(changed))
    yield icmp(reply, rest[:4] + os.urandom(len(rest) - 4))
    yield icmp(reply, rest[:-1])
    yield icmp(reply, rest[:4])
    yield icmp(asked, rest)  # reflected
    yield icmp(unreachable, b"\0" * 4 + os.urandom(28))  # about a packet that was never sent
    yield icmp(exceeded, b"\0" * 4 + b"\x45" + os.urandom(27))
    if earlier:  # another probe's tag with this one's code
        yield icmp(reply, rest[:12] + earlier[12:28] + rest[28:])


def bound(address):
    v6 = ":" in address
    raw = socket.socket(socket.AF_INET6 if v6 else socket.AF_INET, socket.SOCK_RAW,
                        socket.IPPROTO_ICMPV6 if v6 else socket.IPPROTO_ICMP)
    raw.bind((address, 0))
    return raw


def forge(address, elsewhere, milliseconds=None):
    v6 = ":" in address
    types = V6 if v6 else V4
    earlier = b""
    with bound(address) as raw, bound(elsewhere) as wrong:
        print("ready", flush=True)
        while True:
            packet, (client, *_) = raw.recvfrom(2048)
            request = packet if v6 else payload_of(packet)
            if request[0] != types[1]:
                continue
            true = icmp(types[0], request[4:])  # the kernel computes the IPv6 checksum
            wrong.sendto(true, (client, 0))
            for forgery in forgeries(request, earlier, types):
                raw.sendto(forgery, (client, 0))
            if milliseconds is not None:
                time.sleep(int(milliseconds) / 1000)
                raw.sendto(true, (client, 0))
            earlier = request[4:]


if __name__ == "__main__":
    forge(*sys.argv[1:])
