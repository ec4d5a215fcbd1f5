"""Buildings, plants, street furniture, signs, barriers: on the ground, of their size, cheap, and their seed's own."""

import functools

import numpy as np
import pytest

from assets import AssetError
from assets.environments import barriers, furniture, plants, signs
from assets.environments.buildings import STYLES, building
from assets.environments.distractors import distractor

MAKERS = {
    **{f"{style} building": functools.partial(building, width_m=14.0, depth_m=12.0, style=style) for style in STYLES},
    **{f"{kind} tree": functools.partial(plants.tree, kind=kind) for kind in plants.KINDS},
    "bare tree": functools.partial(plants.tree, kind="broad", season="winter"),
    "hedge": functools.partial(plants.hedge, length_m=8.0),
    "bush": plants.bush,
    "grass": functools.partial(plants.grass_tufts, area=(2.0, 3.0)),
    "street lamp": lambda rng: furniture.street_lamp(rng)[0],
    "utility pole": furniture.utility_pole,
    **{name: getattr(furniture, name) for name in furniture.__all__ if name not in {"street_lamp", "utility_pole"}},
    "sign": signs.sign,
    "traffic light": signs.traffic_light,
    "billboard": signs.billboard,
    **{f"{kind} fence": functools.partial(barriers.fence, length_m=6.0, kind=kind) for kind in barriers.FENCES},
    "guard rail": functools.partial(barriers.guard_rail, length_m=8.0),
    "concrete barrier": functools.partial(barriers.concrete_barrier, length_m=8.0),
    "cone": barriers.cone,
    "gantry": functools.partial(barriers.gantry, span_m=16.0),
}
MOST_TRIANGLES = {"building": 3_000, "tree": 15_000, "hedge": 15_000, "bush": 15_000, "grass": 15_000}


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


class TestBuilding:
    @pytest.mark.parametrize("style", STYLES)
    def test_fills_its_lot_and_overhangs_the_pavement_by_little(self, style):
        asset = building(np.random.default_rng(2), 14.0, 12.0, style=style)
        low, high = points(asset).min(axis=0), points(asset).max(axis=0)
        assert 0.0 <= high[0] < 2.3
        assert -12.6 < low[0] < -11.5
        assert -7.6 < low[1] < -6.5
        assert 6.5 < high[1] < 7.6

    def test_more_floors_are_higher(self):
        heights = [building(np.random.default_rng(2), 14.0, 12.0, floors, "office").size[2] for floors in (2, 4, 8)]
        assert heights[0] < heights[1] - 5.0 < heights[2] - 10.0

    def test_the_front_looks_along_x(self):
        mesh = building(np.random.default_rng(0), 14.0, 12.0, 4, "stucco").meshes[0]
        faces = mesh.vertices[mesh.corners.reshape(-1, 4)]
        normal = np.cross(faces[:, 2] - faces[:, 0], faces[:, 3] - faces[:, 1])
        wall = mesh.face_material == [material.name for material in mesh.materials].index("stucco")
        front = wall & (np.abs(faces[..., 0]).max(axis=1) < 1e-6)
        assert front.sum() > 20
        assert (normal[front, 0] > 0).all()

    def test_rooms_are_lit_at_night_only(self):
        def lit(night):
            asset = building(np.random.default_rng(0), 14.0, 12.0, 4, "terrace", night=night)
            panes = [m for mesh in asset.meshes for m in mesh.materials if m.name == "window"]
            return max(material.params["lit"] for material in panes)

        assert lit(False) == 0.0
        assert lit(True) > 0.05

    def test_a_wrong_style_or_lot_is_named(self):
        with pytest.raises(AssetError, match="terrace"):
            building(np.random.default_rng(0), 14.0, 12.0, style="castle")
        with pytest.raises(AssetError, match="4 m"):
            building(np.random.default_rng(0), 2.0, 12.0)


class TestPlants:
    @pytest.mark.parametrize("seed", range(4))
    def test_trees_are_as_tall_as_trees(self, seed):
        for kind in plants.KINDS:
            asset = plants.tree(np.random.default_rng(seed), kind)
            assert 2.8 < asset.size[2] < 13.5

    def test_winter_takes_the_leaves_of_broad_trees_but_not_of_conifers(self):
        def leafy(kind, season):
            asset = plants.tree(np.random.default_rng(0), kind, season)
            return any(material.kind == "leaf" for mesh in asset.meshes for material in mesh.materials)

        assert leafy("broad", "summer")
        assert not leafy("broad", "winter")
        assert leafy("conifer", "winter")

    def test_leaves_and_wood_reach_the_same_crown(self):
        flat, timber = plants.tree(np.random.default_rng(0), "broad").meshes
        assert abs(flat.vertices[:, 2].max() - timber.vertices[:, 2].max()) < 1.0

    def test_unknown_kinds_and_seasons_are_named(self):
        with pytest.raises(AssetError, match="conifer"):
            plants.tree(np.random.default_rng(0), "cactus")
        with pytest.raises(AssetError, match="autumn"):
            plants.tree(np.random.default_rng(0), season="monsoon")


class TestFurniture:
    def test_a_lamp_s_light_hangs_below_its_head_over_the_road(self):
        for seed in range(6):
            asset, head = furniture.street_lamp(np.random.default_rng(seed))
            assert asset.keypoints["lamp"] == head
            assert head[0] >= 0.0
            assert 2.5 < head[2] < asset.center[2] + asset.size[2] / 2

    def test_wires_reach_the_next_pole(self):
        asset = furniture.utility_pole(np.random.default_rng(0), 25.0)
        assert points(asset)[:, 0].max() == pytest.approx(25.0, abs=0.05)

    @pytest.mark.parametrize("state", ["red", "amber", "green"])
    def test_only_the_lamp_of_its_state_shines(self, state):
        asset = signs.traffic_light(np.random.default_rng(0), state)
        lit = {m.name for mesh in asset.meshes for m in mesh.materials if m.emission_strength > 0.0}
        assert lit == {f"{state} lamp"}

    def test_long_things_are_as_long_as_asked(self):
        for make in (barriers.fence, barriers.guard_rail, barriers.concrete_barrier):
            assert make(np.random.default_rng(0), 7.0).size[1] == pytest.approx(7.0, abs=0.1)

    def test_traffic_passes_below_a_gantry(self):
        asset = barriers.gantry(np.random.default_rng(0), 16.0)
        inside = np.abs(points(asset)[:, 1]) < 7.0
        assert points(asset)[inside, 2].min() > 4.2

    def test_unknown_kinds_are_named(self):
        with pytest.raises(AssetError, match="picket"):
            barriers.fence(np.random.default_rng(0), 5.0, "moat")
        with pytest.raises(AssetError, match="amber"):
            signs.traffic_light(np.random.default_rng(0), "purple")


class TestDistractor:
    def test_is_a_solid_around_its_origin(self):
        kinds = set()
        for seed in range(30):
            asset = distractor(np.random.default_rng(seed))
            kinds.add(asset.name)
            assert 0.03 < max(asset.size) <= 1.51
            np.testing.assert_allclose(asset.center, 0.0, atol=1e-6)
        assert len(kinds) == 5

    def test_faces_look_outward(self):
        for seed in range(20):
            asset = distractor(np.random.default_rng(seed))
            if "torus" in asset.name:
                continue
            mesh = asset.meshes[0]
            faces = mesh.vertices[mesh.corners.reshape(-1, 4)].astype(float)
            normal = np.cross(faces[:, 2] - faces[:, 0], faces[:, 3] - faces[:, 1])
            assert ((normal * faces.mean(axis=1)).sum(axis=1) > -1e-6).all()
