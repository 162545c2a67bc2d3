"""Connections under every type of probe and with thresholds: what a fault does to them, and what it
must not do."""

from .configuration import A, B, configuration, endpoint, portland, seattle

INDETERMINATE, PASS, WARNING, FAIL = range(4)

SEATTLE, PORTLAND = ("contoso-seattle", "contoso-portland")

WINDOW = 4  # seconds

PROBES = ("icmp", "tcp", "http", "https", "stun")

# Wide enough for a busy machine: it is lateness by the fault that counts, not by others.
ALERTS = {"latency": {"critical": "150ms"}, "loss": {"critical": "20%"}, "for": "1s",
          "min_samples": 10}


def watched(**more):
    """Seattle from an IPv4 and an IPv6 prefix, Portland from an IPv4 one."""
    return {**configuration([endpoint("edge", "edge.example", *PROBES)],
                            [seattle(A.prefix, A.prefix6), portland(B.prefix)],
                            interval="200ms", timeout="200ms", window=f"{WINDOW}s"),
            "alerts": ALERTS, **more}


def result(metrics, connection):
    try:
        return metrics.value("peering_connection_test_result", connection=connection)
    except KeyError:
        return INDETERMINATE  # not judged yet


def sent(metrics, **labels):
    return metrics.total("peering_probes_sent_total", **labels)


def received(metrics, **labels):
    return metrics.total("peering_probes_received_total", **labels)


def lost(metrics, **labels):
    return metrics.total("peering_probes_lost_total", **labels)


def newly_lost(metrics, before, **labels):
    """What was lost since the scrape `before`: {a target and a reason: how many}, for a message that
    says what it was. But one handshake of a target may take the server too long, on a machine that
    halts again and again."""
    losses = {}
    for sample in metrics.samples("peering_probes_lost_total", **labels):
        more = sample.value - before.total("peering_probes_lost_total", **sample.labels)
        by_the_host = (sample.labels["probe"], sample.labels["reason"]) == ("https", "timeout")
        if more > (1 if by_the_host else 0):
            losses[" ".join(sample.labels.values())] = more
    return losses


def inconclusive(metrics, **labels):
    return metrics.total("peering_probes_inconclusive_total", **labels)


def in_flight(metrics, **labels):
    return metrics.total("peering_probes_in_flight", **labels)


def failed(metrics, reason, **labels):
    return metrics.total("peering_probe_errors_total", reason=reason, **labels)


def passes(*connections):
    return lambda metrics: all(result(metrics, connection) == PASS for connection in connections)


def each_answered(before, count=5, **labels):
    """A condition: since the scrape `before`, each target has had `count` answers."""
    def holds(metrics):
        answers = metrics.samples("peering_probes_received_total", **labels)
        return answers and all(
            sample.value >= before.total("peering_probes_received_total", **sample.labels) + count
            for sample in answers)
    return holds


def start_watched(start_daemon, configuration=None, **options):
    """A daemon whose connections pass, and have lost nothing since the scrape that is returned."""
    daemon = start_daemon(configuration or watched(), **options)
    metrics = daemon.wait_until(passes(SEATTLE, PORTLAND), "both connections pass", 25)
    return daemon, metrics
