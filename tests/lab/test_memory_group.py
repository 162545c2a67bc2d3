"""A limit of memory by a cgroup: docs/reliability.md."""

import os
import signal
import tempfile

import pytest

from lab.memory_group import MemoryGroup, NoMemoryGroup
from lab.waiting import wait_until
from lab.watched import each_answered, lost, newly_lost, start_watched, watched

pytestmark = pytest.mark.as_shipped("takes several times the memory")

MIB = 1 << 20
ROOM = 16 * MIB  # above what the daemon has at the start


@pytest.fixture
def group(lab):
    try:
        group = MemoryGroup()
    except NoMemoryGroup as reason:
        pytest.skip(str(reason))
    yield group
    # After the daemon, which may take a moment to be gone.
    wait_until(lambda: group.close() or True, "the group is empty", 10)


@pytest.fixture
def limited(group, start_daemon):
    """(a daemon in a group with little room, a scrape)."""
    daemon, before = start_watched(start_daemon, wrapper=group.wrapper())
    group.limit(group.used() + ROOM)
    return daemon, before


def forgotten_file(size):
    """A file that is on the disk (as /var/tmp is) and not in memory."""
    file = tempfile.NamedTemporaryFile(dir="/var/tmp")
    file.write(os.urandom(size))
    file.flush()
    os.fsync(file.fileno())
    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    return file


def test_a_limit_that_can_be_kept_to_is_not_noticed(lab, group, limited):
    """Another process of the group fills it with what the kernel can do without, a file that was read."""
    daemon, before = limited
    with forgotten_file(8 * ROOM) as file:
        for _ in range(5):
            lab.customer.run(*group.wrapper(), "dd", f"if={file.name}", "of=/dev/null", "bs=64K")
    last = daemon.wait_until(each_answered(before, 10), "each target is answered")
    assert group.hits() > 0, "the limit was none"
    assert group.kills() == 0
    assert not newly_lost(last, before)


def test_what_exceeds_a_limit_is_killed_and_begins_anew(group, limited, start_daemon):
    daemon, _ = limited
    probing = watched()["probing"]
    daemon.configure(watched(probing={**probing, "window": "24h"}))  # some 25 MiB of samples
    daemon.program.send_signal(signal.SIGHUP)
    assert daemon.program.wait(10) == -signal.SIGKILL
    assert group.kills() == 1
    _, first = start_watched(start_daemon, wrapper=group.wrapper())  # as systemd does
    assert lost(first) == 0
    assert group.kills() == 1
