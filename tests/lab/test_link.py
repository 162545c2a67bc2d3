"""The link behaves as configured, as measured by ping."""

from statistics import median

import pytest

from lab.catalogue import EDGE
from lab.network import ISPS

SOURCES = [(isp, source, target)
           for isp in ISPS.values()
           for source, target in ((isp.address, EDGE[0]), (isp.address6, EDGE[1]))]


@pytest.mark.parametrize("isp, source, target", SOURCES, ids=[source for _, source, _ in SOURCES])
@pytest.mark.parametrize("delay_ms", [0, 5, 40])
def test_a_delay_is_added_to_the_round_trip(lab, isp, source, target, delay_ms):
    lab.links[isp.name].delay(f"{delay_ms}ms")
    times = lab.ping(source, target)
    assert len(times) == 20
    assert min(times) >= delay_ms / 1000
    assert median(times) == pytest.approx(delay_ms / 1000, abs=lab.tolerance)


def test_a_delay_of_one_direction_applies_once(lab):
    lab.links["a"].delay("12ms", "to-edge")
    times = lab.ping(ISPS["a"].address, EDGE[0])
    assert median(times) == pytest.approx(0.012, abs=lab.tolerance)


def test_each_link_has_its_own_delay(lab):
    lab.links["a"].delay("10ms")
    lab.links["b"].delay("25ms")
    assert median(lab.ping(ISPS["a"].address, EDGE[0])) == pytest.approx(0.010, abs=lab.tolerance)
    assert median(lab.ping(ISPS["b"].address, EDGE[0])) == pytest.approx(0.025, abs=lab.tolerance)


def test_jitter_spreads_the_round_trip_to_both_sides(lab):
    lab.links["a"].delay("10ms")
    lab.links["a"].jitter("4ms")
    times = lab.ping(ISPS["a"].address, EDGE[0], count=200, interval=0.015)
    assert min(times) >= 0.008
    # On a busy machine, one of ten wake-ups may be late.
    assert sorted(times)[len(times) * 9 // 10] <= 0.012 + lab.tolerance
    assert median(times) == pytest.approx(0.010, abs=0.0002 + lab.tolerance)
    assert max(times) - min(times) > 0.002


def test_a_loss_ratio_applies_to_round_trips(lab):
    lab.links["a"].loss("20%")
    count = 500
    lost = count - len(lab.ping(ISPS["a"].address, EDGE[0], count, interval=0.003))
    assert lost == pytest.approx(100, abs=4 * (count * 0.2 * 0.8) ** 0.5)


def test_a_link_that_is_down_leaves_the_other_untouched(lab):
    lab.links["b"].down()
    assert lab.ping(ISPS["b"].address, EDGE[0], count=3) == []
    assert len(lab.ping(ISPS["a"].address, EDGE[0])) == 20
    lab.links["b"].up()
    assert len(lab.ping(ISPS["b"].address, EDGE[0])) == 20


def test_the_link_counts_its_packets(lab):
    before = {name: link.stats() for name, link in lab.links.items()}
    lab.ping(ISPS["a"].address, EDGE[0], count=10)
    after = {name: link.stats() for name, link in lab.links.items()}
    for way in ("to-edge", "to-customer"):
        assert after["a"][way]["forwarded"] - before["a"][way]["forwarded"] == 10
        assert after["b"][way]["forwarded"] == before["b"][way]["forwarded"]


def test_a_bad_command_is_refused_with_a_reason(lab):
    with pytest.raises(ValueError, match="not a duration"):
        lab.links["a"].delay("fast")
