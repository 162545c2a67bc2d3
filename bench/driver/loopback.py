"""A host with only a loopback interface, and the servers on it."""

import itertools
from pathlib import Path

from lab.certificates import Certificates
from lab.host import Host
from lab.waiting import wait_until

SOURCE, PREFIX = "203.0.113.10", "203.0.113.0/24"
TCP, HTTP, HTTPS = 8000, 8001, 8002
NAME = "edge.example"

_NGINX = """\
daemon off;
master_process off;
user root;
pid {directory}/nginx.pid;
error_log {directory}/error.log;
events {{ worker_connections 4096; }}
http {{
  access_log off;
  server {{ listen 8001 backlog=4096; location / {{ return 200 "ok"; }} }}
  server {{
    listen 8002 ssl backlog=4096;
    ssl_certificate {certificate};
    ssl_certificate_key {key};
    ssl_session_cache off;
    ssl_session_tickets off;
    location / {{ return 200 "ok"; }}
  }}
}}
"""


class Loopback:
    """`programs` is where tcp_sink and the floor programs are."""

    def __init__(self, directory, programs):
        self.directory, self.programs = Path(directory), Path(programs)
        self.host = Host("loopback")
        self.host.run("ip", "address", "add", f"{SOURCE}/24", "dev", "lo")
        for name, value in (("net.ipv4.ping_group_range", "0 2147483647"),
                            ("net.ipv4.icmp_ratelimit", 0), ("net.ipv4.tcp_max_tw_buckets", 0)):
            self.host.set_sysctl(name, value, optional=True)
        self.host.set_sysctl("net.ipv4.icmp_msgs_per_sec", 1_000_000, optional=True)
        self.certificates = Certificates(self.directory / "certificates",
                                         {NAME: ["127.0.0.1"]})
        self._serve()

    def _serve(self):
        file = self.directory / "bench-nginx.conf"
        file.write_text(_NGINX.format(directory=self.directory,
                                      certificate=self.certificates.pem("good"),
                                      key=self.certificates.key("good")))
        self.host.spawn("nginx", "-c", file, "-p", self.directory,
                        log=self.directory / "nginx.log")
        self.host.spawn(self.programs / "tcp_sink", TCP, log=self.directory / "sink.log")
        for port in (TCP, HTTP, HTTPS):
            wait_until(lambda: not self.host.connect("127.0.0.1", port).close(),
                       f"port {port} answers", 10)

    @property
    def roots(self):
        return self.certificates.authority

    def counts(self):
        """The kernel's counters: {"Icmp.OutEchos": …, "Tcp.ActiveOpens": …}."""
        lines = self.host.run("cat", "/proc/net/snmp").stdout.splitlines()
        result = {}
        for names, values in zip(lines[::2], lines[1::2]):
            group, *names = names.split()
            result.update({f"{group[:-1]}.{name}": int(value)
                           for name, value in zip(names, values.split()[1:])})
        return result

    def close(self):
        self.host.close()


def addresses(count):
    """`count` different loopback addresses, without 127.0.0.1."""
    return [f"127.{1 + n // 62500}.{n // 250 % 250}.{1 + n % 250}"
            for n in itertools.islice(itertools.count(1), count)]
