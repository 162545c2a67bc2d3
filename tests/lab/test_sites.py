"""One configuration on the hosts of all sites: each runs only the connections of its own."""

import signal

import pytest
import yaml

from lab.catalogue import daemon_program
from lab.configuration import configuration, connection, endpoint, portland, seattle
from lab.waiting import wait_until

ENDPOINTS = [endpoint("edge", "edge.example")]
OWN = {"contoso-seattle", "contoso-portland"}
UNKNOWN = 'no connection has the site "bellevue"; the choices are branch-0, branch-1, branch-10'


def branch(number):
    """Two connections of a site whose addresses are on no host of the lab."""
    return [connection(f"branch-{number}-{isp}", "Contoso Networks", "WA", "Tacoma",
                       [f"192.0.2.{16 * number + 8 * isp}/29"], site=f"branch-{number}",
                       redundancy_group=f"branch-{number}")
            for isp in range(2)]


def fleet(*more):
    """24 connections at 12 sites, of which this host owns two."""
    branches = [one for number in range(11) for one in branch(number)]
    return configuration(ENDPOINTS, [*branches, seattle(site="hq"), portland(site="hq"), *more])


def at(site):
    return ["env", f"PEERINGD_SITE={site}"]


def connections(metrics):
    return {series.labels["connection"] for family in metrics.families.values()
            for series in family.samples if "connection" in series.labels}


@pytest.fixture
def command(lab, tmp_path):
    """command(configuration, WORD…): the finished command of peeringd."""
    def run(config, name, *options, wrapper=()):
        file = tmp_path / "fleet.yaml"
        file.write_text(yaml.safe_dump(config, sort_keys=False))
        return lab.customer.run(*wrapper, daemon_program(), name, "--config", file, *options,
                                check=False, timeout=60)
    return run


def test_a_host_exports_its_own_connections_alone(lab, start_daemon):
    daemon = start_daemon(fleet(), wrapper=at("hq"))
    metrics = daemon.wait_until(
        lambda m: connections(m) == OWN and m.total("peering_probes_received_total") > 20, "answers")
    assert "branch-" not in daemon.exposition()
    assert {info.labels["site"] for info in metrics.samples("peering_connection_info")} == {"hq"}
    assert metrics.samples("peeringd_build_info")[0].labels["site"] == "hq"


def test_a_reload_keeps_to_the_site(lab, start_daemon):
    daemon = start_daemon({**fleet(), "site": "branch-1"}, wrapper=at("hq"))
    daemon.wait_until(lambda m: connections(m) == OWN, "the connections of the site")
    everywhere = connection("everywhere", "Contoso Networks", "WA", "Seattle", ["192.0.2.248/29"])
    daemon.configure({**fleet(everywhere), "site": "branch-2"})
    daemon.program.send_signal(signal.SIGHUP)
    daemon.wait_until(lambda m: connections(m) == OWN | {"everywhere"}, "the added connection")


def test_a_reload_without_the_site_is_refused(lab, start_daemon):
    daemon = start_daemon(fleet(), wrapper=at("hq"))
    daemon.configure(configuration(ENDPOINTS, branch(0)))
    daemon.program.send_signal(signal.SIGHUP)
    wait_until(lambda: 'no connection has the site "hq"' in daemon.log.read_text(), "the refusal", 10)
    assert connections(daemon.scrape()) == OWN


def test_an_unknown_site_is_an_error_that_lists_the_sites(command):
    result = command(fleet(), "run", wrapper=at("bellevue"))
    assert result.returncode == 1
    assert f"PEERINGD_SITE: {UNKNOWN}" in result.stderr
    result = command(fleet(), "run", "--site", "bellevue", wrapper=at("hq"))
    assert f"--site: {UNKNOWN}" in result.stderr


def test_a_host_without_a_site_does_not_run(command):
    result = command(fleet(), "run")
    assert result.returncode == 1
    assert "this host has none" in result.stderr


def test_the_targets_of_any_site_are_shown(command):
    own = command(fleet(), "targets", "--site", "hq")
    assert own.returncode == 0 and "branch-" not in own.stdout
    assert own.stdout.count("contoso-seattle ") > 1
    other = command(fleet(), "targets", "--site", "branch-7", wrapper=at("hq"))
    assert other.returncode == 0 and "branch-7-1 " in other.stdout
    assert "contoso" not in other.stdout


def test_check_validates_every_site(command):
    result = command(fleet(), "check")
    assert result.returncode == 0
    assert "connections: 24" in result.stdout and "\nsites: 12\n" in result.stdout


def test_variables_come_from_the_environment(lab, start_daemon):
    config = {**fleet(), "site": "${HOST_SITE}"}
    daemon = start_daemon(config, wrapper=["env", "HOST_SITE=hq"])
    daemon.wait_until(lambda m: connections(m) == OWN, "the connections of the site")


def test_variables_for_check_come_from_a_file_alone(command, tmp_path):
    config = {**fleet(), "site": "${HOST_SITE}"}
    variables = tmp_path / "ci.env"
    variables.write_text("HOST_SITE=hq\n")
    result = command(config, "check", "--env", variables)
    assert result.returncode == 0
    assert "this host is at hq, connections: 2" in result.stdout
    variables.write_text("# nothing\n")
    result = command(config, "check", "--env", variables, wrapper=["env", "HOST_SITE=hq"])
    assert result.returncode == 1
    assert "the variable HOST_SITE is not set" in result.stderr


def test_status_shows_the_worst_connection_first(lab, start_daemon):
    daemon = start_daemon({**fleet(), "alerts": {"loss": {"critical": "50%"}, "min_samples": 2}},
                          wrapper=at("hq"))
    daemon.wait_until(lambda m: m.total("peering_probes_received_total") > 20, "answers")
    lab.links["b"].loss("100%")
    daemon.wait_until(lambda m: m.value("peering_connection_up", connection="contoso-portland") == 0,
                      "the connection is down", 40)
    result = lab.customer.run(*at("hq"), daemon_program(), "status", "--config", daemon.file)
    heading, _, first, *_ = result.stdout.splitlines()
    assert heading.startswith("site hq, connections: 2, as of ")
    assert first.startswith("DOWN     contoso-portland for ")
    assert "PASS     contoso-seattle for " in result.stdout
    assert max(len(line) for line in result.stdout.splitlines()) <= 100


def test_status_fails_without_a_daemon(lab):
    result = lab.customer.run(daemon_program(), "status", "--url", "http://127.0.0.1:8075",
                              check=False)
    assert result.returncode == 3
    assert "http://127.0.0.1:8075: " in result.stderr
