"""The centre of a fleet: nginx, shards and a global Prometheus, from the files in packaging/fleet/centre."""

import re
from pathlib import Path

import yaml

from .fleet import CENTRE, GLOBAL, SHARDS, SHIPPED, Authority, NAME, Server
from .host import Host, end
from .waiting import wait_until

_NGINX = """\
daemon off;
master_process off;
user root;
pid {directory}/nginx.pid;
error_log {directory}/nginx-error.log;
events {{ }}
http {{
  access_log off;
  client_body_temp_path {directory}/body;
  proxy_temp_path {directory}/proxy;
  fastcgi_temp_path {directory}/fastcgi;
  uwsgi_temp_path {directory}/uwsgi;
  scgi_temp_path {directory}/scgi;
{shipped}
}}
"""


def shipped_rules(window):
    """The rules with `window` instead of five minutes, and evaluated as often as the configuration says."""
    rules = {}
    for file in sorted((SHIPPED / "rules").glob("*.yml")):
        content = yaml.safe_load(file.read_text().replace("[5m]", f"[{window}]"))
        for group in content["groups"]:
            group.pop("interval", None)
        rules[file.name] = content
    return rules


class Switch:
    """The host of the centre, with a bridge that branches are attached to, and their authority."""

    def __init__(self, directory):
        self.directory = Path(directory, "centre")
        self.directory.mkdir()
        self.host = Host("centre")
        # A fixed address: a bridge takes the lowest of its ports', which changes with each branch.
        self.host.run("ip", "link", "add", "switch", "address", "02:00:00:00:00:01", "type", "bridge")
        self.host.run("ip", "address", "add", f"{CENTRE}/16", "dev", "switch")
        self.host.run("ip", "link", "set", "switch", "up")
        self.authority = Authority(self.directory / "certificates")


class Centre(Switch):
    def __init__(self, directory, window="30s"):
        super().__init__(directory)
        self.shards = [self._shard(number) for number in range(len(SHARDS))]
        self.world = self._global(window)
        self._start_nginx()

    def _shard(self, number):
        configuration = yaml.safe_load((SHIPPED / "centre/prometheus-shard.yml").read_text())
        configuration["global"]["external_labels"]["shard"] = str(number + 1)
        return Server(self.host, self.directory, f"shard-{number + 1}", SHARDS[number], configuration,
                      "--web.enable-remote-write-receiver")

    def _global(self, window):
        configuration = yaml.safe_load(_with_addresses(
            (SHIPPED / "centre/prometheus-global.yml").read_text()))
        configuration["global"] = {"scrape_interval": "2s", "evaluation_interval": "5s"}
        configuration.pop("alerting")
        for name, content in shipped_rules(window).items():
            (self.directory / name).write_text(yaml.safe_dump(content))
        configuration["rule_files"] = [f"{self.directory}/fleet-*.yml"]
        return Server(self.host, self.directory, "global", GLOBAL, configuration)

    def _start_nginx(self):
        certificate, key = self.authority.issue(NAME)
        text = _with_addresses((SHIPPED / "centre/nginx-shards.conf").read_text())
        for path, file in ((f"{NAME}.pem", certificate), (f"{NAME}.key", key),
                           ("branches.pem", self.authority.file)):
            text = text.replace(f"/etc/nginx/tls/{path}", str(file))
        assert "/etc/nginx" not in re.sub("#.*", "", text)
        file = self.directory / "nginx.conf"
        file.write_text(_NGINX.format(directory=self.directory, shipped=text))
        self._nginx = self.host.spawn("nginx", "-c", file, "-p", self.directory,
                                      log=self.directory / "nginx.log")
        wait_until(lambda: not self.host.connect(CENTRE, 443).close(), "nginx listens", 10)

    def close(self):
        end(self._nginx)
        for server in (*self.shards, self.world):
            server.stop()
        self.host.close()


def _with_addresses(text):
    for number, port in enumerate(SHARDS):
        text = text.replace(f"shard-{number + 1}:9090", f"127.0.0.1:{port}")
    return text
