"""A server whose answers report changing values: the client's address (STUN) and the PoP (HTTP).

usage: fickle.py ADDRESS PORT TIMES      repeats each value TIMES times before the next one
"""

import asyncio
import itertools
import socket
import string
import sys

from lab.packets import stun_response
from lab.pop_headers import MSEDGE_REF, msedge_ref


def each(values, times):
    """Repeats each value."""
    return itertools.chain.from_iterable(itertools.repeat(value, times) for value in values)


def addresses():
    return (f"192.0.{n // 250 % 250}.{n % 250 + 1}" for n in itertools.count())


def nodes():
    return ("".join(letters) + "EDGE0312"
            for letters in itertools.cycle(itertools.product(string.ascii_uppercase, repeat=3)))


class Stun(asyncio.DatagramProtocol):
    def __init__(self, times):
        self._addresses = each(addresses(), times)

    def connection_made(self, transport):
        self._transport = transport

    def datagram_received(self, request, client):
        self._transport.sendto(stun_response(request[4:20], next(self._addresses), 1), client)


def http(times):
    names = each(nodes(), times)

    async def answer(reader, writer):
        try:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(f"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n"
                         f"{MSEDGE_REF}: {msedge_ref(next(names))}\r\n\r\n".encode())
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()
    return answer


async def main(address, port, times):
    times = int(times)
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: Stun(times), (address, int(port)), family=family)
    server = await asyncio.start_server(http(times), address, int(port))
    print("ready", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
