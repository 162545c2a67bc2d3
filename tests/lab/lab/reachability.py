"""Two connections of one redundancy group, and whether they are up."""

from .configuration import A, B, configuration, endpoint, portland, seattle

# Twice the 15 s after which a prefix is down and the second until the next assessment: the promise is
# kept even on a busy machine.
DETECTED = 32


def two_members(**more):
    return configuration(
        [endpoint("edge", "edge.example", "icmp", "tcp"), endpoint("other", "other.example", "icmp")],
        [seattle(A.prefix, A.prefix6, redundancy_group="contoso-us", **more),
         portland(B.prefix, B.prefix6, redundancy_group="contoso-us", **more)],
        interval="500ms", timeout="400ms", window="10s")


def value(metrics, name, **labels):
    samples = metrics.samples(name, **labels)
    return samples[0].value if samples else None


def up(metrics):
    """Whether seattle, portland and their group are up; None if it is not known."""
    return (value(metrics, "peering_connection_up", connection="contoso-seattle"),
            value(metrics, "peering_connection_up", connection="contoso-portland"),
            value(metrics, "peering_group_up", redundancy_group="contoso-us"))


def reason(metrics, connection):
    samples = metrics.samples("peering_connection_result_info", connection=connection)
    return samples[0].labels["reason"] if samples else ""
