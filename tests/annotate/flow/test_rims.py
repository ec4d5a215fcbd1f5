"""Pixels at the rim of a thing, which are its own or another's, and things without a label."""

from dataclasses import replace

import numpy as np
import pytest

from annotate.flow import Seen, flow
from annotate.frame import Coverage
from assets import Label
from scenes import Placed
from scenes.motion import at
from tests.annotate.flow.moving import between, cube, first_moves, going, scene, shown, wall


def test_a_pixel_whose_depth_is_of_another_thing_takes_its_things() -> None:
    """A render's depth is of a sample somewhere in the pixel; the owner of the pixel may not be there."""
    spec = scene([(cube(), going(8.0, 0.0, 1.5, (0.0, 2.0, 0.0)))], scenery=(wall(29.5),))
    now, then = at(spec, 0.0), at(spec, 0.1)
    frame = shown(now)
    exact = flow(Seen.of(frame, now), then)
    rng = np.random.default_rng(3)
    shifted = np.where(rng.random(frame.depth.shape) < 0.5, np.roll(frame.depth, 1, axis=1), frame.depth)
    other = flow(Seen.of(replace(frame, depth=shifted), now), then)
    mine = frame.coverage.owner == 1
    assert (shifted != frame.depth)[mine].any()
    assert np.array_equal(other.pixels[mine], exact.pixels[mine])


def test_rims_and_hair_beyond_the_mesh_move_with_their_thing() -> None:
    """The pixel is the thing's, whose mesh meets no centre there: depth of the frame, motion of the thing."""
    spec = scene([(cube(), going(8.0, 0.0, 1.5, (0.0, 2.0, 0.0)))])
    now, then = at(spec, 0.0), at(spec, 0.1)
    frame = shown(now)
    rows, columns = np.nonzero(frame.coverage.owner == 1)
    index = frame.coverage.index.copy()
    beyond = slice(columns.max() + 1, columns.max() + 3)
    index[0, rows.min() : rows.max() + 1, beyond] = 0
    frame = replace(frame, coverage=Coverage(frame.coverage.leaves, index, (index >= 0).astype(np.float32)))
    got = flow(Seen.of(frame, now), then)
    inside = got.pixels[rows[0] + 3, columns.max()]
    first, second = got.pixels[rows[0] + 3, beyond]
    assert first == pytest.approx(inside, abs=0.1)
    assert np.isnan(second).all(), "two pixels off, nothing says how far it is"


def test_labels_are_no_part_of_it() -> None:
    """Things that move without a label count as what stands in the picture, where they are seen."""
    mover = going(8.0, 0.0, 1.5, (0.0, 2.0, 0.0))
    bare = replace(cube(), labels=())
    _, _, frame, got = between(first_moves(mover, Placed(bare, mover.start)))
    there = np.isfinite(frame.depth)
    assert there.sum() > 200 and (got.pixels[there][:, 0] < -1.0).all()
    assert Label("box") in cube().labels


def test_the_rim_of_a_walker_without_a_label_walks() -> None:
    """Beside its mesh the frame still shows it, by its depth: hair, or what subdivision rounds otherwise."""
    mover = going(8.0, 0.0, 1.0, (0.0, 2.0, 0.0))
    bare = replace(cube(), labels=())
    spec = first_moves(mover, Placed(bare, mover.start), wall())
    now, then = at(spec, 0.0), at(spec, 0.1)
    frame = shown(now)
    on_it = np.abs(frame.depth - 7.5) < 1e-3
    rows, columns = np.nonzero(on_it)
    row, beside = int(np.median(rows)), columns.max() + 1
    depth = frame.depth.copy()
    depth[row, beside] = 7.49
    got = flow(Seen.of(replace(frame, depth=depth), now), then)
    assert got.pixels[row, beside] == pytest.approx(got.pixels[row, beside - 1], abs=0.05)
    assert got.pixels[row - 3, beside].tolist() == [0.0, 0.0], "the wall stands"
