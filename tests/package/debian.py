"""A Debian in a folder, from the mirror of this machine's apt. Its release is this machine's, or the one that
PEERINGD_DEBIAN names; the packages in PEERINGD_PACKAGES must have been built on it."""

import os
import shutil
import subprocess

import pytest

import packages

BASE = packages.FOLDER / f"test-{packages.RELEASE}"  # kept between runs: creating it takes half a minute
INCLUDED = "ca-certificates,procps,systemd,systemd-sysv"


def mirror():
    """The mirror of this machine's release, which has the others too."""
    targets = packages.output_of("apt-get", "indextargets", "--format",
                                 "$(CODENAME) $(COMPONENT) $(REPO_URI)", "Created-By: Packages")
    for target in targets.splitlines():
        codename, component, uri = target.split()
        if (codename, component) == (packages.OWN_RELEASE, "main"):
            return uri
    pytest.skip(f"apt has no mirror of {packages.OWN_RELEASE}")


def base():
    done = BASE / ".made"
    if not done.exists():
        shutil.rmtree(BASE, ignore_errors=True)
        subprocess.run(["debootstrap", "--variant=minbase", f"--include={INCLUDED}",
                        packages.RELEASE, BASE, mirror()], check=True, stdout=subprocess.DEVNULL)
        done.touch()
    return BASE


class Debian:
    """A copy of the base for one test. Needs root."""

    def __init__(self, root):
        if os.geteuid() != 0:
            pytest.skip("needs root")
        if not shutil.which("debootstrap"):
            pytest.skip("needs debootstrap: script/setup test-package")
        self.root = root
        subprocess.run(["cp", "--archive", "--reflink=auto", base(), root], check=True)
        shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")

    def command(self, *command):
        """The arguments for subprocess: a command inside, in namespaces that end with it."""
        # With --root, /proc is mounted inside; bash needs it for /dev/fd.
        return ["unshare", "--mount", "--pid", "--fork", "--kill-child", f"--root={self.root}", "--mount-proc",
                *command]

    def run(self, *command, check=True):
        """Runs a command inside, with the network of this machine, and captures its output."""
        environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8",
                       "DEBIAN_FRONTEND": "noninteractive"}
        result = subprocess.run(self.command(*command), env=environment, text=True,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT)
        if check:
            assert result.returncode == 0, f"{command}: {result.returncode}\n{result.stdout}"
        return result

    def copy_in(self, file):
        shutil.copy(file, self.root / "root")
        return f"/root/{file.name}"

    def install_dependencies(self, deb):
        """Installs the dependencies of a package, not the package."""
        depends = packages.output_of("dpkg-deb", "--field", deb, "Depends").strip()
        self.run("apt-get", "update")
        self.run("apt-get", "satisfy", "--yes", "--no-install-recommends", depends)

    def install(self, deb):
        """Installs the package. Edited configuration files are kept, others are replaced."""
        return self.run("dpkg", "--force-confdef", "--force-confold", "--install",
                        self.copy_in(deb))
