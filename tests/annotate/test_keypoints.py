"""Keypoints by hand: where they project, and when they show."""

import numpy as np
import pytest

from annotate.frame import Coverage
from annotate.keypoints import keypoint_triples
from annotate.skeletons import Skeleton
from assets import Asset
from assets.materials import Material
from assets.primitives import box
from scenes import PinholeCamera, Placed, Pose, look_at

CAMERA = PinholeCamera(100, 80, 100.0, 50.0, 40.0, look_at((-10.0, 0.0, 0.0), (0.0, 0.0, 0.0)))
NAMES = Skeleton(("near", "far", "away", "missing"))


def thing(**points: tuple[float, float, float]) -> Placed:
    plain = box((4.0, 2.0, 2.0), Material("grey"), "box")
    asset = Asset("thing", plain.meshes, plain.size, "CC0-1.0", "test", labels=plain.labels, keypoints=points)
    return Placed(asset, Pose.at(), 1)


def triples(depth_m: float, **points: tuple[float, float, float]) -> list[list[float]]:
    depth = np.full((80, 100), depth_m, np.float32)
    return keypoint_triples(thing(**points), CAMERA, depth, NAMES).tolist()


def test_a_point_on_the_rendered_surface_shows_and_one_behind_it_does_not() -> None:
    near, far, _, missing = triples(8.0, near=(-2.0, 0.0, 0.0), far=(2.0, 0.0, 0.0))
    assert near == [50.0, 40.0, 2]
    assert far == [50.0, 40.0, 1]
    assert missing == [0, 0, 0]


@pytest.mark.parametrize(("part", "v"), [("eye", 2), ("skin", 1)])
def test_a_point_of_a_part_shows_only_where_that_part_does(part: str, v: int) -> None:
    skeleton = Skeleton(("near",), parts={"near": "eye"})
    index = np.zeros((1, 80, 100), np.int16)
    coverage = Coverage(((1, part),), index, np.full(index.shape, 1.0, np.float32))
    depth = np.full((80, 100), 8.0, np.float32)
    placed = thing(near=(-2.0, 0.0, 0.0))
    assert keypoint_triples(placed, CAMERA, depth, skeleton, coverage).tolist() == [[50.0, 40.0, v]]


def test_left_is_left_and_up_is_up() -> None:
    near = triples(np.inf, near=(0.0, 1.0, 2.0))[0]
    assert near == pytest.approx([40.0, 20.0, 2])


@pytest.mark.parametrize("point", [(0.0, 6.0, 0.0), (0.0, 0.0, -5.0), (-20.0, 0.0, 0.0)])
def test_outside_the_picture_and_behind_the_camera_is_unlabelled(point: tuple[float, float, float]) -> None:
    assert triples(np.inf, away=point)[2] == [0, 0, 0]


@pytest.mark.parametrize(("under_m", "v"), [(0.0, 2), (0.25, 2), (0.5, 1)])
def test_the_tolerance_is_a_fortieth_of_the_thing_and_two_pixels(under_m: float, v: int) -> None:
    # A point 10 m away on a thing of 4 m: 0.025 * 4 m + 2 px * 10 m / 100 px = 0.3 m.
    assert triples(10.0 - under_m, near=(0.0, 0.0, 0.0))[0][2] == v
