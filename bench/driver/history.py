"""What the history costs: the micro-benchmarks of bench/micro/history_*.cpp."""

import json
import subprocess

FILTER = ("answer_log|accumulate|write_minute|hour_of_1000|seal_hour|five_years|query|sparks|compare|calendar"
          "|incident|availability")


def measure(program, quick):
    """{name: the benchmark's object}, medians of a few repetitions."""
    command = [program, f"--benchmark_filter={FILTER}", "--benchmark_format=json"]
    if not quick:
        command += ["--benchmark_repetitions=3", "--benchmark_report_aggregates_only=true"]
    report = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    wanted = [one for one in report["benchmarks"]
              if quick or one.get("aggregate_name") == "median"]
    return {one["run_name"]: one for one in wanted}
