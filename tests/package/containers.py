"""What the tests of the image share: a network for the container, its configuration, and what it measures."""

import subprocess
import time

# Everything is on the loopback interface of a network namespace: the prefix, and an endpoint that answers pings.
CONFIGURATION = """web: {listen: ["127.0.0.1:8075"]}
probing: {interval: 1s, timeout: 500ms}
endpoints: [{name: edge, host: 198.18.0.3, probes: [icmp]}]
connections:
  - {name: lab, partner: Contoso, location: {country: DE}, prefixes: [198.18.0.0/24], alerts: off}
"""
NETWORK = """
sysctl --quiet --write net.ipv4.ping_group_range="0 2147483647" &&
ip link set lo up && ip address add 198.18.0.2/24 dev lo && ip address add 198.18.0.3/24 dev lo && echo up &&
exec sleep infinity
"""
SCRAPE = ["curl", "--silent", "--fail", "--max-time", "2", "http://127.0.0.1:8075/metrics"]


def run(*command, **options):
    """Returns the output, without messages."""
    done = subprocess.run([str(one) for one in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, **options)
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


def value(page, start):
    """The value of the first sample that begins with `start`; 0 if there is none."""
    return next((float(line.rsplit(" ", 1)[1]) for line in page.splitlines() if line.startswith(start)), 0)


class Network:
    """A host's network, on which the container runs as on the host's own."""

    def __enter__(self):
        self.holder = subprocess.Popen(["unshare", "--net", "--mount", "sh", "-c", NETWORK], stdout=subprocess.PIPE,
                                       text=True)
        assert self.holder.stdout.readline() == "up\n"
        return self

    def __exit__(self, *_):
        self.holder.kill()
        self.holder.communicate()

    def inside(self, *command):
        """The arguments for subprocess: a command on this network."""
        return ["nsenter", f"--target={self.holder.pid}", "--net", "--mount", *map(str, command)]

    def metrics(self, condition, still_runs=lambda: True, timeout=60):
        """The first page of metrics that meets the condition."""
        deadline = time.monotonic() + timeout
        while True:
            page = subprocess.run(self.inside(*SCRAPE), stdout=subprocess.PIPE, text=True).stdout
            if condition(page):
                return page
            assert still_runs(), "the container has ended"
            assert time.monotonic() < deadline, page
            time.sleep(0.5)
