"""Prints lie over the cloth of a chest, can be read from before it, and are told from it."""

import numpy as np
import pytest

from assets.faces import Identity, Look, shape, wear
from assets.faces.surface import body_faces, limit
from assets.faces.wear import prints
from assets.faces.wear.tailoring import Front

CLOTH = (0.02, 0.06, 0.30)


def flat() -> Front:
    """A chest in the plane x = 0."""
    y, z = (axis.ravel() for axis in np.meshgrid(np.linspace(-0.15, 0.15, 31), np.linspace(0.2, 0.6, 41)))
    points = np.stack([0.0 * y, y, z], 1).astype(np.float32)
    return Front(points, points)


def some(count, garment="t_shirt", cloth=CLOTH):
    return [prints.printed(np.random.default_rng(seed), garment, cloth, flat()) for seed in range(count)]


def test_some_shirts_have_one_and_suits_have_none():
    share = np.mean([bool(each) for each in some(300)])
    assert 0.3 < share < 0.5
    assert not any(some(50, "suit"))


def test_it_lies_before_the_cloth_and_looks_out():
    for mesh in (mesh for each in some(60) for mesh in each):
        assert mesh.vertices[:, 0].min() > 0.004
        quads = mesh.vertices[mesh.corners.reshape(-1, 4)]
        out = np.cross(quads[:, 2] - quads[:, 0], quads[:, 3] - quads[:, 1])[:, 0]
        assert (out > 0.0).all()
        assert mesh.parts == ("clothing",)


def test_it_is_on_the_chest_and_no_wider():
    for mesh in (mesh for each in some(60) for mesh in each):
        _, y, z = mesh.vertices.T
        assert np.abs(y).max() < 0.16
        assert 0.2 < z.min() < z.max() < 0.55


def test_a_reader_before_it_reads_from_left_to_right():
    """A seven: its stroke at the side is on the reader's right, the wearer's left."""
    grids = prints._word(np.random.default_rng(0), ["abc"], (0.0, 0.4), 0.1)
    side = [grid for grid in grids if np.ptp(grid[..., 1]) > np.ptp(grid[..., 0])]
    assert len(side) == 2
    assert all(grid[..., 0].mean() > 0.0 for grid in side)
    top = next(grid for grid in grids if np.ptp(grid[..., 0]) > np.ptp(grid[..., 1]))
    assert top[..., 1].min() > 0.43


@pytest.mark.parametrize("cloth", [(0.8, 0.8, 0.8), (0.012, 0.012, 0.014), (0.3, 0.3, 0.3), CLOTH])
def test_its_ink_can_be_told_from_the_cloth(cloth):
    for each in some(60, cloth=cloth):
        if each:
            assert np.abs(np.array(each[0].materials[0].base_color) - cloth).max() > 0.15


def test_on_a_body_it_lies_over_the_garment():
    control = shape.vertices(Identity(gender=1.0), {}, (0.0, 0.0, 0.0))
    surface = limit(control, body_faces())
    found = 0
    for seed in range(12):
        clothes = wear.put_on(np.random.default_rng(seed), control, surface, Look(garment="t_shirt")).clothes
        by_name = {mesh.name: mesh for mesh in clothes}
        if "print" not in by_name:
            continue
        found += 1
        ink = by_name["print"].vertices
        cloth = by_name["garment"].vertices
        cloth = cloth[cloth[:, 0] > ink[:, 0].min() - 0.06]
        for point in ink[:: max(1, len(ink) // 40)]:
            near = cloth[np.linalg.norm(cloth[:, 1:] - point[1:], axis=1).argsort()[:3]]
            assert point[0] > near[:, 0].min() - 0.008, "cloth itself lies within its cage"
    assert found >= 2
