"""A STUN server that reports the same address to every client.

usage: fixed_stun.py ADDRESS PORT REPORTED

REPORTED is an address, or `mapped`: the client's own as an IPv4-mapped IPv6 address.
"""

import socket
import sys

from lab.packets import stun_response


def serve(address, port, reported):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as server:
        server.bind((address, int(port)))
        print("ready", flush=True)
        while True:
            request, client = server.recvfrom(2048)
            seen = f"::ffff:{client[0]}" if reported == "mapped" else reported
            server.sendto(stun_response(request[4:20], seen, client[1]), client)


if __name__ == "__main__":
    serve(*sys.argv[1:])
