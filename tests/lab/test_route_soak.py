"""A minute in which the sources of routes are interrupted every second or two: script/soak --routes, compressed."""

import pytest

from lab.route_soak import RouteSoak


@pytest.mark.timeout(400)  # on a busy machine all takes longer
def test_interrupted_sources_cause_no_event(lab):
    print("\n".join(RouteSoak(lab, seed=17, pauses=(0.2, 1.5), recoveries=0).run(minutes=1)))
