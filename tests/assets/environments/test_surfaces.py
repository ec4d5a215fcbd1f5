"""Materials of grounds and walls."""

import numpy as np
import pytest

from assets import AssetError
from assets.environments import surfaces

MAKERS = {
    "asphalt": surfaces.asphalt,
    "concrete": surfaces.concrete,
    "paving": surfaces.paving,
    "grass": surfaces.grass,
    "gravel": surfaces.gravel,
    "soil": surfaces.soil,
    "paint": surfaces.road_paint,
    "kerb": surfaces.kerb_stone,
}


@pytest.mark.parametrize("name", MAKERS)
class TestEverySurface:
    def test_reflects_as_grounds_do(self, name):
        for seed in range(20):
            color = MAKERS[name](np.random.default_rng(seed)).base_color
            assert 0.005 < np.mean(color) < 0.75

    def test_the_same_seed_makes_the_same_and_another_another(self, name):
        first, again, other = (MAKERS[name](np.random.default_rng(seed)) for seed in (4, 4, 5))
        assert first == again
        assert first != other


def test_light_asphalt_is_old_and_cracked():
    made = [surfaces.asphalt(np.random.default_rng(seed)) for seed in range(200)]
    grey, cracks = (
        np.array(values) for values in zip(*((m.base_color[1], m.params["cracks"]) for m in made), strict=True)
    )
    assert np.corrcoef(np.log(grey), cracks)[0, 1] > 0.5


def test_lanes_are_where_they_were_asked_for():
    params = surfaces.asphalt(np.random.default_rng(0), 3.25, 1.0, 0.5).params
    assert (params["lane_m"], params["lane_offset_m"], params["heading_rad"]) == (3.25, 1.0, 0.5)


def test_unknown_patterns_and_paints_are_named():
    with pytest.raises(AssetError, match="setts"):
        surfaces.paving(np.random.default_rng(0), "lava")
    with pytest.raises(AssetError, match="yellow"):
        surfaces.road_paint(np.random.default_rng(0), "pink")
