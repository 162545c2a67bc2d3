"""nginx on the edge: what answers on the ports of the catalogue's hosts."""

from pathlib import Path

from .waiting import wait_until

# One process: workers would change their user, which a user namespace forbids.
_CONFIGURATION = """\
daemon off;
master_process off;
user root;
pid {directory}/nginx.pid;
error_log {directory}/nginx-error.log;
events {{ worker_connections 4096; }}
http {{
  access_log off;
  client_body_temp_path {directory}/body;
  proxy_temp_path {directory}/proxy;
  fastcgi_temp_path {directory}/fastcgi;
  uwsgi_temp_path {directory}/uwsgi;
  scgi_temp_path {directory}/scgi;
{servers}
}}
"""

# Port 443 is a plain one: the probes of today only shake hands with TCP. A server with TLS takes
# the place of this block, with its names and certificates.
_PLAIN_SERVER = """\
  server {{
    listen {port} default_server backlog=4096;
    listen [::]:{port} default_server backlog=4096;
    location / {{ return 200 "the edge of the lab\\n"; }}
  }}
"""


def servers():
    return "".join(_PLAIN_SERVER.format(port=port) for port in (80, 443))


class Nginx:
    def __init__(self, host, directory):
        self._directory = Path(directory, "nginx")
        self._directory.mkdir()
        file = self._directory / "nginx.conf"
        file.write_text(_CONFIGURATION.format(directory=self._directory, servers=servers()))
        host.spawn("nginx", "-c", file, "-p", self._directory,
                   log=self._directory / "nginx.log")
        wait_until(lambda: not host.connect("127.0.0.1", 443).close(), "nginx listens", 10)
