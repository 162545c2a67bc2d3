"""Steps the clocks of the daemon, not of the machine: see clock/clock.cpp."""

import mmap
import os
import struct
import time
from pathlib import Path

_SECOND = 1_000_000_000
_AT, _WALL_BEFORE, _WALL_AFTER, _MONOTONIC = range(0, 32, 8)  # offsets in the file

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
        """The wrapper command for a daemon with this clock."""
        # AddressSanitizer requires its library to be loaded first.
        sanitizer = os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"
        return ["env", f"LD_PRELOAD={library()}", f"LAB_CLOCK={self._path}",
                f"ASAN_OPTIONS={sanitizer}"]

    def set_wall(self, ahead):
        """Steps the wall clock: it is `ahead` seconds ahead of the true one when this returns."""
        now = time.clock_gettime_ns(time.CLOCK_REALTIME)
        self._write(_WALL_BEFORE, self._read(_WALL_AFTER))
        self._write(_AT, now + _SECOND // 20)
        self._write(_WALL_AFTER, ahead * _SECOND)
        time.sleep(0.1)

    def pass_time(self, seconds):
        """Advances all clocks, as if the process had been stopped for that time. Stop it meanwhile,
        since pending timers would have expired."""
        self._write(_MONOTONIC, self._read(_MONOTONIC) + seconds * _SECOND)
        self._write(_WALL_BEFORE, self._read(_WALL_BEFORE) + seconds * _SECOND)
        self._write(_WALL_AFTER, self._read(_WALL_AFTER) + seconds * _SECOND)

    def leap(self, daemon, seconds):
        """pass_time() of a running daemon."""
        daemon.pause()
        time.sleep(0.5)  # for pending answers
        self.pass_time(seconds)
        daemon.resume()

    def _read(self, place):
        return struct.unpack_from("=q", self._step, place)[0]

    def _write(self, place, value):
        struct.pack_into("=q", self._step, place, value)
