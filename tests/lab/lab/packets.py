"""Builds packets that the kernel's sockets would not send."""

import socket
import struct


def checksum(data):
    """The Internet checksum (RFC 1071)."""
    even = data + b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f"!{len(even) // 2}H", even))
    total = (total >> 16) + (total & 0xFFFF)
    return ~(total + (total >> 16)) & 0xFFFF


def icmp(kind, rest):
    """An ICMP message with its checksum. `rest` begins with the identifier."""
    blank = struct.pack("!BBH", kind, 0, 0) + rest
    return struct.pack("!BBH", kind, 0, checksum(blank)) + rest


def udp(source_port, port, data):
    """A UDP datagram without a checksum, which IPv4 permits."""
    return struct.pack("!HHHH", source_port, port, 8 + len(data), 0) + data


def tcp(source, source_port, address, port, number, acknowledged, flags):
    """A TCP segment without data. The checksum covers the addresses."""
    def segment(its_checksum):
        return struct.pack("!HHIIBBHHH", source_port, port, number, acknowledged, 5 << 4, flags,
                           65535, its_checksum, 0)
    pseudo_header = socket.inet_aton(source) + socket.inet_aton(address) + b"\0\x06\0\x14"
    return segment(checksum(pseudo_header + segment(0)))


def ipv4(source, address, protocol, payload):
    """An IPv4 packet for an IPPROTO_RAW socket, which sets length and checksum."""
    return struct.pack("!BBHHHBBH4s4s", 0x45, 0, 0, 0, 0, 64, protocol, 0, socket.inet_aton(source),
                       socket.inet_aton(address)) + payload


def payload_of(packet):
    """The payload of an IPv4 packet."""
    return packet[(packet[0] & 15) * 4:]


def stun_response(transaction, address, port, message_type=0x0101):
    """A Binding response, by default a success, with the client's address. `transaction` is the magic
    cookie and the id."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    clear = struct.pack("!H", port) + socket.inet_pton(family, address)
    mask = transaction[:2] + transaction
    seen = bytes(a ^ b for a, b in zip(clear, mask))
    attribute = struct.pack("!HHBB", 0x0020, 2 + len(seen), 0, 2 if ":" in address else 1) + seen
    return struct.pack("!HH", message_type, len(attribute)) + transaction + attribute
