"""The certificates of the lab's edge: an authority of its own, and good and bad ones by it."""

import subprocess
from pathlib import Path


# Presented by expired.example and so on.
BAD_CERTIFICATES = ("expired", "self-signed", "wrong-name")


class Certificates:
    """Files NAME.pem (with the chain) and NAME.key in `directory`; `authority` is the root's."""

    def __init__(self, directory, names):
        self._directory = Path(directory)
        self._directory.mkdir()
        self._make_root()
        self._issue("good", names, days=30)
        self._issue("expired", ["expired.example"], days=-1)
        self._issue("wrong-name", ["another.example"], days=30)
        self._self_signed("self-signed", "self-signed.example")
        self._make_roots()

    @property
    def authority(self):
        return self._directory / "authority.pem"

    @property
    def roots(self):
        """A folder like /etc/ssl/certs in which the authority is the only one."""
        return self._directory / "roots"

    def pem(self, name):
        return self._directory / f"{name}.pem"

    def key(self, name):
        return self._directory / f"{name}.key"

    def _openssl(self, *arguments, stdin=None):
        subprocess.run(["openssl", *map(str, arguments)], check=True, input=stdin, text=True,
                       capture_output=True, cwd=self._directory)

    def _new_key(self, name):
        self._openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out",
                      self.key(name))

    def _make_root(self):
        self._self_signed("authority", "The lab's authority")

    def _make_roots(self):
        self.roots.mkdir()
        # One name is for OpenSSL, which looks in the folder for hashes, the other for curl.
        for name in ("authority.pem", "ca-certificates.crt"):
            (self.roots / name).write_text(self.authority.read_text())
        self._openssl("rehash", self.roots)

    def _self_signed(self, name, subject):
        self._new_key(name)
        self._openssl("req", "-x509", "-key", self.key(name), "-days", "30", "-subj",
                      f"/CN={subject}", "-addext", f"subjectAltName=DNS:{subject.split()[0]}",
                      "-out", self.pem(name))

    def _issue(self, name, names, days):
        self._new_key(name)
        extensions = self._directory / f"{name}.ext"
        extensions.write_text("subjectAltName=" + ",".join(f"DNS:{host}" for host in names))
        request = self._directory / f"{name}.csr"
        self._openssl("req", "-new", "-key", self.key(name), "-subj", f"/CN={name}", "-out",
                      request)
        self._openssl("x509", "-req", "-in", request, "-CA", self.authority, "-CAkey",
                      self.key("authority"), "-CAcreateserial", "-days", str(days), "-extfile",
                      extensions, "-out", self.pem(name))
