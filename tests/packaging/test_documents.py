"""The man pages and the completions match the program."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGING = REPOSITORY / "packaging"
PEERINGD = os.environ.get("PEERINGD", REPOSITORY / "build/release/peeringd")
CONFIGURATION = REPOSITORY / "docs/configuration.md"
CONVERTER = PACKAGING / "man/markdown_to_man"


def output_of(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout


def help_of(*command):
    return output_of(PEERINGD, *command, "--help")


def commands():
    section = help_of().split("Subcommands:")[1].split("\n\n")[0]
    return re.findall(r"^  (\w+) ", section, re.MULTILINE)


def options_of(*command):
    """The long options of a command, from its --help."""
    return set(re.findall(r"^  (?:-\w,)?(--[a-z-]+)", help_of(*command), re.MULTILINE))


def all_options():
    return options_of().union(*(options_of(command) for command in commands()))


def plain_page():
    """peeringd(8) without roff commands and escapes."""
    page = (PACKAGING / "man/peeringd.8").read_text()
    return re.sub(r"\\f.", "", page.replace("\\-", "-").replace("\\ ", " "))


def converted(document):
    return subprocess.run([CONVERTER, document, "peeringd.yaml", "5", "0", "1.2.3", "a summary"],
                          capture_output=True, text=True)


def configuration_page():
    page = converted(CONFIGURATION)
    assert page.returncode == 0, page.stderr
    return page.stdout


def headings_of(document):
    """The anchors of a document, as GitHub derives them from its headings."""
    anchors = set()
    text = re.sub(r"^```.*?^```", "", document.read_text(), flags=re.MULTILINE | re.DOTALL)
    for heading in re.findall(r"^#+ +(.*?) *$", text, re.MULTILINE):
        anchors.add(re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-"))
    return anchors


def documents():
    """Without the copies in build folders, such as those of a package's documents."""
    return [path for path in REPOSITORY.rglob("*.md") if path.relative_to(REPOSITORY).parts[0] != "build"]


def dead_links_of(document):
    text = re.sub(r"^```.*?^```", "", document.read_text(), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        linked = (document.parent / path).resolve() if path else document
        if not linked.exists():
            yield f"{document.relative_to(REPOSITORY)}: {target} is not there"
        elif anchor and anchor not in headings_of(linked):
            yield f"{document.relative_to(REPOSITORY)}: {target} has no such heading"


def test_no_link_between_documents_is_dead():
    assert len(documents()) > 10
    assert [link for document in documents() for link in dead_links_of(document)] == []


def promql_of(question):
    """The expressions after a question in docs/metrics.md."""
    text = (REPOSITORY / "docs/metrics.md").read_text()
    part = text[text.index(f"**{question}"):]
    return part.split("```promql\n")[1].split("```")[0]


def test_the_ansible_readme_copies_the_package_to_the_name_in_the_inventory():
    folder = PACKAGING / "ansible"
    named = re.search(r'peeringd_deb: "\{\{ playbook_dir \}\}/(\S+)"', (folder / "inventory.yml").read_text())[1]
    assert f" ~/peeringd-hosts/{named}\n" in (folder / "README.md").read_text()


# Series of one prefix: the edge answers all probes, a resolver and an egress server none.
SERIES = """
      - series: 'peering_probes_sent_total{connection="c",prefix="p",endpoint="edge",probe="tcp"}'
        values: '0+10x120'
      - series: 'peering_probes_sent_total{connection="c",prefix="p",endpoint="r",probe="dns:a.example"}'
        values: '0+10x120'
      - series: 'peering_probes_sent_total{connection="c",prefix="p",endpoint="egress:s",probe="stun"}'
        values: '0+10x120'
      - series: 'peering_probes_lost_total{connection="c",prefix="p",endpoint="edge",probe="tcp",reason="timeout"}'
        values: '0x120'
      - series: 'peering_probes_lost_total{connection="c",prefix="p",endpoint="r",probe="dns:a.example",reason="timeout"}'
        values: '0+10x120'
      - series: 'peering_probes_lost_total{connection="c",prefix="p",endpoint="egress:s",probe="stun",reason="timeout"}'
        values: '0+10x120'
      - series: 'peering_probe_rtt_seconds_bucket{connection="c",prefix="p",endpoint="edge",probe="tcp",le="0.06"}'
        values: '0+10x120'
      - series: 'peering_probe_rtt_seconds_bucket{connection="c",prefix="p",endpoint="r",probe="dns:a.example",le="0.06"}'
        values: '0x120'
"""


@pytest.mark.parametrize("question, labels, value", [
    ("How much was lost in the last hour?", '{connection="c",prefix="p"}', 0),
    ("And why?", None, None),
    ("Which share of the probes stayed within 60 ms?", '{connection="c"}', 1),
])
def test_queries_about_the_edge_exclude_resolvers_and_egress_servers(tmp_path, question, labels, value):
    expected = f"[{{labels: '{labels}', value: {value}}}]" if labels else "[]"
    expression = promql_of(question).replace("\n", " ")
    (tmp_path / "test.yml").write_text(f"""
tests:
  - interval: 1m
    input_series: {SERIES}
    promql_expr_test:
      - expr: >-
          {expression}
        eval_time: 2h
        exp_samples: {expected}
""")
    subprocess.run(["promtool", "test", "rules", tmp_path / "test.yml"], check=True)


def test_help_names_the_commands_and_options():
    assert {"run", "check"} <= set(commands())
    assert {"--help", "--version"} <= options_of()
    assert "--log-level" in options_of("run")


def test_the_man_page_describes_every_command():
    described = re.findall(r"^\.TP\n\.B (\w+)$", plain_page().split(".SH OPTIONS")[0], re.MULTILINE)
    assert sorted(described) == sorted(commands())


def test_the_man_page_describes_exactly_the_options():
    section = plain_page().split(".SH OPTIONS")[1].split(".SH ")[0]
    described = re.findall(r"^\.TP\n\.BR? .*?(--[a-z-]+)", section, re.MULTILINE)
    assert sorted(described) == sorted(all_options())


def test_the_synopsis_lists_the_options_of_each_command():
    synopsis = plain_page().split(".SH SYNOPSIS")[1].split(".SH ")[0]
    for command in commands():
        part = re.search(rf"peeringd {command}\n(.*?)(?=\n\.br|\Z)", synopsis, re.DOTALL)
        assert part, command
        said = set(re.findall(r"--[a-z-]+", part[1]))
        assert said == options_of(command) - {"--help", "--config"}, command


def test_the_man_page_lists_every_exit_code():
    footer = help_of().split("Exit codes:")[1]
    codes = re.findall(r"\b(\d) \w", footer)
    section = plain_page().split(".SH EXIT STATUS")[1].split(".SH ")[0]
    assert re.findall(r"^\.B (\d)$", section, re.MULTILINE) == codes


def test_the_man_page_of_the_configuration_has_every_key_of_its_document():
    keys = []
    table = None
    for line in CONFIGURATION.read_text().splitlines():
        table = (table or line) if line.startswith("|") else None
        if table and table.startswith("| key ") and re.match(r"\| `", line):
            keys.append(re.findall(r"`([^`]+)`", line.split("|")[1]))
    assert len(keys) > 40
    described = re.findall(r"^\.TP\n(.*)$", configuration_page(), re.MULTILINE)
    assert [re.findall(r"\\fB(.*?)\\fR", line) for line in described] == keys


def test_every_key_of_the_shipped_configuration_is_documented():
    """Also keys that are commented out."""
    shown = set()
    for line in (REPOSITORY / "config/peeringd.yaml").read_text().splitlines():
        if not re.match(r" *(# *)?(- )?\{?[a-z_]+:( |$)", line):
            continue
        code = re.split(r" # | {2,}#", line.lstrip(" #"))[0]
        shown |= set(re.findall(r"(?:^|[{,-] ?)([a-z_]+):(?= |$)", code))
    described = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`([^`\n]+)`",
                                                              CONFIGURATION.read_text()))))
    names_of_the_users = {"prometheus", "office"}
    assert {"listen", "expect_body", "redundancy_group", "basic_auth_users"} <= shown
    assert shown - described - names_of_the_users == set()


def test_the_converter_rejects_unknown_markup(tmp_path):
    for text in ("- one\n  - below it\n", "[here](../config/nowhere.yaml)\n"):
        document = tmp_path / "document.md"
        document.write_text(text)
        assert converted(document).returncode != 0, text


def test_text_is_not_interpreted_as_a_roff_command(tmp_path):
    document = tmp_path / "document.md"
    document.write_text(".so /etc/passwd\n\n```\n.ab\n'br\n\\n\n```\n")
    assert not re.search(r"^(\.so|\.ab|'br)|\\n", converted(document).stdout, re.MULTILINE)


@pytest.mark.skipif(not shutil.which("mandoc"), reason="mandoc is not installed")
def test_the_pages_have_no_errors():
    program = (PACKAGING / "man/peeringd.8").read_text()
    for page in (program.replace("@PEERINGD_DATE@", "2026-01-01"), configuration_page()):
        lint = subprocess.run(["mandoc", "-T", "lint", "-W", "warning"], input=page, text=True,
                              capture_output=True)
        assert lint.stdout == ""


@pytest.mark.parametrize("name", ["peeringd.bash", "_peeringd", "peeringd.fish"])
def test_completions_contain_exactly_the_commands_and_options(name):
    text = (PACKAGING / "completions" / name).read_text()
    if name.endswith(".fish"):
        offered = {f"--{option}" for option in re.findall(r"-l ([a-z-]+)", text)}
    else:
        offered = set(re.findall(r"--[a-z-]{2,}", text))
    assert offered == all_options()
    for command in commands():
        assert re.search(rf"\b{command}\b", text), command


BASH_COMPLETION = Path("/usr/share/bash-completion/bash_completion")


def completed_by_bash(line):
    script = f"""
      source {BASH_COMPLETION}
      source {PACKAGING}/completions/peeringd.bash
      COMP_LINE=$1 COMP_POINT=${{#1}}
      read -ra COMP_WORDS <<<"$1"
      [[ $1 != *' ' ]] || COMP_WORDS+=('')
      COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
      _peeringd
      printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    environment = os.environ | {"PATH": f"{Path(PEERINGD).parent}:{os.environ['PATH']}"}
    return output_of("bash", "-c", script, "bash", line, env=environment).split()


@pytest.mark.skipif(not BASH_COMPLETION.exists(), reason="bash-completion is not installed")
def test_bash_completes_commands_options_and_names_of_the_configuration():
    assert set(commands()) <= set(completed_by_bash("peeringd "))
    assert completed_by_bash("peeringd ch") == ["check"]
    assert completed_by_bash("peeringd run --log") == ["--log-level", "--log-format"]
    assert completed_by_bash("peeringd run --log-level w") == ["warning"]
    assert completed_by_bash("peeringd run --log-format l") == ["logfmt"]
    for command in commands():
        assert set(completed_by_bash(f"peeringd {command} --")) == options_of(command), command
    example = REPOSITORY / "config/examples/geo-redundant.yaml"
    names = completed_by_bash(f"peeringd probe -c {example} --connection ")
    assert names == ["contoso-frankfurt", "fabrikam-amsterdam"]


@pytest.mark.skipif(not shutil.which("fish"), reason="fish is not installed")
def test_fish_completes_commands_and_options():
    script = f"source {PACKAGING}/completions/peeringd.fish; complete -C $argv[1]"

    def completed(line):
        return {row.split("\t")[0] for row in
                output_of("fish", "--no-config", "-c", script, line).splitlines()}
    assert set(commands()) <= completed("peeringd ")
    for command in commands():
        assert completed(f"peeringd {command} --") == options_of(command), command


@pytest.mark.skipif(not shutil.which("zsh"), reason="zsh is not installed")
def test_zsh_accepts_its_completion():
    output_of("zsh", "-f", "-n", PACKAGING / "completions/_peeringd")
