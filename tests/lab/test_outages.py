"""Outages and their ends reach the pager: peeringd, Prometheus, Alertmanager and a receiver, with the
shipped rules and routes. No configuration here has thresholds. Only the intervals are shorter than
shipped; the daemon's own delays, 15 s, are not."""

import time
from datetime import datetime, timedelta, timezone

import pytest

from lab.catalogue import EDGE, OTHER_EDGE
from lab.configuration import A, B, configuration, endpoint, portland, seattle
from lab.waiting import wait_until

# Twice the times in docs/alerting.md, since a test machine may be busy.
TO_THE_PAGER, TO_THE_END = 120, 240

GROUP, ALONE = "PeeringGroupDown", "PeeringConnectionDown"
ONE_LEFT = "PeeringRedundancyLost"

NOWHERE, NOWHERE_EITHER = "198.18.0.0/24", "198.18.1.0/24"  # no host here has an address in them


def quick(*connections, port=8075):
    result = configuration([endpoint("edge", EDGE[0], "tcp", "icmp"),
                            endpoint("other", OTHER_EDGE[0], "tcp")],
                           list(connections), interval="500ms", timeout="500ms", window="5s")
    result["web"]["listen"] = [f"127.0.0.1:{port}"]
    return result


def pair():
    return seattle(redundancy_group="us"), portland(redundancy_group="us")


def wait_for_up(prometheus, **expected):
    """Waits until Prometheus has these values of peering_connection_up, by connection; None: no value."""
    def holds():
        found = {s["metric"]["connection"].removeprefix("contoso-"): int(s["value"][1])
                 for s in prometheus.query("max by (connection) (peering_connection_up)")}
        return found == {name: value for name, value in expected.items() if value is not None}
    wait_until(holds, f"up is {expected}", 60)


def wait_for_notification(webhook, status, name, within, **labels):
    wait_until(lambda: webhook.notifications(status, alertname=name, **labels),
               f"{name} is {status} at the receiver", within)
    return webhook.notifications(status, alertname=name, **labels)[-1]


def names(webhook):
    """Names of all notifications, without PeeringWatchdog, which is always there, and those of a delayed daemon, which
    a busy machine may cause."""
    return {n.name for n in webhook.notifications()
            if not n.name.startswith(("PeeringWatchdog", "PeeringDaemon"))}


def test_one_dead_link_warns_and_two_page(lab, start_daemon, start_monitoring, webhook):
    start_daemon(quick(*pair()))
    prometheus, _ = start_monitoring()
    wait_for_up(prometheus, seattle=1, portland=1)
    wait_for_notification(webhook, "firing", "PeeringWatchdog", 60)

    lab.links["b"].loss("100%")
    first = wait_for_notification(webhook, "firing", ONE_LEFT, TO_THE_PAGER)
    assert (first.receiver, first.labels["severity"]) == ("operators", "warning")
    assert first.labels.items() >= {"connection": "contoso-portland", "redundancy_group": "us",
                                    "partner": "Fabrikam Carrier", "city": "Portland"}.items()
    assert first.annotations["summary"].startswith("contoso-portland is down: no answer on its prefix since ")
    assert first.annotations["summary"].endswith("; another connection of us works")
    assert first.annotations["runbook_url"] == "http://127.0.0.1:8075/runbook#peeringredundancylost"

    lab.links["a"].loss("100%")
    page = wait_for_notification(webhook, "firing", GROUP, TO_THE_PAGER)
    assert (page.receiver, page.labels) == (
        "pager", {"alertname": GROUP, "redundancy_group": "us", "severity": "critical"})
    assert page.annotations["summary"].startswith("us: no working path left. contoso-portland: no answer")
    assert "contoso-seattle: no answer" in page.annotations["summary"]

    for link in lab.links.values():
        link.reset()
    wait_for_notification(webhook, "resolved", GROUP, TO_THE_END)
    wait_for_up(prometheus, seattle=1, portland=1)
    wait_until(lambda: {a["alertname"] for a in prometheus.alerts()} == {"PeeringWatchdog"},
               "nothing else fires", TO_THE_END)
    assert names(webhook) == {ONE_LEFT, GROUP}


def take_interface_down(lab):
    lab.faults.take_down(B)


def bring_interface_up(lab):
    lab.faults.bring_up(B)


def take_address_away(lab):
    lab.network.remove_address(B, B.address)


def give_address_back(lab):
    lab.network.add_address(B, B.address)


def take_carrier_away(lab):
    lab.customer.run("ip", "link", "set", B.device, "carrier", "off")


def give_carrier_back(lab):
    lab.customer.run("ip", "link", "set", B.device, "carrier", "on")
    lab.faults.restore_routes()


@pytest.mark.parametrize("begin, end, reason", [
    pytest.param(take_interface_down, bring_interface_up, "down", id="interface down"),
    pytest.param(take_address_away, give_address_back, "address", id="address gone"),
    pytest.param(take_carrier_away, give_carrier_back, "carrier", id="carrier lost"),
])
def test_a_connection_without_a_source_pages(lab, start_daemon, start_monitoring, webhook, begin, end,
                                             reason):
    start_daemon(quick(seattle(), portland({"prefix": B.prefix, "interface": B.device},
                                           labels={"branch": "sea"})))
    prometheus, _ = start_monitoring()
    wait_for_up(prometheus, seattle=1, portland=1)
    begin(lab)
    page = wait_for_notification(webhook, "firing", ALONE, TO_THE_PAGER)
    assert (page.receiver, page.labels["severity"]) == ("pager", "critical")
    assert page.labels.items() >= {"connection": "contoso-portland", "partner": "Fabrikam Carrier",
                                   "branch": "sea"}.items()
    assert "no source for its prefix" in page.annotations["summary"]
    assert reason in page.annotations["summary"]
    end(lab)
    wait_for_notification(webhook, "resolved", ALONE, TO_THE_END)
    assert names(webhook) == {ALONE}


def start_second_daemon(lab, tmp_path, *connections):
    """Starts another daemon with these connections on port 8076. Returns its scrape target."""
    directory = tmp_path / "second"
    directory.mkdir()
    lab.daemon(quick(*connections, port=8076), directory=directory, port=8076)
    return "127.0.0.1:8076"


def test_a_group_pages_if_its_links_fail_differently(lab, start_daemon, start_monitoring, webhook, tmp_path):
    """The page also arrives if another host has the group in its file, but none of its addresses."""
    start_daemon(quick(*pair()))
    other = start_second_daemon(lab, tmp_path, seattle(NOWHERE, redundancy_group="us"),
                                portland(NOWHERE_EITHER, redundancy_group="us"))
    prometheus, _ = start_monitoring(targets=["127.0.0.1:8075", other])
    wait_for_up(prometheus, seattle=1, portland=1)
    wait_until(lambda: prometheus.query(f'peering_connection_info{{instance="{other}"}}'),
               "the other daemon is scraped", 30)

    lab.links["b"].loss("100%")
    lab.network.remove_address(A, A.address)
    page = wait_for_notification(webhook, "firing", GROUP, TO_THE_PAGER)
    assert page.receiver == "pager"
    assert "contoso-portland: no answer" in page.annotations["summary"]
    assert "contoso-seattle: no source" in page.annotations["summary"]
    assert not prometheus.query(f'peering_group_up{{instance="{other}"}}')

    lab.network.add_address(A, A.address)
    wait_for_notification(webhook, "resolved", GROUP, TO_THE_END)
    assert {n.name for n in webhook.notifications("firing") if n.receiver == "pager"} == {GROUP}


def test_a_group_with_an_unknown_member_pages_only_after_the_warm_up(lab, start_daemon, start_monitoring, webhook):
    lab.links["a"].loss("100%")
    start_daemon(quick(seattle(redundancy_group="us"), portland(NOWHERE, redundancy_group="us")))
    begin = time.monotonic()
    prometheus, _ = start_monitoring()
    wait_for_up(prometheus, seattle=0, portland=None)
    if time.monotonic() - begin < 50:  # on a slower machine the page may already have arrived
        assert not prometheus.query("peering_group_up")
        assert not webhook.notifications(alertname=GROUP)
    page = wait_for_notification(webhook, "firing", GROUP, 60 + TO_THE_PAGER)
    assert "contoso-seattle: no answer" in page.annotations["summary"]

    # One member up and one unknown: the group counts as up.
    lab.links["a"].reset()
    wait_for_notification(webhook, "resolved", GROUP, TO_THE_END)
    wait_for_up(prometheus, seattle=1, portland=None)
    assert {a["alertname"] for a in prometheus.alerts()} == {"PeeringWatchdog"}


def test_announced_maintenance_pages_nobody(lab, start_daemon, start_monitoring, webhook):
    now = datetime.now(timezone.utc)
    window = {"from": (now - timedelta(hours=1)).isoformat(), "to": (now + timedelta(hours=1)).isoformat()}
    start_daemon(quick(seattle(maintenance=[window]), portland()))
    prometheus, _ = start_monitoring()
    wait_for_up(prometheus, seattle=1, portland=1)
    for link in lab.links.values():
        link.loss("100%")
    wait_for_notification(webhook, "firing", ALONE, TO_THE_PAGER, connection="contoso-portland")
    wait_for_up(prometheus, seattle=0, portland=0)
    assert not webhook.notifications(connection="contoso-seattle")
    assert not [a for a in prometheus.alerts() if a.get("connection") == "contoso-seattle"]


def test_two_daemons_that_disagree_page_nobody(lab, start_daemon, start_monitoring, webhook, tmp_path):
    """Both measure the same connection, from different prefixes; one of them still reaches the edge."""
    start_daemon(quick(seattle()))
    other = start_second_daemon(lab, tmp_path, seattle(B.prefix))
    prometheus, _ = start_monitoring(targets=["127.0.0.1:8075", other])
    wait_for_up(prometheus, seattle=1)
    lab.links["a"].loss("100%")
    wait_until(lambda: len(prometheus.query("peering_connection_up == 0")) >= 1
               and prometheus.query("peering:connection_up == 1"), "they disagree", 60)
    lab.links["b"].loss("100%")
    wait_for_notification(webhook, "firing", ALONE, TO_THE_PAGER)
    lab.links["b"].reset()
    wait_for_notification(webhook, "resolved", ALONE, TO_THE_END)
    # One alert, not one per daemon.
    assert len(webhook.notifications("firing", alertname=ALONE)) == 1
