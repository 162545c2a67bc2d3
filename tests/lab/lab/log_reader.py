"""Reads the daemon's log from a pipe, and can stop reading."""

import os
import select
import threading
import time
from pathlib import Path


class LogReader:
    """The daemon writes to `pipe`; the text is copied to the file `copy`."""

    def __init__(self, directory):
        self.pipe, self.copy = Path(directory, "log-pipe"), Path(directory, "soak.log")
        os.mkfifo(self.pipe)
        self._end = os.open(self.pipe, os.O_RDWR | os.O_NONBLOCK)  # also opened for writing, so never at its end
        self.paused = False
        self.lines = 0
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        with open(self.copy, "ab", buffering=0) as copy:
            while True:
                if self.paused:
                    time.sleep(0.05)
                elif select.select([self._end], [], [], 0.1)[0]:
                    data = os.read(self._end, 1 << 16)
                    self.lines += data.count(b"\n")
                    copy.write(data)
