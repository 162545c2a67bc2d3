"""A full table of 1.2 million routes costs no memory, and probing goes on. The log has the cost:
tests/lab/run -s test_routes_scale.py"""

import os
import socket
from pathlib import Path

from lab import bmp_table
from lab.configuration import A
from lab.gobgp import BMP_PORT, PARTNER_A, SITE
from lab.routing import ORIGIN, routed, session, wait_for, wait_for_state

ROUTES = 1_200_000
MORE_MEMORY = 10 * 1024  # KiB
OURS = bmp_table.prefix24(*map(int, A.prefix.split("/")[0].split(".")[:3]))


def memory_of(pid):
    """Resident, in KiB."""
    fields = Path(f"/proc/{pid}/status").read_text().split()
    return int(fields[fields.index("VmRSS:") + 1])


def seconds_of(pid, thread):
    """The processor time of the thread with this name."""
    for task in Path(f"/proc/{pid}/task").iterdir():
        if (task / "comm").read_text().strip() == thread[:15]:
            user, system = (task / "stat").read_text().rpartition(")")[2].split()[11:13]
            return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
    raise AssertionError(f"there is no thread {thread}")


def test_a_full_table_needs_no_memory_and_probing_continues(lab, start_daemon):
    daemon = start_daemon(routed(sessions=[session(PARTNER_A)]))
    before = daemon.wait_until(lambda m: m.total("peering_probes_received_total") > 5, "answers")
    router = lab.customer.inside(lambda: socket.create_connection(
        (SITE, BMP_PORT), timeout=60, source_address=(SITE, 0)))
    router.sendall(bmp_table.initiation() + bmp_table.peer_up(PARTNER_A)
                   + bmp_table.update(PARTNER_A, [OURS], (bmp_table.PEER_AS, ORIGIN)))
    wait_for(daemon, "PrefixActivePath")
    pid = daemon.program.pid
    memory, seconds = memory_of(pid), seconds_of(pid, "peeringd-routes")
    block = bytearray()
    for message in bmp_table.table(PARTNER_A, ROUTES):
        block += message
        if len(block) > 1 << 20:
            router.sendall(block)
            block.clear()
    router.sendall(block + bmp_table.end_of_rib(PARTNER_A)
                   + bmp_table.update(PARTNER_A, [OURS], (bmp_table.PEER_AS, 64666)))
    wait_for(daemon, "PrefixOriginAsChangeEvent", timeout=60)
    more, used = memory_of(pid) - memory, seconds_of(pid, "peeringd-routes") - seconds
    print(f"{ROUTES} routes: {used:.2f} s of a processor, {more} KiB more memory")
    wait_for_state(daemon, PARTNER_A, "present")
    received = before.total("peering_probes_received_total")
    daemon.wait_until(lambda m: m.total("peering_probes_received_total") > received, "more answers")
    if "PEERINGD_SANITIZER" not in os.environ or not os.environ["PEERINGD_SANITIZER"]:
        assert more < MORE_MEMORY
