"""Several cameras that see one moment."""

import numpy as np

from assets.random import stream
from scenes import Distribution, SceneParams, number
from scenes.blocks import shared


class Params(SceneParams):
    height: Distribution = number("uniform(0, 9)", 0, 9, "m")


def moment(frame: int, picture: int, seed: int = 0, attempt: str = "attempt 0") -> tuple[float, int, int]:
    """A value of the common world, and which view of which moment this is."""
    rng = stream(np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(frame,))), attempt)
    common, params, view = shared(rng, Params().for_picture(picture), views=2)
    return params.number(common, "height"), params.picture, view


def test_pictures_in_a_row_share_their_world_and_differ_in_their_view() -> None:
    first, second, third = (moment(frame, frame) for frame in range(3))
    assert first[0] == second[0] != third[0]
    assert [first[1:], second[1:], third[1:]] == [(0, 0), (0, 1), (1, 0)]


def test_it_is_the_scenes_own_pictures_that_count_where_scenes_take_turns() -> None:
    assert moment(frame=4, picture=2)[0] == moment(frame=6, picture=3)[0]


def test_other_seeds_and_other_attempts_have_other_worlds() -> None:
    assert len({moment(0, 0)[0], moment(0, 0, seed=1)[0], moment(0, 0, attempt="attempt 1")[0]}) == 3
