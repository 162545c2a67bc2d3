"""The bill of materials: valid SPDX 2.3, correct for this program, and reproducible."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
GENERATE = REPOSITORY / "packaging/sbom/generate"
COPYRIGHT = REPOSITORY / "packaging/debian/copyright"
PEERINGD = os.environ.get("PEERINGD", REPOSITORY / "build/release/peeringd")

pytestmark = pytest.mark.skipif(not shutil.which("dpkg-query"), reason="this is no Debian")

# SPDX 2.3, clauses 6, 7 and 11, for the fields that the file uses.
DOCUMENT = {"spdxVersion": r"SPDX-2\.3", "dataLicense": r"CC0-1\.0", "SPDXID": "SPDXRef-DOCUMENT",
            "name": ".+", "documentNamespace": r"(https?://|urn:uuid:)[^#\s]+"}
PACKAGE = {"SPDXID": r"SPDXRef-[A-Za-z0-9.-]+", "name": r"\S+", "versionInfo": r"\S+",
           "supplier": r"NOASSERTION|Organization: .+", "downloadLocation": r"NOASSERTION|\S+://\S+",
           "licenseConcluded": r"NOASSERTION|[A-Za-z0-9. +()-]+",
           "licenseDeclared": r"NOASSERTION|[A-Za-z0-9. +()-]+", "copyrightText": ".+"}
RELATIONS = {"DESCRIBES", "DYNAMIC_LINK", "CONTAINS"}
PURL = re.compile(r"pkg:deb/debian/[A-Za-z0-9.%~-]+@[A-Za-z0-9.%~_-]+\?arch=\w+")


def generate():
    return subprocess.run([GENERATE, PEERINGD, "peeringd", "1.2.3", "Some One <some@one.example>",
                           "1700000000"], check=True, stdout=subprocess.PIPE, text=True).stdout


@pytest.fixture(scope="module")
def bill():
    return json.loads(generate())


def related(bill, kind):
    """The packages that peeringd has this relation to, by name."""
    elements = {one["SPDXID"]: one for one in bill["packages"]}
    return {elements[one["relatedSpdxElement"]]["name"]: elements[one["relatedSpdxElement"]]
            for one in bill["relationships"] if one["relationshipType"] == kind}


def has_form(value, form):
    return all(re.fullmatch(pattern, value[key]) for key, pattern in form.items())


def test_it_is_valid_spdx(bill):
    assert has_form(bill, DOCUMENT)
    assert bill["creationInfo"]["created"] == "2023-11-14T22:13:20Z"
    assert all(re.fullmatch(r"(Tool|Organization|Person): .+", creator)
               for creator in bill["creationInfo"]["creators"])
    for package in bill["packages"]:
        assert has_form(package, PACKAGE), package
        assert package["filesAnalyzed"] is False
    known = [one["SPDXID"] for one in bill["packages"]]
    assert len(known) == len(set(known))
    for one in bill["relationships"]:
        assert one["relationshipType"] in RELATIONS
        assert {one["spdxElementId"], one["relatedSpdxElement"]} <= {*known, "SPDXRef-DOCUMENT"}
    assert list(related(bill, "DESCRIBES")) == ["peeringd"]


def test_every_package_is_named_by_its_purl_and_the_version_that_is_installed(bill):
    debian = [one for one in bill["packages"][1:] if one["name"] != "uplot"]
    assert len(debian) > 10
    for package in debian:
        (reference,) = package["externalRefs"]
        assert (reference["referenceCategory"], reference["referenceType"]) == ("PACKAGE-MANAGER",
                                                                               "purl")
        assert PURL.fullmatch(reference["referenceLocator"]), reference
        version = subprocess.run(["dpkg-query", "--show", "--showformat=${Version}\n",
                                  package["name"]], check=True, stdout=subprocess.PIPE,
                                 text=True).stdout.split()
        assert package["versionInfo"] in version


def test_it_names_every_library_that_the_program_is_linked_with(bill):
    dynamic = subprocess.run(["readelf", "--wide", "-d", PEERINGD], check=True, text=True,
                             stdout=subprocess.PIPE).stdout
    needed = re.findall(r"\(NEEDED\).*\[(?!ld-linux)(.+)\]", dynamic)
    assert needed
    packages = "\n".join(related(bill, "DYNAMIC_LINK"))
    for name in {re.match(r"lib(gcc_s|c|m|stdc\+\+|[a-z+-]+)", one)[0] for one in needed}:
        expected = {"libgcc_s": "libgcc-s", "libm": "libc6", "libc": "libc6", "libz": "zlib1g",
                    "libcares": "libc-ares", "libcrypto": "libssl"}.get(name, name)
        assert expected in packages, name


def test_it_lists_header_only_libraries_with_their_licenses(bill):
    embedded = related(bill, "CONTAINS")
    licenses = {re.sub(r"[\d.]+-dev$|-dev$", "", name): one["licenseDeclared"]
                for name, one in embedded.items()}
    assert licenses["libboost"] == "BSL-1.0"
    assert licenses["libcli11" if "libcli11" in licenses else "libcli"] == "BSD-3-Clause"
    assert {"libfmt", "libspdlog"} <= set(licenses)
    assert "NOASSERTION" not in licenses.values(), licenses
    for name, license in licenses.items():
        if license in ("BSL-1.0", "BSD-3-Clause"):
            assert f"License: {license}\n" in COPYRIGHT.read_text(), name


def test_it_lists_the_script_of_the_page_in_the_version_that_is_vendored(bill):
    package = related(bill, "CONTAINS")["uplot"]
    script = (REPOSITORY / "web/vendor/uplot/uPlot.esm.js").read_text(encoding="utf-8")
    assert f"(v{package['versionInfo']})" in script
    (reference,) = package["externalRefs"]
    assert reference["referenceLocator"] == f"pkg:npm/uplot@{package['versionInfo']}"


def test_the_copyright_file_contains_all_required_notices(bill):
    text = COPYRIGHT.read_text().lower()
    for package in related(bill, "CONTAINS").values():
        source = re.sub(r"lib$|[\d.]+$|-\d+$", "", package["sourceInfo"].split()[-1])
        if package["licenseDeclared"] in ("BSL-1.0", "BSD-3-Clause", "MIT"):
            assert source in text, source


def test_it_is_reproducible():
    assert generate() == generate()
