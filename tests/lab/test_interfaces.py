"""A source is an address and what it is bound to: interfaces that come and go, other names of theirs,
addresses on other devices or on none, and default routes in every form."""

import os

import pytest

from lab.catalogue import DNS_SERVER, EDGE
from lab.configuration import A, configuration, endpoint, seattle
from lab.dialled import DEVICE, SOURCE, Dialled, prefix
from lab.watched import each_answered, failed, lost, newly_lost, received

PROBES = ("icmp", "tcp", "http", "stun")

# Linux reports the loss of a carrier up to a second late (linkwatch): five probes of each type at this
# interval, and one that was in flight.
LOST_BEFORE_LINUX_REPORTS_IT = 6


def by(*prefixes):
    query = {"type": "dns", "name": "edge.example"}
    return configuration([endpoint("edge", EDGE[0], *PROBES),
                          endpoint("resolver", DNS_SERVER[0], query)], [seattle(*prefixes)],
                         interval="200ms", timeout="200ms", window="3s")


@pytest.fixture
def dialled(lab):
    dialled = Dialled(lab.network)
    yield dialled
    dialled.close()


def all_answered(daemon, before=None, seconds=10):
    def holds(metrics):
        answers = metrics.samples("peering_probes_received_total")
        if not before:
            return len(answers) == 5 and all(sample.value >= 5 for sample in answers)
        return each_answered(before)(metrics)
    return daemon.wait_until(holds, "each type of probe is answered", seconds)


def is_up(metrics):
    return metrics.value("peering_prefix_source_up") == 1


def measured_by_none(daemon, before):
    """The prefix has no source, each probe is an error with that reason, and nothing more is lost."""
    settled = daemon.wait_until(lambda m: not is_up(m)
                                and m.total("peering_probes_in_flight") == 0, "it has no source", 5)
    last = daemon.watch(2)
    assert not is_up(last)
    assert not newly_lost(last, settled)
    assert lost(settled) - lost(before) <= 5 * LOST_BEFORE_LINUX_REPORTS_IT
    for sample in last.samples("peering_probe_errors_total", reason="source"):
        assert sample.value >= 5 + settled.total("peering_probe_errors_total", **sample.labels)
    for reason in ("send", "resolve"):
        assert failed(last, reason) - failed(settled, reason) == 0
    return last


def test_an_interface_that_is_made_anew_is_probed_by_again(dialled, start_daemon):
    dialled.dial()
    daemon = start_daemon(by(prefix()))
    before = all_answered(daemon)
    dialled.dial_anew()
    again = all_answered(daemon, before)
    dialled.send_sighup()
    last = measured_by_none(daemon, again)
    dialled.dial()
    all_answered(daemon, last)
    log = daemon.log.read_text()
    assert f"probed from {SOURCE} on lo, through {DEVICE}" in log
    assert f"this host has no interface {DEVICE}" in log


def test_an_interface_without_carrier_is_no_loss_of_the_network(dialled, start_daemon):
    dialled.dial()
    daemon = start_daemon(by(prefix()))
    before = all_answered(daemon)
    dialled.cut()
    last = measured_by_none(daemon, before)
    assert f"the interface {DEVICE} is down or has no carrier" in daemon.log.read_text()
    dialled.mend()
    all_answered(daemon, last)


def test_an_interface_that_is_not_there_at_the_start_is_waited_for(dialled, start_daemon):
    daemon = start_daemon(by(prefix()))
    metrics = daemon.wait_until(lambda m: failed(m, "source") >= 10, "errors")
    assert not is_up(metrics)
    assert failed(metrics, "resolve") == 0
    dialled.dial()
    all_answered(daemon, metrics)


def test_an_interface_is_known_by_its_other_name(lab, start_daemon):
    name = "wan-contoso-seattle-1"
    lab.customer.run("ip", "link", "property", "add", "dev", A.device, "altname", name)
    try:
        all_answered(start_daemon(by({"prefix": A.prefix, "interface": name})))
    finally:
        lab.customer.run("ip", "link", "property", "del", "dev", A.device, "altname", name)


def test_a_source_on_another_device_leaves_by_the_interface_that_is_named(lab, start_daemon):
    """A device that only holds service addresses, of a kind that is no loopback to the kernel."""
    lab.customer.run("ip", "link", "add", "services", "type", "veth", "peer", "name", "services-end")
    for device in ("services", "services-end"):
        lab.customer.run("ip", "link", "set", device, "up")
    lab.customer.run("ip", "address", "add", f"{SOURCE}/32", "dev", "services")
    try:
        all_answered(start_daemon(by({"prefix": A.prefix, "source": SOURCE,
                                      "interface": A.device})))
    finally:
        lab.customer.run("ip", "link", "del", "services")


@pytest.mark.parametrize("family", [0, 1], ids=["v4", "v6"])
def test_a_source_that_only_a_route_makes_local_is_probed_from(lab, start_daemon, family):
    """AnyIP: no interface has the address."""
    route = (("-4", "203.0.113.128/25"), ("-6", "2001:db8:a:77::/64"))[family]
    source = ("203.0.113.130", "2001:db8:a:77::5")[family]
    daemon = start_daemon(configuration(
        [endpoint("edge", "edge.example", *PROBES)],
        [seattle({"prefix": (A.prefix, A.prefix6)[family], "source": source})]))
    metrics = daemon.wait_until(lambda m: failed(m, "source") >= 5, "it is not local yet")
    assert f"the source {source} is not an address of this host" in daemon.log.read_text()
    lab.customer.run("ip", route[0], "route", "add", "local", route[1], "dev", "lo")
    try:
        daemon.wait_until(lambda m: len(m.samples("peering_probes_received_total")) == 4
                          and each_answered(metrics)(m), "answers", 10)
    finally:
        lab.customer.run("ip", route[0], "route", "del", "local", route[1], "dev", "lo")


def test_a_default_route_by_a_nexthop_object_is_followed(lab, start_daemon):
    customer = lab.customer
    customer.run("ip", "nexthop", "add", "id", "7", "dev", A.device)
    customer.run("ip", "route", "replace", "default", "nhid", "7")
    customer.set_sysctl("net.ipv4.nexthop_compat_mode", 0)
    try:
        metrics = all_answered(start_daemon(by("auto")))
        assert metrics.value("peering_prefix_source_info", source=A.address, interface="isp-a") == 1
    finally:
        customer.set_sysctl("net.ipv4.nexthop_compat_mode", 1)
        customer.run("ip", "nexthop", "del", "id", "7")
        lab.faults.restore_routes()


def processor_time(daemon):
    """In seconds, of all threads."""
    with open(f"/proc/{daemon.program.pid}/stat", encoding="ascii") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_a_hundred_thousand_routes_cost_auto_next_to_nothing(lab, start_daemon):
    """Each change of an address is a reason to look where the default route leads."""
    routes = "".join(f"route add 11.{i >> 8 & 255}.{i & 255}.{i >> 16 << 7}/25 dev isp-a table main\n"
                     for i in range(100_000))
    lab.customer.run("ip", "-batch", "-", stdin=routes, timeout=60)
    toggle = ("for i in $(seq 100); do ip address add 192.168.99.9/32 dev isp-b; sleep 0.06; "
              "ip address del 192.168.99.9/32 dev isp-b; sleep 0.06; done")
    try:
        daemon = start_daemon(configuration([endpoint("edge", EDGE[0], "icmp")],
                                            [seattle("auto")], interval="1s", timeout="1s"))
        daemon.wait_until(lambda m: received(m) >= 1, "it is probed")
        before = processor_time(daemon)
        lab.customer.run("sh", "-c", toggle, timeout=120)
        spent = processor_time(daemon) - before
    finally:
        lab.customer.run("ip", "-batch", "-", stdin=routes.replace(" add ", " del "), timeout=60)
        lab.network.reset()
    # 200 looks. To list 100,000 routes takes some 15 ms of a processor each time, 3 s in all.
    assert spent < 1
