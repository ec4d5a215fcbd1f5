"""Things on grounds, on shelves and in lanes: none touch, none hang over an edge, and what has no room is refused."""

from itertools import combinations, pairwise

import numpy as np
import pytest

from assets import Asset, Material, SceneError
from assets.environments.sites import Lane
from assets.primitives import box
from scenes.blocks import Area, along, line_up, overlap, scatter
from scenes.placement import footprints
from scenes.pose import Float64, Pose
from scenes.spec import Placed

GREY = Material("grey")


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(np.random.SeedSequence(3))


def crates(count: int, category: str = "crate") -> list[Asset]:
    return [box((1.0, 0.6, 0.5), GREY, category) for _ in range(count)]


def corners_on(area: Area, item: Placed) -> Float64:
    """(4, 2) of its footprint, in the area's own frame."""
    x, y, z = area.pose.inverse().apply(item.pose.translation).tolist()
    yaw = np.arctan2(item.pose.rotation[1, 0], item.pose.rotation[0, 0]) - area.yaw_rad
    return footprints(np.array([[x, y, z, yaw]]), item.asset.size, item.asset.center)[0]


def test_scattered_things_lie_on_the_area_apart_and_numbered(rng: np.random.Generator) -> None:
    area = Area(5.0, 3.0, Pose.at(10.0, 2.0, 1.0, 0.7))
    placed = scatter(rng, crates(6), area, margin_m=0.1, first_id=4)
    assert [item.instance_id for item in placed] == [4, 5, 6, 7, 8, 9]
    assert all(item.pose.translation[2] == 1.0 for item in placed)
    assert all((np.abs(corners_on(area, item)) <= (2.5 + 1e-9, 1.5 + 1e-9)).all() for item in placed)
    assert not any(overlap(one, two, 0.09) for one, two in combinations(placed, 2))


def test_one_more_thing_does_not_move_the_others(rng: np.random.Generator) -> None:
    few, many = (scatter(rng, crates(count), Area(8.0, 8.0)) for count in (3, 4))
    assert all(np.array_equal(a.pose.matrix(), b.pose.matrix()) for a, b in zip(few, many, strict=False))


def test_what_stands_there_keeps_its_room_but_not_on_another_shelf(rng: np.random.Generator) -> None:
    shelf = Area(1.3, 1.3)
    there = Placed(box((1.2, 1.2, 0.5), GREY), Pose.at())
    with pytest.raises(SceneError, match=r"found no free place for 'box', thing 1 of 1"):
        scatter(rng, crates(1), shelf, others=[there])
    above = Area(1.3, 1.3, Pose.at(z=1.0))
    assert scatter(rng, crates(1), above, others=[there])


def test_scenery_gets_no_number(rng: np.random.Generator) -> None:
    mixed = [*crates(1), *crates(1, ""), *crates(1)]
    assert [item.instance_id for item in scatter(rng, mixed, Area(9.0, 9.0))] == [1, 0, 2]


def test_a_row_keeps_its_order_and_its_gaps(rng: np.random.Generator) -> None:
    shelf = Area(4.0, 1.0, Pose.at(0.0, 3.0, 1.2, np.pi / 2))
    row = line_up(rng, crates(3), shelf, gap_m=(0.1, 0.2))
    ends = [np.sort(corners_on(shelf, item)[:, 0])[[0, -1]] for item in row]
    gaps = [after[0] - before[1] for before, after in pairwise(ends)]
    assert all(0.1 <= gap <= 0.2 for gap in gaps)
    assert ends[0][0] >= -2.0
    assert ends[-1][1] <= 2.0


@pytest.mark.parametrize("area", [Area(2.0, 1.0), Area(9.0, 0.5), Area(9.0, 1.0, room_m=0.4)])
def test_a_row_that_does_not_fit_is_refused(rng: np.random.Generator, area: Area) -> None:
    with pytest.raises(SceneError, match="expected things that fit"):
        line_up(rng, crates(3), area)


def test_a_queue_looks_along_its_lane(rng: np.random.Generator) -> None:
    lane = Lane(np.array([[0.0, 0.0], [0.0, 30.0]]))
    queue = along(rng, crates(4), lane, gap_m=(1.0, 2.0))
    y = [item.pose.translation[1] for item in queue]
    assert all(2.0 <= step <= 3.0 for step in np.diff(y))
    assert all(np.allclose(item.pose.rotation[:, 0], [0.0, 1.0, 0.0]) for item in queue)
    with pytest.raises(SceneError, match=r"expected a lane of .* m or more for 40 things, got 30.0"):
        along(rng, crates(40), lane)
