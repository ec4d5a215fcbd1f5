"""Hair: every style grows from the scalp, keeps out of the head, and is as long as its label says."""

import dataclasses
import functools

import numpy as np
import pytest

from assets import AssetError
from assets.faces import FACIAL_HAIR, HAIR_STYLES, Identity, Look, bake, casting, hairdo, shape
from assets.faces.groom import Body
from assets.faces.hair import LENGTHS, STYLES
from assets.faces.surface import body_faces, limit, normals

ADULT = Identity(age_years=30.0, gender=0.5, african=0.0, asian=0.0, european=1.0)
WORN = tuple(style for style in HAIR_STYLES if style != "bald")
REACH_M = {"short": (0.0, 0.16), "medium": (0.13, 0.30), "long": (0.22, 0.55)}  # of the furthest strands from the eyes


@functools.cache
def head(identity=ADULT):
    """Surface, normals, and both of the vertices that a strand must not enter: head and neck without ears and mouth."""
    data = bake.load()
    control = shape.vertices(identity, {}, (0.0, 0.0, 0.0))
    surface, facing = limit(control, body_faces()), normals(control, body_faces())
    inside = np.zeros(len(surface), bool)
    inside[body_faces()] = True
    solid = inside & (data.masks["ears"] < 0.1) & (data.masks["mouth"] < 0.1) & (data.rest[:, 2] > 0.45)
    return surface, facing, Body(surface[solid], facing[solid])


def grown(style, seed=0, identity=ADULT, detail=1.0, **look):
    surface, facing, body = head()
    look = Look(hair_style=style, **look)
    return hairdo.grow(np.random.default_rng(seed), identity, look, surface, facing, body, 1.0, detail=detail)


def named(curves, name):
    return next(item for item in curves if item.name == name)


def on_head(curves):
    return [item for item in curves if item.part == "hair"]


def heights(points, body):
    nearest = body.nearest(points.astype(np.float32))
    return ((points - body.points[nearest]) * body.normals[nearest]).sum(1)


def test_the_nearest_point_of_a_body_is_the_nearest():
    points, asked = np.random.default_rng(0).normal(size=(2, 700, 3)).astype(np.float32)
    apart = np.linalg.norm(points[None] - asked[:, None], axis=2)
    found = Body(points, points).nearest(asked)
    np.testing.assert_allclose(apart[np.arange(700), found], apart.min(1), atol=1e-4)


def test_the_styles_of_a_look_are_those_that_grow_and_each_has_a_length():
    assert set(STYLES) == set(WORN)
    assert set(LENGTHS) == set(HAIR_STYLES)
    assert set(LENGTHS.values()) == {"none", "short", "medium", "long"}
    assert grown("bald") and not on_head(grown("bald"))


@pytest.mark.parametrize("style", WORN)
def test_strands_start_on_the_scalp_and_do_not_enter_the_head(style):
    strands = named(grown(style), "hair").points
    body = head()[2]
    assert np.abs(heights(strands[::17, 0], body)).max() < 0.006  # vertices of the scalp are 20 mm apart
    inner = heights(strands[::29, 1:].reshape(-1, 3), body)
    assert np.mean(inner < -0.002) < 0.006
    assert np.mean(inner < -0.006) < 0.002


@pytest.mark.parametrize("style", WORN)
def test_hair_is_as_long_as_its_label_says(style):
    reach = np.concatenate([np.linalg.norm(item.points, axis=2).max(1) for item in on_head(grown(style))])
    low, high = REACH_M[LENGTHS[style]]
    assert low - 0.07 < np.quantile(reach, 0.98) - 0.07 < high


@pytest.mark.parametrize("style", WORN)
def test_a_full_head_of_hair_stays_within_its_budget(style):
    strands = on_head(grown(style))
    assert sum(len(item.points) for item in strands) <= 25_000
    assert sum(item.points[..., 0].size for item in strands) <= 260_000


@pytest.mark.parametrize("style", ["short", "long_straight", "bun", "braids"])
def test_less_detail_means_fewer_and_wider_strands_that_cover_as_much(style):
    full, small = (named(grown(style, detail=detail), "hair") for detail in (1.0, 0.2))
    assert len(small.points) == pytest.approx(0.2 * len(full.points), rel=0.05)
    assert small.radius[:, 0].sum() == pytest.approx(full.radius[:, 0].sum(), rel=0.08)


def test_detail_thins_brows_and_beards_too():
    full, small = (grown("bald", facial_hair="beard", detail=detail) for detail in (1.0, 0.25))
    for name in ("left_brow", "beard"):
        ratio = len(named(small, name).points) / len(named(full, name).points)
        assert ratio == pytest.approx(0.25, rel=0.1)
        assert named(small, name).radius.sum() == pytest.approx(named(full, name).radius.sum(), rel=0.15)


@pytest.mark.parametrize("detail", [0.0, -1.0, 1.5])
def test_detail_out_of_range_is_refused(detail):
    with pytest.raises(AssetError, match="hair: expected detail above 0 and up to 1"):
        grown("short", detail=detail)


def test_the_same_seed_gives_the_same_hair_and_another_does_not():
    first, again, other = (named(grown("wavy", seed), "hair").points for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first[:100], other[:100])


def test_hair_of_the_old_is_thinner():
    young, old = (
        named(grown("medium", identity=dataclasses.replace(ADULT, age_years=age)), "hair") for age in (30.0, 85.0)
    )
    assert len(old.points) < 0.75 * len(young.points)


def test_a_receding_hairline_leaves_the_forehead_and_keeps_the_back():
    full, gone = (named(grown(style), "hair").points[:, 0] for style in ("short", "receding"))
    front, back = ([np.mean(roots[:, 0] > -0.03), np.mean(roots[:, 0] < -0.13)] for roots in (full, gone))
    assert back[0] < 0.6 * front[0] and back[1] > front[1]


@pytest.mark.parametrize("kind", FACIAL_HAIR)
def test_beards_stay_off_the_lips_and_out_of_the_head(kind):
    beards = [item for item in grown("bald", facial_hair=kind) if item.part == "beard"]
    assert bool(beards) == (kind not in ("none", "stubble"))
    lips = head()[0][bake.load().masks["lips"] > 0.6]
    for item in beards:
        assert np.linalg.norm(item.points[::7, None, 0] - lips[None, ::5], axis=2).min() > 0.0008
        assert np.mean(heights(item.points[::7, 1:].reshape(-1, 3), head()[2]) < -0.001) < 0.02


def test_casting_goes_by_age_and_gender_presentation():
    def cast(age, gender):
        identity = dataclasses.replace(ADULT, age_years=age, gender=gender)
        return [casting.hair_style(np.random.default_rng(seed), identity) for seed in range(400)]

    boys, women, old_men = cast(7.0, 0.0), cast(30.0, 1.0), cast(80.0, 0.0)
    assert not {"bald", "receding"} & {*boys, *women}
    assert np.mean([style in ("bald", "receding") for style in old_men]) > 0.2
    assert (
        np.mean([LENGTHS[style] != "short" for style in women]) > 0.7 > np.mean([LENGTHS[s] != "short" for s in boys])
    )
    assert set(HAIR_STYLES) == {*boys, *women, *old_men, *cast(50.0, 0.5), *cast(25.0, 0.4)}
