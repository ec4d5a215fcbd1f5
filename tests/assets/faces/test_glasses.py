"""Glasses fit every head: in front of the eyes, over the ears, the same on both sides."""

import numpy as np
import pytest

from assets.faces import Identity, bake, shape
from assets.faces.wear.glasses import FRAMES, meshes
from assets.geometry import Mesh

HEADS = {
    "man": {"age_years": 40.0, "gender": 0.0},
    "woman": {"age_years": 40.0, "gender": 1.0},
    "child": {"age_years": 6.0, "gender": 0.5},
}


@pytest.fixture(params=HEADS, ids=str)
def head(request: pytest.FixtureRequest) -> np.ndarray:
    return shape.vertices(Identity(**HEADS[request.param]), {}, (0.0, 0.0, 0.0))


def fitted(head: np.ndarray, kind: str = "clear", seed: int = 0, frame: str | None = None) -> Mesh:
    (mesh,) = meshes(np.random.default_rng(seed), kind, head, frame)
    return mesh


def lens_points(mesh: Mesh) -> np.ndarray:
    lens = [material.name for material in mesh.materials].index("lens")
    corners = np.repeat(mesh.face_material == lens, mesh.face_sizes)
    return mesh.vertices[np.unique(mesh.corners[corners])]


def test_nobody_who_wears_none_has_any(head: np.ndarray) -> None:
    assert meshes(np.random.default_rng(0), "none", head) == []


@pytest.mark.parametrize("frame", FRAMES)
def test_lenses_are_in_front_of_the_eyes(head: np.ndarray, frame: str) -> None:
    data = bake.load()
    points, radius = lens_points(fitted(head, frame=frame)), shape.eye_radius(data, head)
    for center in shape.eye_centers(data, head):
        own = points[np.sign(points[:, 1]) == np.sign(center[1])]
        assert own[:, 0].min() > center[0] + radius  # clear of the lashes' roots
        assert own[:, 0].max() < center[0] + radius + 0.03
        assert own[:, 1].min() < center[1] < own[:, 1].max()
        assert own[:, 2].min() < center[2] < own[:, 2].max()


def test_temples_reach_the_ears(head: np.ndarray) -> None:
    ears = head[bake.load().masks["ears"] > 0.5]
    temple = fitted(head).vertices
    assert temple[:, 0].min() < ears[:, 0].max()
    at_ear = temple[np.abs(temple[:, 0] - ears[:, 0].max()) < 0.004]
    assert np.abs(at_ear[:, 2].max() - ears[:, 2].max()) < 0.01


def test_both_sides_are_alike(head: np.ndarray) -> None:
    points = fitted(head).vertices
    mirrored = points * [1.0, -1.0, 1.0]
    nearest = np.abs(points[:, None] - mirrored[None, ::7]).sum(axis=2).min(axis=0)
    assert nearest.max() < 1e-4


def test_all_of_it_is_the_part_glasses(head: np.ndarray) -> None:
    assert fitted(head, "sunglasses").parts == ("glasses",)


def test_lenses_look_forward(head: np.ndarray) -> None:
    mesh = fitted(head)
    quads = mesh.corners.reshape(-1, 4)[mesh.face_material == [m.name for m in mesh.materials].index("lens")]
    a, b, c, d = mesh.vertices[quads].transpose(1, 0, 2)
    assert np.cross(c - a, d - b)[:, 0].min() > 0.0  # or they would mirror as seen from inside the glass
