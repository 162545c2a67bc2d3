"""Starts `peeringd overview`, and the store with synthetic branches."""

import http.client
import json
import sys
from pathlib import Path

from .catalogue import daemon_program
from .host import end
from .waiting import wait_until

PORT = 8076


class Overview:
    """The page over a store on the loopback of a host."""

    def __init__(self, host, directory, store, *options, refresh="5s"):
        self._host = host
        self.log = Path(directory, "overview.log")
        self.program = host.spawn(daemon_program(), "overview", "--store", store, "--refresh", refresh, *options,
                                  log=self.log)
        wait_until(self._answers, "the page", 15)

    def _answers(self):
        if self.program.poll() is not None:
            raise RuntimeError(self.log.read_text())
        return self.get("/-/healthy")[0] == 200

    def get(self, path, timeout=30):
        """(status, body as text)"""
        connection = http.client.HTTPConnection("127.0.0.1", PORT)
        connection.sock = self._host.connect("127.0.0.1", PORT, timeout=timeout)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()

    def json(self, path):
        status, body = self.get(path)
        assert status == 200, f"{path}: {status} {body}"
        return json.loads(body)

    def overview(self):
        """The overview, or None before there is data."""
        status, body = self.get("/api/v1/overview")
        return json.loads(body) if status == 200 else None

    def metric(self, name):
        """The value of a sample, by its name with labels."""
        for line in self.get("/metrics")[1].splitlines():
            if line.startswith(f"{name} "):
                return float(line.split()[-1])
        return None

    def wait_until(self, condition, what, timeout=30):
        def holds():
            found = self.overview()
            return found if found and condition(found) else None
        try:
            return wait_until(holds, what, timeout, pause=0.3)
        finally:
            found = self.overview() or {"store": None, "connections": []}
            print(what, found["store"], *(f"{c['name']}: {c['result']}, {c['reason']}" for c in found["connections"][:5]),
                  sep="\n  ")

    def close(self):
        end(self.program)


def check(host, store, *options):
    """`peeringd overview --check`: the finished process."""
    return host.run(daemon_program(), "overview", "--check", "--store", store, *options, check=False, timeout=90)


class SyntheticStore:
    PORT = 9091

    def __init__(self, host, directory, branches=3, **options):
        self._mode = Path(directory, "store-mode")
        self._mode.write_text("")
        script = Path(__file__).with_name("synthetic_store.py")
        words = [word for name, value in options.items() for word in (f"--{name}", value)]
        self._program = host.spawn(sys.executable, script, "--port", self.PORT, "--branches", branches,
                                   "--mode", self._mode, *words, log=Path(directory, "store.log"))
        wait_until(lambda: host.connect("127.0.0.1", self.PORT).close() or True, "the store listens", 15)

    def fail(self, how):
        self._mode.write_text(how)

    def asked(self):
        """The queries that were answered, as paths."""
        file = Path(f"{self._mode}.asked")
        return file.read_text().splitlines() if file.exists() else []

    def close(self):
        end(self._program)


PLAIN = f"http://127.0.0.1:{SyntheticStore.PORT}"  # of the store without a certificate


def connection_in(overview, name):
    return next(one for one in overview["connections"] if one["name"] == name)


def report(page, window="1h"):
    """The report of a prefix of the synthetic store."""
    return page.json(f"/api/v1/history?connection=isp@branch-0000&prefix=192.0.2.0/24&window={window}")
