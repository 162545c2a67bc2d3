"""Connections with every type of probe and with thresholds, and the invariants that hold during a
fault."""

from .configuration import A, B, configuration, endpoint, portland, seattle

INDETERMINATE, PASS, WARNING, FAIL = range(4)

SEATTLE, PORTLAND = ("contoso-seattle", "contoso-portland")

WINDOW = 4  # seconds

PROBES = ("icmp", "tcp", "http", "https", "stun")

# Wide enough for a busy machine: only delays by the fault matter.
ALERTS = {"latency": {"critical": "150ms"}, "loss": {"critical": "20%"}, "for": "1s",
          "min_samples": 10}


def watched(**more):
    """Seattle with an IPv4 and an IPv6 prefix, Portland with an IPv4 prefix."""
    return {**configuration([endpoint("edge", "edge.example", *PROBES)],
                            [seattle(A.prefix, A.prefix6), portland(B.prefix)],
                            interval="200ms", timeout="200ms", window=f"{WINDOW}s"),
            "alerts": ALERTS, **more}


def result(metrics, connection):
    try:
        return metrics.value("peering_connection_test_result", connection=connection)
    except KeyError:
        return INDETERMINATE  # not evaluated yet


def sent(metrics, **labels):
    return metrics.total("peering_probes_sent_total", **labels)


def received(metrics, **labels):
    return metrics.total("peering_probes_received_total", **labels)


def lost(metrics, **labels):
    return metrics.total("peering_probes_lost_total", **labels)


def newly_lost(metrics, before, **labels):
    """The losses since the scrape `before`: {target and reason: count}, for a message. Tolerates one lost
    handshake per target, since a machine that halts often delays the server."""
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
    """A condition: each target has had `count` answers since the scrape `before`."""
    def holds(metrics):
        answers = metrics.samples("peering_probes_received_total", **labels)
        return answers and all(
            sample.value >= before.total("peering_probes_received_total", **sample.labels) + count
            for sample in answers)
    return holds


def start_watched(start_daemon, configuration=None, **options):
    """A daemon whose connections pass, without loss since the returned scrape."""
    daemon = start_daemon(configuration or watched(), **options)
    metrics = daemon.wait_until(passes(SEATTLE, PORTLAND), "both connections pass", 25)
    return daemon, metrics
