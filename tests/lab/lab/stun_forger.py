"""A STUN server that sends forged answers: with a wrong transaction id, and from another address.

usage: stun_forger.py ADDRESS ELSEWHERE PORT [MILLISECONDS]

With MILLISECONDS, the genuine answer follows after this delay.
"""

import os
import socket
import sys
import time

from lab.packets import stun_response


def other_transactions(transaction):
    """Transaction ids that differ from the right one, some by a single bit."""
    for bit in (32, 80, 127):  # the first, a middle and the last bit after the cookie
        changed = bytearray(transaction)
        changed[bit // 8] ^= 0x80 >> bit % 8
        yield bytes(changed)
    yield transaction[:4] + os.urandom(12)
    yield transaction[:4] + bytes(12)


def bound(address, port):
    server = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_DGRAM)
    server.bind((address, port))
    return server


def forge(address, elsewhere, port, milliseconds=None):
    # A client that accepts it would report a wrong egress address.
    lie = "2001:db8:bad::1" if ":" in address else "192.0.2.66"
    with bound(address, int(port)) as server, bound(elsewhere, int(port)) as wrong:
        print("ready", flush=True)
        while True:
            request, client = server.recvfrom(2048)
            transaction = request[4:20]
            wrong.sendto(stun_response(transaction, lie, 1), client)
            for other in other_transactions(transaction):
                server.sendto(stun_response(other, lie, 1), client)
                server.sendto(stun_response(other, lie, 1, message_type=0x0111), client)  # an error response
            if milliseconds is not None:
                time.sleep(int(milliseconds) / 1000)
                server.sendto(stun_response(transaction, client[0], client[1]), client)


if __name__ == "__main__":
    forge(*sys.argv[1:])
