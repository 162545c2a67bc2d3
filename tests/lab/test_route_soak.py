"""Ten minutes of script/soak --routes, compressed to two: the pauses between and within interruptions are a fifth,
so that there are as many interruptions. Their recovery, which takes half a minute, is tested at the end only."""

import pytest

from lab.route_soak import RouteSoak


@pytest.mark.timeout(500)  # on a busy machine all takes longer
def test_interrupted_sources_cause_no_event(lab):
    print("\n".join(RouteSoak(lab, seed=17, pace=0.2, recoveries=0).run(minutes=10)))
