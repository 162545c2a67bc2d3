"""Forges answers to each SYN to some addresses of the edge.

usage: tcp_forger.py wrong|right ADDRESS…

`wrong`: accepts and resets, with wrong acknowledgement numbers. `right`: refuses with the right one.
"""

import socket
import struct
import sys

from lab.packets import ipv4, payload_of, tcp

SYN, RST, ACK = 0x02, 0x04, 0x10
ETH_P_IP = 0x0800


def forgeries(number):
    """(number, acknowledgement, flags) of segments that do not answer this SYN."""
    for acknowledged in (number, number + 2, number + 1 + (1 << 31), 0):
        acknowledged &= 0xFFFFFFFF
        for flags in (SYN | ACK, RST | ACK):
            yield 4711, acknowledged, flags
    yield 0, 0, RST  # without an acknowledgement


def forge(manner, *addresses):
    with socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(ETH_P_IP)) as listener, \
            socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW) as sender:
        print("ready", flush=True)
        while True:
            packet = listener.recv(2048)
            client, server = (socket.inet_ntoa(packet[at:at + 4]) for at in (12, 16))
            if packet[9] != socket.IPPROTO_TCP or server not in addresses:
                continue
            client_port, port, number = struct.unpack("!HHI", payload_of(packet)[:8])
            if payload_of(packet)[13] != SYN:
                continue
            right = [(0, (number + 1) & 0xFFFFFFFF, RST | ACK)]
            for answer in right if manner == "right" else forgeries(number):
                segment = tcp(server, port, client, client_port, *answer)
                sender.sendto(ipv4(server, client, socket.IPPROTO_TCP, segment), (client, 0))


if __name__ == "__main__":
    forge(*sys.argv[1:])
