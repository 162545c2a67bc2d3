"""`systemctl reload` under real systemd: it returns when the new is in force, or fails."""

import re

from machine import ANOTHER_CONNECTION, ERROR, scrape, wait_until


def test_a_reload_returns_when_the_new_configuration_is_in_force(service, another):
    """At once, and again and again: systemd waits for the daemon, and not for a while."""
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


def test_a_reload_of_what_is_wrong_fails_and_the_old_goes_on(service, another):
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
