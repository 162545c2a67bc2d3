"""A UDP proxy in front of dnsmasq that delays, breaks or drops answers by a file of rules.

usage: dns_front.py RULES PORT-OF-DNSMASQ ADDRESS…
Reads the rules (see Dns.behave) for each query, so that a change takes effect at once.
"""

import asyncio
import json
import socket
import sys

from garbage_server import garbage

SERVFAIL = 2
NOTIMP = 4
TRUNCATED = 2


def query_name(query):
    """The queried name (RFC 1035, 4.1.2)."""
    labels, position = [], 12
    while length := query[position]:
        labels.append(query[position + 1:position + 1 + length].decode("ascii", "replace"))
        position += 1 + length
    return ".".join(labels).lower()


def failure(query, code=SERVFAIL):
    """An error response to the query."""
    return query[:2] + bytes([0x80 | query[2], 0x80 | code]) + query[4:]


def truncated(query):
    """A truncated reply without records. There is no server on TCP."""
    return query[:2] + bytes([0x80 | query[2] | TRUNCATED, 0x80]) + query[4:]


def has_edns(query):
    return query[11] != 0  # additional records


class Front(asyncio.DatagramProtocol):
    def __init__(self, rules, port):
        self._rules = rules
        self._port = port
        self._tasks = set()

    def connection_made(self, transport):
        self._transport = transport

    def datagram_received(self, query, client):
        task = asyncio.ensure_future(self._answer(query, client))
        self._tasks.add(task)  # the loop has only a weak reference
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, query, client):
        with open(self._rules) as file:
            rules = json.load(file)
        rule = rules.get(query_name(query), rules.get("*", 0))
        if rule == "drop":
            return
        if rule == "garbage":
            for answer in garbage(query):
                self._transport.sendto(answer, client)
            return
        if rule == "servfail":
            self._transport.sendto(failure(query), client)
            return
        if rule == "truncate":
            self._transport.sendto(truncated(query), client)
            return
        if rule == "no-edns":
            if has_edns(query):
                self._transport.sendto(failure(query, NOTIMP), client)
                return
            rule = 0
        await asyncio.sleep(rule)
        self._transport.sendto(await self._forward(query), client)

    async def _forward(self, query):
        loop = asyncio.get_running_loop()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as upstream:
            upstream.setblocking(False)
            upstream.connect(("127.0.0.1", self._port))
            await loop.sock_sendall(upstream, query)
            return await asyncio.wait_for(loop.sock_recv(upstream, 4096), 2)


async def main(rules, port, *addresses):
    loop = asyncio.get_running_loop()
    for address in addresses:
        await loop.create_datagram_endpoint(lambda: Front(rules, int(port)), (address, 53))
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
