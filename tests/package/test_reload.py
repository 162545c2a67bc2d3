"""`systemctl reload` under real systemd: it returns after the reload, or fails."""

import re

from machine import ANOTHER_CONNECTION, ERROR, scrape, wait_until


def test_a_reload_returns_after_the_configuration_is_loaded(service, another):
    """Several times in a row: systemd waits for the daemon's notification."""
    before = service.property("MainPID")
    for _ in range(5):
        another.write_text(ANOTHER_CONNECTION)
        service.control("reload")
        assert 'connection="another"' in scrape(service.machine)
        assert service.property("ActiveState") == "active"
        another.unlink()
        service.control("reload")
        assert 'connection="another"' not in scrape(service.machine)
    assert service.property("MainPID") == before


def test_a_rejected_reload_fails_and_keeps_the_previous_configuration(service, another):
    before = service.property("MainPID")
    another.write_text(ANOTHER_CONNECTION.replace("DE", "XX").replace("192.0.2.0", "192.0.2.7"))
    cursor = service.cursor()
    assert service.control("reload", check=False).returncode != 0
    wait_until(lambda: "peeringd_config_last_reload_successful 0" in scrape(service.machine),
               "the daemon has refused it", 10)
    journal = service.journal(cursor)
    mistakes = [text for priority, text in journal if priority == ERROR and
                re.match(r"/etc/peeringd/connections\.d/another\.yaml:2:\d+: ", text)]
    assert len(mistakes) == 2, journal
    assert service.property("ActiveState") == "active"
    assert service.property("MainPID") == before
    another.unlink()
    service.control("reload")
    assert "peeringd_config_last_reload_successful 1" in scrape(service.machine)
