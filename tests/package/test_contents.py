"""The contents of the packages, according to dpkg, rpm, lintian and rpmlint."""

import json
import os
import re
import shutil
import subprocess

import pytest

import packages

CONFIGURATION = {"/etc/peeringd/peeringd.yaml", "/etc/peeringd/endpoints/microsoft-edge.yaml",
                 "/etc/peeringd/connections.d/README",
                 "/etc/peeringd/connections.d/example.yaml"}

# Warnings of rpmlint for any package built on Debian, whose macros differ from those of Fedora and
# openSUSE, without a key and a home page.
NOT_OURS = {"no-signature", "no-url-tag", "invalid-license", "manpage-not-compressed",
            "only-non-binary-in-usr-lib", "no-manual-page-for-binary"}


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """The .deb, unpacked."""
    folder = tmp_path_factory.mktemp("deb")
    subprocess.run(["dpkg-deb", "--extract", packages.deb(), folder], check=True)
    return folder


def test_it_contains_the_program_and_its_files(tree):
    files = packages.files_below(tree)
    assert CONFIGURATION <= files
    assert {"/usr/sbin/peeringd", f"{packages.UNITS}/peeringd.service",
            f"{packages.UNITS}/peeringd.socket", "/usr/lib/sysctl.d/50-peeringd.conf", "/usr/share/man/man8/peeringd.8.gz",
            "/usr/share/man/man5/peeringd.yaml.5.gz", "/usr/share/doc/peeringd/copyright",
            "/usr/share/doc/peeringd/changelog.gz", "/usr/share/doc/peeringd/install.md",
            "/usr/share/doc/peeringd/examples/net-raw.conf",
            "/usr/share/doc/peeringd/examples/credentials.conf",
            "/usr/share/doc/peeringd/SECURITY.md", "/usr/share/doc/peeringd/peeringd.spdx.json",
            "/usr/share/bash-completion/completions/peeringd",
            "/usr/share/zsh/vendor-completions/_peeringd",
            "/usr/share/fish/vendor_completions.d/peeringd.fish"} <= files


def test_of_two_builds_of_a_version_the_later_commit_is_the_upgrade():
    """apt, rpm and Ansible install a package only if its version differs."""
    release = packages.output_of("date", "--utc", "--date", f"@{packages.source_date()}", "+%Y%m%d%H%M%S").strip()
    version = packages.output_of("dpkg-deb", "--field", packages.deb(), "Version").strip()
    assert version.endswith(f"-{release}")
    assert packages.output_of("rpm", "--query", "--queryformat", "%{RELEASE}", "--package",
                              packages.rpm()) == release


def test_its_bill_of_materials_lists_every_dependency(tree):
    bill = json.loads((tree / "usr/share/doc/peeringd/peeringd.spdx.json").read_text())
    linked = {related["relatedSpdxElement"] for related in bill["relationships"]
              if related["relationshipType"] == "DYNAMIC_LINK"}
    names = {one["name"] for one in bill["packages"] if one["SPDXID"] in linked}
    depends = packages.output_of("dpkg-deb", "--field", packages.deb(), "Depends")
    libraries = {one.split()[0] for one in depends.split(",") if one.strip().startswith("lib")}
    # Some dependencies are provided names, such as libspdlog1.10-fmt9.
    missing = {one for one in libraries
               if one not in names and not any(one.startswith(f"{name}-") for name in names)}
    assert libraries and not missing


def test_it_contains_every_rule_dashboard_and_example(tree):
    files = packages.files_below(tree)
    source = packages.REPOSITORY / "packaging"
    shipped = [*source.glob("prometheus/**/*.yml"), *source.glob("grafana/dashboards/*.json"),
               *source.glob("fleet/*/*.*")]
    assert len(shipped) > 5
    for file in shipped:
        assert f"/usr/share/peeringd/{file.relative_to(source)}" in files
    assert not [file for file in files if "grafana/render" in file or "grafana/source" in file]
    for example in packages.REPOSITORY.glob("config/examples/*.yaml"):
        assert f"/usr/share/doc/peeringd/examples/{example.name}" in files


def test_all_files_belong_to_root_and_only_root_may_write():
    for line in packages.output_of("dpkg-deb", "--contents", packages.deb()).splitlines():
        mode, owner = line.split()[:2]
        assert owner == "root/root", line
        assert mode in ("drwxr-xr-x", "-rw-r--r--", "-rwxr-xr-x"), line
        assert mode != "-rwxr-xr-x" or line.endswith("/usr/sbin/peeringd"), line


def test_the_program_is_stripped_hardened_and_contains_no_build_path(tree):
    program = tree / "usr/sbin/peeringd"
    headers = packages.output_of("readelf", "--wide", "--dynamic", "--segments", "--sections",
                                 program)
    assert "BIND_NOW" in headers and "GNU_RELRO" in headers
    assert "RUNPATH" not in headers and "RPATH" not in headers
    assert ".debug_info" not in headers and ".symtab" not in headers
    assert ".note.gnu.build-id" in headers  # identifies the debug information of a core dump
    assert not re.search(r"GNU_STACK.* E ", headers)
    symbols = packages.output_of("nm", "--dynamic", program)
    assert "__stack_chk_fail" in symbols and "_chk@" in symbols
    assert str(packages.REPOSITORY).encode() not in program.read_bytes()


def test_lintian_reports_nothing():
    if not shutil.which("lintian"):
        pytest.skip("lintian is not installed")
    root = ["--allow-root"] if os.geteuid() == 0 else []
    result = subprocess.run(["lintian", *root, "--display-info", packages.deb()], text=True,
                            stdout=subprocess.PIPE)
    # The overridden spelling warnings depend on how the compiler splits strings.
    found = [line for line in result.stdout.splitlines()
             if re.match("[EWI]: ", line) and " unused-override spelling-error" not in line]
    assert result.returncode in (0, 2) and found == []


def test_the_rpm_has_the_same_files(tree):
    """Except for distribution-specific locations."""
    ours = set(packages.output_of("rpm", "-qp", "--queryformat",
                                  "[%{FILEMODES:perms} %{FILENAMES}\n]",
                                  packages.rpm()).splitlines())
    files = {line.split()[1] for line in ours if not line.startswith("d")}
    elsewhere = {f"{packages.UNITS}/peeringd.service": "/usr/lib/systemd/system/peeringd.service",
                 f"{packages.UNITS}/peeringd.socket": "/usr/lib/systemd/system/peeringd.socket",
                 "/usr/share/zsh/vendor-completions/_peeringd":
                 "/usr/share/zsh/site-functions/_peeringd",
                 "/usr/share/doc/peeringd/copyright": "/usr/share/licenses/peeringd/LICENSE"}
    of_debian = {"/usr/share/doc/peeringd/changelog.Debian.gz",
                 "/usr/share/lintian/overrides/peeringd"}
    assert files == {elsewhere.get(file, file)
                     for file in packages.files_below(tree) - of_debian}


def test_both_keep_an_edited_configuration():
    conffiles = packages.output_of("dpkg-deb", "--info", packages.deb(), "conffiles")
    assert set(conffiles.split()) == CONFIGURATION
    flags = packages.output_of("rpm", "-qp", "--queryformat",
                               "[%{FILEFLAGS:fflags} %{FILENAMES}\n]", packages.rpm())
    assert set(re.findall(r"^cn (.*)$", flags, re.MULTILINE)) == CONFIGURATION


def test_the_scripts_of_the_rpm_are_valid():
    for script in ("PREIN", "POSTIN", "PREUN", "POSTUN"):
        text = packages.output_of("rpm", "-qp", "--queryformat", f"%{{{script}}}", packages.rpm())
        assert (text == "(none)") == (script == "PREIN"), script
        subprocess.run(["sh", "-n"], input=text, text=True, check=True)


def test_rpmlint_reports_nothing_of_ours():
    if not shutil.which("rpmlint"):
        pytest.skip("rpmlint is not installed")
    result = subprocess.run(["rpmlint", packages.rpm()], text=True, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT)
    found = re.findall(r"^peeringd\S*: [EW]: (\S+)(.*)$", result.stdout, re.MULTILINE)
    assert "1 packages" in result.stdout
    assert [finding for finding in found if finding[0] not in NOT_OURS] == []


def test_cmake_installs_the_same_files(tree, tmp_path):
    subprocess.run(["cmake", "--install", packages.FOLDER], check=True,
                   stdout=subprocess.DEVNULL, env=os.environ | {"DESTDIR": str(tmp_path)})
    units = {"peeringd.service", "peeringd.socket"}
    expected = packages.files_below(tree) - {f"{packages.UNITS}/{unit}" for unit in units}
    expected -= {"/usr/share/lintian/overrides/peeringd"}
    assert packages.files_below(tmp_path) == expected | {f"/usr/lib/systemd/system/{unit}" for unit in units}
