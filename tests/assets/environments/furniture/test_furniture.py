"""Street furniture: lamps over the road, lights that show one colour, barriers as long as asked."""

import numpy as np
import pytest

from assets import AssetError
from assets.environments import furniture


def points(asset):
    return np.concatenate([mesh.vertices for mesh in asset.meshes])


def test_a_lamp_s_light_hangs_below_its_head_over_the_road():
    for seed in range(6):
        asset, head = furniture.street_lamp(np.random.default_rng(seed))
        assert asset.keypoints["lamp"] == head
        assert head[0] >= 0.0
        assert 2.5 < head[2] < asset.center[2] + asset.size[2] / 2


def test_wires_reach_the_next_pole():
    asset = furniture.utility_pole(np.random.default_rng(0), 25.0)
    assert points(asset)[:, 0].max() == pytest.approx(25.0, abs=0.05)


@pytest.mark.parametrize("state", ["red", "amber", "green"])
def test_only_the_lamp_of_its_state_shines(state):
    asset = furniture.traffic_light(np.random.default_rng(0), state)
    lit = {m.name for mesh in asset.meshes for m in mesh.materials if m.emission_strength > 0.0}
    assert lit == {f"{state} lamp"}


def test_long_things_are_as_long_as_asked():
    for make in (furniture.fence, furniture.guard_rail, furniture.concrete_barrier):
        assert make(np.random.default_rng(0), 7.0).size[1] == pytest.approx(7.0, abs=0.1)


def test_traffic_passes_below_a_gantry():
    asset = furniture.gantry(np.random.default_rng(0), 16.0)
    inside = np.abs(points(asset)[:, 1]) < 7.0
    assert points(asset)[inside, 2].min() > 4.2


def test_unknown_kinds_are_named():
    with pytest.raises(AssetError, match="picket"):
        furniture.fence(np.random.default_rng(0), 5.0, "moat")
    with pytest.raises(AssetError, match="amber"):
        furniture.traffic_light(np.random.default_rng(0), "purple")
