"""The dashboards are complete and consistent, and match their generator."""

import itertools
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from shipped import (DASHBOARDS, FLEET_RULES, GRAFANA, REPOSITORY, RULES, dashboard_expressions, panels,
                     rule_expressions, variables)

SOURCE = {"type": "prometheus", "uid": "${datasource}"}

every_dashboard = pytest.mark.parametrize("dashboard", DASHBOARDS.values(), ids=DASHBOARDS)


def test_the_dashboards_match_their_generator():
    result = subprocess.run([GRAFANA / "generate", "--check"], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    assert set(DASHBOARDS) == {"overview", "connection", "daemon", "branches"}


@every_dashboard
def test_panels_have_unique_ids_and_do_not_overlap(dashboard):
    ids = [panel["id"] for panel in dashboard["panels"]]
    assert len(ids) == len(set(ids))
    for panel in dashboard["panels"]:
        place = panel["gridPos"]
        assert place["x"] >= 0 and place["w"] > 0 and place["h"] > 0
        assert place["x"] + place["w"] <= 24, panel["title"]
    for one, other in itertools.combinations(dashboard["panels"], 2):
        a, b = one["gridPos"], other["gridPos"]
        assert (a["x"] + a["w"] <= b["x"] or b["x"] + b["w"] <= a["x"]
                or a["y"] + a["h"] <= b["y"] or b["y"] + b["h"] <= a["y"]), \
            f"{one['title']} overlaps {other['title']}"


@every_dashboard
def test_the_panels_of_a_line_fill_its_width(dashboard):
    lines = {}
    for panel in dashboard["panels"]:
        place = panel["gridPos"]
        lines[place["y"]] = lines.get(place["y"], 0) + place["w"]
    assert set(lines.values()) == {24}


@every_dashboard
def test_every_panel_has_a_description_and_a_unit(dashboard):
    for panel in panels(dashboard):
        assert len(panel["description"]) > 15 and panel["description"].endswith("."), panel["title"]
        assert panel["fieldConfig"]["defaults"]["unit"], panel["title"]
        assert panel["targets"], panel["title"]
        references = [target["refId"] for target in panel["targets"]]
        assert len(references) == len(set(references)), panel["title"]


@every_dashboard
def test_the_data_source_is_a_variable(dashboard):
    for panel in panels(dashboard):
        assert panel["datasource"] == SOURCE
        assert all(target["datasource"] == SOURCE for target in panel["targets"])
    for variable in variables(dashboard).values():
        assert variable["type"] == "datasource" or variable["datasource"] == SOURCE
    assert all(a["datasource"] == SOURCE for a in dashboard["annotations"]["list"])
    assert variables(dashboard)["datasource"]["query"] == "prometheus"


@every_dashboard
def test_azures_time_ranges_are_offered(dashboard):
    ranges = [choice["from"] for choice in dashboard["timepicker"]["quick_ranges"]]
    assert ranges == ["now-6h", "now-12h", "now-1d", "now-7d", "now-30d"]


def test_there_are_variables_for_all_labels_of_a_path():
    assert {"connection", "partner", "location", "prefix", "endpoint"} \
        <= set(variables(DASHBOARDS["connection"]))


def test_variables_use_the_right_operator():
    """A choice of several is a regular expression; a single value is not, so its dots are literal."""
    for place, expression in {**dashboard_expressions(),
                              **dashboard_expressions(centre=True)}.items():
        known = variables(DASHBOARDS[place.split(":")[0]])
        for operator, name in re.findall(r'(=~|=)"\$(\w+)"', expression):
            assert operator == ("=~" if known[name]["multi"] else "="), f"{place}: {expression}"
        used = set(re.findall(r"\$\{?(\w+)", expression)) - {"__interval", "__rate_interval"}
        assert used <= set(known), f"{place}: {expression}"


def test_links_lead_to_dashboards_that_exist():
    uids = {dashboard["uid"] for dashboard in DASHBOARDS.values()}
    assert len(uids) == len(DASHBOARDS)
    links = set(re.findall(r"/d/([\w-]+)\?", str(DASHBOARDS)))
    assert links and links <= uids


@every_dashboard
def test_overridden_and_renamed_fields_exist(dashboard):
    for panel in panels(dashboard):
        legends = {target["legendFormat"] for target in panel["targets"]}
        for override in panel["fieldConfig"]["overrides"]:
            for item in override["properties"]:
                if item["id"] == "custom.fillBelowTo":
                    assert {item["value"], override["matcher"]["options"]} <= legends


def of_kind(dashboard, kind):
    return [panel for panel in panels(dashboard) if panel["type"] == kind]


@every_dashboard
def test_a_figure_shows_the_present(dashboard):
    """Not the last value of a range: a connection that is down would have the latency of hours ago."""
    for panel in of_kind(dashboard, "stat"):
        assert all(target["instant"] and not target["range"] for target in panel["targets"]), panel["title"]


@every_dashboard
def test_a_graph_of_zeros_has_a_small_axis(dashboard):
    """Grafana's own is from 0 to 100, which is 10,000 % of a ratio."""
    for panel in of_kind(dashboard, "timeseries"):
        if panel["fieldConfig"]["defaults"]["unit"] in ("percentunit", "pps", "short"):
            assert 0 < panel["fieldConfig"]["defaults"]["custom"]["axisSoftMax"] <= 10, panel["title"]


@every_dashboard
def test_a_graph_draws_its_thresholds(dashboard):
    for panel in of_kind(dashboard, "timeseries"):
        defaults = panel["fieldConfig"]["defaults"]
        if len(defaults["thresholds"]["steps"]) > 1:
            assert defaults["custom"]["thresholdsStyle"]["mode"] != "off", panel["title"]


@every_dashboard
def test_a_table_fits_a_window_of_1440_pixels(dashboard):
    """Otherwise it scrolls sideways, and its last columns are out of sight."""
    for panel in of_kind(dashboard, "table"):
        headings = panel["transformations"][-1]["options"]["renameByName"].values()
        custom = panel["fieldConfig"]["defaults"]["custom"]
        needed = dict.fromkeys(headings, custom["minWidth"])
        for override in panel["fieldConfig"]["overrides"]:
            assert override["matcher"]["options"] in needed, panel["title"]
            for item in override["properties"]:
                if item["id"] in ("custom.width", "custom.minWidth"):
                    needed[override["matcher"]["options"]] = item["value"]
        assert sum(needed.values()) <= 1440 / 24 * panel["gridPos"]["w"] - 10, panel["title"]


@every_dashboard
def test_no_value_does_not_look_good(dashboard):
    """What is not known is grey if the known values are texts, such as Up and Down."""
    for panel in panels(dashboard):
        defaults = panel["fieldConfig"]["defaults"]
        if defaults["mappings"]:
            assert defaults["thresholds"]["steps"][0]["color"] == "#8e8e8e", panel["title"]


def test_all_metrics_in_expressions_are_documented():
    documented = (REPOSITORY / "docs/metrics.md").read_text()
    recorded = {rule["record"] for rule in RULES if "record" in rule}
    for place, expression in {**dashboard_expressions(), **rule_expressions()}.items():
        bare = re.sub(r'"[^"]*"', '""', expression)
        for name in re.findall(r"\b(?:\w+:)*(?:peeringd?|process|connection\w*)[:_][\w:]+", bare):
            base = re.sub(r"_(bucket|sum|count)$", "", name)
            assert name in recorded or re.search(rf"\b{base}\b", documented), f"{place}: {name}"


def test_the_dashboard_of_the_centre_uses_the_reduced_metrics_and_its_rules():
    documented = (REPOSITORY / "docs/metrics.md").read_text()
    recorded = {rule["record"] for rule in FLEET_RULES if "record" in rule}
    for place, expression in dashboard_expressions(centre=True).items():
        bare = re.sub(r'"[^"]*"', '""', expression)
        for name in re.findall(r"\b(?:\w+:)+\w+", bare):
            assert name in recorded, f"{place}: {name}"
        for name in re.findall(r"(?<![\w:])peeringd?_\w+", bare):
            assert re.search(rf"\b{name}\b", documented), f"{place}: {name}"


def test_the_provisioning_uses_installed_paths():
    sources = yaml.safe_load((GRAFANA / "provisioning/datasources/peeringd.yaml").read_text())
    assert [source["type"] for source in sources["datasources"]] == ["prometheus"]
    providers = yaml.safe_load((GRAFANA / "provisioning/dashboards/peeringd.yaml").read_text())
    path = Path(providers["providers"][0]["options"]["path"])
    assert path.name == "dashboards"
    assert f"cp -r packaging/grafana/dashboards {path.parent}/" \
        in (REPOSITORY / "docs/alerting.md").read_text()
