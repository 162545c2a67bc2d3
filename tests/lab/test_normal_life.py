"""Ten minutes of a normal life, compressed, page nobody. An hour of it: script/soak --normal-life."""

import pytest

from lab.normal_life import NormalLife

MINUTES = 10


@pytest.mark.timeout(60 * MINUTES + 180)
def test_ten_minutes_of_normal_life_page_nobody(lab):
    print("\n".join(NormalLife(lab, seed=8075).run(MINUTES)))
