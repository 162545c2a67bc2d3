"""The history's file under a running daemon: it has the daemon's counters, and survives what happens."""

import json
import shutil
import signal
import sqlite3

import jsonschema
import yaml

from lab.catalogue import REPOSITORY, daemon_program
from lab.configuration import A, configuration, endpoint
from lab.waiting import wait_until

MINUTE = 75  # seconds in which a minute ends and is written


def with_history(folder, **more):
    return configuration([endpoint("edge", "edge.example")]) | {
        "history": {"path": str(folder), "size": "50MB"}} | more


def rows(folder, query):
    """The rows that an administrator reads from the file."""
    with sqlite3.connect(f"file:{folder}/history.db?mode=ro", uri=True) as database:
        return database.execute(query).fetchall()


def totals(folder):
    """(sent, received, lost) of all targets in the file."""
    return rows(folder, "SELECT sum(sent), sum(received), sum(lost) FROM by_minute "
                        "WHERE probe <> ''")[0]


def counted(metrics):
    return tuple(metrics.total(f"peering_probes_{name}_total") for name in ("sent", "received",
                                                                          "lost"))


def test_the_file_has_the_counters_of_the_daemon(lab, start_daemon, tmp_path):
    folder = tmp_path / "history"
    lab.links["a"].loss("20%")
    daemon = start_daemon(with_history(folder))
    daemon.wait_until(lambda m: m.total("peering_probes_lost_total") >= 5, "losses")
    daemon.configure(with_history(folder, probing={
        "interval": "200ms", "timeout": "200ms", "window": "2s"}))
    daemon.program.send_signal(signal.SIGHUP)
    daemon.wait_until(lambda m: m.total("peering_probes_received_total") >= 100, "more answers")
    before = counted(daemon.scrape())
    assert daemon.stop()[0] == 0
    stored = totals(folder)
    for index, name in enumerate(("sent", "received", "lost")):
        assert before[index] <= stored[index] <= before[index] + 40, name
    quantiles = rows(folder, "SELECT median_ms FROM by_minute WHERE probe = '' AND endpoint = ''")
    assert quantiles and all(0 < median < 100 for (median,) in quantiles)


def test_a_restart_loses_nothing_and_a_kill_at_most_a_minute(lab, start_daemon, tmp_path):
    folder = tmp_path / "history"
    daemon = start_daemon(with_history(folder))
    daemon.wait_until(lambda m: m.value("peeringd_history_write_seconds_count") >= 1,
                      "the first minute", MINUTE)
    first = totals(folder)[0]
    daemon.program.kill()
    daemon.program.wait()
    daemon = start_daemon(with_history(folder))
    metrics = daemon.wait_until(lambda m: m.total("peering_probes_received_total") >= 20, "answers")
    assert metrics.value("peeringd_history_up") == 1
    daemon.stop()
    assert totals(folder)[0] >= first + 20
    assert len(rows(folder, "SELECT * FROM runs")) == 2
    assert not list(folder.glob("*.damaged-*"))


def test_two_daemons_do_not_share_a_file(lab, start_daemon, tmp_path):
    folder = tmp_path / "history"
    first = start_daemon(with_history(folder))
    first.wait_until(lambda m: m.value("peeringd_history_up") == 1, "a history")
    other = tmp_path / "other.yaml"
    other.write_text(yaml.safe_dump(with_history(folder, web={"listen": ["127.0.0.1:8076"]})))
    log = tmp_path / "other.log"
    second = lab.customer.spawn(daemon_program(), "run", "--config", other, log=log)
    try:
        wait_until(lambda: "another peeringd is using" in log.read_text(), "the refusal", 10)
        assert second.poll() is None, "it probes without a history"
    finally:
        second.kill()
        second.wait()
    assert first.scrape().value("peeringd_history_up") == 1


def test_probing_continues_without_a_writable_folder(lab, start_daemon, tmp_path):
    (tmp_path / "history").write_text("in the way")
    daemon = start_daemon(with_history(tmp_path / "history"))
    metrics = daemon.wait_until(lambda m: m.total("peering_probes_received_total") >= 20, "answers")
    assert metrics.value("peeringd_history_up") == 0
    assert "cannot create" in daemon.log.read_text()
    (tmp_path / "history").unlink()
    daemon.wait_until(lambda m: m.value("peeringd_history_up") == 1, "a history", MINUTE)


def test_recording_continues_after_a_full_disk(lab, start_daemon, tmp_path):
    folder = tmp_path / "history"
    folder.mkdir()
    # Less than what the history leaves free.
    lab.customer.run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", folder)
    try:
        # So many targets need more than the pages that a new file has.
        endpoints = [endpoint(f"edge-{i}", "edge.example") for i in range(60)]
        daemon = start_daemon(with_history(folder, endpoints=endpoints, probing={
            "interval": "1s", "timeout": "1s", "window": "5s"}))
        metrics = daemon.wait_until(lambda m: m.value("peeringd_history_backlog_minutes") >= 1,
                                    "a minute that cannot be written", MINUTE)
        assert metrics.value("peeringd_history_up") == 0
        assert metrics.total("peering_probes_lost_total") == 0
        lab.customer.run("mount", "-o", "remount,size=2g", folder)
        metrics = daemon.wait_until(lambda m: m.value("peeringd_history_up") == 1, "the history",
                                    MINUTE)
        assert metrics.value("peeringd_history_backlog_minutes") == 0
        assert metrics.value("peeringd_history_merged_minutes_total") == 0
        daemon.stop()
    finally:
        lab.customer.run("umount", "-l", folder)


def test_a_deleted_folder_is_created_again(lab, start_daemon, tmp_path):
    folder = tmp_path / "history"
    daemon = start_daemon(with_history(folder))
    daemon.wait_until(lambda m: m.value("peeringd_history_up") == 1, "a history")
    shutil.rmtree(folder)
    wait_until(lambda: "was removed or replaced" in daemon.log.read_text(), "the news", MINUTE)
    daemon.stop()
    assert totals(folder)[0] >= 20


def answer(daemon, path, schema=None):
    status, body = daemon.get(path)
    assert status == 200, f"{path}: {status} {body}"
    document = json.loads(body)
    if schema:
        jsonschema.validate(document, json.loads(
            (REPOSITORY / f"docs/api/{schema}.schema.json").read_text()))
    return document


def test_the_responses_match_their_schemas(lab, start_daemon, tmp_path):
    lab.links["a"].delay("20ms")
    daemon = start_daemon(with_history(tmp_path / "history", alerts={"latency": {"critical": "15ms"},
                                                                     "min_samples": 5, "for": "1s"}))
    daemon.wait_until(lambda m: m.value("peeringd_history_write_seconds_count") >= 1,
                      "the first minute", MINUTE)
    series = f"connection=contoso-seattle&prefix={A.prefix}"
    # The first minute may have ended a moment after the start, before there was a result.
    states = lambda: answer(daemon, f"/api/v1/history?{series}&window=1h")["states"]
    wait_until(lambda: any(state["result"] == "Fail" for state in states()), "the result in the history", MINUTE)
    overview = answer(daemon, "/api/v1/overview", "overview")
    seattle = overview["connections"][0]
    assert seattle["result"] == "Fail"
    assert seattle["reason"].startswith("latency 2")
    spark = [value for value in seattle["prefixes"][0]["spark"]["p50"] if value]
    assert spark and 19_000 <= spark[-1] <= 25_000
    assert answer(daemon, "/api/v1/overview?spark=0", "overview")["spark"] is None

    history = answer(daemon, f"/api/v1/history?{series}&window=1h", "history")
    assert len(history["p50"]) in (60, 61)
    assert 19_000 <= history["window"]["p50"] <= 25_000
    assert history["unmeasured"][0]["reason"] == "daemon_off"
    assert any(state["result"] == "Fail" for state in history["states"])
    hours = answer(daemon, f"/api/v1/history/hours?{series}&window=1d")
    assert 19_000 <= hours["average_of_medians"] <= 25_000
    assert daemon.get(f"/api/v1/history/hours.csv?{series}")[1].startswith("hour,median_us,")
    assert len(answer(daemon, f"/api/v1/history/endpoints?{series}")["endpoints"]) == 1
    assert daemon.get(f"/api/v1/history?{series}&window=soon")[0] == 400
    assert daemon.get("/api/v1/history?connection=x&prefix=auto")[0] == 404


def test_history_off_records_nothing(lab, start_daemon, tmp_path):
    daemon = start_daemon(configuration([endpoint("edge", "edge.example")]) | {"history": "off"})
    metrics = daemon.wait_until(lambda m: m.total("peering_probes_received_total") >= 20, "answers")
    assert metrics.value("peeringd_history_up") == 0
    assert not metrics.samples("peeringd_history_bytes")
    assert not list(tmp_path.glob("**/*.db"))
    assert daemon.get("/api/v1/history?connection=contoso-seattle&prefix=auto")[0] == 503
    assert answer(daemon, "/api/v1/overview", "overview")["daemon"]["history"]["on"] is False
