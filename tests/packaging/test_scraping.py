"""Every shipped or documented scrape configuration of peeringd honours labels."""

import re

import yaml

from shipped import PROMETHEUS, REPOSITORY

DOCUMENTS = [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").glob("**/*.md"))]


def shown():
    """Every block of YAML in a document, and every file of packaging/prometheus, as (place, object)."""
    for file in DOCUMENTS:
        for block in re.findall(r"^```ya?ml\n(.*?)^```", file.read_text(), re.MULTILINE | re.DOTALL):
            yield file.name, yaml.safe_load(block)
    for file in [*PROMETHEUS.glob("**/*.yml"), *PROMETHEUS.glob("**/*.yaml")]:
        for item in yaml.safe_load_all(file.read_text()):
            yield file.name, item


def jobs():
    """(place, job) of each scrape configuration of Prometheus itself."""
    return [(place, job) for place, item in shown() if isinstance(item, dict)
            for job in item.get("scrape_configs", [])]


def test_every_scrape_configuration_honours_labels():
    assert {"README.md", "alerting.md", "prometheus.yml"} <= {place for place, _ in jobs()}
    for place, job in jobs():
        assert job.get("honor_labels") is True, place


def test_the_operators_objects_honour_labels():
    kinds = {}
    for item in yaml.safe_load_all((PROMETHEUS / "operator.yaml").read_text()):
        spec = item["spec"]
        kinds[item["kind"]] = spec.get("endpoints") or spec.get("podMetricsEndpoints") or [spec]
    assert set(kinds) == {"ServiceMonitor", "PodMonitor", "ScrapeConfig"}
    for kind, scrapes in kinds.items():
        assert all(scrape["honorLabels"] is True for scrape in scrapes), kind
        if kind != "ScrapeConfig":  # its targets have no label `endpoint`
            dropped = [[rule["regex"] for rule in scrape["relabelings"]
                        if rule["action"] == "labeldrop"] for scrape in scrapes]
            assert dropped == [["endpoint"]] * len(scrapes), kind


def test_what_pages_is_scraped_often_by_a_job_of_its_own():
    """Two targets with equal labels would overwrite each other's samples."""
    shipped = {job["job_name"]: job for place, job in jobs() if place == "prometheus.yml"}
    assert set(shipped) == {"peeringd", "peeringd-pages"}
    found = [(shipped["peeringd-pages"]["scrape_interval"], shipped["peeringd-pages"]["params"])]
    for item in yaml.safe_load_all((PROMETHEUS / "operator.yaml").read_text()):
        spec = item["spec"]
        for scrape in spec.get("endpoints", []) + spec.get("podMetricsEndpoints", []):
            if "params" in scrape:
                found.append((scrape["interval"], scrape["params"]))
                assert {"action": "replace", "targetLabel": "job",
                        "replacement": "peeringd-pages"} in scrape["relabelings"]
        if item["kind"] == "ScrapeConfig" and "params" in spec:
            found.append((spec["scrapeInterval"], spec["params"]))
            assert spec["staticConfigs"][0]["labels"] == {"job": "peeringd-pages"}
    assert found == [("5s", {"detail": ["prefix"]})] * 4


def test_the_rules_match_the_names_of_the_operators_jobs():
    """ServiceMonitor: the Service's name. PodMonitor and ScrapeConfig: namespace and name."""
    rules = (PROMETHEUS / "rules/alerts.yml").read_text()
    patterns = set(re.findall(r'job=~"([^"]+)"', rules))
    assert len(patterns) == 1
    for job in ("peeringd", "peeringd-labs", "monitoring/peeringd",
                "scrapeConfig/monitoring/peeringd"):
        assert re.fullmatch(*patterns, job), job
    assert not re.fullmatch(*patterns, "node")
