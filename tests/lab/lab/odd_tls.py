"""Servers on the edge with unusual or hostile TLS or HTTP/2. A separate program, on these ports; its
argument is the folder of the certificates."""

import socket
import ssl
import struct
import subprocess
import sys
import threading
from pathlib import Path

(CROSS_SIGNED, NEXT_AUTHORITY, HTTP_1_1_REQUIRED, GOES_AWAY, DEMANDS_CERTIFICATE_12,
 DEMANDS_CERTIFICATE_13, FINITE_FIELD_12, RESETS, RESETS_PLAIN) = range(9101, 9110)

_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


def _context(folder, name):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / f"{name}.pem", folder / f"{name}.key")
    return context


def _demanding(folder, version):
    context = _context(folder, "good")
    context.maximum_version = version
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(folder / "authority.pem")
    return context


def _finite_field(folder):
    """TLS 1.2 with only ephemeral Diffie-Hellman in a group of 8192 bits."""
    parameters = folder / "ffdhe8192.pem"
    subprocess.run(["openssl", "genpkey", "-genparam", "-algorithm", "DH", "-pkeyopt",
                    "group:ffdhe8192", "-out", parameters], check=True, capture_output=True)
    context = _context(folder, "rsa")
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.load_dh_params(parameters)
    context.set_ciphers("DHE")
    return context


def _http2(folder):
    context = _context(folder, "good")
    context.set_alpn_protocols(["h2", "http/1.1"])
    return context


def _frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(
        ">I", stream) + payload


_SETTINGS = _frame(4, 0, 0) + _frame(4, 1, 0)
_RESET_STREAM = _SETTINGS + _frame(3, 0, 1, struct.pack(">I", 0xd))  # HTTP_1_1_REQUIRED
_GO_AWAY = _SETTINGS + _frame(7, 0, 0, struct.pack(">II", 0, 0))


def _read_head_of_stream(client):
    """Reads until the client has sent its request on stream 1."""
    data, at = b"", len(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
    while True:
        while len(data) >= at + 9:
            if data[at + 3] == 1:
                return
            at += 9 + int.from_bytes(data[at:at + 3], "big")
        more = client.recv(65536)
        if not more:
            raise ConnectionError
        data += more


def _answer_by_http1(client):
    data = b""
    while more := client.recv(65536):
        data += more
        while b"\r\n\r\n" in data:
            data = data.partition(b"\r\n\r\n")[2]
            client.sendall(_ANSWER)


def _answer_http2_by(frames):
    def answer(client):
        if client.selected_alpn_protocol() != "h2":
            return _answer_by_http1(client)
        _read_head_of_stream(client)
        client.sendall(frames)
        while client.recv(65536):
            pass
    return answer


def _reset(client):
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _serve(port, context, talk):
    def converse(client):
        try:
            client.settimeout(10)
            if context:
                client = context.wrap_socket(client, server_side=True)
            talk(client)
        except OSError:
            pass  # also ssl.SSLError: the client closed the connection
        finally:
            client.close()

    listener = socket.create_server(("", port), backlog=1024)
    while True:
        threading.Thread(target=converse, args=(listener.accept()[0],), daemon=True).start()


def main(folder):
    v12, v13 = ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3
    servers = {CROSS_SIGNED: (_context(folder, "cross-signed"), _answer_by_http1),
               NEXT_AUTHORITY: (_context(folder, "next"), _answer_by_http1),
               HTTP_1_1_REQUIRED: (_http2(folder), _answer_http2_by(_RESET_STREAM)),
               GOES_AWAY: (_http2(folder), _answer_http2_by(_GO_AWAY)),
               DEMANDS_CERTIFICATE_12: (_demanding(folder, v12), _answer_by_http1),
               DEMANDS_CERTIFICATE_13: (_demanding(folder, v13), _answer_by_http1),
               FINITE_FIELD_12: (_finite_field(folder), _answer_by_http1),
               RESETS: (None, _reset), RESETS_PLAIN: (None, _reset)}
    threads = [threading.Thread(target=_serve, args=(port, *server))
               for port, server in servers.items()]
    for thread in threads:
        thread.start()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
