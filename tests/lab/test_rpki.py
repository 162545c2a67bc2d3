"""RPKI data from a real RTR cache, StayRTR: first data, changes, restarts, and several caches."""

import signal

import pytest

from lab.catalogue import EDGE
from lab.configuration import A, configuration, endpoint, seattle
from lab.stayrtr import StayRtr
from lab.watched import received

OURS = (A.prefix, 24, 64496)
OURS6 = (A.prefix6, 48, 64496)
FOREIGN = (A.prefix, 24, 64666)
OTHERS = ("192.168.0.0/16", 24, 64511)


@pytest.fixture
def cache(lab, tmp_path):
    cache = StayRtr(lab.network.edge, tmp_path)
    cache.write(OURS, OURS6, OTHERS)
    cache.start()
    yield cache
    cache.kill()


def routed(*caches, prefixes=(A.prefix, A.prefix6), **sources):
    """A configuration with these RTR caches."""
    return {**configuration([endpoint("edge", EDGE[0], "icmp")],
                            [seattle(*prefixes, routes={"origin": 64496})]),
            "routes": {"rpki": list(caches), **sources}}


def source(metrics, metric, name, **labels):
    found = metrics.samples(f"peeringd_route_source_{metric}", source="rpki", **labels)
    return {sample.labels["source_name"]: sample.value for sample in found}[name]


def vrps(metrics):
    """None while they are not known."""
    found = metrics.samples("peeringd_rpki_vrps")
    return found[0].value if found else None


def reload(daemon, configuration):
    daemon.configure(configuration)
    daemon.program.send_signal(signal.SIGHUP)


def test_only_the_vrps_of_our_prefixes_are_kept(start_daemon, cache):
    daemon = start_daemon(routed(cache.address))
    metrics = daemon.wait_until(lambda m: vrps(m) == 2, "the VRPs of both prefixes")
    assert source(metrics, "up", cache.address) == 1
    assert source(metrics, "synchronised", cache.address) == 1
    age = metrics.value("peeringd_rpki_expiry_timestamp_seconds") - source(
        metrics, "last_message_timestamp_seconds", cache.address)
    assert age == pytest.approx(7200, abs=5)
    cache.write(OURS, OURS6, FOREIGN)
    daemon.wait_until(lambda m: vrps(m) == 3, "a VRP more", 15)


def test_data_survives_a_restart_of_the_cache(start_daemon, cache):
    daemon = start_daemon(routed(cache.address))
    daemon.wait_until(lambda m: vrps(m) == 2, "the first data")
    cache.kill()
    metrics = daemon.wait_until(lambda m: source(m, "up", cache.address) == 0, "the loss")
    assert vrps(metrics) == 2, "until it expires"
    answers = received(metrics)
    cache.write(OURS)
    cache.start()  # another session
    metrics = daemon.wait_until(lambda m: vrps(m) == 1, "the data of the new session", 20)
    assert source(metrics, "synchronised", cache.address) == 1
    daemon.wait_until(lambda m: received(m) > answers, "probing goes on")


def test_the_first_cache_that_works_is_used(start_daemon, cache):
    dead = f"{EDGE[0]}:8283"
    daemon = start_daemon(routed(dead, cache.address))
    metrics = daemon.wait_until(lambda m: vrps(m) == 2, "data of the second cache")
    assert source(metrics, "up", dead) == 0
    assert source(metrics, "errors_total", dead, reason="connection") == 1


def test_a_name_is_looked_up(start_daemon, cache):
    daemon = start_daemon(routed("edge.example:8282"))
    metrics = daemon.wait_until(lambda m: vrps(m) == 2, "data of a cache with a name", 20)
    assert source(metrics, "up", "edge.example:8282") == 1


def test_a_reload_changes_the_prefixes_and_the_caches(start_daemon, cache):
    daemon = start_daemon(routed(cache.address, prefixes=[A.prefix]))
    daemon.wait_until(lambda m: vrps(m) == 1, "the VRP of one prefix")
    reload(daemon, routed(cache.address))
    metrics = daemon.wait_until(lambda m: vrps(m) == 2, "the VRPs of two prefixes")
    assert source(metrics, "synchronised", cache.address) == 1
    reload(daemon, configuration([endpoint("edge", EDGE[0], "icmp")], [seattle()]))
    daemon.wait_until(lambda m: vrps(m) is None, "no source")
