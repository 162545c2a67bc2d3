"""An RTR cache on the edge: StayRTR, with data that tests replace."""

import json
import os

from .catalogue import EDGE
from .waiting import wait_until

PORT = 8282


class StayRtr:
    """The cache runs from start() to kill()."""

    def __init__(self, host, directory, port=PORT):
        self._host = host
        self._file = directory / "vrps.json"
        self._log = directory / "stayrtr.log"
        self._program = None
        self.port = port
        self.write()

    @property
    def address(self):
        """For the key `routes.rpki`."""
        return f"{EDGE[0]}:{self.port}"

    def write(self, *vrps):
        """Replaces the VRPs, each a tuple (prefix, maximum length, origin). StayRTR reads the file every second."""
        roas = [{"prefix": prefix, "maxLength": length, "asn": origin, "ta": "lab"}
                for prefix, length, origin in vrps]
        new = self._file.with_suffix(".new")
        new.write_text(json.dumps({"metadata": {"buildtime": "2026-01-01T00:00:00Z"},
                                   "roas": roas}))
        os.replace(new, self._file)

    def start(self):
        self._program = self._host.spawn(
            "stayrtr", "-bind", self.address, "-cache", self._file, "-checktime=false", "-refresh",
            "1", "-metrics.addr", "", log=self._log)

        def listens():
            assert self._program.poll() is None, "StayRTR ended; see stayrtr.log"
            return self._host.run("ss", "-Hlnt", "sport", "=", f":{self.port}").stdout != ""

        wait_until(listens, "StayRTR listens", 10)

    def kill(self):
        if self._program:
            self._program.kill()
            self._program.wait()
            self._program = None
