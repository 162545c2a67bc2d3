"""The certificates of the lab's edge: its own CA, and valid and invalid certificates."""

import subprocess
from pathlib import Path


# Presented by expired.example and so on.
BAD_CERTIFICATES = ("expired", "self-signed", "wrong-name")


class Certificates:
    """Files NAME.pem (with the chain) and NAME.key in `directory`; `authority` is the root."""

    def __init__(self, directory, names):
        self._directory = Path(directory)
        self._directory.mkdir()
        self._make_root()
        self._issue("good", names, days=30)
        self._issue("expired", ["expired.example"], days=-1)
        self._issue("wrong-name", ["another.example"], days=30)
        self._self_signed("self-signed", "self-signed.example")
        self._issue("rsa", names, days=30, algorithm=("RSA", "rsa_keygen_bits:2048"))
        self._self_signed("portal", "portal.example")
        self._self_signed("next-authority", "The next authority")
        self._issue("next", names, days=30, authority="next-authority")
        self._cross_sign()
        self._make_roots()

    @property
    def authority(self):
        return self._directory / "authority.pem"

    @property
    def roots(self):
        """A folder like /etc/ssl/certs that contains only this CA."""
        return self._directory / "roots"

    def pem(self, name):
        return self._directory / f"{name}.pem"

    def key(self, name):
        return self._directory / f"{name}.key"

    def _openssl(self, *arguments, stdin=None):
        subprocess.run(["openssl", *map(str, arguments)], check=True, input=stdin, text=True,
                       capture_output=True, cwd=self._directory)

    def _days(self, days):
        """The validity from now, or until a day ago: OpenSSL 3.4 and later refuse a negative number of days."""
        help_text = subprocess.run(["openssl", "x509", "-help"], capture_output=True, text=True, check=True).stderr
        if days > 0 or "-not_after" not in help_text:
            return "-days", days
        return "-not_before", "20200101000000Z", "-not_after", "20200201000000Z"

    def _new_key(self, name, algorithm=("EC", "ec_paramgen_curve:P-256")):
        self._openssl("genpkey", "-algorithm", algorithm[0], "-pkeyopt", algorithm[1], "-out",
                      self.key(name))

    def _make_root(self):
        self._self_signed("authority", "The lab's authority")

    def _make_roots(self):
        self.roots.mkdir()
        # OpenSSL finds the file by its hash, curl by its name.
        for name in ("authority.pem", "ca-certificates.crt"):
            (self.roots / name).write_text(self.authority.read_text())
        self._openssl("rehash", self.roots)

    def _self_signed(self, name, subject):
        self._new_key(name)
        self._openssl("req", "-x509", "-key", self.key(name), "-days", "30", "-subj",
                      f"/CN={subject}", "-addext", f"subjectAltName=DNS:{subject.split()[0]}",
                      "-addext", "keyUsage=critical,digitalSignature,keyCertSign",  # for Python 3.13
                      "-out", self.pem(name))

    def _cross_sign(self):
        """cross-signed.pem: the valid certificate, and an expired one for the CA's key by an untrusted
        root, which verification does not need."""
        self._self_signed("forgotten", "A root of old")
        self._openssl("req", "-new", "-key", self.key("authority"), "-subj",
                      "/CN=The lab's authority", "-out", self._directory / "cross.csr")
        (self._directory / "cross.ext").write_text("basicConstraints=CA:TRUE")
        self._openssl("x509", "-req", "-in", "cross.csr", "-CA", self.pem("forgotten"), "-CAkey",
                      self.key("forgotten"), "-CAcreateserial", *self._days(-1), "-extfile",
                      "cross.ext", "-out", self.pem("cross"))
        self.pem("cross-signed").write_text(self.pem("good").read_text()
                                            + self.pem("cross").read_text())
        self.key("cross-signed").write_text(self.key("good").read_text())

    def _issue(self, name, names, days, authority="authority", **key):
        self._new_key(name, **key)
        extensions = self._directory / f"{name}.ext"
        extensions.write_text("subjectAltName=" + ",".join(f"DNS:{host}" for host in names))
        request = self._directory / f"{name}.csr"
        self._openssl("req", "-new", "-key", self.key(name), "-subj", f"/CN={name}", "-out",
                      request)
        self._openssl("x509", "-req", "-in", request, "-CA", self.pem(authority), "-CAkey",
                      self.key(authority), "-CAcreateserial", *self._days(days), "-extfile",
                      extensions, "-out", self.pem(name))
