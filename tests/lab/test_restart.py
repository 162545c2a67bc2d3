"""What the daemon still knows after a reload, a pause and a restart: outages, and announced maintenance."""

import json
import re
import signal

import pytest

from lab.configuration import A, B
from lab.reachability import DETECTED, reason, two_members, up, value
from lab.waiting import wait_until


def test_an_outage_survives_a_reload_and_a_pause(lab, start_daemon):
    daemon = start_daemon(two_members())
    daemon.wait_until(lambda m: up(m) == (1, 1, 1), "both connections are up")
    lab.links["b"].loss("100%")
    daemon.wait_until(lambda m: up(m) == (1, 0, 1), "portland is down", DETECTED)
    daemon.configure({**two_members(), "probing": {"interval": "600ms", "timeout": "400ms",
                                                   "window": "10s"}})
    loaded = "peeringd_config_last_reload_success_timestamp_seconds"
    before = daemon.scrape().value(loaded)
    daemon.program.send_signal(signal.SIGHUP)
    metrics = daemon.wait_until(lambda m: m.value(loaded) > before, "the reload")
    assert up(metrics) == (1, 0, 1)
    daemon.pause()
    daemon.resume()
    assert up(daemon.scrape()) == (1, 0, 1)


def addresses_in(file):
    """How many addresses of names the daemon has kept."""
    return sum(line.startswith("address\t") for line in file.read_text().splitlines()) if file.exists() else 0


def with_a_folder(tmp_path):
    return {**two_members(), "history": {"path": str(tmp_path / "state")}}


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL], ids=["ended", "killed"])
def test_an_outage_survives_a_restart_without_dns(lab, start_daemon, tmp_path, end):
    before = start_daemon(with_a_folder(tmp_path))
    before.wait_until(lambda m: up(m) == (1, 1, 1), "both connections are up")
    wait_until(lambda: addresses_in(tmp_path / "state/addresses") == 8, "the addresses are kept", 30)
    for link in lab.links.values():
        link.loss("100%")
    metrics = before.wait_until(lambda m: up(m) == (0, 0, 0), "the group is down", DETECTED)
    since = reason(metrics, "contoso-portland")
    before.program.send_signal(end)
    before.program.wait(10)

    daemon = start_daemon(before.file)
    assert up(daemon.scrape()) == (0, 0, 0)
    assert up(daemon.watch(20)) == (0, 0, 0)
    # No name resolves, but the last addresses are known.
    metrics = daemon.scrape()
    assert metrics.total("peering_probes_sent_total") > 100
    assert metrics.total("peering_probes_received_total") == 0
    assert re.search(r"names: uses the addresses of \S+Z until DNS answers, at most for an hour: 8",
                     daemon.log.read_text())
    assert reason(metrics, "contoso-portland").split(" (")[0] == since.split(" (")[0]
    for link in lab.links.values():
        link.reset()
    daemon.wait_until(lambda m: up(m) == (1, 1, 1), "all are up again", 70)
    daemon.wait_until(lambda m: value(m, "peering_connection_test_result",
                                      connection="contoso-portland") == 1, "portland passes", 20)


def test_a_daemon_that_starts_in_an_outage_sees_it(lab, start_daemon, tmp_path):
    """As after a power failure of the site: the outage began while no daemon ran, and no name resolves."""
    before = start_daemon(with_a_folder(tmp_path))
    before.wait_until(lambda m: up(m) == (1, 1, 1), "both connections are up")
    wait_until(lambda: addresses_in(tmp_path / "state/addresses") == 8, "the addresses are kept", 30)
    before.program.kill()
    before.program.wait(10)
    for link in lab.links.values():
        link.loss("100%")
    daemon = start_daemon(before.file)
    metrics = daemon.wait_until(lambda m: up(m) == (0, 0, 0), "all is down", DETECTED)
    assert reason(metrics, "contoso-portland").startswith("no answer on 2 of 2 prefixes since ")
    for link in lab.links.values():
        link.reset()
    daemon.wait_until(lambda m: up(m) == (1, 1, 1), "all are up", 20)


@pytest.fixture
def moved(lab):
    """Gives the host another address of each prefix of seattle, as a new session of PPPoE does."""
    replaced = {A.address: "203.0.113.11", A.address6: "2001:db8:a::11"}

    def move():
        for before, after in replaced.items():
            lab.network.remove_address(A, before)
            lab.network.add_address(A, after)
    yield move
    for after in replaced.values():
        lab.network.remove_address(A, after)
    lab.network.restore_addresses()


def test_a_daemon_that_starts_in_an_outage_with_another_address_sees_it(lab, moved, start_daemon, tmp_path):
    before = start_daemon(with_a_folder(tmp_path))
    before.wait_until(lambda m: up(m) == (1, 1, 1), "both connections are up")
    wait_until(lambda: addresses_in(tmp_path / "state/addresses") == 8, "the addresses are kept", 30)
    before.program.kill()
    before.program.wait(10)
    moved()
    for link in lab.links.values():
        link.loss("100%")
    daemon = start_daemon(before.file)
    # The look-ups of the new addresses fail first.
    metrics = daemon.wait_until(lambda m: up(m) == (0, 0, 0), "all is down", 2 * DETECTED)
    assert reason(metrics, "contoso-seattle").startswith("no answer on 2 of 2 prefixes since ")
    for link in lab.links.values():
        link.reset()
    daemon.wait_until(lambda m: up(m) == (1, 1, 1), "all are up", 20)


def test_a_line_without_an_address_after_a_boot_is_down(lab, start_daemon, tmp_path):
    """The address of portland does not return, as of PPPoE that dials in vain. The daemon was killed, as by a power
    cut."""
    before = start_daemon(with_a_folder(tmp_path))
    before.wait_until(lambda m: up(m) == (1, 1, 1), "both connections are up")
    wait_until(lambda: "source\tcontoso-portland\t" in (tmp_path / "state/addresses").read_text(),
               "the sources are kept", 30)
    before.program.kill()
    before.program.wait(10)
    for address in (B.address, B.address6):
        lab.network.remove_address(B, address)
    try:
        daemon = start_daemon(before.file)
        metrics = daemon.wait_until(lambda m: up(m) == (1, 0, 1), "portland is down", 60)
        assert "no source for 2 of 2 prefixes" in reason(metrics, "contoso-portland")
    finally:
        lab.network.restore_addresses()
    daemon.wait_until(lambda m: up(m) == (1, 1, 1), "all are up", 30)


def test_announced_maintenance_survives_a_restart(start_daemon, tmp_path):
    configured = {**with_a_folder(tmp_path)}
    configured["web"] = {**configured["web"], "allow_reload": True}
    before = start_daemon(configured)
    assert before.get("/api/v1/maintenance?connection=contoso-seattle&for=2h", "POST")[0] == 200
    before.wait_until(lambda _: (tmp_path / "state/state").exists(), "the state is written")
    before.program.kill()
    before.program.wait(10)

    daemon = start_daemon(before.file)
    metrics = daemon.scrape()
    assert metrics.value("peering_connection_maintenance", connection="contoso-seattle") == 1
    assert metrics.value("peering_connection_maintenance", connection="contoso-portland") == 0
    overview = json.loads(daemon.get("/api/v1/overview")[1])
    assert [c["maintenance"] for c in overview["connections"]] == [True, False]
    assert daemon.get("/api/v1/maintenance?connection=contoso-seattle&for=0s", "POST")[0] == 200
    daemon.stop()
    metrics = start_daemon(before.file).scrape()
    assert metrics.value("peering_connection_maintenance", connection="contoso-seattle") == 0


def test_the_state_files_move_with_the_history(start_daemon, tmp_path):
    configured = with_a_folder(tmp_path)
    configured["web"] = {**configured["web"], "allow_reload": True}
    before = start_daemon(configured)
    assert before.get("/api/v1/maintenance?connection=contoso-seattle&for=2h", "POST")[0] == 200
    before.wait_until(lambda _: (tmp_path / "state/state").exists(), "the state is written")
    before.configure({**configured, "history": {"path": str(tmp_path / "moved")}})
    before.program.send_signal(signal.SIGHUP)
    before.wait_until(lambda _: (tmp_path / "moved/state").exists(), "the state is written there")
    before.wait_until(lambda _: not (tmp_path / "state/state").exists(), "the old state is removed")
    wait_until(lambda: addresses_in(tmp_path / "moved/addresses") == 8, "the addresses are written there", 30)
    assert not (tmp_path / "state/addresses").exists()
    before.program.kill()
    before.program.wait(10)

    metrics = start_daemon(before.file).scrape()
    assert metrics.value("peering_connection_maintenance", connection="contoso-seattle") == 1
