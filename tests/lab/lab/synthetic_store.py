"""A store of the Prometheus API with synthetic branches, or with faults, as a program of its own:

    python3 synthetic_store.py --port 9090 --branches 1000 --mode FILE [--cert FILE --key FILE] [--token TEXT]
        [--login USER:PASSWORD]

Each branch has one connection `isp` with three prefixes; branch 777 fails, and the last one is dark. The word in the
file of --mode is a fault: slow, error, garbage, large, refuse (a query); empty: none. Or one of these:
    partial      the answers are, and lack branch 1
    warning      each answer has a warning of Prometheus; last-warning: only that of the end of a report
    replicas     each series exists twice, with the label `replica`; the second one lags behind
    renamed      branch 1 has another name, for ten minutes
    no-rules     nothing is recorded, so the list of branches comes from the series themselves
    no-week      the same, and the query of the week fails
    gap:FROM:TO  there are no samples between these times; the last ones are repeated, as stores do

Each query that is answered is a line of the file MODE.asked."""

import argparse
import base64
import json
import re
import ssl
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PREFIXES = ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")
FAILING = 777
BOUNDS = [0.0001 * 1.12 ** i for i in range(75)]
MEDIAN = 0.012


def labels_of(number, **more):
    return {"instance": f"branch-{number:04}", "site": f"site-{number // 10:03}", "job": "peeringd", **more}


def connection_series(number):
    labels = labels_of(number, connection="isp")
    bad = number == FAILING
    yield ("peering_connection_info", labels | {"partner": f"Partner {number % 7}", "country": "DE", "city": "Berlin",
                                                "redundancy_group": "office", "prefixes": ", ".join(PREFIXES)}, 1)
    for name, value in (("up", 1), ("test_result", 3 if bad else 1), ("window_rtt_seconds", MEDIAN),
                        ("window_loss_ratio", 0.25 if bad else 0), ("window_jitter_seconds", 0.0004), ("maintenance", 0),
                        ("up_since_timestamp_seconds", 1.7e9), ("result_since_timestamp_seconds", time.time() - 600)):
        yield (f"peering_connection_{name}", labels, value)
    if bad:
        yield ("peering_connection_result_signal", labels | {"signal": "loss"}, 1)


def prefix_series(number):
    for prefix in PREFIXES:
        labels = labels_of(number, connection="isp", prefix=prefix)
        bad = number == FAILING and prefix == PREFIXES[1]
        for name, value in (("window_rtt_seconds", MEDIAN), ("window_loss_ratio", 0.25 if bad else 0), ("up", 1),
                            ("window_jitter_seconds", 0.0004), ("test_result", 3 if bad else 1), ("source_up", 1),
                            ("flapping", 0)):
            yield (f"peering_prefix_{name}", labels, value)
        yield ("peering_prefix_edge_pop_info", labels | {"pop": "BER", "metro": "Berlin"}, 1)
        if bad:
            yield ("peering_alert_active", labels | {"signal": "loss", "severity": "critical"}, 1)


def daemon_series(number):
    labels = labels_of(number)
    for name, value in (("up", 1), ("peeringd_targets", 50), ("peeringd_receive_drops_total", 0),
                        ("peeringd_config_last_reload_successful", 1)):
        yield (name, labels, value)
    yield ("peeringd_build_info", labels | {"version": "0.1.0"}, 1)


def report_series(number, when):
    """Counters at a time: ten probes a second, of which a tenth is lost."""
    prefix = PREFIXES[0]
    labels = labels_of(number, connection="isp", prefix=prefix)
    sent = int(when - 1.7e9) * 10
    yield ("peering_prefix_probes_sent_total", labels, sent)
    yield ("peering_prefix_probes_received_total", labels, sent * 9 // 10)
    yield ("peering_prefix_probes_lost_total", labels | {"reason": "timeout"}, sent - sent * 9 // 10)
    for bound in [*BOUNDS, None]:
        count = 0 if bound is not None and bound < MEDIAN else sent * 9 // 10
        yield ("peering_prefix_rtt_seconds_bucket", labels | {"le": "+Inf" if bound is None else repr(bound)}, count)


def sample_counts(number):
    """What count_over_time() answers: samples of a point."""
    return [("", labels_of(number, connection="isp", prefix=PREFIXES[0]), 4)]


def spark_series(number, name, when):
    for prefix in PREFIXES:
        labels = labels_of(number, connection="isp", prefix=prefix)
        if name == "lost":
            yield ("", labels, int(when - 1.7e9) // 100 if number == FAILING else 0)
        else:
            yield ("peering_prefix_window_rtt_seconds", labels, MEDIAN)
            yield ("peering_prefix_probes_sent_total", labels, int(when - 1.7e9) * 10)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    options = None

    def log_message(self, *_):
        pass

    def fault(self):
        file = self.options.mode
        return Path(file).read_text().strip() if file else ""

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        given, wanted = self.headers.get("Authorization"), None
        if self.options.token:
            wanted = f"Bearer {self.options.token}"
        if self.options.login:
            wanted = "Basic " + base64.b64encode(self.options.login.encode()).decode()
        if wanted and given != wanted:
            return self.answer(401, b"unauthorized\n")
        fault = self.fault()
        if fault == "slow":
            time.sleep(60)
        if fault == "error":
            return self.answer(500, b"oops\n")
        if fault == "garbage":
            return self.answer(200, b"<html>hello</html>")
        if fault == "large":
            return self.answer(200, b" " * (70 << 20))
        if fault == "refuse" or (fault == "no-week" and "7d%3A" in self.path):
            return self.answer(422, b'{"status":"error","errorType":"execution","error":"query processing would load too many samples"}')
        split = urllib.parse.urlsplit(self.path)
        with open(f"{self.options.mode}.asked", "a") as asked:
            asked.write(f"{self.path}\n")
        query = {name: values[0] for name, values in urllib.parse.parse_qs(split.query).items()}
        document = {"status": "success", "data": self.result(split.path, query)}
        if fault == "partial":
            document["isPartial"] = True
        end_of_report = "bucket" in query["query"] and split.path.endswith("query")
        if fault == "warning" or (fault == "last-warning" and end_of_report):
            document["warnings"] = ["shard-1: connection refused"]
        return self.answer(200, json.dumps(document).encode())

    def result(self, path, query):
        expression, now = query["query"], float(query.get("time", time.time()))
        branches = range(self.options.branches)
        if self.fault() == "partial":
            branches = [number for number in branches if number != 1]
        if path.endswith("query_range"):
            start, end, step = (float(query[name]) for name in ("start", "end", "step"))
            times = [start + step * i for i in range(int((end - start) // step) + 1)]
            return self.matrix(expression, times, branches[:-1])
        if expression.startswith(("max_over_time", "fleet:connection_last_seen")):
            listed = branches[:-1] if "[30m" in expression else branches
            if "fleet:" in expression and self.fault() in ("no-rules", "no-week"):
                listed = []
            found = [(labels, now - (7200 if number == branches[-1] else 5)) for number in listed
                     for name, labels, _ in connection_series(number) if name == "peering_connection_info"]
            if self.fault() == "renamed":
                found = [(labels, now - 600 if labels["instance"] == "branch-0001" else value) for labels, value in found]
        elif "count_over_time" in expression:
            found = [(labels, value) for _, labels, value in sample_counts(self.branch_of(expression))]
        else:
            make = (report_series if "bucket" in expression else prefix_series if "prefix" in expression
                    else daemon_series if "build_info" in expression else connection_series)
            if "peering_connection" in expression:
                make = connection_series
            if make is report_series:
                found = [({"__name__": name, **labels}, value)
                         for name, labels, value in report_series(self.branch_of(expression), now)]
            else:
                found = [({"__name__": name, **labels}, value) for number in branches[:-1]
                         for name, labels, value in make(number)]
                if self.fault() == "renamed":
                    found = [({**labels, "instance": labels["instance"].replace("0001", "9001")}, value)
                             for labels, value in found]
        return {"resultType": "vector", "result": [{"metric": labels, "value": [now, repr(float(value))]}
                                                   for item in found for labels, value in self.replicas(*item)]}

    def replicas(self, labels, value):
        """The series as often as it exists."""
        if self.fault() != "replicas":
            return [(labels, value)]
        grows = labels.get("__name__", "").endswith(("_total", "_bucket"))
        return [({**labels, "replica": "1"}, value), ({**labels, "replica": "2"}, value - 5 if grows else value)]

    def last_sample(self, when):
        """The time of the last sample before, or None if there is none in that minute."""
        if not self.fault().startswith("gap:"):
            return when, True
        first, last = (float(part) for part in self.fault().split(":")[1:])
        return (first, False) if first < when <= last else (when, True)

    def branch_of(self, expression):
        return int(re.search(r'instance="branch-(\d+)"', expression)[1])

    def matrix(self, expression, times, branches):
        series = {}
        def add(when, items):
            for name, labels, value in items:
                for own, number in self.replicas({**({"__name__": name} if name else {}), **labels}, value):
                    series.setdefault(json.dumps(own), []).append([when, repr(float(number))])
        for when in times:
            sampled, is_new = self.last_sample(when)
            if "count_over_time" in expression:
                add(when, sample_counts(self.branch_of(expression)) if is_new else [])
                continue
            if "bucket" in expression:
                add(when, report_series(self.branch_of(expression), sampled))
                continue
            for number in branches:
                add(when, spark_series(number, "lost" if "lost" in expression else "", when))
        return {"resultType": "matrix",
                "result": [{"metric": json.loads(key), "values": values} for key, values in series.items()]}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--branches", type=int, default=3)
    for name in ("--mode", "--cert", "--key", "--token", "--login"):
        parser.add_argument(name)
    Handler.options = parser.parse_args()
    server = ThreadingHTTPServer(("127.0.0.1", Handler.options.port), Handler)
    server.daemon_threads = True
    if Handler.options.cert:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(Handler.options.cert, Handler.options.key)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
