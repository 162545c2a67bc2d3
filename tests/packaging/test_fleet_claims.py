"""Each sentence of docs/fleet.md names its tests in tests/docs/fleet_claims.txt, and they exist. A new sentence needs a
test, or is no claim."""

import re
from pathlib import Path

import pytest
import yaml

REPOSITORY = Path(__file__).resolve().parents[2]
DOCUMENT = REPOSITORY / "docs/fleet.md"
CLAIMS = REPOSITORY / "tests/docs/fleet_claims.txt"
NO_CLAIM = {"advice", "elsewhere"}
LIST_ITEM = re.compile(r"^ *(?:- |\d+\. )")
END_OF_SENTENCE = re.compile(r"(?<=[.:!?])\s+(?=[\"“*\[(<`A-Z])")


def sections():
    """{heading: its sentences}: paragraphs and list items by sentence, tables by row, without code blocks."""
    found, heading, lines = {}, None, []
    text = re.sub(r"^```.*?^```", "", DOCUMENT.read_text(), flags=re.MULTILINE | re.DOTALL)
    for line in [*text.splitlines(), "# end"]:
        if line.startswith("#"):
            if heading:
                found[heading] = _sentences(lines)
            heading, lines = line.lstrip("# "), []
        else:
            lines.append(line)
    return found


def _sentences(lines):
    parts = []
    for line in lines:
        if not line.strip():
            parts.append("")
        elif line.startswith("|"):
            parts += [line, ""]
        elif LIST_ITEM.match(line):
            parts.append(LIST_ITEM.sub("", line))
        else:
            parts[-1:] = [f"{parts[-1]} {line.strip()}".strip()] if parts else [line.strip()]
    sentences = []
    for part in parts:
        if part.startswith("|"):
            sentences.append(part)
        elif part:
            sentences += END_OF_SENTENCE.split(part)
    tables = {index for index, part in enumerate(sentences) if re.fullmatch(r"[|\-]+", part)}
    return [one for index, one in enumerate(sentences) if index not in tables and index + 1 not in tables]


def claims():
    """{heading: [(fragment of a sentence, its tests)]}."""
    found, heading = {}, None
    for line in CLAIMS.read_text().splitlines():
        if line.startswith("## "):
            heading = line[3:]
            found[heading] = []
        elif line and not line.startswith("#"):
            fragment, tests = line.split(" => ")
            found[heading].append((fragment, tests.split(", ")))
    return found


def test_each_sentence_has_a_test():
    known, missing = claims(), []
    for heading, sentences in sections().items():
        fragments = [fragment for fragment, _ in known.get(heading, [])]
        missing += [f"{heading}: {one}" for one in sentences if not any(each in one for each in fragments)]
    assert not missing, "sentences without a test:\n" + "\n".join(missing)


def test_each_claim_is_on_the_page():
    page = sections()
    gone = [f"{heading}: {fragment}" for heading, of_section in claims().items() for fragment, _ in of_section
            if not any(fragment in sentence for sentence in page.get(heading, []))]
    assert not gone, "not in docs/fleet.md:\n" + "\n".join(gone)


def cases_of_rules():
    """The names of the alerts and series that promtool tests."""
    tests = [test for name in ("fleet_test.yml", "fleet_week_test.yml")
             for test in yaml.safe_load((Path(__file__).with_name("prometheus") / name).read_text())["tests"]]
    alerts = {step["alertname"] for test in tests for step in test.get("alert_rule_test", [])}
    return alerts | {step["expr"] for test in tests for step in test.get("promql_expr_test", [])}


def exists(test):
    if test in NO_CLAIM:
        return True
    if test.startswith("rules "):
        return any(test.removeprefix("rules ") in case for case in cases_of_rules())
    file, _, name = test.partition("::")
    path = REPOSITORY / "tests" / file
    if not path.exists():
        return False
    text = path.read_text()
    if path.suffix == ".cpp":
        suite, _, case = name.partition(".")
        return re.search(rf"^TEST(?:_F|_P)?\({suite}, {case}\)", text, re.MULTILINE) is not None
    return f"\ndef {name}(" in text


@pytest.mark.parametrize("test", sorted({test for of_section in claims().values() for _, tests in of_section
                                         for test in tests}))
def test_a_named_test_exists(test):
    assert exists(test)
