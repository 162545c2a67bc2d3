"""A short soak: ctest --preset release -C soak -R soak. A long one: script/soak."""

from lab.soak import Soak


def test_two_minutes_of_random_faults_leave_no_damage(lab):
    print("\n".join(Soak(lab, seed=8075).run(minutes=2)))
