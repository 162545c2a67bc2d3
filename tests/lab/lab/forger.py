"""Answers pings as none should: from the right address, and never with what was asked.

usage: forger.py ADDRESS        (the kernel's own answers must be switched off)
       forger.py flood ADDRESS IDENTIFIER COUNT

The second floods an address of this very host with echo replies that answer nothing.
"""

import os
import socket
import struct
import sys


def checksum(data):
    even = data + b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f"!{len(even) // 2}H", even))
    total = (total >> 16) + (total & 0xFFFF)
    return ~(total + (total >> 16)) & 0xFFFF


def message(kind, rest):
    """An ICMP message of this type, with its checksum. `rest` begins with the identifier."""
    blank = struct.pack("!BBH", kind, 0, 0) + rest
    return struct.pack("!BBH", kind, 0, checksum(blank)) + rest


def forgeries(request, earlier):
    """What somebody may send who sees requests, or some of them, and cannot sign."""
    rest = request[4:]
    for bit in (0, 77, 8 * len(rest) - 1):  # in the header, the tag, the code
        changed = bytearray(rest)
        changed[4 + bit // 8 % (len(rest) - 4)] ^= 1 << bit % 8
        yield message(0, bytes(changed))
    yield message(0, rest[:4] + os.urandom(len(rest) - 4))
    yield message(0, rest[:-1])
    yield message(0, rest[:4])
    yield message(8, rest)  # reflected
    yield message(3, b"\0" * 4 + os.urandom(28))  # "unreachable", of a packet that never was
    yield message(11, b"\0" * 4 + b"\x45" + os.urandom(27))
    if earlier:  # another probe's tag under this one's code
        yield message(0, rest[:12] + earlier[12:28] + rest[28:])


def forge(address):
    with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP) as raw:
        raw.bind((address, 0))
        earlier = b""
        while True:
            packet, (client, _) = raw.recvfrom(2048)
            request = packet[(packet[0] & 15) * 4:]
            if request[:1] != b"\x08":
                continue
            for forgery in forgeries(request, earlier):
                raw.sendto(forgery, (client, 0))
            earlier = request[4:]


def flood(address, identifier, count):
    replies = [message(0, struct.pack("!HH", int(identifier), number) + os.urandom(32))
               for number in range(256)]
    with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP) as raw:
        for number in range(int(count)):
            raw.sendto(replies[number % 256], (address, 0))


if __name__ == "__main__":
    if sys.argv[1] == "flood":
        flood(*sys.argv[2:])
    else:
        forge(*sys.argv[1:])
