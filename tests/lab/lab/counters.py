"""Invariants of the counters, checked at every scrape of every test."""

_TARGET = ("connection", "prefix", "endpoint", "probe")


class CounterMismatch(Exception):
    """Not an AssertionError, which would mean "not yet" and cause a rerun."""


def check_balance(metrics):
    """Checks sent = received + lost + inconclusive + in flight for each target."""
    for sent in metrics.samples("peering_probes_sent_total"):
        target = {label: sent.labels[label] for label in _TARGET}
        received = metrics.value("peering_probes_received_total", **target)
        lost = metrics.total("peering_probes_lost_total", **target)
        in_flight = metrics.value("peering_probes_in_flight", **target)
        inconclusive = metrics.total("peering_probes_inconclusive_total", **target)
        if sent.value != received + lost + inconclusive + in_flight:
            raise CounterMismatch(
                f"{target}: sent {sent.value} is not received {received} + lost {lost} + "
                f"inconclusive {inconclusive} + in flight {in_flight}")
        counted = metrics.value("peering_probe_rtt_seconds_count", **target)
        if counted != received:
            raise CounterMismatch(f"{target}: {counted} in the histogram, received {received}")


def check_prefixes(metrics):
    """Checks the same of each prefix, and that it contains all of its targets that measure the edge."""
    for sent in metrics.samples("peering_prefix_probes_sent_total"):
        prefix = {label: sent.labels[label] for label in ("connection", "prefix")}
        received = metrics.value("peering_prefix_probes_received_total", **prefix)
        lost = metrics.total("peering_prefix_probes_lost_total", **prefix)
        rest = (metrics.value("peering_prefix_probes_inconclusive_total", **prefix)
                + metrics.value("peering_prefix_probes_in_flight", **prefix))
        if sent.value != received + lost + rest:
            raise CounterMismatch(f"{prefix}: sent {sent.value} is not received {received} + lost {lost} "
                                  f"+ inconclusive and in flight {rest}")
        of_targets = sum(
            sample.value for sample in metrics.samples("peering_probes_received_total", **prefix)
            if not sample.labels["probe"].startswith("dns")
            and not sample.labels["endpoint"].startswith("egress:"))
        if received < of_targets:
            raise CounterMismatch(f"{prefix}: received {received}, its targets {of_targets}")
        # The histogram is read first; with many targets, they go on meanwhile.
        counted = metrics.value("peering_prefix_rtt_seconds_count", **prefix)
        if counted > received:
            raise CounterMismatch(f"{prefix}: {counted} in the histogram, received {received}")


def errors(metrics, **labels):
    """Errors other than `resolve`: at the start a probe may be due before its name is resolved."""
    return sum(sample.value for sample in metrics.samples("peering_probe_errors_total", **labels)
               if sample.labels["reason"] != "resolve")


def check_counters(before, after):
    """Checks that no counter decreases."""
    now = {sample.series: sample.value for sample in _counters(after)}
    for old in _counters(before):
        new = now.get(old.series, old.value)
        if new < old.value:
            raise CounterMismatch(f"{old} went back to {new}")


def _counters(metrics):
    for family in metrics.families.values():
        if family.type in ("counter", "histogram"):
            yield from (sample for sample in family.samples if not sample.name.endswith("_sum"))
