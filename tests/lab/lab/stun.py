"""STUN on the edge: coturn without accounts, like the transport relays of Teams. It answers only Binding
requests over UDP."""

from .host import end
from .waiting import wait_until

PORT = 3478


class Stun:
    """Listens on `addresses`; all other addresses of the edge refuse."""

    def __init__(self, host, directory, addresses):
        self._host = host
        self._directory = directory
        self._addresses = list(addresses)
        self._program = None
        self.start()

    def start(self):
        if self._program:
            return
        # One thread, so that answers have the order of the requests.
        self._program = self._host.spawn(
            "turnserver", "-n", *(f"--listening-ip={address}" for address in self._addresses),
            f"--listening-port={PORT}", "--relay-threads=1", "--stun-only", "--no-auth",
            "--no-rfc5780", "--no-tcp", "--no-tls", "--no-dtls", "--no-cli",
            f"--userdb={self._directory}/turndb", f"--pidfile={self._directory}/turnserver.pid",
            "--log-file=stdout", log=self._directory / "turnserver.log")
        wait_until(self._listens, "coturn listens", 10)

    def stop(self):
        """From now on the kernel answers "port unreachable"."""
        if self._program:
            end(self._program)
            self._program = None

    def _listens(self):
        assert self._program.poll() is None, "coturn ended; see turnserver.log"
        sockets = self._host.run("ss", "-Hlnu", "sport", "=", f":{PORT}").stdout
        return all(f"{address}:{PORT}" in sockets or f"[{address}]:{PORT}" in sockets
                   for address in self._addresses)
