"""Fixtures of the lab's tests."""

import contextlib
import os

import pytest

from lab import distribution, findings, isolation
from lab.browser import Browser, obstacle
from lab.catalogue import sanitizer
from lab.host import CommandFailed, Host
from lab.laboratory import Laboratory
from lab.prometheus import Alertmanager, Prometheus
from lab.webhook import Webhook


def pytest_configure(config):
    findings.prepare()
    config.addinivalue_line(
        "markers", "as_shipped(why): left out when the daemon is built with a sanitizer, as that ...")


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(items):
    if sanitizer():
        for item in items:
            if marker := item.get_closest_marker("as_shipped"):
                item.add_marker(pytest.mark.skip(reason=f"a sanitizer {marker.args[0]}"))
    if not os.environ.get(isolation.INSIDE):
        skip = pytest.mark.skip(reason="outside the lab's shell; start with tests/lab/run")
        for item in items:
            item.add_marker(skip)
    distribution.distribute(items)


@pytest.fixture(scope="session")
def laboratory(tmp_path_factory):
    """One network for all tests of a run. Tests use the fixture `lab`."""
    with Laboratory(tmp_path_factory.mktemp("lab")) as lab:
        yield lab


@pytest.fixture
def lab(laboratory):
    """The lab in its initial state: ideal links, all addresses, working DNS."""
    laboratory.reset()
    return laboratory


@pytest.fixture
def host():
    """A host with nothing but loopback, apart from the lab."""
    with contextlib.closing(Host("alone")) as host:
        yield host


@pytest.fixture
def no_ping_sockets(lab):
    """Forbids ping sockets."""
    try:
        lab.network.allow_ping_sockets(False)
    except CommandFailed:
        pytest.skip("ping_group_range cannot be emptied in a user namespace with only one group")


@pytest.fixture
def start_daemon(lab, tmp_path, request):
    """start_daemon(configuration): starts a daemon that ends with the test. A failed test shows its
    log."""
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
            findings.add(request.node.name, found)


@pytest.fixture(scope="session")
def lasting_browser(laboratory, tmp_path_factory):
    """A function that returns the browser of all tests of a run, as new; another one if it has crashed. Tests use the
    fixture `browser`."""
    held = []

    def close():
        with contextlib.suppress(Exception):
            held.pop().close()

    def renewed():
        if held:
            try:
                held[0].renew()
                return held[0]
            except Exception:  # Selenium's, or of the connection to chromedriver
                close()
        held.append(Browser(laboratory.customer, tmp_path_factory.mktemp("browser")))
        return held[0]

    yield renewed
    if held:
        close()


@pytest.fixture
def browser(lab, request):
    """A browser on the customer host, with nothing stored or cached."""
    if why := obstacle():
        pytest.skip(why)
    browser = request.getfixturevalue("lasting_browser")()
    yield browser
    with contextlib.suppress(Exception):  # a crash has failed the test; the next one gets another browser
        browser.leave()


@pytest.fixture
def webhook(lab):
    """The receiver of all notifications."""
    webhook = Webhook(lab.customer)
    yield webhook
    webhook.close()


@pytest.fixture
def start_monitoring(lab, tmp_path, webhook):
    """start_monitoring(): (Prometheus, Alertmanager), which end with the test. Takes settings of
    Prometheus."""
    servers = []

    def start(**settings):
        servers.append(Alertmanager(lab.customer, tmp_path, webhook.url))
        servers.insert(0, Prometheus(lab.customer, tmp_path, **settings))
        return servers

    yield start
    for server in servers:
        server.program.terminate()
        server.program.wait(20)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    report = (yield).get_result()
    log = getattr(item, "daemon_log", None)
    if report.failed and log and log.exists():
        lines = log.read_text(errors="replace").splitlines()[-100:]
        report.sections.append((f"end of {log}", "\n".join(lines)))


def _is_worker(config):
    return hasattr(config, "workerinput")


def pytest_sessionfinish(session):
    if not _is_worker(session.config) and findings.read_all():
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter, config):
    if _is_worker(config):
        return
    for finding in findings.read_all():
        terminalreporter.section("a sanitizer's report")
        terminalreporter.write_line(finding)
    findings.report_reruns(terminalreporter.stats.get("rerun", []), terminalreporter.stats.get("failed", []))


def pytest_unconfigure(config):
    if not _is_worker(config):
        findings.remove()
