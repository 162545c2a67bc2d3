"""Hostile or broken clients of the HTTP endpoint: each is limited, probing is unaffected, and a scraper
still gets its response."""

import os
import random
import re
import resource
import socket
import threading
from pathlib import Path

import pytest

from lab.catalogue import EDGE, sanitizer
from lab.configuration import configuration, endpoint
from lab.daemon import ADDRESS, PORT
from lab.waiting import wait_until

CROWD = 10_000
GET = b"GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.fixture
def daemon(lab, start_daemon):
    """A daemon that has begun to probe ten times a second."""
    daemon = start_daemon(configuration([endpoint("edge", EDGE[0])]))
    daemon.wait_until(lambda m: m.total("peering_probes_received_total") >= 20, "answers")
    return daemon


@pytest.fixture
def clients(lab):
    """clients(count, receive_buffer): opens connections, which close with the test."""
    opened = []

    def connect(receive_buffer):
        client = socket.socket()
        opened.append(client)
        client.settimeout(10)
        if receive_buffer:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        client.connect((ADDRESS, PORT))
        return client

    yield lambda count=1, receive_buffer=0: lab.network.customer.inside(
        lambda: [connect(receive_buffer) for _ in range(count)])
    for client in opened:
        client.close()


def descriptors(daemon):
    return len(os.listdir(f"/proc/{daemon.program.pid}/fd"))


def resident_kib(daemon):
    lines = Path(f"/proc/{daemon.program.pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS:")).split()[1])


def quietly(client, data):
    """Sends as much as the server accepts."""
    try:
        client.sendall(data)
    except OSError:
        pass


def rest(client):
    """Reads until the server closes or resets the connection."""
    received = b""
    try:
        while data := client.recv(65536):
            received += data
    except ConnectionError:
        pass
    return received


class Undisturbed:
    """Checks that the `with` block causes no loss and leaves no resources behind."""

    def __init__(self, daemon, clients_to_close=()):
        self._daemon, self._clients = daemon, clients_to_close

    def __enter__(self):
        self._before = self._daemon.scrape()
        self._descriptors, self._memory = descriptors(self._daemon), resident_kib(self._daemon)
        return self

    def __exit__(self, failure, *_):
        if failure:
            return
        daemon, before = self._daemon, self._before
        sent = before.total("peering_probes_sent_total")
        after = daemon.wait_until(  # scrapes, and checks the counters each time
            lambda m: m.total("peering_probes_sent_total") >= sent + 80, "probing goes on")
        new = {name: after.total(name) - before.total(name) for name in (
            "peering_probes_sent_total", "peering_probes_skipped_total",
            "peering_probes_lost_total", "peering_probe_errors_total")}
        # A busy machine may skip some ticks; a blocked loop skips dozens.
        sent = new.pop("peering_probes_sent_total")
        assert new.pop("peering_probes_skipped_total") <= 0.1 * sent
        assert sum(new.values()) <= 0.02 * sent, new
        if not sanitizer():  # which delays the release of memory
            assert resident_kib(daemon) - self._memory < 32 * 1024
        for client in self._clients:
            client.close()
        wait_until(lambda: descriptors(daemon) <= self._descriptors,
                   "descriptors are back to what they were", 15)


def test_silent_clients_block_no_scraper(daemon, clients):
    silent = []
    with Undisturbed(daemon, silent):
        silent += clients(500)
        assert daemon.get("/-/ready")[0] == 200


def test_unfinished_requests_block_no_scraper(daemon, clients):
    unfinished = []
    with Undisturbed(daemon, unfinished):
        unfinished += clients(500)
        for client in unfinished:
            quietly(client, b"GET /metrics HTTP/1.1\r\nHost: ")
        assert daemon.get("/-/ready")[0] == 200


def test_requests_that_come_a_byte_at_a_time_are_cut_off(daemon, clients):
    slow = []
    ended = threading.Event()

    def dribble():
        for _ in range(300):
            for client in slow:
                quietly(client, b"x")
            if ended.wait(0.05):
                return

    with Undisturbed(daemon):
        slow += clients(30)
        for client in slow:
            quietly(client, b"GET /metrics HTTP/1.1\r\nX: ")
        sender = threading.Thread(target=dribble)
        sender.start()
        try:
            for client in slow:
                client.settimeout(20)
                assert rest(client) == b""
        finally:
            ended.set()
            sender.join()


def test_ten_thousand_connections_leave_room_for_a_scraper(daemon, clients):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < CROWD + 100:
        pytest.skip(f"this test may have {hard} descriptors only")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, CROWD + 100), hard))
    crowd = []
    try:
        with Undisturbed(daemon, crowd):
            for _ in range(CROWD // 500):
                crowd += clients(500)
                assert descriptors(daemon) < 200
                assert daemon.get("/-/ready")[0] == 200
    finally:
        for client in crowd:
            client.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_scrapers_that_stop_reading_block_no_other(daemon, clients):
    stuck = []
    with Undisturbed(daemon, stuck):
        stuck += clients(20, receive_buffer=2048)
        for client in stuck:
            client.settimeout(1)
            quietly(client, GET % b"/metrics" * 2000)
        assert daemon.get("/metrics")[0] == 200


def test_pipelined_requests_are_answered_each_and_in_order(daemon, clients):
    pages = [b"/-/ready", b"/nothing"] * 500
    with Undisturbed(daemon):
        [client] = clients()
        last = b"GET /-/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        requests = b"".join(GET % page for page in pages) + last
        sender = threading.Thread(target=quietly, args=(client, requests))
        sender.start()
        answers = rest(client)
        sender.join()
    assert re.findall(rb"HTTP/1\.1 (\d+) ", answers) == [b"200", b"404"] * 500 + [b"200"]


def test_a_header_without_end_is_refused(daemon, clients):
    with Undisturbed(daemon):
        for client in clients(20):
            quietly(client, b"GET / HTTP/1.1\r\nX: " + b"x" * 65536)
            assert rest(client).startswith(b"HTTP/1.1 431 ")


def test_a_request_body_is_not_read(daemon, clients):
    with Undisturbed(daemon):
        for length in (b"10", b"99999999999999999"):
            [client] = clients()
            quietly(client, b"GET /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length +
                    b"\r\n\r\n" + b"x" * 10)
            client.shutdown(socket.SHUT_WR)
            assert rest(client).startswith(b"HTTP/1.1 413 ")


MALFORMED = {
    "tls": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "nul": b"\0" * 100,
    "no version": b"GET /metrics\r\n\r\n",
    "two hosts": b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "bare line feeds": b"GET / HTTP/1.1\nHost: a\n\n",
    "a header without a name": b"GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n",
    "a negative length": b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
}


@pytest.mark.parametrize("kind", MALFORMED)
def test_an_invalid_request_gets_an_error_response(daemon, clients, kind):
    [client] = clients()
    quietly(client, MALFORMED[kind])
    assert rest(client).startswith(b"HTTP/1.1 400 ")


def test_noise_gets_an_error_response_or_a_closed_connection(daemon, clients):
    chance = random.Random(8075)
    with Undisturbed(daemon):
        for client in clients(60):
            quietly(client, chance.randbytes(chance.randrange(1, 4000)))
            client.shutdown(socket.SHUT_WR)
            assert rest(client)[:10] in (b"", b"HTTP/1.1 4", b"HTTP/1.1 5")


def test_connections_reset_at_once_leave_nothing_behind(daemon, clients):
    with Undisturbed(daemon):
        for _ in range(4):
            for client in clients(500):
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                client.close()
        assert daemon.get("/-/ready")[0] == 200
