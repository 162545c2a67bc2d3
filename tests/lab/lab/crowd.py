"""Many hostile clients on the daemon's host, with the scraper's address or another one."""

import base64
import functools
import socket
import ssl
import threading

from .daemon import PORT


class Crowd:
    """Calls `act(address, ended)` repeatedly in `count` threads on the host, until the end of the `with`
    block. `address` is the clients' address in 127.0.0.0/8. `pause` is in seconds."""

    def __init__(self, host, count, act, address, pause):
        self._ended, self._pause = threading.Event(), pause
        self._threads = [threading.Thread(target=host.inside, args=(self._run,))
                         for _ in range(count)]
        self._act, self._address = act, address

    def _run(self):
        while not self._ended.is_set():
            try:
                self._act(self._address, self._ended)
            except OSError:
                pass
            self._ended.wait(self._pause)

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._ended.set()
        for thread in self._threads:
            thread.join()


def connection(address, receive_buffer=0):
    client = socket.socket()
    client.settimeout(10)
    if receive_buffer:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    client.bind((address, 0))
    client.connect(("127.0.0.1", PORT))
    return client


def pipeline_without_reading(address, ended):
    """Sends thousands of requests, reads nothing, and waits until the server closes the connection."""
    with connection(address, receive_buffer=2048) as client:
        client.settimeout(0.2)
        request = b"GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n"
        while not ended.is_set():
            try:
                client.sendall(request * 200)
            except TimeoutError:
                pass


def ask_and_read_slowly(address, ended):
    """Requests the metrics and reads 2 KiB per second."""
    with connection(address, receive_buffer=2048) as client:
        client.sendall(b"GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n")
        while not ended.wait(1):
            if not client.recv(2048):
                return


@functools.cache
def client_hello():
    outgoing = ssl.MemoryBIO()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        context.wrap_bio(ssl.MemoryBIO(), outgoing, server_hostname="edge.example").do_handshake()
    except ssl.SSLWantReadError:
        pass
    return outgoing.read()


def say_hello_by_tls(address, _ended):
    """Begins a TLS handshake and does not continue it."""
    with connection(address) as client:
        client.sendall(client_hello())
        client.settimeout(0.02)
        try:
            client.recv(1)
        except TimeoutError:
            pass


def guess_a_password(user):
    """Tries one wrong password after another."""
    field = base64.b64encode(f"{user}:wrong".encode()).decode()

    def act(address, ended):
        with connection(address) as client:
            client.settimeout(30)
            while not ended.is_set():
                client.sendall(b"GET /-/ready HTTP/1.1\r\nHost: localhost\r\n"
                               b"Authorization: Basic " + field.encode() + b"\r\n\r\n")
                if not client.recv(4096):
                    return
    return act
