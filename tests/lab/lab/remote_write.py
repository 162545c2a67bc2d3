"""A request of remote write 1.0 (protobuf in a Snappy block), with samples that a test chooses."""

import struct

HEADERS = ("Content-Encoding: snappy", "Content-Type: application/x-protobuf", "X-Prometheus-Remote-Write-Version: 0.1.0")


def _varint(number):
    out = bytearray()
    while number > 0x7f:
        out.append(number & 0x7f | 0x80)
        number >>= 7
    return bytes([*out, number])


def _field(number, content):
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _label(name, value):
    return _field(1, _field(1, name.encode()) + _field(2, value.encode()))


def _sample(seconds, value):
    return _field(2, b"\x09" + struct.pack("<d", value) + b"\x10" + _varint(int(seconds * 1000)))


def request(labels, samples):
    """The body for one series with [(Unix time, value)]."""
    series = b"".join(_label(name, labels[name]) for name in sorted(labels)) + b"".join(
        _sample(seconds, value) for seconds, value in samples)
    body = _field(1, series)
    assert len(body) < 1 << 16
    return _varint(len(body)) + bytes([61 << 2]) + struct.pack("<H", len(body) - 1) + body  # one literal


def write(host, url, directory, labels, samples):
    """The status that `url` answers to this series."""
    file = directory / "request"
    file.write_bytes(request(labels, samples))
    headers = [word for header in HEADERS for word in ("-H", header)]
    return host.run("curl", "-sS", "-m", "20", "-o", "/dev/null", "-w", "%{http_code}", *headers, "--data-binary",
                    f"@{file}", url).stdout
