"""The first run on a host where something is missing: one clear line that says what to do,
while everything that can be probed is probed."""

import pytest

from lab.catalogue import REPOSITORY, daemon_program
from lab.daemon import Daemon
from lab.host import Host
from lab.waiting import wait_until

SHIPPED = REPOSITORY / "config/peeringd.yaml"
WITHOUT_CAPABILITIES = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs", "--"]
# A container: nothing of systemd, a read-only file system, no capabilities.
IN_A_CONTAINER = ["unshare", "--mount", "sh", "-c",
                  "if [ -d /run/systemd ]; then mount -t tmpfs tmpfs /run/systemd; fi && "
                  "mount -o remount,bind,ro / && exec \"$@\"", "sh", *WITHOUT_CAPABILITIES]


def the_line(daemon, words, timeout=30):
    """The one line of the log with these words."""
    def lines():
        return [line for line in daemon.log.read_text().splitlines() if words in line]
    found = wait_until(lines, f"a line with {words!r}", timeout)
    assert len(found) == 1, found
    return found[0]


@pytest.fixture
def bare_host():
    """A host that has only a loopback interface."""
    host = Host("bare")
    yield host
    host.close()


def test_names_that_do_not_resolve(lab, start_daemon):
    lab.edge.drop("udp dport 53")
    daemon = start_daemon(SHIPPED)
    line = the_line(daemon, "do not resolve from", timeout=60)
    assert "with the name servers in /etc/resolv.conf (no name server answered in time)" in line
    assert line.endswith("they are not probed until they do")
    lab.edge.stop_dropping()
    daemon.wait_until(lambda m: m.total("peering_probes_received_total") > 0, "probes", timeout=90)


def test_probe_says_what_to_do_if_names_do_not_resolve(lab):
    lab.edge.drop("udp dport 53")
    said = lab.customer.run(daemon_program(), "probe", "--config", SHIPPED, "--count", "1", check=False,
                            timeout=60)
    assert said.returncode == 4
    assert said.stdout.endswith("resolve: names do not resolve; check the name servers in /etc/resolv.conf\n")


def test_no_permission_for_icmp(lab, no_ping_sockets, start_daemon):
    daemon = start_daemon(SHIPPED, wrapper=WITHOUT_CAPABILITIES)
    line = the_line(daemon, "no ICMP from")
    assert 'Allow ping sockets (sysctl net.ipv4.ping_group_range="0 2147483647") or grant CAP_NET_RAW' in line
    daemon.wait_until(lambda m: m.total("peering_probes_received_total", probe="tcp") > 0, "TCP", timeout=30)


def test_the_port_is_taken(lab, start_daemon):
    start_daemon(SHIPPED)
    second = lab.customer.run(daemon_program(), "run", "--config", SHIPPED, check=False)
    assert second.returncode == 3
    lines = [line for line in second.stderr.splitlines() if " error " in line]
    assert len(lines) == 1
    assert lines[0].endswith("cannot listen on 127.0.0.1:8075: Address already in use (is another peeringd "
                             "running? Stop it, or set web.listen to another port)")


def test_offline_until_there_is_a_route(bare_host, tmp_path):
    daemon = Daemon(bare_host, SHIPPED, tmp_path)
    line = the_line(daemon, "not probed")
    assert line.endswith("not probed: this host has no default route to take its network from; "
                         "probing begins once this changes")
    assert daemon.get("/")[0] == 200
    bare_host.run("ip", "link", "add", "wan", "type", "veth", "peer", "name", "router")
    bare_host.run("ip", "link", "set", "router", "up")
    bare_host.run("ip", "address", "add", "198.18.0.2/24", "dev", "wan")
    bare_host.run("ip", "link", "set", "wan", "up")
    bare_host.run("ip", "route", "add", "default", "via", "198.18.0.1")
    the_line(daemon, "probed from 198.18.0.2")


def test_a_container_with_a_read_only_file_system(lab, start_daemon, tmp_path):
    daemon = start_daemon(SHIPPED, wrapper=["env", f"XDG_STATE_HOME={tmp_path}/state", *IN_A_CONTAINER])
    line = the_line(daemon, "nothing is recorded")
    assert f"cannot create {tmp_path}/state/peeringd: Read-only file system (set history.path to use " \
           "another folder); nothing is recorded, but probing continues" in line
    daemon.wait_until(lambda m: m.total("peering_probes_received_total", probe="icmp") > 0, "pings", timeout=30)


def test_a_state_folder_that_it_may_not_write(lab, start_daemon, tmp_path):
    folder = tmp_path / "state/peeringd"
    folder.mkdir(parents=True, mode=0o555)
    daemon = start_daemon(SHIPPED, wrapper=["env", f"XDG_STATE_HOME={tmp_path}/state", *WITHOUT_CAPABILITIES])
    line = the_line(daemon, "nothing is recorded")
    assert "Permission denied (set history.path to use another folder)" in line
    daemon.wait_until(lambda m: m.total("peering_probes_received_total") > 0, "probes", timeout=30)


def test_no_home_and_no_state_folder(lab, start_daemon):
    daemon = start_daemon(SHIPPED, wrapper=["env", "-u", "HOME", "-u", "XDG_STATE_HOME"])
    assert "no folder is known; set history.path or XDG_STATE_HOME" in the_line(daemon, "history: off")
