"""Writes a folder of files as C++: embed.py FUNCTION FOLDER OUTPUT [FILE …] [KEY=VALUE …]. See embed.cmake.

The output depends on nothing but the files and the arguments, so that builds are reproducible.
"""

import gzip
import hashlib
import sys
from pathlib import Path

CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}
SMALLEST_GZIP = 1024  # as in http/response_encoder.hpp: below, the file fits in one packet either way


def literal(data: bytes) -> str:
    """`data` as a std::string_view, of octal escapes where a character is not plain."""
    if not data:
        return "std::string_view{}"
    lines = []
    for start in range(0, len(data), 64):
        part = data[start : start + 64]
        plain = (chr(byte) if 32 <= byte < 127 and chr(byte) not in '"\\?' else f"\\{byte:03o}" for byte in part)
        lines.append(f'    "{"".join(plain)}"')
    return "std::string_view{\n" + "\n".join(lines) + f",\n    {len(data)}}}"


def initializer(path: str, data: bytes) -> str:
    """The EmbeddedFile of one file."""
    suffix = Path(path).suffix
    if suffix not in CONTENT_TYPES:
        sys.exit(f"embed.py: no content type is known for {path}")
    packed = gzip.compress(data, 9, mtime=0)
    if len(data) < SMALLEST_GZIP or len(packed) >= len(data):
        packed = b""
    etag = hashlib.sha256(data).hexdigest()[:32]
    fields = [path.encode(), CONTENT_TYPES[suffix].encode(), etag.encode(), data, packed]
    return "{" + ",\n    ".join(literal(field) for field in fields) + "}"


def main() -> None:
    function, folder, output, *more = sys.argv[1:]
    pairs = [argument for argument in more if "=" in argument]
    paths = {path.relative_to(folder).as_posix(): path for path in Path(folder).rglob("*") if path.is_file()}
    paths |= {Path(argument).name: Path(argument) for argument in more if "=" not in argument}
    files = []
    for name, file in sorted(paths.items()):
        data = file.read_bytes()
        for key, _, value in (pair.partition("=") for pair in pairs):
            data = data.replace(f"@{key}@".encode(), value.encode())
        files.append(initializer(name, data))
    if not files:
        sys.exit(f"embed.py: {folder} has no files")
    Path(output).write_text(
        "// Written by cmake/embed.py.\n"
        "#include <array>\n#include <span>\n#include <string_view>\n\n"
        '#include "http/message.hpp"\n\n'
        "namespace peeringd {\n\n"
        f"std::span<const EmbeddedFile> {function}();\n\n"
        f"std::span<const EmbeddedFile> {function}() {{\n"
        f"  static constexpr std::array<EmbeddedFile, {len(files)}> files{{{{\n"
        + ",\n".join(files)
        + "}};\n  return files;\n}\n\n}  // namespace peeringd\n"
    )


if __name__ == "__main__":
    main()
