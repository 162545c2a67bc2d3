"""The OCI image: other tools read it, and runc runs it with the host's network, without root and capabilities."""

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest

import packages
from containers import CONFIGURATION, Network, run, value


@pytest.fixture(scope="module")
def image():
    for tool in ("skopeo", "umoci", "runc"):
        if not shutil.which(tool):
            pytest.skip(f"needs {tool}: script/setup test-package")
    return packages.image()


@pytest.fixture(scope="module")
def bundle(image, tmp_path_factory):
    """The image, unpacked for a runtime, with a configuration and a folder for the history."""
    folder = tmp_path_factory.mktemp("image")
    run("skopeo", "--insecure-policy", "copy", f"oci-archive:{image}", f"oci:{folder}/layout:peeringd")
    run("umoci", "unpack", "--image", f"{folder}/layout:peeringd", folder / "bundle")
    (folder / "peeringd.yaml").write_text(CONFIGURATION)
    state = folder / "state"
    state.mkdir(mode=0o700)
    shutil.chown(state, 8075, 8075)
    use_host(folder / "bundle/config.json", {"/etc/peeringd/peeringd.yaml": folder / "peeringd.yaml",
                                             "/var/lib/peeringd": state})
    yield folder / "bundle"
    shutil.rmtree(folder)


def use_host(file, mounts):
    """As `--network host --read-only --cap-drop all --volume …` of podman."""
    config = json.loads(file.read_text())
    config["process"]["terminal"] = False
    config["process"]["capabilities"] = {}
    config["process"]["noNewPrivileges"] = True
    config["root"]["readonly"] = True
    config["linux"]["namespaces"] = [one for one in config["linux"]["namespaces"] if one["type"] != "network"]
    config["linux"].pop("resources", None)
    config["mounts"] = [one for one in config["mounts"]
                        if not one["destination"].startswith(("/sys", "/var/lib/peeringd"))]
    config["mounts"] += [{"destination": destination, "source": str(source), "type": "bind",
                          "options": ["rbind", "rw"]} for destination, source in mounts.items()]
    file.write_text(json.dumps(config))


class Container:
    """The running image, on a network of its own."""

    def __init__(self, bundle, network):
        self.network = network
        self.log = open(bundle.parent / "log", "w+")
        self.state = bundle.parent / "state"
        self.runc = ["runc", "--root", str(bundle.parent / "runc")]
        self.program = subprocess.Popen(network.inside(*self.runc, "run", "--bundle", bundle, "peeringd"),
                                        stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)

    def text(self):
        return Path(self.log.name).read_text()

    def runs(self):
        assert self.program.poll() is None, self.text()
        return True

    def pid(self):
        return json.loads(run(*self.network.inside(*self.runc, "state", "peeringd")))["pid"]

    def end(self):
        subprocess.run(self.network.inside(*self.runc, "kill", "peeringd", "TERM"), check=False)
        try:
            return self.program.wait(20)
        finally:
            self.program.kill()
            self.log.close()


@pytest.fixture(scope="module")
def container(bundle):
    with Network() as network:
        container = Container(bundle, network)
        yield container
        if container.program.poll() is None:
            container.end()


def test_other_tools_read_the_image(image):
    said = json.loads(run("skopeo", "inspect", f"oci-archive:{image}"))
    version = packages.output_of("dpkg-deb", "--field", packages.deb(), "Version").strip()
    assert said["Labels"]["org.opencontainers.image.version"] == version
    assert said["Os"] == "linux" and len(said["Layers"]) == 1
    config = json.loads(run("skopeo", "inspect", "--config", f"oci-archive:{image}"))["config"]
    assert config["User"] == "8075:8075" and config["StopSignal"] == "SIGTERM"


def test_it_has_the_program_of_the_package_and_no_package_lists(bundle, tmp_path):
    run("dpkg-deb", "--extract", packages.deb(), tmp_path)
    inside = bundle / "rootfs/usr/sbin/peeringd"
    assert hashlib.sha256(inside.read_bytes()).digest() == \
        hashlib.sha256((tmp_path / "usr/sbin/peeringd").read_bytes()).digest()
    assert list((bundle / "rootfs/var/lib/apt/lists").glob("*_Packages*")) == []
    assert (bundle / "rootfs/etc/ssl/certs/ca-certificates.crt").stat().st_size > 100_000


def test_it_pings_without_root_and_without_capabilities(container):
    container.network.metrics(lambda page: value(page, "peering_probes_received_total{") >= 3, container.runs)
    status = dict(line.split(":\t", 1) for line in Path(f"/proc/{container.pid()}/status").read_text().splitlines()
                  if ":\t" in line)
    assert status["Uid"].split() == ["8075"] * 4 and status["Gid"].split() == ["8075"] * 4
    assert int(status["CapEff"], 16) == 0 and int(status["CapBnd"], 16) == 0
    assert " error " not in container.text()


def test_it_keeps_the_history_in_the_volume(container):
    assert (container.state / "history.db").stat().st_size > 0


def test_it_ends_cleanly(container):
    assert container.end() == 0
    assert "SIGTERM" in container.text()


def test_the_containerfile_says_the_same():
    lines = (packages.REPOSITORY / "packaging/oci/Containerfile").read_text().splitlines()
    config = json.loads(run("skopeo", "inspect", "--config", f"oci-archive:{packages.image()}"))["config"]
    assert f"USER {config['User']}" in lines
    assert f"ENTRYPOINT {json.dumps(config['Entrypoint'])}" in lines
    assert f"CMD {json.dumps(config['Cmd'])}" in lines
    assert f"STOPSIGNAL {config['StopSignal']}" in lines
    assert [f"VOLUME {path}" for path in config["Volumes"]] == [line for line in lines if "VOLUME" in line]
