"""Prometheus and Alertmanager on the customer host with the shipped configuration, except for listen
addresses and, unless `as_shipped`, times."""

import http.client
import json
import urllib.parse
from pathlib import Path

import yaml

from .catalogue import REPOSITORY
from .waiting import wait_until

SHIPPED = REPOSITORY / "packaging/prometheus"
ADDRESS = "127.0.0.1"


class _Server:
    """A program with an HTTP health check, on the loopback of a host."""

    def __init__(self, host, port, command, log):
        self._host, self._port = host, port
        self.log = log
        self.program = host.spawn(*command, log=log)
        wait_until(self._ready, f"{command[0]} is ready", 30)

    def _ready(self):
        if self.program.poll() is not None:
            raise RuntimeError(f"it ended:\n{self.log.read_text()}")
        return self.get("/-/ready")[0] == 200

    def get(self, path, **parameters):
        """Returns (status, body as text) of a GET request."""
        connection = http.client.HTTPConnection(ADDRESS, self._port)
        connection.sock = self._host.connect(ADDRESS, self._port, timeout=30)
        try:
            query = f"?{urllib.parse.urlencode(parameters)}" if parameters else ""
            connection.request("GET", path + query)
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()


class QueryFailed(Exception):
    pass


class Prometheus(_Server):
    """Scrapes and evaluates twice a second, and bridges 5 s instead of a minute; or as shipped."""

    PORT = 9090

    def __init__(self, host, directory, targets=(), as_shipped=False, **job_settings):
        """`targets`: instead of those shipped. `job_settings`, such as tls_config or basic_auth, are
        added to each job."""
        directory = Path(directory, "prometheus")
        (directory / "rules").mkdir(parents=True)
        configuration = yaml.safe_load((SHIPPED / "prometheus.yml").read_text())
        rules = {file.name: yaml.safe_load(file.read_text())
                 for file in sorted((SHIPPED / "rules").glob("*.yml"))}
        if not as_shipped:
            self._hurry(configuration, rules)
        for job in configuration["scrape_configs"]:
            job.update(job_settings)
            for discovery in job["file_sd_configs"]:
                discovery["files"] = [str(SHIPPED / file) for file in discovery["files"]]
            if targets:
                del job["file_sd_configs"]
                job["static_configs"] = [{"targets": list(targets)}]
        for name, content in rules.items():
            (directory / "rules" / name).write_text(yaml.safe_dump(content))
        file = directory / "prometheus.yml"
        file.write_text(yaml.safe_dump(configuration))
        super().__init__(host, self.PORT, [
            "prometheus", f"--config.file={file}", f"--storage.tsdb.path={directory}/data",
            f"--web.listen-address={ADDRESS}:{self.PORT}"], directory / "prometheus.log")

    @staticmethod
    def _hurry(configuration, rules):
        configuration["global"] = {"scrape_interval": "500ms", "scrape_timeout": "500ms",
                                   "evaluation_interval": "500ms"}
        for job in configuration["scrape_configs"]:
            job.pop("scrape_interval", None)
        for content in rules.values():
            for group in content["groups"]:
                group.pop("interval", None)
                for rule in group["rules"]:
                    rule["expr"] = rule["expr"].replace("[1m]", "[5s]")

    def query(self, expression):
        """The current result of `expression`. QueryFailed with Prometheus' reason."""
        _, body = self.get("/api/v1/query", query=expression)
        answer = json.loads(body)
        if answer["status"] != "success":
            raise QueryFailed(f"{answer['error']}: {expression}")
        return answer["data"]["result"]

    def alerts(self):
        """The labels of all firing alerts."""
        data = json.loads(self.get("/api/v1/alerts")[1])["data"]
        return [alert["labels"] for alert in data["alerts"] if alert["state"] == "firing"]


class Alertmanager(_Server):
    """Sends the notifications of each shipped receiver to `url`/RECEIVER."""

    PORT = 9093

    def __init__(self, host, directory, url, as_shipped=False):
        directory = Path(directory, "alertmanager")
        directory.mkdir(parents=True)
        configuration = yaml.safe_load((SHIPPED / "alertmanager.yml").read_text())
        if not as_shipped:
            # The times keep their order, so that inhibiting alerts still arrive in time.
            configuration["route"].update(group_wait="5s", group_interval="5s")
            for route in configuration["route"]["routes"]:
                for each in (route, *route.get("routes", [])):
                    each.update(group_wait="1s", group_interval="2s")
        for receiver in configuration["receivers"]:
            receiver["webhook_configs"] = [{"url": f"{url}/{receiver['name']}",
                                            "send_resolved": True}]
        file = directory / "alertmanager.yml"
        file.write_text(yaml.safe_dump(configuration))
        super().__init__(host, self.PORT, [
            "prometheus-alertmanager", f"--config.file={file}",
            f"--storage.path={directory}/data", "--cluster.listen-address=",
            f"--web.listen-address={ADDRESS}:{self.PORT}"], directory / "alertmanager.log")

    def alerts(self):
        """All alerts in its API, whether or not they were sent."""
        return json.loads(self.get("/api/v2/alerts")[1])
