"""A short soak: ctest --preset release -C soak -R soak. A long one: script/soak."""

from lab.soak import Soak


def test_nothing_that_happens_at_random_for_two_minutes_leaves_a_trace(lab):
    print("\n".join(Soak(lab, seed=8075).run(minutes=2)))
