"""Servers on the edge with invalid responses. A separate program, on these ports."""

import asyncio

(TRICKLES, HANGS_UP, ENDLESS_BODY, LONG_HEAD, HALF_A_BODY, SILENT, NOT_HTTP,
 STRANGE_POP, TWO_POPS, TRAILING_POP) = range(9001, 9011)


async def trickle(reader, writer):
    await reader.readuntil(b"\r\n\r\n")
    for byte in b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + b"x" * 1000:
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(1)


async def send_sighup(reader, writer):
    """Reads the ClientHello, then stops in the middle of the handshake."""
    await reader.read(1)


async def send_without_end(reader, writer):
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n")
    for _ in range(1 << 14):
        if writer.is_closing():
            return  # drain() does not always say that the client is gone
        writer.write(b"x" * (1 << 16))
        await writer.drain()


async def send_a_long_head(reader, writer):
    await reader.readuntil(b"\r\n\r\n")
    lines = (b"X-%d: %s\r\n" % (number, b"x" * 64) for number in range(1 << 14))
    # At once: each write after the client is gone would log an exception, and hold up the other ports.
    writer.write(b"HTTP/1.1 200 OK\r\n" + b"".join(lines) + b"Content-Length: 0\r\n\r\n")
    await writer.drain()


async def send_half_a_body(reader, writer):
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf.")


async def be_silent(reader, writer):
    await reader.read(-1)


async def speak_another_language(reader, writer):
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"220 mail.example ESMTP\r\n")


async def name_a_strange_pop(reader, writer):
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n"
                 b"X-MSEdge-Ref: Ref A: \xff\x01\x7f\xc3\xa4 Ref B: \xe2\x80\xae EDGE0312\r\n"
                 b"x-azure-ref: 0" + b"A" * 30000 + b"\r\nX-FirstHopCafeEFZ: P\x80X\r\n\r\n")


_REF = b"X-MSEdge-Ref: Ref A: 0123456789ABCDEF0123456789ABCDEF Ref B: %s\r\n"


async def name_two_pops(reader, writer):
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n" + _REF % b"ATL33EDGE0312"
                 + _REF % b"HKG20EDGE0101" + b"\r\n")


async def name_a_pop_in_a_trailer(reader, writer):
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-MSEdge-Ref\r\n\r\n"
                 b"2\r\nhi\r\n0\r\n" + _REF % b"ATL33EDGE0312" + b"\r\n")


_SERVERS = {TRICKLES: trickle, HANGS_UP: send_sighup, ENDLESS_BODY: send_without_end,
            LONG_HEAD: send_a_long_head, HALF_A_BODY: send_half_a_body, SILENT: be_silent,
            NOT_HTTP: speak_another_language, STRANGE_POP: name_a_strange_pop,
            TWO_POPS: name_two_pops, TRAILING_POP: name_a_pop_in_a_trailer}


def _answering(talk):
    async def answer(reader, writer):
        try:
            await talk(reader, writer)
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass  # the client closed the connection
        finally:
            writer.close()
    return answer


async def main():
    servers = [await asyncio.start_server(_answering(talk), None, port, backlog=1024)
               for port, talk in _SERVERS.items()]
    await asyncio.gather(*(server.serve_forever() for server in servers))


if __name__ == "__main__":
    asyncio.run(main())
