"""RIS Live on the edge, as https://ris-live.ripe.net/manual describes it: TLS and a WebSocket, in a thread
of the test. It can fall silent, lag, refuse and lie."""

import asyncio
import json
import socket
import ssl
import threading
import time

import websockets

from .catalogue import EDGE

NAME, PORT = "edge.example", 8443  # the certificate has this name


class RisLive:
    """Attributes that tests change: `answers` (False: neither pings nor subscriptions are answered) and
    `lag` (seconds by which messages are old)."""

    def __init__(self, host, certificates):
        self.answers = True
        self.lag = 0
        self.requests = []  # as received, over all connections
        self.connected = 0  # connections so far
        self._clients = set()
        self._silent = set()  # clients that get no more answers
        self._numbers = iter(range(1, 1_000_000))
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.load_cert_chain(certificates.pem("good"), certificates.key("good"))
        self._listener = host.inside(lambda: socket.create_server((EDGE[0], PORT)))
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    @property
    def server(self):
        """For the key `routes.ris.server`."""
        return f"{NAME}:{PORT}"

    def announce(self, peer, path, *prefixes, **more):
        """The RIS peer with this AS announces the prefixes; the path begins with the peer."""
        self._send_update(peer, path=path, **more, announcements=[
            {"next_hop": _address(peer), "prefixes": list(prefixes)}])

    def withdraw(self, peer, *prefixes):
        self._send_update(peer, withdrawals=list(prefixes))

    def peer_state(self, peer, state):
        """`connected` or `down`."""
        self._send_data(peer, type="RIS_PEER_STATE", state=state)

    def send(self, message):
        """Sends an object, or any text, to each client."""
        text = message if isinstance(message, str) else json.dumps(message)
        self._call(self._broadcast(text))

    def fall_silent(self):
        """No longer answers the present connections."""
        self._silent |= self._clients

    def disconnect(self):
        """Closes all connections."""
        self._call(self._disconnect())

    def subscribed_prefixes(self):
        return {prefix for request in self.requests if request["type"] == "ris_subscribe"
                for prefix in request["data"].get("prefix", [])}

    def close(self):
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join()

    def _send_update(self, peer, **data):
        self._send_data(peer, type="UPDATE", **data)

    def _send_data(self, peer, **data):
        self.send({"type": "ris_message", "data": {
            "timestamp": time.time() - self.lag, "peer": _address(peer), "peer_asn": str(peer),
            "id": f"{_address(peer)}-{next(self._numbers)}", "host": "rrc00.ripe.net", **data}})

    def _call(self, coroutine):
        asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(10)

    def _run(self):
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self):
        self._end = asyncio.Event()
        async with websockets.serve(self._talk, sock=self._listener, ssl=self._tls, max_size=None,
                                    ping_interval=None):
            await self._end.wait()

    async def _talk(self, client):
        self.connected += 1
        self._clients.add(client)
        try:
            async for text in client:
                request = json.loads(text)
                self.requests.append(request)
                if self.answers and client not in self._silent:
                    await client.send(json.dumps(_answer(request)))
        except websockets.ConnectionClosed:
            pass
        finally:
            self._clients.discard(client)

    async def _broadcast(self, text):
        for client in list(self._clients):
            await client.send(text)

    async def _disconnect(self):
        for client in list(self._clients):
            await client.close()


def _address(peer):
    return f"198.18.{peer // 256 % 256}.{peer % 256}"


def _answer(request):
    if request["type"] == "ping":
        return {"type": "pong"}
    return {"type": "ris_subscribe_ok", "data": {"subscription": request["data"],
                                                 "socketOptions": {"acknowledge": True}}}
