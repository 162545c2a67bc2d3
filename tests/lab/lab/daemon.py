"""Starts, scrapes and stops peeringd on the customer host."""

import http.client
import json
import re
import signal
import subprocess
import time
import urllib.parse
from pathlib import Path
from resource import prlimit

import yaml

from .counters import check_balance, check_counters, check_prefixes
from .catalogue import daemon_program, sanitizer
from .host import CommandFailed
from .metrics import parse
from .waiting import wait_until

ADDRESS, PORT = "127.0.0.1", 8075


AGE = re.compile(r"^peeringd_assessment_age_seconds (\S+)$", re.MULTILINE)


class Daemon:
    """`configuration` is a path or the content of the YAML file. `wrapper` is a command that starts the
    daemon, for example with fewer rights. `log` receives standard error; default: a file in
    `directory`. `port` is that of the configuration. The daemon is ready when the constructor returns."""

    def __init__(self, host, configuration, directory, wrapper=(), log=None, port=PORT):
        self._host = host
        self._port = port
        self.log = Path(log or Path(directory, "peeringd.log"))
        self.file = configuration
        if not isinstance(configuration, (str, Path)):
            self.file = Path(directory, "peeringd.yaml")
            self.configure(configuration)
        self._last = None
        self.program = host.spawn(*wrapper, daemon_program(), "run", "--config", self.file,
                                  log=self.log)
        try:
            wait_until(self._ready, "peeringd is ready", 15)
        except AssertionError:
            self.program.kill()
            raise

    def _ready(self):
        if self.program.poll() is not None:
            raise CommandFailed(f"peeringd ended with {self.program.returncode}:\n"
                                f"{self.log.read_text()}")
        return self.get("/-/ready")[0] == 200

    def configure(self, configuration):
        """Replaces the configuration file atomically, without a reload."""
        new = self.file.with_suffix(".new")
        new.write_text(configuration if isinstance(configuration, str)
                       else yaml.safe_dump(configuration, sort_keys=False))
        new.replace(self.file)

    def get(self, path, method="GET", port=None):
        """Returns (status, body as text) of a request."""
        port = port or self._port
        connection = http.client.HTTPConnection(ADDRESS, port)
        connection.sock = self._host.connect(ADDRESS, port)
        try:
            connection.request(method, path)
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()

    def exposition(self):
        status, text = self.get("/metrics")
        assert status == 200, f"/metrics answered {status}"
        return text

    def scrape(self):
        """Returns the metrics of an assessment made after this call."""
        start = time.monotonic()
        return wait_until(lambda: self._scrape_since(start), "an assessment", 30)

    def _scrape_since(self, start):
        """None if the page's assessment is older than `start`; the daemon makes one per second."""
        asked = time.monotonic()
        text = self.exposition()
        if asked - float(AGE.search(text)[1]) < start:
            return None
        return self._checked(text)

    def scrape_last(self):
        """Returns the metrics of the latest assessment, of any age."""
        return self._checked(self.exposition())

    def _checked(self, text):
        """Checks the invariants of the counters at every scrape of every test."""
        metrics = parse(text)
        check_balance(metrics)
        check_prefixes(metrics)
        if self._last:
            check_counters(self._last, metrics)
        self._last = metrics
        return metrics

    def forget_counters(self):
        """Does not compare the next scrape with the previous one, after targets were replaced."""
        self._last = None

    def wait_until(self, condition, what, timeout=15):
        """Scrapes until `condition(metrics)` is true for an assessment made after this call. Returns
        these metrics."""
        start = time.monotonic()

        def holds():
            nonlocal start
            metrics = self._scrape_since(start)
            if metrics is None:
                return None
            start = time.monotonic()  # skips the assessment that was checked already
            return metrics if condition(metrics) else None
        return wait_until(holds, what, timeout, pause=0.1)

    def settle(self, check, what, timeout=20):
        """Scrapes until `check(metrics)` raises no AssertionError. Returns these metrics. Disturbances by
        a busy machine leave the window after a while; a bug stays."""
        def is_right(metrics):
            check(metrics)
            return True
        return self.wait_until(is_right, what, timeout)

    def events(self, **query):
        """The latest events, newest first, as dictionaries; `query` as of /api/v1/events."""
        path = "/api/v1/events?" + urllib.parse.urlencode({"limit": 500, **query})
        return json.loads(self.get(path)[1])["events"]

    def sanitizer_report(self):
        """The report of a sanitizer after the daemon has ended."""
        if not sanitizer() or not self.log.is_file():
            return ""
        text = self.log.read_text(errors="replace")
        found = re.search(r"(WARNING|ERROR): \w+Sanitizer|runtime error: ", text)
        return text[found.start():found.start() + 10_000] if found else ""

    def watch(self, seconds):
        """Scrapes for some time, to check each scrape. Returns the last."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.scrape_last()
            time.sleep(0.1)
        return self.scrape()

    def pause(self):
        """Stops the process (SIGSTOP) until resume()."""
        self.program.send_signal(signal.SIGSTOP)

    def resume(self):
        self.program.send_signal(signal.SIGCONT)

    def limit(self, resource, soft):
        """Sets a limit (resource.RLIMIT_*) of the running process. Returns the previous limits."""
        before = prlimit(self.program.pid, resource)
        prlimit(self.program.pid, resource, (soft, before[1]))
        return before

    def stop(self, patience=10):
        """Sends SIGTERM. Returns the exit code and the duration in seconds."""
        start = time.monotonic()
        self.program.send_signal(signal.SIGTERM)
        try:
            code = self.program.wait(patience)
        except subprocess.TimeoutExpired:
            self.program.kill()
            code = self.program.wait()
        return code, time.monotonic() - start
