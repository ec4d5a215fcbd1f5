"""Where people stand: none in another, none cut by the picture's edge, no bust with its lower end in the picture."""

import numpy as np
import pytest

from scenes.people.layout import BUST_M, SHOULDERS_M, bust_m, distance_for, places, row_sizes

SIZE, FOCAL_PX = (640, 480), 900.0
EXTENT = (SIZE[0] / FOCAL_PX, SIZE[1] / FOCAL_PX)
COUNTS = [1, 2, 3, 4, 5, 6, 10, 17, 24, 33, 40]


def heads(count, share=0.3, seed=0):
    sizes = row_sizes(count)
    distance = distance_for(sizes, share, FOCAL_PX, SIZE)
    return sizes, np.array(places(np.random.default_rng(seed), sizes, distance, EXTENT))


@pytest.mark.parametrize("count", range(1, 41))
def test_rows_hold_everyone_and_none_is_longer_than_the_first(count):
    sizes = row_sizes(count)
    assert sum(sizes) == count
    assert max(sizes) == sizes[0]
    assert min(sizes) >= 1


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("share", [0.05, 0.2, 0.5])
def test_every_head_is_in_the_picture_and_every_bust_is_cut_or_covered(count, share):
    for seed in range(5):
        sizes, at = heads(count, share, seed)
        x, y = (at[:, :2] * FOCAL_PX / at[:, 2:]).T + np.array([[320.0], [240.0]])
        reach = 0.08 * FOCAL_PX / at[:, 2]
        assert (x > reach).all() and (x < 640 - reach).all()
        assert (y > reach).all() and (y < 480 - reach).all()
        front = at[: sizes[0]]
        assert (EXTENT[1] / 2.0 * front[:, 2] - front[:, 1] < BUST_M + 0.07).all()


@pytest.mark.parametrize("count", COUNTS[1:])
def test_shoulders_have_room(count):
    _, at = heads(count, seed=3)
    apart = np.linalg.norm(at[:, None, [0, 2]] - at[None, :, [0, 2]], axis=2) + 9.0 * np.eye(count)
    assert apart.min() > SHOULDERS_M


def test_a_bust_seen_from_above_is_shorter_in_the_picture():
    assert bust_m(0.0, 2.0) == bust_m(10.0, 2.0) == BUST_M
    end = BUST_M * np.array([np.cos(np.radians(30.0)), np.sin(np.radians(30.0))])  # down in the picture, and away
    assert bust_m(-30.0, 2.0) == pytest.approx(end[0] / (2.0 + end[1]) * 2.0)


def test_a_face_has_its_share_of_the_height_where_it_fits():
    assert distance_for([1], 0.5, FOCAL_PX, SIZE) == pytest.approx(FOCAL_PX * 0.19 / (0.5 * 480))
    crowd = distance_for(row_sizes(20), 0.5, FOCAL_PX, SIZE)
    assert crowd > 2.0, "twenty people do not fit in with faces half as high as the picture"


def test_most_groups_do_not_stand_in_ranks():
    """Depths within the front row, beside the step that every second one is behind, differ as much as people do."""
    ranks = []
    for seed in range(20):
        sizes, at = heads(24, 0.05, seed)
        front = at[: sizes[0], 2]
        ranks.append(max(np.ptp(front[::2]), np.ptp(front[1::2])))
    assert np.median(ranks) > 0.1
    assert min(ranks) < 0.1, "some pose for a picture"
