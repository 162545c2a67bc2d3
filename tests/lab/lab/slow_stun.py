"""A STUN server that delays each answer.

usage: slow_stun.py ADDRESS PORT MILLISECONDS
"""

import asyncio
import sys

from lab.packets import stun_response


class Slow(asyncio.DatagramProtocol):
    def __init__(self, delay):
        self._delay = delay

    def connection_made(self, transport):
        self._transport = transport

    def datagram_received(self, request, client):
        answer = stun_response(request[4:20], client[0], client[1])
        asyncio.get_running_loop().call_later(self._delay, self._transport.sendto, answer, client)


async def main(address, port, milliseconds):
    await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: Slow(int(milliseconds) / 1000), (address, int(port)))
    print("ready", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
