"""Socket activation: systemd listens, and the daemon answers."""

import pytest

from machine import ANOTHER_CONNECTION, Service, scrape


@pytest.fixture
def socket(machine):
    """The socket; the service is stopped."""
    machine.run("systemctl", "reset-failed")
    machine.run("systemctl", "stop", "peeringd.service")
    machine.run("systemctl", "start", "peeringd.socket")
    yield Service(machine, "peeringd.socket")
    machine.run("systemctl", "stop", "peeringd.socket", "peeringd.service")


def test_the_socket_is_not_enabled(machine):
    assert Service(machine, "peeringd.socket").property("UnitFileState") == "disabled"


def test_a_scrape_of_the_socket_starts_the_daemon(socket):
    service = Service(socket.machine, "peeringd.service")
    assert service.property("ActiveState") == "inactive"
    assert 'connection="this-host"' in scrape(socket.machine)
    assert service.property("ActiveState") == "active"


def test_with_the_socket_a_restart_refuses_no_scrape(socket):
    """The scrape arrives after the old process has ended and before the new one is ready."""
    service = Service(socket.machine, "peeringd.service")
    service.control("start")
    service.control("stop")
    output = socket.machine.run("bash", "-c", "systemctl --no-block start peeringd.service; "
                              "exec 3<>/dev/tcp/127.0.0.1/8075; "
                              "printf 'GET /-/healthy HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3")
    assert "200 OK" in output.stdout


def test_a_reload_leaves_the_socket_as_it_is(socket, another):
    service = Service(socket.machine, "peeringd.service")
    service.control("start")
    another.write_text(ANOTHER_CONNECTION)
    service.control("reload")
    assert 'connection="another"' in scrape(socket.machine)
