"""Buildings: they fill their lots, look at the street, and are lit at night."""

import numpy as np
import pytest

from assets import AssetError
from assets.environments.buildings import STYLES, building


def points(asset):
    return np.concatenate([mesh.vertices for mesh in asset.meshes])


@pytest.mark.parametrize("style", STYLES)
def test_fills_its_lot_and_overhangs_the_pavement_by_little(style):
    asset = building(np.random.default_rng(2), 14.0, 12.0, style=style)
    low, high = points(asset).min(axis=0), points(asset).max(axis=0)
    assert 0.0 <= high[0] < 2.3
    assert -12.6 < low[0] < -11.5
    assert -7.6 < low[1] < -6.5
    assert 6.5 < high[1] < 7.6


def test_more_floors_are_higher():
    heights = [building(np.random.default_rng(2), 14.0, 12.0, floors, "office").size[2] for floors in (2, 4, 8)]
    assert heights[0] < heights[1] - 5.0 < heights[2] - 10.0


def test_the_front_looks_along_x():
    mesh = building(np.random.default_rng(0), 14.0, 12.0, 4, "stucco").meshes[0]
    faces = mesh.vertices[mesh.corners.reshape(-1, 4)]
    normal = np.cross(faces[:, 2] - faces[:, 0], faces[:, 3] - faces[:, 1])
    wall = mesh.face_material == [material.name for material in mesh.materials].index("stucco")
    front = wall & (np.abs(faces[..., 0]).max(axis=1) < 1e-6)
    assert front.sum() > 20
    assert (normal[front, 0] > 0).all()


def test_rooms_are_lit_at_night_only():
    def lit(night):
        asset = building(np.random.default_rng(0), 14.0, 12.0, 4, "terrace", night=night)
        panes = [m for mesh in asset.meshes for m in mesh.materials if m.name == "window"]
        return max(material.params["lit"] for material in panes)

    assert lit(False) == 0.0
    assert lit(True) > 0.05


def test_a_wrong_style_or_lot_is_named():
    with pytest.raises(AssetError, match="terrace"):
        building(np.random.default_rng(0), 14.0, 12.0, style="castle")
    with pytest.raises(AssetError, match="4 m"):
        building(np.random.default_rng(0), 2.0, 12.0)
