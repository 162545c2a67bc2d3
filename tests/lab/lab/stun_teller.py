"""A STUN server that tells each client an address of the caller's choice.

usage: stun_teller.py ADDRESS PORT TELLS

TELLS is the address to tell, or `mapped`: the client's own, as an IPv4-mapped IPv6 one.
"""

import socket
import sys

from lab.packets import stun_response


def tell(address, port, tells):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as server:
        server.bind((address, int(port)))
        print("ready", flush=True)
        while True:
            request, client = server.recvfrom(2048)
            seen = f"::ffff:{client[0]}" if tells == "mapped" else tells
            server.sendto(stun_response(request[4:20], seen, client[1]), client)


if __name__ == "__main__":
    tell(*sys.argv[1:])
