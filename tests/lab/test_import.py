"""From JSON of Azure to a configuration in force: imports, drift, and overlays that survive."""

import json
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from lab.catalogue import daemon_program
from lab.configuration import A, B, configuration, endpoint
from lab.fleet_folder import make_folder

REPOSITORY = Path(__file__).resolve().parents[2]
DATA = REPOSITORY / "tests/data/import"
COUNTRIES = ["--country", "London=GB", "--country", "Zurich=CH"]
SHAPES = [["arm-services.json", "arm-prefixes.json"], ["az-peering.json"], ["powershell.json"],
          ["rest-method.json"], ["resource-graph.json", "arm-prefixes.json"]]
SERVICE = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Peering/peeringServices/"


def peeringd(*words, **options):
    return subprocess.run([daemon_program(), *words], capture_output=True, text=True, timeout=60,
                          **options)


def imported(files, *options):
    return peeringd("import", "azure", *(DATA / file for file in files), *COUNTRIES, *options)


def service(name, provider, **prefixes):
    """A peering service and its prefixes, by state."""
    items = [{"type": "Microsoft.Peering/peeringServices", "id": SERVICE + name, "name": name,
              "properties": {"peeringServiceProvider": provider,
                             "peeringServiceLocation": "Washington"}}]
    for state, prefix in prefixes.items():
        items.append({"type": "Microsoft.Peering/peeringServices/prefixes",
                      "id": f"{SERVICE}{name}/prefixes/{state}",
                      "properties": {"prefix": prefix, "prefixValidationState": state,
                                     "peeringServicePrefixKey": "a-very-secret-key"}})
    return items


@pytest.mark.parametrize("files", SHAPES, ids=lambda files: files[0])
def test_each_shape_becomes_a_valid_configuration(tmp_path, files):
    shutil.copytree(REPOSITORY / "config", tmp_path / "etc")
    output = tmp_path / "etc/connections.d/azure.yaml"
    done = imported(files, "--output", output)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert imported(files).stdout == output.read_text(), "the same again"
    checked = peeringd("check", "-c", tmp_path / "etc/peeringd.yaml")
    assert checked.returncode == 0, checked.stderr
    assert "connections: 3," in checked.stdout


def test_the_commands_of_the_fleet_manual_make_a_folder_for_all_branches(tmp_path):
    """With the shipped catalogue; tests/lab/test_fleet.py runs such a folder on 20 hosts."""
    cities = [("Washington", "United States"), ("Zurich", "Switzerland")]
    services = [(f"office-{n}", "Contoso", *cities[n % 2], f"192.0.2.{16 * n}/28") for n in range(4)]
    folder, printed = make_folder(tmp_path, services, {})
    assert "connections: 4," in printed and "\nsites: 4\n" in printed, printed
    assert (folder / "overlays/sites.yaml").read_text() == "".join(
        f"office-{n}: {{site: office-{n}}}\n" for n in range(4))
    at_a_branch = peeringd("targets", "--config", folder / "peeringd.yaml", "--site", "office-2")
    assert at_a_branch.returncode == 0, at_a_branch.stderr
    assert "office-2 " in at_a_branch.stdout and "office-1" not in at_a_branch.stdout
    assert "this-host" not in at_a_branch.stdout


@pytest.mark.parametrize("files", [*SHAPES, ["resource-graph.json"]], ids=lambda files: files[0])
@pytest.mark.parametrize("option", [[], ["--all"], ["--country", "Oslo=NO"]])
def test_no_output_contains_a_key(files, option):
    done = peeringd("import", "azure", *(DATA / file for file in files), *option)
    assert "secret" in "".join((DATA / file).read_text("utf-16" if "powershell" in file else None)
                               for file in files)
    assert "secret" not in done.stdout + done.stderr


def test_check_prints_a_difference_and_returns_1(tmp_path):
    output = tmp_path / "azure.yaml"
    files = SHAPES[0]
    missing = imported(files, "--output", output, "--check")
    assert missing.returncode == 3 and "does not exist" in missing.stderr
    imported(files, "--output", output)
    same = imported(SHAPES[1], "--output", output, "--check")
    assert (same.returncode, same.stdout) == (0, "")
    output.write_bytes(output.read_bytes().replace(b"\n", b"\r\n"))  # as git may check it out
    same = imported(SHAPES[1], "--output", output, "--check")
    assert (same.returncode, same.stdout) == (0, "")
    output.write_text(output.read_text().replace("198.51.100.0/24", "198.51.100.0/25"))
    changed = imported(files, "--output", output, "--check")
    assert changed.returncode == 1
    assert "\n-      - 198.51.100.0/25\n+      - 198.51.100.0/24\n" in changed.stdout
    assert "198.51.100.0/25" in output.read_text(), "nothing is written"


def test_reads_standard_input(tmp_path):
    text = json.dumps(service("a b", "Contoso", Verified="192.0.2.0/24"))
    done = peeringd("import", "azure", "-", input=text)
    assert done.returncode == 0
    assert "\n  - name: a-b\n" in done.stdout and "azure_name: a b" in done.stdout


def test_an_error_keeps_the_existing_file(tmp_path):
    output = tmp_path / "azure.yaml"
    output.write_text("old")
    done = peeringd("import", "azure", "-", "--output", output, input="[{")
    assert done.returncode == 3
    assert "standard input:1:3: error: not valid JSON" in done.stderr
    assert output.read_text() == "old" and list(tmp_path.iterdir()) == [output]


def test_a_lost_connection_causes_a_warning(tmp_path):
    output = tmp_path / "azure.yaml"

    def import_services(*services):
        done = peeringd("import", "azure", "-", "--output", output,
                        input=json.dumps(sum(services, [])))
        assert done.returncode == 0, done.stderr
        return done.stderr

    seattle = service("seattle", "Contoso", Verified="192.0.2.0/25")
    assert import_services(seattle, service("oslo", "Contoso", Verified="192.0.2.128/25")) == ""
    output.chmod(0o640)
    assert "azure.yaml: warning: drops connections that are missing from the JSON files: oslo" in \
        import_services(seattle)
    assert output.stat().st_mode & 0o777 == 0o640


def test_the_shipped_catalogue_agrees_with_the_list_of_microsoft365():
    main = REPOSITORY / "config/peeringd.yaml"
    words = ["import", "microsoft365", DATA / "microsoft365.json", "--check", "-c", main]
    done = peeringd(*words)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert "fpc.msedge.net is not compared" in done.stderr
    of_tenant = peeringd(*words, "--tenant", "contoso")
    assert of_tenant.returncode == 1 and "contoso.sharepoint.com" in of_tenant.stdout


@pytest.mark.parametrize("words", [["azure"], ["azur", "a"], ["azure", "a", "--check"],
                                   ["azure", "a", "--tenant", "b"], ["azure", "a", "--country", "b"],
                                   ["microsoft365", "a", "--all"],
                                   ["microsoft365", "a", "--tenant", "a.b"]])
def test_a_wrong_command_line_is_explained(words):
    done = peeringd("import", *words)
    assert done.returncode == 2 and done.stderr and not done.stdout


def test_what_is_written_by_hand_survives_the_next_import(lab, start_daemon, tmp_path):
    """The provider changes in Azure. Then it drops the prefix, and the overlay names nothing."""
    generated = tmp_path / "azure.yaml"

    def import_services(*services):
        done = peeringd("import", "azure", "-", "--output", generated,
                        input=json.dumps(sum(services, [])))
        assert done.returncode == 0, done.stderr

    import_services(service("seattle", "Contoso", Verified=A.prefix),
                    service("portland", "Fabrikam", Verified=B.prefix))
    (tmp_path / "hand.yaml").write_text(
        "seattle: {redundancy_group: us, labels: {floor: '2'}}\nportland: {redundancy_group: us}\n")
    main = configuration([endpoint("edge", "edge.example")])
    del main["connections"]
    daemon = start_daemon({**main, "include": ["azure.yaml"], "overlays": ["hand.yaml"]})

    def info(metrics, name):
        return metrics.samples("peering_connection_info", connection=name)[0].labels

    first = daemon.wait_until(lambda m: m.total("peering_probes_received_total") > 10, "answers")
    assert info(first, "seattle")["partner"] == "Contoso"
    assert info(first, "seattle")["redundancy_group"] == "us"

    import_services(service("seattle", "Northwind", Verified=A.prefix),
                    service("portland", "Fabrikam", Verified=B.prefix))
    daemon.program.send_signal(signal.SIGHUP)
    second = daemon.wait_until(lambda m: info(m, "seattle")["partner"] == "Northwind", "the new one")
    assert info(second, "seattle")["redundancy_group"] == "us"
    assert info(second, "seattle")["floor"] == "2"

    import_services(service("seattle", "Northwind", Verified=A.prefix),
                    service("portland", "Fabrikam", Failed=B.prefix))
    daemon.program.send_signal(signal.SIGHUP)
    third = daemon.wait_until(
        lambda m: not m.samples("peering_connection_info", connection="portland"), "one fewer")
    assert third.value("peeringd_config_last_reload_successful") == 1
    assert info(third, "seattle")["floor"] == "2"
    message = 'portland: no connection is named "portland"'
    assert message in daemon.log.read_text()
    checked = peeringd("check", "-c", daemon.file)
    assert checked.returncode == 0 and f"hand.yaml:2:1: warning: {message}" in checked.stderr
