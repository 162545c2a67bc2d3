"""The packages under test, which script/package built into PEERINGD_PACKAGES."""

import os
import platform
import subprocess
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("PEERINGD_PACKAGES", REPOSITORY / "build/package"))


ARCHITECTURE = subprocess.run(["dpkg", "--print-architecture"], check=True, stdout=subprocess.PIPE,
                              text=True).stdout.strip()
# The release of Debian on which the packages were built, and on which the tests install them.
OWN_RELEASE = platform.freedesktop_os_release()["VERSION_CODENAME"]
RELEASE = os.environ.get("PEERINGD_DEBIAN", OWN_RELEASE)
UNITS = "/lib/systemd/system" if RELEASE == "bookworm" else "/usr/lib/systemd/system"  # in the .deb
RPM_ARCHITECTURE = {"amd64": "x86_64", "arm64": "aarch64"}.get(ARCHITECTURE, ARCHITECTURE)


def only(pattern):
    found = list(FOLDER.glob(pattern))
    assert len(found) == 1, f"{FOLDER} has {len(found)} of {pattern}: run script/package"
    return found[0]


def deb():
    return only(f"*_{ARCHITECTURE}.deb")


def rpm():
    return only(f"*.{RPM_ARCHITECTURE}.rpm")


def image():
    return only("*.oci.tar")


def output_of(*command, **options):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, **options).stdout


def source_date():
    """The time of the files in the package, in seconds since 1970."""
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", deb()], stdout=subprocess.PIPE) as tar:
        headers = output_of("tar", "--list", "--verbose", "--utc", "--full-time", stdin=tar.stdout)
    program = next(line for line in headers.splitlines() if line.endswith("/usr/sbin/peeringd"))
    return output_of("date", "--utc", "--date", " ".join(program.split()[3:5]), "+%s").strip()


def files_below(folder):
    """All files, as absolute paths of a system whose root is `folder`."""
    return {f"/{path.relative_to(folder)}" for path in Path(folder).rglob("*")
            if path.is_symlink() or not path.is_dir()}


def next_version(deb, folder):
    """A package with another version and another shipped configuration."""
    tree = folder / "next"
    subprocess.run(["dpkg-deb", "--raw-extract", deb, tree], check=True)
    control = tree / "DEBIAN/control"
    old = output_of("dpkg-deb", "--field", deb, "Version").strip()
    control.write_text(control.read_text().replace(f"Version: {old}\n", f"Version: {old}.1\n"))
    for name in ("etc/peeringd/peeringd.yaml", "etc/peeringd/endpoints/microsoft-edge.yaml"):
        with open(tree / name, "a") as shipped:
            shipped.write("# of the next version\n")
    file = folder / "peeringd-next.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "--build", tree, file], check=True,
                   stdout=subprocess.DEVNULL)
    return file
