"""From a foreign origin to the pager and the page, and back, with the shipped rules: a partner, the site router,
peeringd, Prometheus, Alertmanager, a receiver and a browser."""

import json

import pytest

from lab.configuration import A
from lab.gobgp import PARTNER_A, Routers
from lab.routing import ORIGIN, routed, start_announced, wait_for
from lab.waiting import wait_until


@pytest.fixture
def routers(lab, tmp_path):
    routers = Routers(lab.customer, tmp_path)
    yield routers
    routers.close()


def quick():
    config = routed()
    config["probing"].update(interval="500ms", timeout="500ms")
    return {**config, "alerts": {"for": "1s", "min_samples": 5}}


def fires(webhook, status, alert):
    wait_until(lambda: webhook.notifications(status, alertname=alert), f"{alert} {status}", 60)
    return webhook.notifications(status, alertname=alert)[-1]


def shown(browser, path, selector, text):
    browser.open(f"{path}?c=contoso-seattle&p={A.prefix}")
    browser.wait_until(lambda b: text in (b.text(selector) or ""), f"{text} at {path}", 90)


def test_a_foreign_origin_pages_until_it_is_withdrawn(start_daemon, routers, start_monitoring, webhook, browser,
                                                      tmp_path):
    history = {"history": {"path": str(tmp_path / "history"), "size": "50MB"}}
    daemon = start_announced(start_daemon, routers, quick() | history)
    prometheus, _ = start_monitoring()
    wait_until(lambda: prometheus.query("peering_prefix_up == 1"), "the prefix is up", 30)

    routers.a.announce(A.prefix, "64666")
    wait_for(daemon, "PrefixOriginAsChangeEvent", timeout=2)
    event, = daemon.events(kind="PrefixOriginAsChangeEvent")
    assert event["summary"].endswith("; probes from the prefix are answered")
    page = fires(webhook, "firing", "PeeringRouteOrigin")
    assert (page.receiver, page.labels["severity"]) == ("pager", "critical")
    assert page.annotations["summary"] == (
        f"contoso-seattle: {A.prefix} is announced by AS 64666, which may not originate it; its "
        "probes are answered")
    seattle, = json.loads(daemon.get("/api/v1/connections")[1])["connections"]
    prefix, = seattle["prefixes"]
    assert (seattle["result"], prefix["routes"]["anomalies"][0]["as"]) == ("Fail", 64666)
    assert prefix["routes"]["sessions"][0]["origin"] == 64666
    shown(browser, "/routes", ".badge", "Wrong origin")
    shown(browser, "/prefix", ".facts", "routes wrong origin")

    routers.a.announce(A.prefix, f"{ORIGIN}")
    wait_for(daemon, "PrefixOriginAsChangeClearedEvent", timeout=2)
    fires(webhook, "resolved", "PeeringRouteOrigin")
    shown(browser, "/routes", ".badge", "As expected")


def test_a_withdrawn_route_pages_only_if_probes_are_not_answered(lab, start_daemon, routers,
                                                                start_monitoring, webhook):
    daemon = start_announced(start_daemon, routers, quick())
    prometheus, _ = start_monitoring()
    wait_until(lambda: prometheus.query("peering_prefix_up == 1"), "the prefix is up", 30)
    routers.a.withdraw(A.prefix)
    warning = fires(webhook, "firing", "PeeringRouteWithdrawn")
    assert (warning.receiver, warning.labels["severity"]) == ("operators", "warning")
    assert warning.annotations["summary"].endswith("; its probes are answered")
    routers.a.announce(A.prefix, f"{ORIGIN}")
    wait_for(daemon, "PrefixAnnouncementEvent", timeout=2)
    fires(webhook, "resolved", "PeeringRouteWithdrawn")
    routers.a.withdraw(A.prefix)
    fires(webhook, "firing", "PeeringRouteWithdrawn")
    lab.links["a"].down()
    page = fires(webhook, "firing", "PeeringConnectionDown")
    assert page.receiver == "pager"
    assert "no primary session has the route" in page.annotations["summary"]


def test_a_lost_router_leaves_the_result_as_it_is(start_daemon, routers):
    daemon = start_announced(start_daemon, routers, quick())
    daemon.wait_until(lambda m: m.value("peering_prefix_test_result", prefix=A.prefix) == 1, "Pass",
                      30)
    assert daemon.scrape().value("peering_bgp_session_up", bgp_peer=PARTNER_A) == 1
    routers.site.kill()
    daemon.wait_until(lambda m: m.value("peeringd_route_source_up", source="bmp") == 0, "its end")
    metrics = daemon.wait_until(
        lambda m: not m.samples("peering_prefix_route_present"), "nothing is known")
    assert metrics.value("peering_prefix_test_result", prefix=A.prefix) == 1
    assert metrics.total("peering_alert_active", signal="route_origin") == 0
    assert not metrics.samples("peering_bgp_session_up")
