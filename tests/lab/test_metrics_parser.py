"""The parser of the metrics is strict, since other tests rely on it."""

import pytest

from lab.counters import CounterMismatch, check_balance, check_counters
from lab.metrics import Malformed, Sample, parse

GOOD = """\
# HELP peering_window_rtt_seconds Round-trip times.
# TYPE peering_window_rtt_seconds gauge
peering_window_rtt_seconds{prefix="203.0.113.0/24",quantile="0.5"} 0.0101
peering_window_rtt_seconds{prefix="198.51.100.0/24",quantile="0.5"} 2.5e-02
# HELP h A histogram.
# TYPE h histogram
h_bucket{le="+Inf"} 3
h_sum 0.5
h_count 3
"""


def test_values_are_found_by_a_subset_of_labels():
    metrics = parse(GOOD)
    assert metrics.value("peering_window_rtt_seconds", prefix="203.0.113.0/24") == 0.0101
    assert metrics.total("h_count") == 3
    assert metrics.families["h"].help == "A histogram."
    with pytest.raises(KeyError, match="2 samples"):
        metrics.value("peering_window_rtt_seconds", quantile="0.5")
    with pytest.raises(KeyError, match="0 samples"):
        metrics.value("absent")


def test_escaped_label_values_are_read():
    assert parse('x{a="q\\"b\\\\n\\n,}"} 1\n').samples("x") == [
        Sample("x", {"a": 'q"b\\n\n,}'}, 1)]


@pytest.mark.parametrize("text, reason", [
    ("x 1", "does not end"),
    ("x one\n", "could not convert"),
    ("x{a=1} 1\n", "bad labels"),
    ('x{a="1",a="2"} 1\n', "bad labels"),
    ('x{a="\\q"} 1\n', "bad labels"),
    ("1x 1\n", "not a sample"),
    ("x 1\nx 1\n", "occurs twice"),
    ("x 1\ny 1\nx{a=\"1\"} 1\n", "not together"),
    ("# TYPE x number\n", "bad comment"),
    ("# TYPE x gauge\n# TYPE x gauge\n", "second"),
    ("x 1\n# HELP x Late.\n", "late"),
    ("# TYPE x gauge\ny 1\n# HELP x Again.\n", "begins twice"),
])
def test_malformed_text_is_an_error(text, reason):
    with pytest.raises(Malformed, match=reason):
        parse(text)


def page_with(sent, received, timeouts, refused, in_flight):
    target = 'connection="c",prefix="p",endpoint="e",probe="tcp"'
    return parse(f"""\
# TYPE peering_probes_sent_total counter
peering_probes_sent_total{{{target}}} {sent}
peering_probes_received_total{{{target}}} {received}
peering_probes_lost_total{{{target},reason="timeout"}} {timeouts}
peering_probes_lost_total{{{target},reason="refused"}} {refused}
peering_probes_in_flight{{{target}}} {in_flight}
peering_probe_rtt_seconds_count{{{target}}} {received}
""")


def test_unbalanced_counters_are_detected():
    check_balance(page_with(sent=10, received=6, timeouts=2, refused=1, in_flight=1))
    with pytest.raises(CounterMismatch, match="sent 10.0 is not received 6.0"):
        check_balance(page_with(sent=10, received=6, timeouts=2, refused=1, in_flight=0))


def test_a_decreasing_counter_is_detected():
    before, after = page_with(10, 10, 0, 0, 0), page_with(9, 9, 0, 0, 0)
    check_counters(after, before)
    with pytest.raises(CounterMismatch, match="went back to 9.0"):
        check_counters(before, after)
