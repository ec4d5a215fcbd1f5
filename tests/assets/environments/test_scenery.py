"""Buildings, plants, street furniture, signs, barriers: on the ground, of their size, cheap, and their seed's own."""

import functools

import numpy as np
import pytest

from assets.environments import furniture, plants
from assets.environments.buildings import STYLES, building, garages, gate, hall_wall

# Those of furniture that need no length, by their function's name.
SMALL = (
    *("bench", "billboard", "bollard", "bus_shelter", "cafe_table", "cone", "hydrant", "litter_bin", "parking_meter"),
    *("planter", "post_box", "sign", "traffic_light", "utility_pole"),
    *("cabinet", "crates", "drums", "flag", "ladder", "manhole", "pallets", "tent", "tyres"),
)
MAKERS = {
    **{f"{style} building": functools.partial(building, width_m=14.0, depth_m=12.0, style=style) for style in STYLES},
    **{f"{kind} tree": functools.partial(plants.tree, kind=kind) for kind in plants.KINDS},
    "bare tree": functools.partial(plants.tree, kind="broad", season="winter"),
    "hedge": functools.partial(plants.hedge, length_m=8.0),
    "bush": plants.bush,
    "grass": functools.partial(plants.grass_tufts, area=(2.0, 3.0)),
    "weeds": functools.partial(plants.weeds, area=(1.5, 4.0)),
    "fallen leaves": functools.partial(plants.fallen_leaves, area=(8.0, 6.0)),
    "garages": functools.partial(garages, width_m=14.0),
    "hall wall": functools.partial(hall_wall, width_m=20.0, high_m=5.0),
    "gate": functools.partial(gate, width_m=16.0, high_m=5.0, open_m=6.0),
    "bunting": functools.partial(furniture.bunting, length_m=12.0, high_m=4.0),
    "rope": functools.partial(furniture.rope, length_m=6.0),
    "display": functools.partial(furniture.display, width_m=4.0, high_m=3.0),
    "street lamp": lambda rng: furniture.street_lamp(rng)[0],
    **{name: getattr(furniture, name) for name in SMALL},
    **{f"{kind} fence": functools.partial(furniture.fence, length_m=6.0, kind=kind) for kind in furniture.FENCES},
    "guard rail": functools.partial(furniture.guard_rail, length_m=8.0),
    "concrete barrier": functools.partial(furniture.concrete_barrier, length_m=8.0),
    "gantry": functools.partial(furniture.gantry, span_m=16.0),
}
MOST_TRIANGLES = {"building": 3_000, "tree": 15_000, "hedge": 15_000, "bush": 15_000, "grass": 15_000, "weeds": 23_000}


@functools.cache
def made(name, seed=0):
    return MAKERS[name](np.random.default_rng(seed))


def points(asset):
    return np.concatenate([mesh.vertices for mesh in asset.meshes])


def triangles(asset):
    return sum(int((mesh.face_sizes - 2).sum()) for mesh in asset.meshes)


@pytest.mark.parametrize("name", MAKERS)
class TestEveryKind:
    def test_stands_on_the_ground(self, name):
        for seed in range(3):
            assert -0.1 < points(made(name, seed))[:, 2].min() < 0.06

    def test_size_and_center_are_the_box_of_the_geometry(self, name):
        asset = made(name)
        half = np.array(asset.size) / 2.0
        np.testing.assert_allclose(points(asset).min(axis=0), asset.center - half, atol=2e-3)
        np.testing.assert_allclose(points(asset).max(axis=0), asset.center + half, atol=2e-3)

    def test_is_scenery_without_labels(self, name):
        assert made(name).labels == ()
        assert set(made(name).parts()) == {"scenery"}

    def test_costs_no_more_triangles_than_agreed(self, name):
        limit = MOST_TRIANGLES.get(name.rsplit(" ", maxsplit=1)[-1], 3_000)
        assert max(triangles(made(name, seed)) for seed in range(3)) <= limit

    def test_the_same_seed_makes_the_same_thing_and_another_another(self, name):
        again = MAKERS[name](np.random.default_rng(0))
        np.testing.assert_array_equal(points(made(name)), points(again))
        assert [mesh.materials for mesh in made(name).meshes] == [mesh.materials for mesh in again.meshes]
        other = made(name, 1)
        assert points(other).shape != points(again).shape or not np.allclose(points(other), points(again))
