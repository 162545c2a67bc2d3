"""A receiver for Alertmanager that stores its messages."""

import json
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ADDRESS = "127.0.0.1"


@dataclass(frozen=True)
class Notification:
    """One alert of a message (webhook format, version 4)."""
    receiver: str
    status: str  # firing, resolved
    labels: dict
    annotations: dict

    @property
    def name(self):
        return self.labels["alertname"]


class Webhook:
    def __init__(self, host):
        self._notifications, self._lock = [], threading.Lock()
        self._server = host.inside(lambda: ThreadingHTTPServer((ADDRESS, 0), self._handler()))
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def url(self):
        return f"http://{ADDRESS}:{self._server.server_port}"

    def notifications(self, status=None, **labels):
        """All alerts received so far with this status and these labels, in order."""
        with self._lock:
            return [n for n in self._notifications
                    if status in (None, n.status) and labels.items() <= n.labels.items()]

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def _handler(self):
        webhook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with webhook._lock:
                    webhook._notifications += [
                        Notification(message["receiver"], alert["status"], alert["labels"],
                                     alert["annotations"]) for alert in message["alerts"]]
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_):
                pass

        return Handler
