"""The configuration of all branches, made from Azure's JSON by the commands and the file that docs/fleet.md shows."""

import json
import os
import re
import subprocess
from pathlib import Path

import yaml

from .catalogue import REPOSITORY, daemon_program

DOCUMENT = REPOSITORY / "docs/fleet.md"
SECTION = "From Azure to a folder"
SERVICES = "/subscriptions/s/resourceGroups/branches/providers/Microsoft.Peering/peeringServices"


def section(heading):
    """The text below a heading of the document, down to the next one of the same level."""
    found = re.search(rf"^## (?:\d+\. )?{re.escape(heading)}\n(.*?)(?=^## |\Z)", DOCUMENT.read_text(),
                      re.MULTILINE | re.DOTALL)
    assert found, f"docs/fleet.md has no section {heading}"
    return found[1]


def blocks(text, language):
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def answers_of_azure(directory, services):
    """Writes services.json, prefixes.json and locations.json, in the shape of `az rest`. `services` is a list of
    (name, provider, location, country, prefix)."""
    def write(name, items):
        Path(directory, name).write_text(json.dumps({"value": items}))
    write("services.json", [
        {"type": "Microsoft.Peering/peeringServices", "id": f"{SERVICES}/{name}", "name": name,
         "properties": {"peeringServiceProvider": provider, "peeringServiceLocation": location,
                        "provisioningState": "Succeeded"}}
        for name, provider, location, _, _ in services])
    write("prefixes.json", [
        {"type": "Microsoft.Peering/peeringServices/prefixes", "id": f"{SERVICES}/{name}/prefixes/office",
         "name": "office", "properties": {"prefix": prefix, "prefixValidationState": "Verified",
                                          "peeringServicePrefixKey": "a-very-secret-key"}}
        for name, _, _, _, prefix in services])
    write("locations.json", [
        {"type": "Microsoft.Peering/peeringServiceLocations", "name": location,
         "properties": {"country": country, "state": location, "azureRegion": "West Europe"}}
        for location, country in {(location, country) for _, _, location, country, _ in services}])


def make_folder(directory, services, changes):
    """The folder `branches` in `directory`, as a reader of the document makes it. `changes` replace keys of its
    main file. Returns (folder, what the commands printed)."""
    directory = Path(directory)
    answers_of_azure(directory, services)
    folder = directory / "branches"
    folder.mkdir()
    (main,) = blocks(section(SECTION), "yaml")
    (folder / "peeringd.yaml").write_text(yaml.safe_dump({**yaml.safe_load(main), **changes}, sort_keys=False))
    programs = directory / "programs"
    programs.mkdir()
    (programs / "peeringd").symlink_to(daemon_program().resolve())
    commands = blocks(section(SECTION), "sh")[0].replace("/etc/peeringd/endpoints", str(REPOSITORY / "config/endpoints"))
    done = subprocess.run(["bash", "-euo", "pipefail", "-c", commands], cwd=directory, capture_output=True, text=True,
                          env={**os.environ, "PATH": f"{programs}:{os.environ['PATH']}"})
    assert done.returncode == 0, done.stderr
    return folder, done.stdout
