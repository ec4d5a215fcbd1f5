"""Sleeves and hems: what of the arms and legs they leave bare."""

import numpy as np
import pytest

from assets.faces import Identity, Look, bake, person, shape, wear
from assets.faces.limbs import FOREARM, aside, before_elbow
from assets.faces.look import GARMENTS, SLEEVES
from assets.faces.surface import body_faces, limit
from assets.faces.wear import cuts, lower

ELBOW_M = 0.04


def clothes_of(look):
    control = shape.vertices(Identity(), {}, (0.2, 0.0, 0.0))
    return wear.put_on(np.random.default_rng(0), control, limit(control, body_faces()), look).clothes


def reach_of(look):
    """How far down the arm cloth goes: metres beyond the elbow, negative above."""
    rest = np.concatenate([mesh.attributes["rest"] for mesh in clothes_of(look) if "crease" in mesh.attributes])
    on_arm = aside(rest) > 0.0
    return float((-before_elbow(rest[on_arm])).max()) if on_arm.any() else -1.0


@pytest.mark.parametrize("garment", GARMENTS)
def test_garments_have_the_sleeves_that_they_can_have(garment):
    for sleeves in SLEEVES:
        look = Look(garment=garment, sleeves=sleeves)
        worn = cuts.sleeves_of(look)
        assert worn == "none" if garment == "dress" else worn in cuts.SLEEVES_OF.get(garment, ("long",))
        if worn == "long":
            assert reach_of(look) > 0.05
        if worn == "short":
            assert -0.12 < reach_of(look) < -0.02
        if worn == "none":
            assert reach_of(look) < -0.1


def test_a_hood_is_no_reason_for_short_sleeves():
    assert cuts.sleeves_of(Look(garment="t_shirt", sleeves="none", headwear="hood")) == "long"


def skin_of(look, detail=1.0):
    asset = person(np.random.default_rng(2), Identity(), look, detail)
    mesh = next(mesh for mesh in asset.meshes if mesh.name == "skin")
    return mesh.attributes["rest"], asset


@pytest.mark.parametrize(("sleeves", "bare"), [("long", False), ("short", True), ("none", True)])
def test_arms_are_bare_below_short_sleeves(sleeves, bare):
    rest, asset = skin_of(Look(garment="t_shirt", sleeves=sleeves, hair_style="bald"))
    elbow = (aside(rest) > 0.0) & (np.abs(before_elbow(rest, FOREARM)) < ELBOW_M)
    assert bool(elbow.any()) == bare
    assert any(mesh.name.endswith("_sleeve") for mesh in asset.meshes) != bare
    assert asset.attributes["sleeves"] == sleeves


@pytest.mark.parametrize("detail", [1.0, 0.1])
def test_skin_of_arms_ends_where_another_mesh_goes_on(detail):
    """Beyond the elbow the hand's own mesh does, or a plain one; no thumb of the bust is left over."""
    rest, _ = skin_of(Look(garment="t_shirt", sleeves="short", hair_style="bald"), detail)
    on_arm = rest[aside(rest) > 0.0]
    assert (-before_elbow(on_arm)).max() < (0.08 if detail == 1.0 else 0.14)


@pytest.mark.parametrize("garment", GARMENTS)
def test_hems_are_straight(garment):
    for mesh in clothes_of(Look(garment=garment)):
        if "crease" not in mesh.attributes:
            continue
        rest = mesh.attributes["rest"]
        assert rest[:, 2].min() > cuts.HEM_M - 1e-4
        low = rest[(rest[:, 2] < cuts.HEM_M + 1e-4) & (aside(rest) < 0.0)]
        x, y, _ = low.T
        assert x.max() > 0.08 and x.min() < -0.05 and y.max() > 0.1 and y.min() < -0.1, "cut all around"


def test_shorts_come_with_short_sleeves_alone():
    control = shape.vertices(Identity(), {}, (0.0, 0.0, 0.0))
    bare = {}
    for sleeves in ("long", "short"):
        look = Look(garment="t_shirt", sleeves=sleeves)
        clothes = clothes_of(look)
        meshes = [lower.below(np.random.default_rng(seed), control, look, clothes, ()) for seed in range(20)]
        bare[sleeves] = sum(bool((mesh.face_material == 2).any()) for mesh in meshes)
    assert bare["long"] == 0
    assert 4 <= bare["short"] <= 16


def test_the_base_mesh_has_its_arms_where_the_measures_say():
    data = bake.load()
    used = np.unique(body_faces())
    arm = data.masks["arm"][used] > 0.99
    assert (aside(data.rest[used][arm]) > 0.0).mean() > 0.9
    far = np.abs(data.rest[used][:, 1]) > 0.35
    assert (before_elbow(data.rest[used][far]) < 0.0).all()
    near = arm & (np.abs(data.rest[used][:, 1]) < 0.25)
    assert (before_elbow(data.rest[used][near]) > 0.0).all()


@pytest.mark.parametrize("arms", ["hanging", "folded", "raised", "hips"])
@pytest.mark.parametrize("garment", ["t_shirt", "jacket", "sweater"])
def test_a_sleeve_goes_on_where_the_garment_ends(arms, garment):
    look = Look(garment=garment, arms=arms, hair_style="bald")
    asset = person(np.random.default_rng(2), Identity(), look)
    by_name = {mesh.name: mesh for mesh in asset.meshes}
    cloth = by_name["jacket" if garment == "jacket" else "garment"]
    beyond = -before_elbow(cloth.attributes["rest"], FOREARM)
    for side, sign in (("left", 1.0), ("right", -1.0)):
        end = cloth.vertices[
            (aside(cloth.attributes["rest"]) > 0.0) & (sign * cloth.attributes["rest"][:, 1] > 0.0) & (beyond > 0.08)
        ]
        sleeve = by_name[f"{side}_sleeve"].vertices
        apart = np.linalg.norm(end[:, None] - sleeve[None], axis=2).min(1)
        assert len(end) > 5
        assert np.percentile(apart, 90) < 0.025, "the sleeve begins around the garment's end"
        assert apart.mean() < 0.012
