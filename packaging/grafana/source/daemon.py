"""Daemon: whether peeringd itself is in time and in good health."""

from .dashboard import assemble, variable
from .panels import GREEN, ORANGE, RED, query, stat, steps, timeseries

OF = 'instance=~"$instance"'


def rate(metric, by="instance", labels=OF):
    return f"sum by ({by}) (rate({metric}{{{labels}}}[$__rate_interval]))"


def now():
    answering = {0: ("Down", RED), 1: ("Up", GREEN)}
    reloaded = {0: ("Refused", ORANGE), 1: ("In force", GREEN)}
    return [
        stat("Answering", "Whether Prometheus could scrape the daemon.",
             [query(f'max by (instance) (up{{job=~"(.*/)?peeringd.*", {OF}}})', "{{instance}}",
                    instant=True)], "none", values=answering),
        stat("Version", "What is running.",
             [query(f"max by (instance, version) (peeringd_build_info{{{OF}}})", "{{version}}",
                    instant=True)], "none", text="name"),
        stat("Running for", "Since the last start.",
             [query('time() - max by (instance) (process_start_time_seconds'
                    f'{{job=~"(.*/)?peeringd.*", {OF}}})', "{{instance}}", instant=True)],
             "s", decimals=0),
        stat("Targets", "Combinations of connection, prefix, endpoint and probe.",
             [query(f"max by (instance) (peeringd_targets{{{OF}}})", "{{instance}}",
                    instant=True)], "short"),
        stat("Configuration", "Whether the configuration last read is in force; if not, the log "
             "says why.",
             [query(f"min by (instance) (peeringd_config_last_reload_successful{{{OF}}})",
                    "{{instance}}", instant=True)], "none", values=reloaded)]


def punctuality():
    lag = rate("peeringd_scheduler_lag_seconds_bucket", "instance, le")
    skipped, sent = rate("peering_probes_skipped_total"), rate("peering_probes_sent_total")
    return [
        timeseries("Lag", "How late the probing loop came to the probes that were due. Round-trip "
                   "times do not depend on it, but a probe that is late by more than a tenth of "
                   "its interval is skipped.",
                   [query(f"histogram_quantile({q}, {lag})", f"p{q * 100:g} {{{{instance}}}}")
                    for q in (0.5, 0.99)], "s", width=12),
        timeseries("Skipped", "Probes given up because the daemon came to them too late, as a "
                   "share of those due. Above 1 % an alert fires (PeeringDaemonProbesSkipped).",
                   [query(f"{skipped} / ({skipped} + {sent})", "{{instance}}")], "percentunit",
                   width=12, thresholds=steps((None, GREEN), (0.01, RED)))]


def probes():
    return [
        timeseries("Probes", "What is sent, answered and lost, each second.",
                   [query(rate(f"peering_probes_{what}_total"), f"{what} {{{{instance}}}}")
                    for what in ("sent", "received", "lost")], "pps"),
        timeseries("Errors", "Probes that never left the host, by reason: docs/metrics.md.",
                   [query(rate("peering_probe_errors_total", "instance, reason"),
                          "{{reason}} {{instance}}")], "pps"),
        timeseries("Late and duplicate answers", "Answers to probes already counted as lost, and "
                   "further answers to one. Many late ones: the timeout is too short.",
                   [query(rate(f"peering_probes_{what}_total"), f"{what} {{{{instance}}}}")
                    for what in ("late", "duplicate")], "pps")]


def process():
    # The other jobs that export process_* are not ours.
    def ours(metric):
        return f'max by (instance) ({metric}{{job=~"(.*/)?peeringd.*", {OF}}})'

    cpu = rate("process_cpu_seconds_total", labels=f'job=~"(.*/)?peeringd.*", {OF}')
    return [
        timeseries("Memory", "Resident: what it occupies. It grows with the number of targets and "
                   "the length of the window, not with time.",
                   [query(ours("process_resident_memory_bytes"), "resident {{instance}}")],
                   "bytes"),
        timeseries("CPU", "Of one processor, user and system; two threads at most.",
                   [query(cpu, "{{instance}}")], "percentunit"),
        timeseries("File descriptors", "Open ones, one for each TCP and HTTP probe in flight among "
                   "them, as a share of the limit. Above 80 % an alert fires "
                   "(PeeringDaemonFileDescriptors).",
                   [query(f'{ours("process_open_fds")} / {ours("process_max_fds")}',
                          "{{instance}}")], "percentunit")]


def scrapes():
    job = f'job=~"(.*/)?peeringd.*", {OF}'
    return [
        timeseries("Restarts", "Starts of the process within the last 15 minutes. More than two "
                   "are an alert (PeeringDaemonRestarts).",
                   [query(f"max by (instance) (changes(process_start_time_seconds{{{job}}}[15m]))",
                          "{{instance}}")], "short", decimals=0),
        timeseries("Duration of a scrape", "As Prometheus sees it. It costs the probes a copy of "
                   "memory, and they wait for nothing else.",
                   [query(f"max by (instance) (scrape_duration_seconds{{{job}}})",
                          "{{instance}}")], "s"),
        timeseries("Samples of a scrape", "How much the daemon exports.",
                   [query(f"max by (instance) (scrape_samples_scraped{{{job}}})",
                          "{{instance}}")], "short")]


def dashboard():
    return assemble(
        "peeringd-daemon", "Peering Service: daemon",
        "Whether peeringd itself is in time and in good health.",
        [variable("instance", "Daemon", "label_values(peeringd_build_info, instance)")],
        {None: [now()], "Punctuality": [punctuality()], "Probes": [probes()],
         "Process": [process()], "Scrapes": [scrapes()]})
