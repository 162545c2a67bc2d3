"""The clocks of the daemon, stepped without touching the machine's: see clock/clock.cpp."""

import mmap
import os
import struct
import time
from pathlib import Path

_SECOND = 1_000_000_000
_AT, _WALL_BEFORE, _WALL_AFTER, _MONOTONIC = range(0, 32, 8)  # places in the file

YEAR = 365 * 24 * 3600


def library():
    here = Path(__file__).resolve().parents[3]
    return os.environ.get("LAB_CLOCK_LIBRARY", here / "build/release/lab_clock.so")


class Clock:
    def __init__(self, directory):
        self._path = Path(directory, "clock")
        self._path.write_bytes(bytes(32))
        with open(self._path, "r+b") as file:
            self._step = mmap.mmap(file.fileno(), 32)

    @property
    def wrapper(self):
        """The command that starts a daemon which lives by this clock."""
        # A daemon under AddressSanitizer wants its own library to come first.
        sanitizer = os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"
        return ["env", f"LD_PRELOAD={library()}", f"LAB_CLOCK={self._path}",
                f"ASAN_OPTIONS={sanitizer}"]

    def set_wall(self, ahead):
        """Steps the wall clock: from a moment on it is `ahead` seconds before the true one. Returns
        behind that moment."""
        now = time.clock_gettime_ns(time.CLOCK_REALTIME)
        self._write(_WALL_BEFORE, self._read(_WALL_AFTER))
        self._write(_AT, now + _SECOND // 20)
        self._write(_WALL_AFTER, ahead * _SECOND)
        time.sleep(0.1)

    def pass_time(self, seconds):
        """As if the process had stood still for so long: all of its clocks go forward. It should be
        stopped meanwhile, as what is under way would have ended long ago."""
        self._write(_MONOTONIC, self._read(_MONOTONIC) + seconds * _SECOND)
        self._write(_WALL_BEFORE, self._read(_WALL_BEFORE) + seconds * _SECOND)
        self._write(_WALL_AFTER, self._read(_WALL_AFTER) + seconds * _SECOND)

    def _read(self, place):
        return struct.unpack_from("=q", self._step, place)[0]

    def _write(self, place, value):
        struct.pack_into("=q", self._step, place, value)
