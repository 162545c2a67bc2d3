"""Floods a socket of this host with unrelated answers, as fast as possible.

usage: flooder.py icmp|stun SENDER ADDRESS NUMBER COUNT

SENDER is the forged source address; NUMBER is the identifier or the port of the socket.
"""

import os
import socket
import struct
import sys

from lab.packets import icmp, ipv4, stun_response, udp
from lab.stun import PORT


def answers(kind, sender, address, number):
    """Several different messages."""
    for sequence in range(256):
        if kind == "icmp":
            reply = icmp(0, struct.pack("!HH", number, sequence) + os.urandom(32))
            yield ipv4(sender, address, socket.IPPROTO_ICMP, reply)
        else:
            reply = stun_response(b"\x21\x12\xa4\x42" + os.urandom(12), sender, 1)
            yield ipv4(sender, address, socket.IPPROTO_UDP, udp(PORT, number, reply))


def flood(kind, sender, address, number, count):
    packets = list(answers(kind, sender, address, int(number)))
    with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW) as raw:
        for sent in range(int(count)):
            raw.sendto(packets[sent % len(packets)], (address, 0))


if __name__ == "__main__":
    flood(*sys.argv[1:])
