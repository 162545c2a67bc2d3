"""Fixtures of the lab's tests."""

import os

import pytest

from lab import isolation
from lab.catalogue import sanitizer
from lab.host import CommandFailed
from lab.laboratory import Laboratory


def pytest_configure(config):
    config.addinivalue_line(
        "markers", "as_shipped(why): left out when the daemon is built with a sanitizer, as that ...")


def pytest_collection_modifyitems(items):
    if sanitizer():
        for item in items:
            if marker := item.get_closest_marker("as_shipped"):
                item.add_marker(pytest.mark.skip(reason=f"a sanitizer {marker.args[0]}"))
    if not os.environ.get(isolation.INSIDE):
        skip = pytest.mark.skip(reason="outside the lab's shell; start with tests/lab/run")
        for item in items:
            item.add_marker(skip)


@pytest.fixture(scope="session")
def laboratory(tmp_path_factory):
    """One network for all tests of a run; a test takes `lab`."""
    with Laboratory(tmp_path_factory.mktemp("lab")) as lab:
        yield lab


@pytest.fixture
def lab(laboratory):
    """The lab with ideal links, all addresses and a DNS that works."""
    laboratory.reset()
    return laboratory


@pytest.fixture
def no_ping_sockets(lab):
    """The kernel offers no ICMP sockets without a capability."""
    try:
        lab.network.allow_ping_sockets(False)
    except CommandFailed:
        pytest.skip("ping_group_range cannot be emptied in a user namespace with but one group")


@pytest.fixture
def start_daemon(lab, tmp_path, request):
    """start_daemon(configuration): a ready daemon, ended with the test. Its log is shown when the
    test fails."""
    daemons = []

    def start(configuration, **options):
        request.node.daemon_log = tmp_path / "peeringd.log"
        daemons.append(lab.daemon(configuration, directory=tmp_path, **options))
        return daemons[-1]

    yield start
    for daemon in daemons:
        if daemon.program.poll() is None:
            daemon.stop()
    for daemon in daemons:
        if found := daemon.sanitizer_report():
            # Not as a failure of this test, which may be run once more and then pass.
            pytest.exit(f"{request.node.name}: {found}", returncode=1)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    report = (yield).get_result()
    log = getattr(item, "daemon_log", None)
    if report.failed and log and log.exists():
        lines = log.read_text(errors="replace").splitlines()[-100:]
        report.sections.append((f"end of {log}", "\n".join(lines)))
