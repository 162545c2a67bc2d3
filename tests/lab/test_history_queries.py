"""The queries over more than one series: comparisons, calendars, availability, and the report."""

import json

from lab.catalogue import daemon_program
from lab.configuration import A, B, configuration, endpoint, portland, seattle
from test_history import MINUTE, answer


def group(folder, **more):
    return configuration([endpoint("edge", "edge.example")],
                         [seattle(redundancy_group="west"), portland(redundancy_group="west")]) | {
        "history": {"path": str(folder), "size": "50MB"}} | more


def test_the_comparison_counts_minutes_in_which_failover_helps(lab, start_daemon, tmp_path):
    lab.links["a"].delay("20ms")
    daemon = start_daemon(group(tmp_path / "history", alerts={
        "latency": {"critical": "15ms"}, "min_samples": 5, "for": "1s"}))
    daemon.wait_until(lambda m: m.value("peeringd_history_write_seconds_count") >= 1,
                      "the first minute", MINUTE)

    compared = answer(daemon, "/api/v1/groups/west/compare?window=1h", "compare")
    slow, fast = compared["members"]
    assert [slow["connection"], fast["partner"]] == ["contoso-seattle", "Fabrikam Carrier"]
    assert 19_000 <= slow["window"]["p50"] <= 25_000 and fast["window"]["p50"] < 15_000
    assert len(slow["p50"]) == len(fast["p50"]) in (60, 61)
    assert compared["bad_minutes"]["contoso-seattle"] >= 1
    assert compared["bad_minutes"]["contoso-portland"] == 0
    assert compared["helped"]["contoso-seattle"] >= 1
    assert compared["all_bad"] == []
    figures = compared["endpoints"][0]["members"]
    assert figures["contoso-portland"]["p50"] < figures["contoso-seattle"]["p50"]
    one = answer(daemon, f"/api/v1/groups/west/compare?prefix={A.prefix}&endpoint=edge", "compare")
    assert [member["prefix"] for member in one["members"]] == [A.prefix, B.prefix]
    assert daemon.get("/api/v1/groups/west/compare.csv?window=1h")[1].startswith("time,connection,")
    assert daemon.get("/api/v1/groups/east/compare") == (
        404, "No such redundancy group; there is only west\n")
    assert daemon.get("/api/v1/groups/west/compare?prefix=192.0.2.0/24")[0] == 404
    assert daemon.get("/api/v1/groups/west/compare?points=0")[0] == 400

    series = f"connection=contoso-seattle&prefix={A.prefix}"
    calendar = answer(daemon, f"/api/v1/calendar?{series}", "calendar")
    assert len(calendar["p95"]) == calendar["days"] * 24 == 90 * 24
    assert [value for value in calendar["p95"] if value][-1] >= 19_000
    assert [value for value in calendar["usual_hour_of_week"] if value]
    weeks = answer(daemon, f"/api/v1/calendar?{series}&by=week&stat=loss", "calendar")
    assert len(weeks["p95"]) == weeks["weeks"] * 7 and len(weeks["usual_day_of_week"]) == 7
    assert daemon.get(f"/api/v1/calendar.csv?{series}&tz=-05:00&days=1")[1].count("\n") == 25
    assert daemon.get(f"/api/v1/calendar?{series}&days=500")[0] == 400
    assert daemon.get(f"/api/v1/calendar?connection=x&prefix={B.prefix}")[0] == 404


def test_an_outage_counts_as_down_and_the_report_shows_it(lab, start_daemon, tmp_path):
    daemon = start_daemon(group(tmp_path / "history"))
    up = 'peering_connection_up{connection="contoso-seattle"}'
    daemon.wait_until(lambda m: m.value("peering_connection_up", connection="contoso-seattle") == 1, up)
    lab.links["a"].down()
    daemon.wait_until(lambda m: m.value("peering_connection_up", connection="contoso-seattle") == 0,
                      "the outage", 30)
    lab.links["a"].up()
    daemon.wait_until(lambda m: m.value("peering_connection_up", connection="contoso-seattle") == 1,
                      "its end", 30)
    daemon.wait_until(lambda m: m.value("peeringd_history_write_seconds_count") >= 2,
                      "two minutes", 2 * MINUTE)

    found = answer(daemon, "/api/v1/availability", "availability")
    portland_time, seattle_time = (each["total"] for each in found["connections"])
    assert 1 <= seattle_time["down_seconds"] <= 60 and portland_time["down_seconds"] == 0
    assert seattle_time["availability"] < 1 == portland_time["availability"]
    assert seattle_time["unknown_seconds"] > 20 * 86400, "the daemon did not run in these months"
    assert [each["partner"] for each in found["partners"]] == ["Contoso Networks", "Fabrikam Carrier"]
    assert "\ncontoso-seattle,\"Contoso Networks\",20" in daemon.get("/api/v1/availability.csv")[1]
    assert daemon.get("/api/v1/availability?months=0")[0] == 400
    assert daemon.get("/api/v1/availability?connection=x")[0] == 404
    compared = answer(daemon, "/api/v1/groups/west/compare?window=1h", "compare")
    assert 1 <= compared["bad_minutes"]["contoso-seattle"] == compared["helped"]["contoso-seattle"]

    def report(*more):
        return lab.customer.run(daemon_program(), "report", "--url", "http://127.0.0.1:8075",
                                "--window", "1d", *more).stdout
    text = report()
    assert "contoso-seattle (Contoso Networks)\n  available " in text and ", down " in text
    assert max(map(len, text.splitlines())) <= 100
    assert any(block in text for block in "▁▂▃▄▅▆▇█")
    document = json.loads(report("--json", "--connection", "contoso-portland"))
    assert [each["name"] for each in document["connections"]] == ["contoso-portland"]
    assert document["connections"][0]["prefixes"][0]["median"] > 0
    assert report("--csv").count("\n") == 3
