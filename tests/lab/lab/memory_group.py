"""A cgroup with a limit of memory, as systemd makes one for MemoryMax=."""

import os
import uuid
from pathlib import Path

# By version of the interface: the limit, what is used, where kills are told.
_FILES = {1: ("memory.limit_in_bytes", "memory.usage_in_bytes", "memory.oom_control"),
          2: ("memory.max", "memory.current", "memory.events")}
# The limit of what is swapped: in the first version, of both together.
_WITH_SWAP, _SWAP = "memory.memsw.limit_in_bytes", "memory.swap.max"


class NoMemoryGroup(Exception):
    """Why there can be none on this machine."""


def _hierarchies():
    """(version, where it is mounted, which part of it is) of those that may limit memory."""
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        before, _, after = line.partition(" - ")
        kind, _, options = after.split()
        root, mount_point = before.split()[3:5]
        if kind == "cgroup2":
            yield 2, Path(mount_point), root
        elif kind == "cgroup" and "memory" in options.split(","):
            yield 1, Path(mount_point), root


def _own_group(version):
    for line in Path("/proc/self/cgroup").read_text().splitlines():
        _, controllers, path = line.split(":", 2)
        if (version == 2 and not controllers) or (version == 1 and "memory" in controllers.split(",")):
            return path
    return None


def _parents():
    """(version, folder) of each group that we are in, the nearest first. In the second version those
    with processes of their own, but for the root, allow no limits below them."""
    for version, mount_point, root in _hierarchies():
        own = _own_group(version)
        if own is None or ".." in own:
            continue
        inside = os.path.relpath(own, root)
        folder = mount_point if inside.startswith("..") else mount_point / inside
        for parent in (folder, *folder.parents):
            if not parent.is_relative_to(mount_point):
                break
            yield version, parent


class MemoryGroup:
    def __init__(self):
        obstacles = ["no hierarchy of cgroups is mounted that can limit memory"]
        for version, parent in _parents():
            self._folder = parent / f"peeringd-lab-{uuid.uuid4().hex}"
            self._limit, self._usage, self._events = (self._folder / name for name in _FILES[version])
            try:
                self._folder.mkdir()
            except OSError as error:
                obstacles.append(f"{parent}: {error.strerror}")
                continue
            if self._limit.exists():
                return
            self._folder.rmdir()
            obstacles.append(f"{parent}: memory is not in cgroup.subtree_control")
        raise NoMemoryGroup("; ".join(obstacles[1:] or obstacles))

    def wrapper(self):
        """The command that starts another one in the group."""
        return ["sh", "-c", 'echo $$ >"$0/cgroup.procs" && exec "$@"', str(self._folder)]

    def limit(self, size):
        """Of memory, with hardly any swap in its stead. Once: it cannot be raised."""
        self._limit.write_text(str(size))
        # Not the same for both: Linux 6.18 does not count what fails by the second.
        for name, value in ((_WITH_SWAP, size + (1 << 20)), (_SWAP, 0)):
            if (self._folder / name).exists():  # unless the kernel has no swap
                (self._folder / name).write_text(str(value))

    def used(self):
        return int(self._usage.read_text())

    def hits(self):
        """How often something did not fit, and the kernel had to look for what it can do without."""
        failures = self._folder / "memory.failcnt"
        return int(failures.read_text()) if failures.exists() else self._event("max")

    def kills(self):
        return self._event("oom_kill")

    def _event(self, name):
        pairs = (line.split() for line in self._events.read_text().splitlines())
        return next(int(count) for key, count in pairs if key == name)

    def close(self):
        """All that was in it must have ended."""
        self._folder.rmdir()
