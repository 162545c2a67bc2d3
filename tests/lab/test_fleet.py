"""Many branches and a centre, as docs/fleet.md sets them up: from Azure's JSON by its commands, with the files of
packaging/fleet, to the dashboard and the page. Through outages of the centre, of a shard and of agents, nothing is
lost: in the end the centre has what the branches counted."""

import contextlib
import hashlib
import re
import sys
import time

import pytest

from lab.catalogue import REPOSITORY
from lab.fleet import FORWARD, NAME, get
from lab.fleet_of_branches import BRANCHES, INTERVAL, MEASURES, PARTNERS, Fleet
from lab.host import end
from lab.metrics import parse
from lab.overview import check
from lab.waiting import wait_until

sys.path.append(str(REPOSITORY / "tests/packaging"))
from shipped import dashboard_expressions  # noqa: E402

OUTAGE = 60
KILLED, SLOW_DOWN = 3, 5  # branches whose agent is killed, or is stopped as systemd does
COUNTED = re.compile(r"peering_prefix_(probes_(sent|received|lost|inconclusive)_total|rtt_seconds_(bucket|count))")


def configuration(number):
    """Of a branch without a folder that it shares with others."""
    return {"web": {"listen": ["127.0.0.1:8075"]}, **MEASURES,
            "connections": [{"name": "isp", "partner": PARTNERS[number % 2],
                             "location": {"country": ("DE", "IE", "JP")[number % 3]},
                             "prefixes": ["198.51.100.0/24"]}],
            "alerts": {"latency": {"warning": "1s"}}}


@pytest.fixture(scope="module")
def fleet(tmp_path_factory):
    """(centre, branches), while everything works."""
    fleet = Fleet(tmp_path_factory.mktemp("fleet"), alerts={"latency": {"warning": "1s"}})
    with contextlib.closing(fleet):
        assert f"connections: {BRANCHES}," in fleet.printed and f"\nsites: {BRANCHES}\n" in fleet.printed
        wait_until(lambda: arrived(fleet.centre, fleet.branches, 0), "all branches have arrived", 60)
        yield fleet.centre, fleet.branches


def counters_of(branch):
    """{(name, labels): value} at the branch."""
    status, text = branch.daemon.get("/metrics?detail=prefix")
    assert status == 200
    return {(sample.name, frozenset(sample.labels.items())): sample.value
            for family in parse(text).families.values() for sample in family.samples
            if COUNTED.fullmatch(sample.name)}


def counters_at(centre, branch):
    """The same at the centre."""
    found = {}
    for labels, value in centre.world.query(
            f'{{__name__=~"{COUNTED.pattern}", instance="{branch.name}", job="peeringd"}}'):
        name = labels.pop("__name__")
        for added in ("instance", "site", "job", "shard"):
            assert labels.pop(added, None), f"{name} has no label {added}"
        found[name, frozenset(labels.items())] = value
    return found


def arrived(centre, branches, since):
    """Whether each branch has a sample that is newer than `since`."""
    ages = centre.world.query('min by (instance) (timestamp(up{job="peeringd"}))')
    return len(ages) == len(branches) and all(newest > since for _, newest in ages)


def gaps(centre, branch, start):
    """(begin, end) of times since `start` without a sample that are longer than four scrapes."""
    seconds = int(time.time() - start)
    times = sorted(at for shard in centre.shards
                   for _, values in shard.query(
                       f'peering_prefix_probes_sent_total{{instance="{branch.name}"}}[{seconds}s]')
                   for at, _ in values)
    return [(one, other) for one, other in zip(times, times[1:]) if other - one > 4 * INTERVAL]


@pytest.mark.timeout(500)
def test_nothing_is_lost_in_outages(fleet):
    centre, branches = fleet
    assert all(shard.query("count(count by (instance) (up))")[0][1] > 0 for shard in centre.shards)
    start = time.time()
    time.sleep(3 * INTERVAL)

    # The whole store is away for a minute. Meanwhile one agent is killed and one is restarted.
    for shard in centre.shards:
        shard.stop()
    time.sleep(OUTAGE / 3)
    away = time.time()
    branches[KILLED].agent.kill()
    branches[KILLED].agent.wait()
    branches[SLOW_DOWN].end_agent()
    branches[SLOW_DOWN].start_agent()
    time.sleep(OUTAGE / 6)
    branches[KILLED].start_agent()
    back = time.time()
    time.sleep(OUTAGE / 2)
    for shard in centre.shards:
        shard.start()
    wait_until(lambda: arrived(centre, branches, back + OUTAGE / 2), "the backlogs have arrived", 90)

    # One shard is away: its branches wait, the others go on.
    centre.shards[0].stop()
    others = sum(len(shard.query("count by (instance) (up)")) for shard in centre.shards[1:])
    assert 0 < others < len(branches)
    wait_until(lambda: len(centre.world.query('count by (instance) (up{job="peeringd"})')) == others,
               "the global Prometheus shows the branches of the other shards", 30)
    wait_until(lambda: centre.world.query('ALERTS{alertname="FleetShardDown"}'), "the alert", 30)
    time.sleep(10)
    centre.shards[0].start()

    # Everything returns; then nothing is sent any more, so that the counters stand still.
    for branch in branches:
        branch.measure(False)
    for branch in branches:
        branch.daemon.wait_until(
            lambda m: m.value("peering_prefix_probes_in_flight") == 0
            and m.value("peering_prefix_source_up") == 0, "the last answer", 30)
    still = time.time()
    wait_until(lambda: arrived(centre, branches, still + 2 * INTERVAL), "the last samples", 90)

    for branch in branches:
        counted = counters_of(branch)
        assert counters_at(centre, branch) == counted, branch.name
        sent = sum(value for (name, _), value in counted.items() if name.endswith("sent_total"))
        lost = sum(value for (name, _), value in counted.items() if name.endswith("lost_total"))
        assert sent > 100 and lost > 50, "the closed port refuses"
        assert branch.agent_metric("vmagent_remotewrite_packets_dropped_total") == 0, branch.name

    # Each gap is a time in which the agent did not run. A killed one also loses what it held in memory,
    # which it writes to the disk after five seconds.
    for branch in branches:
        found = gaps(centre, branch, start)
        if branch is branches[KILLED]:
            assert found and all(begin > away - 10 and until < back + 10 for begin, until in found), found
        elif branch is not branches[SLOW_DOWN]:
            assert not found, branch.name


def test_the_rules_and_the_dashboard_have_data(fleet):
    """After the outages, with the branches at work."""
    centre, branches = fleet
    for branch in branches:
        branch.measure(True)
    world = centre.world
    wait_until(lambda: len(world.query("partner:peering_rtt_seconds:median5m > 0")) == len(PARTNERS),
               "the medians of the partners", 60)
    wait_until(lambda: {labels["country"] for labels, _ in world.query("country:peering_rtt_seconds:p95_5m")}
               == {"DE", "IE", "JP"}, "the 95th percentile of each country", 60)
    wait_until(lambda: len(world.query("fleet:connection_labels")) == len(branches), "the labels of each connection", 60)
    # The lab has no PoPs.
    without = re.compile(r"pop:peering")
    for place, expression in dashboard_expressions(centre=True).items():
        expression = re.sub(r'=~"\$\w+"', '=~".*"', expression)
        assert "$" not in expression
        if not without.search(expression):
            wait_until(lambda e=expression: world.query(e), f"{place}: {expression}", 30)


def test_the_page_over_the_store_has_all_branches(fleet):
    """By the global Prometheus, which has them from all shards."""
    centre, branches = fleet
    expected = f"{centre.world.url}: branches: {len(branches)}, dark: 0, connections: {len(branches)}\n"

    def check_finds_all():
        assert (found := check(centre.host, centre.world.url).stdout) == expected, found
        return True
    wait_until(check_finds_all, "no branch is dark", 60, pause=1)


def test_the_branches_accept_nothing_from_outside(fleet):
    """Neither the daemon nor the agent, for a host on the same network."""
    centre, branches = fleet
    for port in (8075, FORWARD):
        done = centre.host.run("curl", "-sS", "-m", "10", f"http://10.77.1.1:{port}/metrics", check=False)
        assert done.returncode == 7, f"port {port} is not refused: {done}"
        assert get(branches[0].host, port, "/metrics"), "on loopback it answers"


def test_a_branch_stays_on_its_shard(fleet):
    centre, branches = fleet
    shards = centre.world.query('count by (instance) (count by (instance, shard) (up{job="peeringd"}))')
    assert len(shards) == len(branches) and {count for _, count in shards} == {1}


def test_the_hash_of_a_configuration_is_that_of_its_files(fleet):
    """In the order that docs/fleet.md names. All branches have the same."""
    centre, branches = fleet
    folder = branches[0].daemon.file.parent
    files = [folder / "peeringd.yaml", folder / "connections.d/azure.yaml", folder / "overlays/sites.yaml"]
    known = {labels["sha256"] for labels, _ in centre.world.query("peeringd_config_info")}
    assert known == {hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()}


def test_the_front_end_takes_only_what_branches_write(fleet):
    """With a certificate of a branch, and nothing else: no reading, and nothing without one."""
    centre, branches = fleet
    certificate, key = centre.authority.issue("visitor")

    def status(path, *options):
        return branches[0].host.run("curl", "-sS", "-m", "10", "-o", "/dev/null", "-w", "%{http_code}", "--cacert",
                                    centre.authority.file, *options, f"https://{NAME}{path}").stdout
    own = ("--cert", certificate, "--key", key)
    assert status("/api/v1/write", "--data", "x") == "400", "no certificate"
    assert status("/api/v1/write", *own) == "403", "a GET"
    assert status("/api/v1/query?query=up", *own) == "404"
    assert status("/api/v1/write", *own, "--data", "x") == "400", "a shard refuses what is no remote write"


def test_a_branch_that_stops_is_dark_and_not_bad(fleet):
    centre, branches = fleet
    wait_until(lambda: not centre.world.query(f'ALERTS{{instance="{branches[0].name}", alertstate="firing"}}'),
               "no alert about the branch, whose address is back", 90)
    end(branches[0].agent)
    dark = 'ALERTS{alertname="FleetBranchDark", alertstate="firing"}'
    wait_until(lambda: [labels["instance"] for labels, _ in centre.world.query(dark)]
               == [branches[0].name], "the alert about the dark branch", 90)
    about = centre.world.query(f'ALERTS{{instance="{branches[0].name}", alertstate="firing"}}')
    assert {labels["alertname"] for labels, _ in about} == {"FleetBranchDark"}
