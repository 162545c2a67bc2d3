"""The history when the configuration changes: another name, another folder, off and on; and events
that are older than the daemon."""

import json
import signal

from lab.catalogue import daemon_program
from lab.configuration import A, configuration, endpoint, portland, seattle
from lab.waiting import wait_until
from test_history import MINUTE, answer, rows, with_history


def reload_with(daemon, settings):
    daemon.configure(settings)
    daemon.program.send_signal(signal.SIGHUP)


def sent(folder, connection):
    return rows(folder, "SELECT coalesce(sum(sent), 0) FROM by_minute WHERE probe <> '' "
                        f"AND connection = '{connection}'")[0][0]


def test_a_renamed_connection_keeps_its_history(lab, start_daemon, tmp_path):
    folder = tmp_path / "history"
    daemon = start_daemon(with_history(folder))
    daemon.wait_until(lambda m: m.value("peeringd_history_write_seconds_count") >= 1,
                      "the first minute", MINUTE)
    before = sent(folder, "contoso-seattle")
    assert before >= 20
    renamed = seattle() | {"name": "seattle-contoso", "was": "contoso-seattle"}
    reload_with(daemon, with_history(folder, connections=[renamed, portland()]))
    wait_until(lambda: sent(folder, "seattle-contoso") > before, "the records of the new name", MINUTE)
    assert sent(folder, "contoso-seattle") == 0
    series = f"connection=seattle-contoso&prefix={A.prefix}"
    assert answer(daemon, f"/api/v1/history?{series}")["window"]["sent"] > before
    document = answer(daemon, "/api/v1/connections", "connections")
    assert [each["was"] for each in document["connections"]] == ["contoso-seattle", None]

    both = with_history(folder, connections=[renamed, seattle(), portland()])
    daemon.configure(both)
    result = lab.customer.run(daemon_program(), "check", "--config", daemon.file, check=False)
    assert result.returncode == 1
    assert 'connections[0].was: a connection is still named "contoso-seattle", at ' in result.stderr


def test_a_reload_changes_the_folder_and_switches_it_off_and_on(lab, start_daemon, tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    daemon = start_daemon(with_history(first))
    daemon.wait_until(lambda m: m.value("peeringd_history_up") == 1
                      and m.total("peering_probes_received_total") >= 20, "answers")
    reload_with(daemon, with_history(second))
    wait_until(lambda: (second / "history.db").exists(), "the second file", 20)
    daemon.wait_until(lambda m: m.value("peeringd_history_up") == 1, "it is open", 20)
    in_first = rows(first, "SELECT sum(received) FROM by_minute WHERE probe <> ''")[0][0]
    assert in_first >= 20, "the minute up to the reload"

    reload_with(daemon, with_history(second) | {"history": "off"})
    daemon.wait_until(lambda m: m.value("peeringd_history_up") == 0, "it is off", 20)
    assert daemon.get(f"/api/v1/history?connection=contoso-seattle&prefix={A.prefix}") == (
        503, "The history is off; set history in the configuration to keep one\n")
    reload_with(daemon, with_history(second))
    metrics = daemon.wait_until(lambda m: m.value("peeringd_history_up") == 1, "it is on again", 20)
    received = metrics.total("peering_probes_received_total")
    assert daemon.stop()[0] == 0
    in_second = rows(second, "SELECT sum(received) FROM by_minute WHERE probe <> ''")[0][0]
    assert in_first + in_second <= received + 40, "no probe is recorded twice"


def test_events_from_before_a_restart_are_listed(lab, start_daemon, tmp_path):
    settings = configuration([endpoint("edge", "edge.example")]) | {
        "history": {"path": str(tmp_path / "history"), "size": "50MB"}}
    for _ in range(3):
        daemon = start_daemon(settings)
        daemon.wait_until(lambda m: m.value("peeringd_history_up") == 1, "a history")
        daemon.stop()
    daemon = start_daemon(settings)
    daemon.wait_until(lambda m: m.value("peeringd_history_up") == 1, "a history")
    assert len(json.loads(daemon.get("/api/v1/events?kind=started")[1])["events"]) == 4
    listed, before = [], ""
    for _ in range(100):
        page = json.loads(daemon.get(f"/api/v1/events?limit=2{before}")[1])
        listed += [json.dumps(event, sort_keys=True) for event in page["events"]]
        if page["next"] is None:
            break
        before = f"&before={page['next']}"
    assert len(listed) == len(set(listed)), "none twice"
    times = [json.loads(event)["time"] for event in listed]
    assert times == sorted(times, reverse=True)
    assert sum('"kind": "started"' in event for event in listed) == 4
