"""The tables, as Markdown: medians over all rounds."""

from statistics import median

LIMITS = {"ICMP echo": 5, "TCP connect": 30, "HTTP, new connection": 90}


def _row(cells):
    return "| " + " | ".join(cells) + " |"


def costs(results):
    """`results`: {probe: {contestant: [Cost, …]}}."""
    lines = [_row(["CPU time a probe", "who", "median", "of the floor", "answered"]),
             "|---|---|---|---|---|"]
    for probe, contestants in results.items():
        base = median(cost.microseconds for cost in contestants["floor"])
        for name, runs in contestants.items():
            middle = median(cost.microseconds for cost in runs)
            answered = median(cost.answered for cost in runs)
            lines.append(_row([probe, name, f"{middle:,.1f} µs", f"{middle / base:.2f} ×",
                               f"{answered:.2%}"]))
    return "\n".join(lines)


def errors(results):
    """`results`: {load: {contestant: [{"p50": ms, …}, …]}}."""
    lines = [_row(["error over 10 ms", "who", "p50", "p95", "p99", "max"]), "|---|---|---|---|---|---|"]
    for load, contestants in results.items():
        for name, runs in contestants.items():
            lines.append(_row([load, name, *(f"{median(run[q] for run in runs):+.2f} ms"
                                             for q in ("p50", "p95", "p99", "max"))]))
    return "\n".join(lines)


def growth(results):
    """`results`: [peeringd.Run, …], by targets."""
    lines = [_row(["ICMP targets, each once a second", "CPU time a probe", "of one core",
                   "memory", "a target", "sent of those due", "answered", "start to first probe"]),
             "|---|---|---|---|---|---|---|---|"]
    for run in results:
        lines.append(_row([
            f"{run.targets:,}", f"{run.cost.microseconds:.1f} µs",
            f"{run.cpu_seconds / run.seconds:.1%}", f"{run.resident_kib / 1024:.0f} MiB",
            f"{run.resident_kib / run.targets:.2f} KiB", f"{run.kept_up:.2%}",
            f"{run.cost.answered:.3%}", f"{run.seconds_to_first_probe:.2f} s"]))
    return "\n".join(lines)


def scrapes(runs):
    """`runs`: [scrape.Run, …]."""
    lines = [_row(["ICMP targets", "alerts", "series", "text", "gzip", "first byte", "whole scrape",
                   "CPU of the thread", "memory before", "peak", "assessments",
                   "lost, inconclusive, skipped", "largest delay of the loop"]), "|" + "---|" * 13]
    for run in runs:
        def middle(of):
            return median(of(one) for one in run.scrapes)
        lines.append(_row([
            f"{run.targets:,}", "evaluated" if run.alerts else "none", f"{run.series:,}",
            f"{run.text_bytes / 1e6:,.0f} MB", f"{middle(lambda one: one.packed_bytes) / 1e6:,.1f} MB",
            f"{middle(lambda one: one.to_first_byte):.2f} s", f"{middle(lambda one: one.seconds):.2f} s",
            f"{middle(lambda one: one.cpu_seconds):.2f} s", f"{run.resident_kib / 1024:,.0f} MiB",
            f"{max(one.peak_kib for one in run.scrapes) / 1024:,.0f} MiB",
            f"{run.assessing:.1%} of a core", f"{run.given_up:,}",
            f"{run.latest} s"]))
    return "\n".join(lines)


def routes(runs):
    """`runs`: [routes.Run, …], a round each."""
    lines = [_row(["routes by BMP", "seconds", "CPU of the process", "of the routes' thread", "more memory",
                   "probes sent", "lost, inconclusive, skipped", "delay of the loop, p99", "largest delay"]),
             "|" + "---|" * 9]
    for run in runs:
        for number, phase in enumerate(run.phases):
            table = number > 0
            lines.append(_row([
                f"{run.routes:,} {phase.name}" if table else phase.name, f"{phase.seconds:.1f}",
                f"{phase.cpu_seconds:.2f} s", f"{run.thread_seconds:.2f} s" if table else "",
                f"{run.more_kib / 1024:.1f} MiB" if table else "", f"{phase.sent:,}", f"{phase.given_up:,}",
                f"≤ {phase.p99} s", f"≤ {phase.latest} s"]))
    return "\n".join(lines)


def history(results):
    """`results`: {name: benchmark}, CPU times."""
    lines = [_row(["history", "CPU time", ""]), "|---|---|---|"]
    for name, run in results.items():
        more = ", ".join(f"{key} {run[key]:,.2f}" for key in
                         ("1m", "10m", "1h", "1d", "1m_row", "10m_row", "1h_row", "1d_row", "megabytes",
                          "bytes_per_record", "longest_part_ms") if key in run)
        lines.append(_row([name, f"{run['cpu_time']:,.1f} {run['time_unit']}", more]))
    return "\n".join(lines)
