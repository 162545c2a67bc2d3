"""A UDP server that answers each request with several datagrams of garbage.

usage: garbage_server.py PORT ADDRESS…
"""

import asyncio
import os
import sys


def garbage(request):
    """Datagrams of a broken or hostile server. None is a valid answer."""
    reply = bytearray(request[:20])
    reply[0:1] = b"\x01"  # STUN: the type of a success response …
    yield bytes(reply[:2] + b"\x00\x0c" + reply[4:])  # … without the content that its length announces
    yield bytes(reply[:4] + os.urandom(4) + reply[8:])  # … without the magic cookie
    yield bytes(reply[:8] + os.urandom(12))  # … to another request
    yield b""
    yield b"\x00"
    yield request  # reflected
    yield request[:7]
    yield os.urandom(40)
    yield os.urandom(1400)
    yield request[:2] + b"\xff" * 60  # DNS: the right id, then counts without records
    yield request[:2] + b"\x80\x00" + request[4:12] + os.urandom(40)  # … or to another question


class Babble(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        self._transport = transport

    def datagram_received(self, request, client):
        for answer in garbage(request):
            self._transport.sendto(answer, client)


async def main(port, *addresses):
    loop = asyncio.get_running_loop()
    for address in addresses:
        await loop.create_datagram_endpoint(Babble, (address, int(port)))
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
