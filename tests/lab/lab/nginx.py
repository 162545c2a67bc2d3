"""nginx on the edge, on the ports of the catalogue's hosts."""

from pathlib import Path

from . import pop_headers
from .certificates import BAD_CERTIFICATES
from .host import end
from .waiting import wait_until

# A single process: workers would change their user, which a user namespace forbids.
_CONFIGURATION = """\
daemon off;
master_process off;
user root;
pid {directory}/nginx.pid;
error_log {directory}/nginx-error.log;
events {{ worker_connections 4096; }}
http {{
  access_log off;
  server_names_hash_bucket_size 128;
  client_body_temp_path {directory}/body;
  proxy_temp_path {directory}/proxy;
  fastcgi_temp_path {directory}/fastcgi;
  uwsgi_temp_path {directory}/uwsgi;
  scgi_temp_path {directory}/scgi;
{maps}
{servers}
}}
"""

_PLAIN_SERVER = """\
  server {{
    listen 80 default_server backlog=4096;
    listen [::]:80 default_server backlog=4096;
    include {directory}/answers.conf;
  }}
"""

# The requested server name selects the certificate.
_TLS_SERVER = """\
  server {{
    listen 443 ssl http2{default};
    listen [::]:443 ssl http2{default};
    server_name {names};
    ssl_certificate {certificate};
    ssl_certificate_key {key};
    ssl_protocols TLSv1.2 TLSv1.3;
    include {directory}/answers.conf;
  }}
"""

# A captive portal, which only Edge.intercept() leads to.
PORTAL_PORT, PORTAL_TLS_PORT = 8480, 8444
_PORTAL = """\
  server {{
    listen {port};
    listen {tls_port} ssl;
    ssl_certificate {certificate};
    ssl_certificate_key {key};
    return 302 https://portal.example/login;
  }}
"""

# A request header `Answer-NAME: VALUE` sets the response header NAME, so that a probe can choose the PoP
# that answers it. nginx omits headers without a value.
_POP_HEADER = """\
  map $host ${variable} {{
    default $http_answer_{variable};
{hosts}
  }}
"""

_ANSWERS = """\
{headers}
location / {{ return 200 "the edge of the lab\\n"; }}
location = /apc/trans.gif {{ empty_gif; }}
location = /connecttest.txt {{ return 200 "Microsoft Connect Test"; }}
location = /301 {{ return 301 /; }}
location = /401 {{ return 401; }}
location = /500 {{ return 500; }}
"""


def _variable(header):
    return header.lower().replace("-", "_")


def _pop_map(header):
    hosts = [f"    {host} '{value}';" for host, (name, value) in pop_headers.OF_CATALOGUE.items()
             if name == header]
    return _POP_HEADER.format(variable=_variable(header), hosts="\n".join(hosts))


def _pop_maps():
    return "".join(_pop_map(header) for header in pop_headers.HEADERS)


_OWN_POPS = {header: f"${_variable(header)}" for header in pop_headers.HEADERS}


class Nginx:
    def __init__(self, host, directory, certificates, names):
        self._directory = Path(directory, "nginx")
        self._directory.mkdir()
        self._host = host
        self._write_answers(_OWN_POPS)
        file = self._directory / "nginx.conf"
        file.write_text(_CONFIGURATION.format(directory=self._directory, maps=_pop_maps(),
                                              servers=self._servers(certificates, names)))
        self._command = ("nginx", "-c", file, "-p", self._directory)
        self._start()

    def answer_with(self, headers):
        """From now on every response of every host has these headers: {name: value}."""
        self._answer({name: f"'{value}'" for name, value in headers.items()})

    def answer_as_usual(self):
        """Each host of the catalogue has its own PoP again."""
        self._answer(_OWN_POPS)

    def _answer(self, headers):
        if headers == self._headers:
            return
        self._write_answers(headers)
        end(self._program)
        self._start()

    def _start(self):
        self._program = self._host.spawn(*self._command, log=self._directory / "nginx.log")
        wait_until(lambda: not self._host.connect("127.0.0.1", 443).close(), "nginx listens", 10)

    def _write_answers(self, headers):
        self._headers = headers
        lines = "\n".join(f"add_header {name} {value} always;" for name, value in headers.items())
        (self._directory / "answers.conf").write_text(_ANSWERS.format(headers=lines))

    def _servers(self, certificates, names):
        def tls(certificate, names, default=""):
            return _TLS_SERVER.format(directory=self._directory, names=" ".join(names),
                                      certificate=certificates.pem(certificate),
                                      key=certificates.key(certificate), default=default)
        bad = {f"{name}.example": name for name in BAD_CERTIFICATES}
        good = [name for name in names if name not in bad]
        portal = _PORTAL.format(port=PORTAL_PORT, tls_port=PORTAL_TLS_PORT, certificate=certificates.pem("portal"),
                                key=certificates.key("portal"))
        return (_PLAIN_SERVER.format(directory=self._directory) + portal
                + tls("good", good, " default_server backlog=4096")
                + "".join(tls(certificate, [name]) for name, certificate in bad.items()))
