"""Branches and a centre: each branch is a host with peeringd and vmagent, started as the shipped unit does;
the centre has nginx, three Prometheus receivers and a global Prometheus, with the shipped files. Only times,
paths and addresses differ."""

import json
import re
import shlex
import subprocess
from pathlib import Path

import yaml

from .catalogue import REPOSITORY
from .daemon import Daemon
from .host import Host, end
from .waiting import wait_until

SHIPPED = REPOSITORY / "packaging/fleet"
CENTRE = "10.77.0.1"
NAME = "metrics.example.net"  # in nginx-shards.conf
SHARDS = (9101, 9102, 9103)
GLOBAL = 9100
FORWARD = 8429
MEASURED = "198.51.100.10"  # of each branch; its probes stay within the host


def command_of(unit):
    """The command line of a shipped unit."""
    text = (SHIPPED / unit).read_text().replace("\\\n", " ")
    return shlex.split(re.findall(r"^ExecStart=(.+)$", text, re.MULTILINE)[-1])


def replaced(command, **options):
    """`command` with other values for some options: the key is the end of the option's name."""
    def replace(argument):
        name = argument.split("=")[0]
        for key, value in options.items():
            if name.endswith(key):
                return f"{name}={value}"
        return argument
    result = [replace(argument) for argument in command]
    assert sum(one != other for one, other in zip(command, result)) == len(options), command
    return result


class Authority:
    """Certificates for nginx and the branches."""

    def __init__(self, directory):
        self._directory = Path(directory)
        self._directory.mkdir()
        self._openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                      "-keyout", "authority.key", "-out", "authority.pem", "-subj", "/CN=Branches")

    def issue(self, name):
        """Makes NAME.pem and NAME.key. Returns their paths."""
        self._openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
                      f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={name}",
                      "-addext", f"subjectAltName=DNS:{name}")
        self._openssl("x509", "-req", "-in", f"{name}.csr", "-CA", "authority.pem", "-CAkey",
                      "authority.key", "-CAcreateserial", "-out", f"{name}.pem", "-copy_extensions", "copy")
        return self._directory / f"{name}.pem", self._directory / f"{name}.key"

    @property
    def file(self):
        return self._directory / "authority.pem"

    def _openssl(self, *arguments):
        subprocess.run(["openssl", *arguments], check=True, capture_output=True, cwd=self._directory)


class Branch:
    """A host behind the centre's switch. Its probes reach its own address only."""

    def __init__(self, centre, number, directory, authority, interval, address=MEASURED):
        self.name = f"branch-{number:02}"
        self.directory = Path(directory, self.name)
        self.directory.mkdir()
        self.host = Host(self.name)
        self.agent = None
        self.site = f"site-{self.name}"
        self._address = address
        self.routed = False  # whether the prefix has a default route
        self._certificate = authority.issue(self.name)
        self._authority = authority.file
        centre.run("ip", "link", "add", f"b{number}", "type", "veth", "peer", "name", "uplink", "netns",
                   self.host.pid)
        centre.run("ip", "link", "set", f"b{number}", "master", "switch", "up")
        self.host.run("ip", "address", "add", f"10.77.1.{number + 1}/16", "dev", "uplink")
        self.host.run("ip", "link", "set", "uplink", "up")
        self.host.run("ip", "link", "add", "isp", "type", "veth", "peer", "name", "isp-end")
        for device in ("isp", "isp-end"):
            self.host.run("ip", "link", "set", device, "up")
        self.host.set_sysctl("net.ipv4.ping_group_range", "0 0", optional=True)
        self.measure(True)
        hosts = self.directory / "hosts"
        hosts.write_text(f"{CENTRE} {NAME}\n")
        self.host.run("mount", "--bind", hosts, Path("/etc/hosts").resolve())
        file = yaml.safe_load((SHIPPED / "branch/vmagent.yml").read_text())
        file["global"] = {"scrape_interval": f"{interval}s", "scrape_timeout": f"{interval}s"}
        self._file = self.directory / "vmagent.yml"
        self._file.write_text(yaml.safe_dump(file))

    def measure(self, wanted):
        """Gives the host its address in the prefix, or takes it away, so that nothing is sent any more."""
        self.host.run("ip", "address", "replace" if wanted else "del", f"{self._address}/24", "dev", "isp")
        if wanted and self.routed:  # it went with the address
            self.host.run("ip", "route", "replace", "default", "dev", "isp")

    def start_daemon(self, configuration, wrapper=()):
        # Without a folder for its state, which all branches of this machine would share.
        self.daemon = Daemon(self.host, configuration, self.directory, wrapper=["env", "-u", "XDG_STATE_HOME", *wrapper])

    def start_agent(self, url=f"https://{NAME}/api/v1/write", rate=20000):
        certificate, key = self._certificate
        prefix = "PEERINGD_FORWARD_remoteWrite_"
        command = replaced(command_of("branch/peeringd-forward.service"),
                           **{"promscrape.config": self._file, "tmpDataPath": self.directory / "queue"})
        self.agent = self.host.spawn(*command, log=self.directory / "vmagent.log", env={
            "PEERINGD_INSTANCE": self.name, "PEERINGD_SITE": self.site,
            f"{prefix}url": url, f"{prefix}rateLimit": str(rate),
            f"{prefix}tlsCAFile": str(self._authority), f"{prefix}tlsCertFile": str(certificate),
            f"{prefix}tlsKeyFile": str(key)})

    def start_prometheus(self, url):
        """The other agent: Prometheus, as its shipped unit starts it."""
        file = yaml.safe_load((SHIPPED / "branch/prometheus-agent.yml").read_text())
        file["global"].update(scrape_interval="1s", scrape_timeout="1s")
        file["remote_write"][0]["url"] = url
        name = self.directory / "prometheus-agent.yml"
        name.write_text(yaml.safe_dump(file))
        command = replaced(command_of("branch/peeringd-forward-prometheus.service"),
                           **{"config.file": name, "agent.path": self.directory / "agent"})
        self.agent = self.host.spawn(*command, log=self.directory / "agent.log", env={
            "PEERINGD_INSTANCE": self.name, "PEERINGD_SITE": self.site})

    def end_agent(self):
        end(self.agent, patience=20)

    def agent_metric(self, name):
        """The sum of a metric of vmagent."""
        text = get(self.host, FORWARD, "/metrics")
        return sum(float(line.rsplit(" ", 1)[1]) for line in text.splitlines()
                   if line.startswith((f"{name}{{", f"{name} ")))

    def close(self):
        if self.agent is not None and self.agent.poll() is None:
            end(self.agent)
        self.daemon.stop()
        self.host.close()


def get(host, port, path, check=True):
    """The body of a page on the loopback of a host. Without `check`, empty if nobody listens."""
    result = host.run("curl", "-sS", "-m", "30", f"http://127.0.0.1:{port}{path}", timeout=60, check=check)
    return result.stdout


class Server:
    """A Prometheus of the centre, which can be stopped and started with its data."""

    def __init__(self, host, directory, name, port, configuration, *options, address="127.0.0.1"):
        self._host = host
        self.url = f"http://{address}:{port}"
        self._directory = Path(directory, name)
        self._directory.mkdir()
        self.file = self._directory / "prometheus.yml"
        self.file.write_text(yaml.safe_dump(configuration))
        self._command = ["prometheus", f"--config.file={self.file}",
                         f"--storage.tsdb.path={self._directory}/data",
                         f"--web.listen-address={address}:{port}", *options]
        self.start()

    def start(self):
        self._log = self._directory / "prometheus.log"
        self._program = self._host.spawn(*self._command, log=self._log)
        wait_until(self._ready, f"{self._directory.name} is ready", 60)

    def _ready(self):
        if self._program.poll() is not None:
            raise RuntimeError(self._log.read_text())
        result = self._host.run("curl", "-sf", "-m", "5", f"{self.url}/-/ready",
                                check=False)
        return result.returncode == 0

    def stop(self):
        end(self._program, patience=30)

    def query(self, expression, time=None):
        """The result of an instant query as [(labels, value)], or values of a range as [(time, value)]."""
        at = ["--data-urlencode", f"time={time}"] if time else []
        result = self._host.run("curl", "-sS", "-m", "60", "--data-urlencode", f"query={expression}", *at,
                                f"{self.url}/api/v1/query", timeout=90)
        answer = json.loads(result.stdout)
        assert answer["status"] == "success", f"{expression}: {result.stdout}"
        return [(series["metric"], series.get("values") or float(series["value"][1]))
                for series in answer["data"]["result"]]
