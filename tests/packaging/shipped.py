"""The panels and expressions of the files shipped for Prometheus and Grafana."""

import json
import re
from pathlib import Path

import yaml

REPOSITORY = Path(__file__).resolve().parents[2]
GRAFANA = REPOSITORY / "packaging/grafana"
PROMETHEUS = REPOSITORY / "packaging/prometheus"
FLEET = REPOSITORY / "packaging/fleet"
FLEET_DOCUMENT = REPOSITORY / "docs/fleet.md"

DASHBOARDS = {file.stem: json.loads(file.read_text())
              for file in sorted((GRAFANA / "dashboards").glob("*.json"))}

CENTRE = "branches"  # the dashboard over the rules of packaging/fleet

RULES = [rule for file in sorted((PROMETHEUS / "rules").glob("*.yml"))
         for group in yaml.safe_load(file.read_text())["groups"] for rule in group["rules"]]

FLEET_RULES = [rule for file in sorted((FLEET / "rules").glob("*.yml"))
               for group in yaml.safe_load(file.read_text())["groups"] for rule in group["rules"]]


def panels(dashboard):
    """All panels except headings."""
    return [panel for panel in dashboard["panels"] if panel["type"] != "row"]


def variables(dashboard):
    return {variable["name"]: variable for variable in dashboard["templating"]["list"]}


def dashboard_expressions(centre=False):
    """Every PromQL expression of the dashboards, by location: of those for the Prometheus that scrapes the
    daemons, or of the one for the centre of a fleet."""
    found = {}
    for name, dashboard in DASHBOARDS.items():
        if (name == CENTRE) != centre:
            continue
        for panel in panels(dashboard):
            for target in panel["targets"]:
                found[f"{name}: {panel['title']}: {target['refId']}"] = target["expr"]
        for annotation in dashboard["annotations"]["list"]:
            found[f"{name}: annotation {annotation['name']}"] = annotation["expr"]
        for variable in variables(dashboard).values():
            if variable["type"] == "query":
                found[f"{name}: ${variable['name']}"] = _label_values(variable["query"]["query"])
    return found


def _label_values(query):
    """`label_values(series, label)` as PromQL, which returns data if there is a value."""
    series, label = re.fullmatch(r"label_values\((.+), (\w+)\)", query).groups()
    return f"count by ({label}) ({series})"


def rule_expressions():
    """Every PromQL expression of the rules. Recording rules with the same name are distinguished by
    their labels."""
    return {" ".join([rule.get("alert") or rule["record"], *rule.get("labels", {}).values()]):
            rule["expr"] for rule in RULES}


def documented_levels():
    """{level: the families that docs/metrics.md lists for it}, of the levels below `all`."""
    text = (REPOSITORY / "docs/metrics.md").read_text().split("## Levels of detail")[1].split("\n## ")[0]
    rows = text.split("The families of each level:")[1]
    return {level: set(re.findall(r"`(peering\w*|process\w*)`", names))
            for level, names in re.findall(r"^\| `(\w+)` \| (.+) \|$", rows, re.MULTILINE)}


def costs():
    """{level: (series of a branch, of 1,000 branches, uplink in kB/s)}, as docs/fleet.md has them."""
    rows = re.findall(r"^\| `detail=(\w+)` \| ([\d,]+)[^|]*\| ([\d.,]+)( million)? \| ([\d.]+) kB/s \|$",
                      FLEET_DOCUMENT.read_text(), re.MULTILINE)
    number = lambda text: float(text.replace(",", ""))
    return {level: (number(branch), number(all_of_them) * (1e6 if million else 1), float(uplink))
            for level, branch, all_of_them, million, uplink in rows}
