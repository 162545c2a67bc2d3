"""`peeringd probe`: a few probes in the terminal, and an exit code for scripts."""

import contextlib
import json
import os
import signal
import subprocess

import pytest
import yaml

from lab.catalogue import REPOSITORY, daemon_program
from lab.configuration import A, B, configuration, endpoint, portland, seattle
from lab.network import TRANSLATED

ANSWERED, BAD_CONFIGURATION, BAD_COMMAND, UNANSWERED = 0, 1, 2, 4

RELAY = "world.tr.teams.microsoft.com"
EVERY_PROBE = [
    endpoint("teams", "teams.microsoft.com", "tcp", "icmp", {"type": "https", "warm": True}),
    endpoint("relay", RELAY, "stun"),
    endpoint("resolver", "192.0.2.53", {"type": "dns", "name": "edge.example"}),
]


@pytest.fixture
def probe(lab, tmp_path):
    """probe(configuration, "--option", …): returns the finished command. A configuration may be a file."""
    def run(config, *options):
        file = config
        if isinstance(config, dict):
            file = tmp_path / "peeringd.yaml"
            file.write_text(yaml.safe_dump(config, sort_keys=False))
        return lab.customer.run(daemon_program(), "probe", "--config", file, *options,
                                check=False, timeout=60)
    return run


def table_of(result):
    """The figures of each target, by "PREFIX ENDPOINT/PROBE", and the notes below them."""
    assert max(len(line) for line in result.stdout.splitlines()) <= 100
    heading, *lines = result.stdout.split("\n\n")[0].splitlines()
    assert heading.split() == ["TARGET", "(times", "in", "ms)", "SENT", "LOST", "MIN", "MEDIAN",
                               "P95", "MAX", "JITTER"]
    table = {}
    for line in lines:
        if not line.startswith("  "):
            prefix = line.split()[1]
        elif not line.startswith("   "):
            name, *figures = line.split()
            table[f"{prefix} {name}"] = (figures, [])
        else:
            table[f"{prefix} {name}"][1].append(line.strip())
    return {name: (figures, " ".join(notes)) for name, (figures, notes) in table.items()}


def verdicts_of(result):
    return result.stdout.split("\n\n")[1].splitlines()


def targets_of(result):
    return {"/".join(target[key] for key in ("connection", "prefix", "endpoint", "probe")): target
            for target in json.loads(result.stdout)["targets"]}


def test_the_table_has_a_line_with_figures_for_each_target(lab, probe):
    lab.links["a"].delay("10ms")
    result = probe(configuration(EVERY_PROBE, [seattle()]), "--count", "3")
    assert (result.returncode, result.stderr) == (ANSWERED, "")
    table = table_of(result)
    names = ["teams/tcp", "teams/icmp", "teams/https", "teams/https:warm", "relay/stun",
             "resolver/dns:edge.example"]
    assert list(table) == [f"{A.prefix} {name}" for name in names]
    for (sent, lost, shortest, *_), notes in table.values():
        assert (sent, lost) == ("3", "0") and notes.startswith("192.0.2.")
        assert float(shortest) >= 10
    https = table[f"{A.prefix} teams/https"][1]
    assert "status 200" in https and "PoP CO (Quincy)" in https
    for phase in ("connect", "tls", "processing"):
        assert f"{phase} " in https
    assert table[f"{A.prefix} relay/stun"][1].endswith(f"seen as {A.address} inside the prefix")
    assert verdicts_of(result) == ["contoso-seattle: Pass, 6 of 6 targets answered"]


def test_the_verdict_compares_with_the_thresholds(lab, probe):
    lab.links["a"].delay("30ms")
    config = {**configuration([endpoint("edge", "edge.example", "tcp")]),
              "alerts": {"latency": {"warning": "10ms", "critical": "20ms"}}}
    result = probe(config, "--count", "2", "--connection", "contoso-*")
    assert result.returncode == ANSWERED
    seattle_line, cause, *_, portland_line = verdicts_of(result)
    assert seattle_line == "contoso-seattle: Fail, 1 of 1 target answered"
    assert cause.startswith(f"    edge/tcp from {A.prefix}: median round-trip time ")
    assert portland_line == "contoso-portland: Pass, 1 of 1 target answered"


def test_json_has_the_same_for_programs(lab, probe):
    lab.links["a"].delay("10ms")
    result = probe(configuration(EVERY_PROBE, [seattle()]), "--count", "3", "--json")
    assert (result.returncode, result.stderr) == (ANSWERED, "")
    document = json.loads(result.stdout)
    assert document["all_answered"] is True
    assert document["connections"] == [{"connection": "contoso-seattle", "result": "Pass",
                                        "targets": 6, "answered": 6, "causes": []}]
    targets = targets_of(result)
    assert len(targets) == 6
    for name, target in targets.items():
        assert (target["sent"], target["received"]) == (3, 3), name
        assert target["lost"] == target["errors"] == {}
        rtt = target["rtt_seconds"]
        assert 0.010 <= rtt["min"] <= rtt["median"] <= rtt["p95"] <= rtt["max"], name
        assert target["jitter_seconds"] >= 0
    https = targets[f"contoso-seattle/{A.prefix}/teams/https"]
    assert https["host"] == "teams.microsoft.com"
    assert https["http"]["status"] == 200
    assert (https["http"]["http_version"], https["http"]["tls_version"]) == ("2", "TLSv1.3")
    assert set(https["http"]["phase_seconds"]) >= {"connect", "tls", "processing"}
    assert https["pop"] == {"code": "CO", "site": "1", "method": "x-msedge-ref",
                            "metro": "Quincy", "country": "US"}
    relay = targets[f"contoso-seattle/{A.prefix}/relay/stun"]
    assert (relay["seen_from"], relay["egress_verified"]) == (A.address, True)
    assert "pop" not in relay and "seen_from" not in https


@pytest.mark.parametrize("options, expected", [
    (["--connection", "contoso-portland"],
     {f"contoso-portland/{prefix}/{name}/tcp" for prefix in (B.prefix, B.prefix6)
      for name in ("edge", "other")}),
    (["--endpoint", "other"],
     {f"contoso-seattle/{A.prefix}/other/tcp", f"contoso-portland/{B.prefix}/other/tcp",
      f"contoso-portland/{B.prefix6}/other/tcp"}),
    (["--prefix", A.prefix],
     {f"contoso-seattle/{A.prefix}/{name}/tcp" for name in ("edge", "other")}),
    (["--prefix", "2001:DB8:B:0::99/48", "--endpoint", "edge", "--connection", "contoso-portland"],
     {f"contoso-portland/{B.prefix6}/edge/tcp"}),
], ids=["connection", "endpoint", "prefix", "all"])
def test_only_selected_targets_are_probed(lab, probe, options, expected):
    lab.edge.count("handshakes", "tcp dport 443 tcp flags & (syn | ack) == syn")
    config = configuration([endpoint("edge", "edge.example", "tcp"),
                            endpoint("other", "other.example", "tcp")],
                           [seattle(), portland(B.prefix, B.prefix6)])
    result = probe(config, "--json", "--count", "2", *options)
    assert result.returncode == ANSWERED, result.stderr
    assert set(targets_of(result)) == expected
    assert lab.edge.counted("handshakes") == 2 * len(expected)


@pytest.mark.parametrize("options, known", [
    (["--connection", "berlin"], "contoso-seattle, contoso-portland"),
    (["--prefix", "203.0.113.0/25"], f"{A.prefix}, {B.prefix}"),
    (["--endpoint", "berlin"], "edge"),
    (["--connection", "contoso-seattle", "--prefix", B.prefix], "no target in "),
    (["--count", "0"], "--count"),
], ids=["connection", "prefix", "endpoint", "contradiction", "count"])
def test_an_unknown_selection_is_an_error_that_lists_known_names(probe, options, known):
    result = probe(configuration([endpoint("edge", "edge.example", "tcp")]), *options)
    assert (result.returncode, result.stdout) == (BAD_COMMAND, "")
    assert known in result.stderr


def test_an_invalid_configuration_has_its_own_exit_code(probe, tmp_path):
    file = tmp_path / "wrong.yaml"
    file.write_text("endpoints: [{nam: edge}]\n")
    result = probe(file)
    assert (result.returncode, result.stdout) == (BAD_CONFIGURATION, "")
    assert "wrong.yaml:1:" in result.stderr


def test_one_unanswered_target_is_a_failure(lab, probe):
    good = endpoint("good", "edge.example", "tcp", {"type": "https"})
    bad = [endpoint("silent", "black-hole.example", "tcp"),
           endpoint("expired", "expired.example", {"type": "https"}),
           endpoint("nowhere", "unknown.example", "tcp"),
           endpoint("relay", "other.example", "stun")]
    config = configuration([good, *bad], [seattle()], interval="1s", timeout="500ms")
    assert probe(config, "--endpoint", "good", "--count", "1").returncode == ANSWERED
    result = probe(config, "--json", "--count", "2")
    assert result.returncode == UNANSWERED
    assert json.loads(result.stdout)["all_answered"] is False
    targets = {target["endpoint"]: target for target in targets_of(result).values()}
    assert targets["silent"]["lost"] == {"timeout": 2}
    assert targets["expired"]["lost"] == {"tls": 2}
    assert targets["nowhere"]["errors"] == {"resolve": 2}
    assert targets["nowhere"]["address"] is None
    for name in ("silent", "expired", "nowhere"):
        assert targets[name]["rtt_seconds"]["median"] is None
    assert targets["good"]["received"] == 2

    table = table_of(probe(config, "--count", "2"))
    notes = {name.split()[1].split("/")[0]: notes for name, (_, notes) in table.items()}
    assert "2 timeout" in notes["silent"]
    assert "2 tls" in notes["expired"]
    assert "2 resolve" in notes["nowhere"]
    assert "has never answered" in notes["relay"]


def test_a_prefix_without_a_local_address_is_not_probed_over_another(lab, probe):
    lab.network.remove_address(B, B.address)
    result = probe(configuration([endpoint("edge", "edge.example", "tcp")]), "--json", "--count",
                   "1")
    assert result.returncode == UNANSWERED
    targets = {target["connection"]: target for target in targets_of(result).values()}
    assert targets["contoso-portland"]["errors"] == {"source": 1}
    assert targets["contoso-seattle"]["received"] == 1


def test_a_host_is_probed_from_an_address_without_a_configuration(lab):
    lab.links["a"].delay("10ms")
    result = lab.customer.run(daemon_program(), "probe", "--from", A.address, "edge.example",
                              "192.0.2.11", "--count", "2", check=False, timeout=60)
    assert (result.returncode, result.stderr) == (ANSWERED, "")
    table = table_of(result)
    assert list(table) == [f"{A.address}/32 {host}/{probe}" for host in ("edge.example", "192.0.2.11")
                           for probe in ("tcp", "icmp")]
    assert all(float(figures[2]) >= 10 for figures, _ in table.values())
    assert verdicts_of(result) == ["ad-hoc: Pass, 4 of 4 targets answered"]


def test_it_shows_a_nat_outside_the_prefix(lab, probe):
    lab.network.translate(A)
    result = probe(configuration([endpoint("relay", RELAY, "stun")]), "--count", "1")
    assert result.returncode == ANSWERED
    behind, direct = table_of(result).values()
    assert behind[1].endswith(f"seen as {TRANSLATED[0]} OUTSIDE the prefix")
    assert direct[1].endswith(f"seen as {B.address} inside the prefix")
    result = probe(configuration([endpoint("relay", RELAY, "stun")]), "--count", "1", "--json")
    verified = {target["connection"]: target["egress_verified"]
                for target in targets_of(result).values()}
    assert verified == {"contoso-seattle": False, "contoso-portland": True}


def everything_on(terminal):
    """All that was written to a terminal whose other end is closed. A read returns 4 KiB at most."""
    shown = b""
    with contextlib.suppress(OSError):  # EIO at the end
        while part := os.read(terminal, 1 << 16):
            shown += part
    os.close(terminal)
    return shown.decode()


def test_progress_is_shown_on_a_terminal(lab, tmp_path):
    file = tmp_path / "peeringd.yaml"
    file.write_text(yaml.safe_dump(configuration([endpoint("edge", "edge.example", "tcp")],
                                                 [seattle()])))
    terminal, inner = os.openpty()
    command = lab.customer.command(daemon_program(), "probe", "--config", file, "--count", "2")
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=inner, text=True) as program:
        os.close(inner)
        table, _ = program.communicate(timeout=60)
    shown = everything_on(terminal)
    assert program.returncode == ANSWERED
    assert "of 2 probes done" in shown
    assert shown.endswith("\r\033[K")  # the progress is erased
    assert "probes done" not in table and table.startswith("TARGET (times in ms)")


def test_a_watch_prints_results_until_it_is_interrupted(lab, tmp_path):
    file = tmp_path / "peeringd.yaml"
    file.write_text(yaml.safe_dump(configuration([endpoint("edge", "edge.example", "tcp")],
                                                 [seattle()])))
    command = lab.customer.command(daemon_program(), "probe", "--config", file, "--watch", "--json")
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        looks = [json.loads(program.stdout.readline()) for _ in range(4)]
        program.send_signal(signal.SIGINT)
        last = [json.loads(line) for line in program.communicate(timeout=20)[0].splitlines()]
    assert program.returncode == ANSWERED
    sent = [look["targets"][0]["sent"] for look in looks + last]
    assert sent == sorted(sent) and sent[3] > sent[1]
    assert (looks + last)[-1]["connections"][0]["result"] == "Pass"


def test_the_shipped_configuration_works_unchanged(probe):
    result = probe(REPOSITORY / "config/peeringd.yaml", "--count", "1", "--json")
    assert result.returncode == ANSWERED, result.stdout
    pops = {target["endpoint"]: target["pop"]["code"]
            for target in targets_of(result).values() if "pop" in target}
    assert pops == {"exchange-online": "SEA", "teams": "CO", "edge-measurement": "WST"}
