"""Looks in pictures: colours of vertices over an image, and images that are moved on a surface."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from annotate.silhouette import silhouette
from assets import Asset, Label, Material, Mesh
from assets.materials import VERTEX_COLOR, Affine, Texture
from render.blender.renderer import BlenderRenderer
from scenes import PinholeCamera, Placed, Pose, SceneSpec, World, look_at

FACING = PinholeCamera.from_fov((64, 64), 0.5, look_at((4.0, 0.0, 0.0), (0.0, 0.0, 0.0)))
UV = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)


def card(material: Material, uv: np.ndarray, colors: np.ndarray | None = None) -> Asset:
    """A square of 1.6 m that faces +x."""
    vertices = np.array([[0, -0.8, -0.8], [0, 0.8, -0.8], [0, 0.8, 0.8], [0, -0.8, 0.8]], np.float32)
    none, sizes, corners = np.zeros(1, np.int32), np.array([4], np.int32), np.arange(4, dtype=np.int32)
    attributes = {} if colors is None else {VERTEX_COLOR: colors.astype(np.float32)}
    mesh = Mesh("card", vertices, corners, sizes, (material,), ("sign",), none, none, uv, attributes=attributes)
    return Asset("card", (mesh,), (0.01, 1.6, 1.6), "CC0-1.0", "here", labels=(Label("sign"),))


def rendered(renderer: BlenderRenderer, asset: Asset) -> Any:
    return renderer.render(SceneSpec((Placed(asset, Pose.at(), 1),), FACING, World("courtyard")))


def test_base_colours_are_multiplied_by_those_of_vertices(renderer: BlenderRenderer) -> None:
    grey = Texture("base_color", np.full((2, 2, 3), 200, np.uint8), "grey")
    look = Material("paint", textures=(grey,), params={VERTEX_COLOR: 1.0})
    ends = np.array([[1, 0, 0], [0, 0, 1], [0, 0, 1], [1, 0, 0]])  # red to the left of the picture or to its right
    frame = rendered(renderer, card(look, UV, ends))
    row = frame.rgb[32].astype(int)
    first, last = row[14], row[49]
    assert (first[0] - first[2]) * (last[0] - last[2]) < -2000, "one end is red and the other one blue"
    plain = rendered(renderer, card(replace(look, params={}), UV, ends)).rgb[32].astype(int)
    assert np.abs(plain[14] - plain[14].mean()).max() < 25, "a material that does not ask for them is grey"


TURN: Affine = (0.0, -1.5, 0.9, 1.5, 0.0, -0.3)


@pytest.mark.parametrize("input", ["base_color", "alpha"])
def test_a_transform_is_what_other_coordinates_are(renderer: BlenderRenderer, input: str) -> None:
    """The same picture and the same silhouette as of coordinates that were moved themselves."""
    pixels = np.zeros((16, 16, 4), np.uint8)
    pixels[:5, :9] = 255
    moved = Texture(input, pixels, "corner", "a" if input == "alpha" else "rgb", transform=TURN)
    plain = replace(moved, transform=(1.0, 0.0, 0.0, 0.0, 1.0, 0.0))
    other = (np.column_stack([UV, np.ones(4)]) @ np.array(TURN).reshape(2, 3).T).astype(np.float32)
    got = rendered(renderer, card(Material("a", textures=(moved,)), UV))
    want = rendered(renderer, card(Material("b", textures=(plain,)), other))
    still = rendered(renderer, card(Material("c", textures=(plain,)), UV))
    assert np.abs(got.rgb.astype(int) - want.rgb).mean() < 1.0
    assert np.abs(got.rgb.astype(int) - still.rgb).mean() > 5.0
    alone, as_wanted = (silhouette(frame.surfaces[1], FACING).mask for frame in (got, want))
    np.testing.assert_array_equal(alone, as_wanted)
