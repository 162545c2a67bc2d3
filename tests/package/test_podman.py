"""The commands of docs/install.md for podman, with the image of script/package and with that of the Containerfile."""

import os
import re
import shutil
import subprocess

import pytest

import debian
import packages
from containers import CONFIGURATION, Network, run, value

# Its own images, volumes, networks and files of the running, since `podman system reset` removes all of these. No
# systemd, and limits that a container in a container may set.
STORAGE = """[storage]
driver = "overlay"
graphroot = "{folder}/graph"
runroot = "{folder}/run"
"""
ENGINE = """[containers]
default_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]
[network]
network_config_dir = "{folder}/networks"
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
runtime = "runc"
tmp_dir = "{folder}/engine"
"""


def documented():
    """The commands below the heading, by their first words after sudo."""
    document = (packages.REPOSITORY / "docs/install.md").read_text()
    section = re.search(r"^## Container\n(.*?)(?=^## )", document, re.MULTILINE | re.DOTALL)[1]
    text = re.search(r"^```sh\n(.*?)^```", section, re.MULTILINE | re.DOTALL)[1]
    lines = text.replace("\\\n", "").replace("sudo ", "").splitlines()
    commands = {" ".join(line.split()[:2]): line.split("#")[0] for line in lines}
    reload = re.search(r"`sudo (podman kill [^`]*)`", section)[1]
    return {**commands, "podman kill": reload}


class Podman:
    """Podman with its own storage, on a network of its own."""

    def __init__(self, folder, network):
        self.folder, self.network = folder, network
        self.configuration = folder / "etc"
        self.configuration.mkdir()
        (self.configuration / "peeringd.yaml").write_text(CONFIGURATION)
        (folder / "storage.conf").write_text(STORAGE.format(folder=folder))
        (folder / "containers.conf").write_text(ENGINE.format(folder=folder))
        self.environment = {**os.environ, "CONTAINERS_STORAGE_CONF": str(folder / "storage.conf"),
                            "CONTAINERS_CONF": str(folder / "containers.conf"), "TMPDIR": str(folder)}

    def run(self, *command):
        """A command with the network of this machine, for the build's apt."""
        return run("podman", *command, env=self.environment, cwd=packages.FOLDER)

    def follow(self, name, image="", **options):
        """A documented command, on the network of the container."""
        command = documented()[name].replace("build/package/", f"{packages.FOLDER}/").replace("IMAGE", image)
        command = command.replace("/etc/peeringd:", f"{self.configuration}:", 1)
        return subprocess.Popen(self.network.inside("bash", "-e", "-c", f"exec {command}"), env=self.environment,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, **options)

    def output_of(self, name):
        done = self.follow(name)
        output, _ = done.communicate()
        assert done.returncode == 0, output
        return output.strip()


@pytest.fixture(scope="module")
def podman(tmp_path_factory):
    for tool in ("podman", "runc"):
        if not shutil.which(tool):
            pytest.skip(f"needs {tool}: script/setup test-package")
    folder = tmp_path_factory.mktemp("podman")
    with Network() as network:
        podman = Podman(folder, network)
        yield podman
        podman.run("system", "reset", "--force")
    shutil.rmtree(folder)


def archive(podman):
    return podman.output_of("podman pull").splitlines()[-1]


def containerfile(podman):
    """Built upon a Debian from the mirror in place of the registry's."""
    base = debian.base()
    tar = subprocess.Popen(["tar", "--directory", base, "--create", "."], stdout=subprocess.PIPE)
    subprocess.run(["podman", "import", "-", "localhost/debian:12"], stdin=tar.stdout, check=True,
                   stdout=subprocess.DEVNULL, env=podman.environment)
    assert tar.wait() == 0
    context = podman.folder / "context"
    context.mkdir()
    shutil.copy(packages.deb(), context)
    # Without a network of the build's own, which an engine in a container may not make.
    podman.run("build", "--isolation", "chroot", "--build-arg", "BASE=localhost/debian:12", "--tag", "peeringd",
               "--file", packages.REPOSITORY / "packaging/oci/Containerfile", context)
    return "peeringd"


class Container:
    """A container that the documented command runs, as long as the `with` block."""

    def __init__(self, podman, image):
        self.podman, self.image = podman, image
        self.file = podman.configuration / "peeringd.yaml"

    def __enter__(self):
        self.file.write_text(CONFIGURATION)
        self.program = self.podman.follow("podman run", self.image, stderr=subprocess.STDOUT)
        return self

    def __exit__(self, *_):
        if self.program.poll() is None:
            self.program.kill()
        self.podman.run("rm", "--force", "--volumes", "peeringd")
        self.podman.run("volume", "rm", "--force", "peeringd")

    def runs(self):
        assert self.program.poll() is None, self.program.stdout.read()
        return True

    def metrics(self, condition):
        return self.podman.network.metrics(condition, self.runs)

    def end(self):
        self.podman.run("stop", "peeringd")
        output, _ = self.program.communicate(timeout=30)
        return self.program.returncode, output


@pytest.mark.parametrize("make", [archive, containerfile])
def test_the_documented_commands_run_the_image_without_root(podman, make):
    with Container(podman, make(podman)) as container:
        container.metrics(lambda page: value(page, "peering_probes_received_total{") >= 3)
        status = podman.run("exec", "peeringd", "cat", "/proc/1/status")
        assert re.search(r"^Uid:\s8075\s8075", status, re.MULTILINE)
        assert re.search(r"^CapBnd:\s0+$", status, re.MULTILINE)
        container.file.write_text(CONFIGURATION.replace("name: lab", "name: reloaded"))
        podman.output_of("podman kill")
        container.metrics(lambda page: 'connection="reloaded"' in page)
        volume = podman.run("volume", "inspect", "--format", "{{.Mountpoint}}", "peeringd").strip()
        assert os.stat(f"{volume}/history.db").st_size > 0
        code, output = container.end()
    assert code == 0, output
    assert "exiting on SIGTERM" in output and " error " not in output
