"""Daemon: timeliness, resources and errors of peeringd itself."""

from .dashboard import assemble, variable
from .panels import GREEN, ORANGE, RED, query, stat, steps, timeseries

OF = 'instance=~"$instance"'


def rate(metric, by="instance", labels=OF):
    return f"sum by ({by}) (rate({metric}{{{labels}}}[$__rate_interval]))"


def now():
    answering = {0: ("Down", RED), 1: ("Up", GREEN)}
    reloaded = {0: ("Rejected", ORANGE), 1: ("Loaded", GREEN)}
    return [
        stat("Answering", "Whether Prometheus could scrape the daemon.",
             [query(f'max by (instance) (up{{job=~"(.*/)?peeringd.*", {OF}}})', "{{instance}}",
                    instant=True)], "none", values=answering, width=5),
        stat("Version", "The running version.",
             [query(f"max by (instance, version) (peeringd_build_info{{{OF}}})", "{{version}}",
                    instant=True)], "none", text="name", width=5),
        stat("Running for", "Time since the last start.",
             [query('time() - max by (instance) (process_start_time_seconds'
                    f'{{job=~"(.*/)?peeringd.*", {OF}}})', "{{instance}}", instant=True)],
             "s", decimals=0, width=5),
        stat("Targets", "Combinations of connection, prefix, endpoint and probe.",
             [query(f"max by (instance) (peeringd_targets{{{OF}}})", "{{instance}}",
                    instant=True)], "short", width=5),
        stat("Configuration", "Whether the last configuration was loaded. If not, the log contains "
             "the errors.",
             [query(f"min by (instance) (peeringd_config_last_reload_successful{{{OF}}})",
                    "{{instance}}", instant=True)], "none", values=reloaded, width=4)]


def punctuality():
    lag = rate("peeringd_scheduler_lag_seconds_bucket", "instance, le")
    skipped, sent = rate("peering_probes_skipped_total"), rate("peering_probes_sent_total")
    errors = rate("peering_probe_errors_total")
    return [
        timeseries("Lag", "Delay of the probing loop after the due time of a probe. It does not "
                   "affect round-trip times, but a probe that is late by more than half its "
                   "interval, or more than a second, is skipped.",
                   [query(f"histogram_quantile({q}, {lag})", f"p{q * 100:g} {{{{instance}}}}")
                    for q in (0.5, 0.99)], "s", width=12),
        timeseries("Skipped", "Probes skipped because the daemon was late, as a share of the due "
                   "probes (sent, not sent and skipped). The alert PeeringDaemonProbesSkipped fires "
                   "above 1 %.",
                   [query(f"{skipped} / ({skipped} + {sent} + {errors})", "{{instance}}")], "percentunit",
                   width=12, thresholds=steps((None, GREEN), (0.01, RED)))]


def probes():
    return [
        timeseries("Probes", "Probes sent, answered and lost per second.",
                   [query(rate(f"peering_probes_{what}_total"), f"{what} {{{{instance}}}}")
                    for what in ("sent", "received", "lost")], "pps"),
        timeseries("Errors", "Probes that were not sent, by reason; see docs/metrics.md.",
                   [query(rate("peering_probe_errors_total", "instance, reason"),
                          "{{reason}} {{instance}}")], "pps", sort="Max"),
        timeseries("Late and duplicate answers", "Answers to probes already counted as lost, and "
                   "repeated answers. Many late ones mean that the timeout is too short.",
                   [query(rate(f"peering_probes_{what}_total"), f"{what} {{{{instance}}}}")
                    for what in ("late", "duplicate")], "pps")]


def process():
    # Other jobs export process_*, too.
    def ours(metric):
        return f'max by (instance) ({metric}{{job=~"(.*/)?peeringd.*", {OF}}})'

    cpu = rate("process_cpu_seconds_total", labels=f'job=~"(.*/)?peeringd.*", {OF}')
    return [
        timeseries("Memory", "Resident memory. It depends on the number of targets and the length of "
                   "the window, and does not grow with time.",
                   [query(ours("process_resident_memory_bytes"), "resident {{instance}}")],
                   "bytes"),
        timeseries("CPU", "Share of one processor, user and system.",
                   [query(cpu, "{{instance}}")], "percentunit"),
        timeseries("File descriptors", "Open file descriptors as a share of the limit. Each TCP "
                   "or HTTP probe in flight needs one. The alert PeeringDaemonFileDescriptors "
                   "fires above 80 %.",
                   [query(f'{ours("process_open_fds")} / {ours("process_max_fds")}',
                          "{{instance}}")], "percentunit")]


def scrapes():
    job = f'job=~"(.*/)?peeringd.*", {OF}'
    return [
        timeseries("Restarts", "Starts of the process within the last 15 minutes. The alert "
                   "PeeringDaemonRestarts fires above two.",
                   [query(f"max by (instance) (changes(process_start_time_seconds{{{job}}}[15m]))",
                          "{{instance}}")], "short", decimals=0),
        timeseries("Duration of a scrape", "As measured by Prometheus. Rendering a scrape does not "
                   "delay probing.",
                   [query(f"max by (instance) (scrape_duration_seconds{{{job}}})",
                          "{{instance}}")], "s"),
        timeseries("Samples of a scrape", "Number of exported samples.",
                   [query(f"max by (instance) (scrape_samples_scraped{{{job}}})",
                          "{{instance}}")], "short")]


def dashboard():
    return assemble(
        "peeringd-daemon", "Peering Service: daemon",
        "Timeliness, resources and errors of peeringd itself.",
        [variable("instance", "Daemon", "label_values(peeringd_build_info, instance)")],
        {None: [now()], "Punctuality": [punctuality()], "Probes": [probes()],
         "Process": [process()], "Scrapes": [scrapes()]})
