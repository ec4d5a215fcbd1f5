"""People in clips: feet that do not slide, heads that turn on still shoulders, the same hair at every moment."""

import itertools

import numpy as np
import pytest

from assets.people import pedestrian
from assets.people.walker import Walker
from scenes import SceneSpec, find_scene, sample
from scenes.motion import Clip, at
from scenes.motion.acting import Acting
from scenes.motion.path import Path
from scenes.motion.walk import Walk
from scenes.spec import Placed

CLIP = Clip(24, 12.0)


def someone() -> Walker:
    found = (Walker.of(np.random.default_rng(seed)) for seed in range(10))
    return next(walker for walker in found if walker is not None)


def body(walk: Walk, seconds: float) -> np.ndarray:
    """(V, 3) in the world."""
    placed = walk.at(Placed(walk.walker.at(0.0), walk.pose(0.0)), seconds)
    return placed.pose.apply(placed.asset.meshes[0].vertices)


def test_a_stride_is_as_long_as_people_take_and_goes_on_from_the_last() -> None:
    walker = someone()
    assert 0.7 < walker.stride_m < 1.7
    assert 0.7 < walker.speed_mps < 1.7
    assert (np.diff(walker.way) >= 0.0).all()
    assert walker.come(2.25) == pytest.approx(2.0 * walker.stride_m + walker.come(0.25))


def test_the_foot_that_stands_slides_by_less_than_a_centimetre() -> None:
    """Between two frames that are a fortieth of a stride apart, while one foot bears the weight."""
    line = Path.of(np.array([[0.0, 0.0], [10.0, 0.0]]), 50.0)
    walk = Walk(someone(), line, 2.0, 0.0, 0.0, 0.0, 1.0, 0.0)
    stride_s = walk.walker.stride_m / walk.walker.speed_mps
    for phase in (0.2, 0.3, 0.4, 0.7, 0.8):
        first, second = (body(walk, (phase + step) * stride_s) for step in (0.0, 0.025))
        sole = (first[:, 2] < 0.015) & (second[:, 2] < 0.015)
        assert sole.sum() > 8
        slid, went = np.median(np.abs((second - first)[sole, 0])), np.median((second - first)[:, 0])
        assert slid < 0.01
        assert went > 2.0 * slid


def test_who_stands_in_a_still_picture_does_not_walk() -> None:
    kinds = {Walker.of(np.random.default_rng(seed)) is None for seed in range(10)}
    assert kinds == {True, False}


def test_somebody_on_foot_is_as_large_as_in_a_still_picture() -> None:
    seed = next(seed for seed in range(10) if Walker.of(np.random.default_rng(seed)) is not None)
    still, walker = pedestrian(np.random.default_rng(seed)), Walker.of(np.random.default_rng(seed))
    assert walker is not None
    assert walker.at(0.3).size[2] == pytest.approx(still.size[2], abs=0.06)


@pytest.fixture(scope="module")
def portrait() -> SceneSpec:
    script = find_scene("portrait")
    params = script.params.read({"held": "phone", "arms": "folded", "expression": "neutral"}, "portrait")
    params = params.with_size((160, 160)).with_clip(CLIP).for_picture(0)
    return sample(script, params, np.random.default_rng(np.random.SeedSequence(3)))[0]


def head(spec: SceneSpec, seconds: float) -> Placed:
    return at(spec, seconds).labelled()[0]


def test_a_head_turns_about_a_neck_that_stays(portrait: SceneSpec) -> None:
    assert portrait.motion is not None
    (acting,) = portrait.motion.movers.values()
    assert isinstance(acting, Acting)
    poses = [acting.pose(seconds) for seconds in np.linspace(0.0, 2.0, 9).tolist()]
    necks = np.array([pose.apply(acting.actor.neck) for pose in poses])
    assert np.ptp(necks, axis=0).max() < 1e-9
    assert np.ptp([pose.rotation[1, 0] for pose in poses]) > 0.01
    steps = [np.abs(acting.pose(s + 1 / 12).rotation - acting.pose(s).rotation).max() for s in np.arange(0, 2, 1 / 12)]
    assert max(steps) < 0.12  # under 7° from one frame to the next


def test_hair_clothes_and_skin_are_those_of_the_first_moment(portrait: SceneSpec) -> None:
    one, two = head(portrait, 0.0).asset, head(portrait, 1.3).asset
    assert [mesh.name for mesh in one.meshes] == [mesh.name for mesh in two.meshes]
    assert [mesh.materials for mesh in one.meshes[:3]] == [mesh.materials for mesh in two.meshes[:3]]
    assert [hair.points.shape for hair in one.curves] == [hair.points.shape for hair in two.curves]
    scalp = np.abs(one.curves[0].points - two.curves[0].points)
    assert np.median(scalp) < 0.002  # metres in the head's frame: it goes with the head
    assert one.attributes["identity_id" if "identity_id" in one.attributes else "skin_tone"] is not None
    assert (one.attributes["held"], one.attributes["arms"]) == ("none", "hanging")
    for key in ("skin_tone", "hair_style", "hair_color", "garment", "age_years", "glasses"):
        assert one.attributes.get(key) == two.attributes.get(key)


def test_lids_blink_and_open_again(portrait: SceneSpec) -> None:
    assert portrait.motion is not None
    (acting,) = portrait.motion.movers.values()
    assert isinstance(acting, Acting)
    blinking = Acting(**{**vars(acting), "blinks": np.array([0.5])})
    placed = portrait.labelled()[0]
    opened, shut, again = (
        float(blinking.at(placed, seconds).asset.attributes["eye_openness_left"]) for seconds in (0.4, 0.6, 1.0)
    )
    assert shut < 0.35 * opened
    assert again == pytest.approx(opened, rel=0.3)


def test_hands_stay_where_they_hang_while_the_head_moves(portrait: SceneSpec) -> None:
    def hand(seconds: float) -> np.ndarray:
        person = head(portrait, seconds)
        mesh = next(mesh for mesh in person.asset.meshes if mesh.name == "left_hand")
        return person.pose.apply(mesh.vertices)

    places = [hand(seconds) for seconds in np.arange(0.0, 1.0, 1 / 12).tolist()]
    steps = [np.abs(later - sooner).max() for sooner, later in itertools.pairwise(places)]
    assert max(steps) < 0.01
