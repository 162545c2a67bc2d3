"""Some minutes of a normal life, compressed, page nobody: about 40 events, at least two of each kind.
An hour of it, before a release: script/soak --normal-life."""

import pytest

from lab.normal_life import NormalLife

MINUTES = 4


@pytest.mark.timeout(60 * MINUTES + 180)
def test_minutes_of_normal_life_page_nobody(lab):
    print("\n".join(NormalLife(lab, seed=8075).run(MINUTES)))
