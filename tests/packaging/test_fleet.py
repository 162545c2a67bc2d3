"""The files for many branches (packaging/fleet): the tools that use them accept them, and their traps are closed.
test_fleet_rules.py has their rules."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from shipped import FLEET, FLEET_DOCUMENT, REPOSITORY, costs, documented_levels
from test_units import PEERINGD, analyze

UNITS = sorted(FLEET.glob("*/*.service"))

needs_systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"),
                                   reason="systemd-analyze is not installed")


def run(*command, **options):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, **options)


@needs_systemd
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_systemd_accepts_the_unit_and_its_exposure_is_low(unit, tmp_path):
    copy = tmp_path / unit.name
    copy.write_text(unit.read_text().replace("/usr/sbin/peeringd", str(PEERINGD)))
    said = analyze("verify", "--man=no", copy).stdout
    assert [line for line in said.splitlines() if unit.name in line] == []
    result = analyze("security", "--offline=true", "--no-pager", "--threshold=15", unit)
    assert "Overall exposure level" in result.stdout
    assert result.returncode == 0, result.stdout


def exec_start(unit):
    text = unit.read_text().replace("\\\n", " ")
    return re.findall(r"^ExecStart=(.+)$", text, re.MULTILINE)[-1].split()


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit.stem != "peeringd-overview"]
                         + [FLEET / "centre/victoria-metrics.conf"],
                         ids=lambda unit: unit.stem)
def test_the_options_exist_and_nothing_listens_everywhere(unit):
    program, *arguments = exec_start(unit)
    said = run(program, "--help")
    for argument in arguments:
        name = argument.lstrip("-").split("=")[0]
        assert re.search(rf"^\s+--?{re.escape(name)}\b", said.stdout + said.stderr, re.MULTILINE), argument
    listens = [argument for argument in arguments if re.search("listen", argument, re.IGNORECASE)]
    assert len(listens) == 1 and "=127.0.0.1:" in listens[0]


def test_the_overview_unit_has_an_example_that_the_program_accepts(tmp_path):
    text = (FLEET / "centre/peeringd-overview.service").read_text()
    options = re.search(r"PEERINGD_OVERVIEW=(.*)", text)[1].split()
    (tmp_path / "token").write_text("secret")
    options[options.index("--token-file") + 1] = str(tmp_path / "token")
    options[options.index("--store") + 1] = "http://127.0.0.1:1"
    said = run(PEERINGD, "overview", *options, "--check")
    assert said.returncode == 3, said.stderr  # nobody listens there


def settings_of_vmagent():
    """The settings that the document and forward.env name, as options: `…_x` continues the one before."""
    text = FLEET_DOCUMENT.read_text() + (FLEET / "branch/forward.env").read_text()
    names = set(re.findall(r"PEERINGD_FORWARD_(\w+)", text)) | {
        f"remoteWrite_oauth2_{rest}" for rest in re.findall(r"`…_(\w+)`", text)} | set(
        re.findall(r"`(remoteWrite_\w+)`", text))
    return sorted(name.replace("_", ".") for name in names)


def test_the_settings_that_the_document_names_are_options_of_vmagent():
    said = run("vmagent", "-help")
    settings = settings_of_vmagent()
    assert len(settings) > 8, settings
    for name in settings:
        assert re.search(rf"^\s+-{re.escape(name)}\b", said.stdout + said.stderr, re.MULTILINE), name


@needs_systemd
def test_systemd_accepts_the_documented_certificate_of_a_branch(tmp_path):
    text = re.search(r"```ini\n# /etc/systemd/system/(\S+)\n(.*?)```", FLEET_DOCUMENT.read_text(), re.DOTALL)
    unit = tmp_path / "peeringd-forward.service"
    shutil.copy(FLEET / "branch" / unit.name, unit)
    drop_in = tmp_path / text[1]
    drop_in.parent.mkdir()
    drop_in.write_text(text[2])
    said = analyze("verify", "--man=no", unit).stdout
    assert [line for line in said.splitlines() if unit.name in line or drop_in.name in line] == []


def test_the_documented_commands_make_a_certificate_of_the_authority(tmp_path):
    blocks = re.findall(r"^```sh\n(.*?)^```", FLEET_DOCUMENT.read_text(), re.MULTILINE | re.DOTALL)
    commands = next(block for block in blocks if "openssl" in block)
    done = run("bash", "-euc", commands, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    verified = run("openssl", "verify", "-CAfile", "branches.pem", "branch.pem", cwd=tmp_path)
    assert verified.stdout == "branch.pem: OK\n", verified
    assert "ssl_client_certificate /etc/nginx/tls/branches.pem;" in (FLEET / "centre/nginx-shards.conf").read_text()


def test_the_names_to_replace_are_those_of_the_files():
    centre = {file.name: file.read_text() for file in (FLEET / "centre").iterdir()}
    names = {name for text in centre.values() for name in re.findall(r"\b(?:shard-\d|[\w.-]+\.example\.net)\b", text)}
    document = "Replace the names `shard-1` to `shard-3` and `metrics.example.net`"
    assert document in " ".join(FLEET_DOCUMENT.read_text().split())
    assert names - {"prometheus.example.net"} == {"shard-1", "shard-2", "shard-3", "metrics.example.net"}


def test_debians_package_starts_a_server_that_listens_everywhere():
    """So the document masks it. It has no -httpListenAddr, whose default is every address."""
    unit = Path("/lib/systemd/system/victoria-metrics.service")
    arguments = Path("/etc/default/victoria-metrics")
    if not unit.exists() or not arguments.exists():
        pytest.skip("Debian's victoria-metrics is not installed")
    assert "httpListenAddr" not in unit.read_text() + arguments.read_text()


# The version of vmagent that docs/fleet.md describes.
DEBIAN_12 = "VERSION_ID=\"12\"" in Path("/etc/os-release").read_text()


def help_of(program):
    said = run(program, "--help")
    return said.stdout + said.stderr


@pytest.mark.skipif(not DEBIAN_12, reason="a later version of vmagent")
def test_vmagent_cannot_aggregate():
    """So the daemon offers the reduced metrics. Later versions have -remoteWrite.streamAggr.config."""
    assert "streamAggr" not in help_of("vmagent")


def test_victoriametrics_hides_half_a_minute():
    option = re.search(r"-search\.latencyOffset duration\n(.*?)(?=\n\s+-)", help_of("victoria-metrics"), re.DOTALL)
    assert "default 30s" in option[1]


def test_the_costs_of_a_thousand_branches_follow_from_those_of_one():
    """The uplink from 20 bytes for each sample, every 15 s. test_metrics_detail.py of the lab measures the series."""
    assert set(costs()) == {"connection", "prefix", "all"}
    for series, of_all, uplink in costs().values():
        assert 1000 * series <= of_all <= 1000 * max(series, 400)
        assert abs(series * 20 / 15 / 1000 - uplink) <= 0.06


def test_the_shipped_rate_limit_suits_the_small_page_only():
    unit = (FLEET / "branch/peeringd-forward.service").read_text()
    limit = int(re.search(r"remoteWrite_rateLimit=(\d+)", unit)[1]) / 1000
    assert 5 * costs()["prefix"][2] < limit < costs()["all"][2]
    assert f"rate limit of {limit:.0f} kB/s" in " ".join(FLEET_DOCUMENT.read_text().split())


def test_the_front_end_can_have_victoriametrics_as_its_only_server():
    text = (FLEET / "centre/nginx-shards.conf").read_text()
    servers = re.findall(r"^ *server shard-\d:9090 max_fails=0;\n", text, re.MULTILINE)
    assert len(servers) == 3
    unit = (FLEET / "centre/victoria-metrics.conf").read_text()
    assert "-httpListenAddr=127.0.0.1:8428" in unit and "`127.0.0.1:8428`" in FLEET_DOCUMENT.read_text()


def test_the_documented_options_of_a_shard_exist_and_keep_a_month():
    program = re.search(r"^prometheus (.*)$", FLEET_DOCUMENT.read_text(), re.MULTILINE)[1].split()
    assert "--storage.tsdb.retention.time=30d" in program
    for option in program[1:]:
        assert re.search(rf"{re.escape(option.split('=')[0])}\b", help_of("prometheus")), option


def test_vmagent_accepts_its_file():
    result = run("vmagent", f"-promscrape.config={FLEET}/branch/vmagent.yml", "-promscrape.config.dryRun",
                 "-promscrape.config.strictParse", "-remoteWrite.url=http://127.0.0.1",
                 env={**os.environ, "PEERINGD_INSTANCE": "branch-0042", "PEERINGD_SITE": ""})
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("arguments", [("--agent", "branch/prometheus-agent.yml"),
                                       ("centre/prometheus-shard.yml",),
                                       ("centre/prometheus-global.yml",)], ids=lambda a: a[-1])
def test_promtool_accepts_the_configuration(arguments, tmp_path):
    """The rules lie beside the file of the global Prometheus."""
    (tmp_path / "rules").symlink_to(FLEET / "rules")
    *options, name = arguments
    file = shutil.copy(FLEET / name, tmp_path)
    result = run("promtool", "check", "config", *options, file)
    assert result.returncode == 0, result.stdout + result.stderr


def branch_files():
    return [yaml.safe_load((FLEET / "branch" / name).read_text())
            for name in ("vmagent.yml", "prometheus-agent.yml")]


def test_a_branch_scrapes_the_reduced_metrics_of_loopback():
    for file in branch_files():
        jobs = {job["job_name"]: job for job in file["scrape_configs"]}
        assert set(jobs) == {"peeringd", "peeringd-forward"}
        assert jobs["peeringd"]["params"] == {"detail": ["prefix"]}
        assert jobs["peeringd"]["honor_labels"] is True
        for job in jobs.values():
            assert job["static_configs"][0]["targets"][0].startswith("127.0.0.1:")


def test_no_two_branches_have_the_same_instance():
    """The units define the variables that the files use, so none remains as text."""
    vmagent, agent = branch_files()
    for job in vmagent["scrape_configs"]:
        assert job["static_configs"][0]["labels"] == {"instance": "%{PEERINGD_INSTANCE}",
                                                      "site": "%{PEERINGD_SITE}"}
    assert agent["global"]["external_labels"]["branch_instance"] == "${PEERINGD_INSTANCE}"
    for unit in (FLEET / "branch").glob("*.service"):
        assert "Environment=PEERINGD_INSTANCE=%H PEERINGD_SITE=" in unit.read_text()


def test_the_shards_take_late_samples():
    shard = yaml.safe_load((FLEET / "centre/prometheus-shard.yml").read_text())
    arguments = exec_start(FLEET / "branch/peeringd-forward.service")
    assert "-remoteWrite.queues=1" in arguments
    # Of samples older than the window, Prometheus never takes one, and the agent sends nothing else. So no sample
    # in the queue of a branch of three prefixes, 0.5 kB/s, may be older.
    assert "-remoteWrite.maxDiskUsagePerURL=1GB" in arguments
    window = int(shard["storage"]["tsdb"]["out_of_order_time_window"].removesuffix("d"))
    assert window > 1e9 / (costs()["prefix"][2] * 1000) / 86400


def families(page):
    return set(re.findall(r"^# TYPE (\S+)", (REPOSITORY / f"tests/data/metrics/{page}.prom").read_text(),
                          re.MULTILINE))


def test_the_levels_have_only_the_documented_families():
    """And each that is documented exists; tests/lab/test_metrics_detail.py compares a running daemon."""
    levels = documented_levels()
    shown = {"connection": families("counts_connection"),
             "prefix": families("counts_prefix") | families("observations_prefix")}
    assert shown["connection"] <= levels["connection"]
    assert shown["prefix"] <= levels["connection"] | levels["prefix"]
    exists = "".join(file.read_text() for file in (REPOSITORY / "src/metrics").glob("*.cpp"))
    for names in levels.values():
        assert {name for name in names if f'"{name}"' not in exists} == set()
