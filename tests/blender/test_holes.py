"""Cut-outs as Cycles renders them and as labels know them: leaf cards, decals, nets, films."""

from dataclasses import replace

import numpy as np
import pytest

from annotate import annotate
from annotate.silhouette import silhouette
from assets import Asset, Label, Material, Mesh
from assets.materials import Texture
from assets.primitives import box
from render.blender.renderer import BlenderRenderer
from scenes import Distortion, PinholeCamera, Placed, Pose, SceneSpec, World, look_at

SIDE = 64
ROWS, COLUMNS = np.mgrid[:SIDE, :SIDE] + 0.5
LEAF = np.hypot(ROWS - 24.0, COLUMNS - 36.0) < 18.0  # the top row first, off the middle both ways
FACING = PinholeCamera.from_fov((120, 90), 0.6, look_at((4.0, 0.0, 0.0), (0.0, 0.0, 0.0)))


def texture(alpha: np.ndarray, channel: str = "a") -> Texture:
    pixels = np.full((*alpha.shape, 4), 128, np.uint8)
    pixels[..., "rgba".index(channel)] = np.round(alpha * 255.0)
    return Texture("alpha", pixels, f"leaf {channel} {alpha.sum()} {alpha.shape}", channel)


def card(material: Material, side: float = 1.6, repeated: float = 1.0, subdivision: int = 0) -> Asset:
    """A square that faces +x, the picture upright on it."""
    half = side / 2.0
    vertices = np.array([[0, -half, -half], [0, half, -half], [0, half, half], [0, -half, half]], np.float32)
    uv = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32) * np.float32(repeated)
    none, sizes = np.zeros(1, np.int32), np.array([4], np.int32)
    mesh = Mesh(
        "card", vertices, np.arange(4, dtype=np.int32), sizes, (material,), ("leaf",), none, none, uv, subdivision
    )
    return Asset("card", (mesh,), (0.01, side, side), "CC0-1.0", "here", labels=(Label("plant"),))


def labelled(
    fine: BlenderRenderer, asset: Asset, *others: Placed, camera: PinholeCamera = FACING
) -> tuple[dict, object]:
    spec = SceneSpec((Placed(asset, Pose.at(), 1), *others), camera, World("courtyard"))
    frame = fine.render(spec)
    (annotation,) = annotate(spec, frame).annotations
    return annotation, frame


def leaf(alpha: np.ndarray = LEAF, channel: str = "a") -> Material:
    return Material("leaf", base_color=(0.1, 0.4, 0.1), textures=(texture(alpha, channel),))


@pytest.mark.parametrize("channel", ["a", "g"])
@pytest.mark.parametrize("subdivision", [0, 2])
@pytest.mark.parametrize("bent", [None, Distortion(-0.15, 0.02)], ids=["straight", "bent"])
def test_a_leaf_that_nothing_hides_is_whole(fine: BlenderRenderer, channel: str, subdivision: int, bent) -> None:
    asset = card(leaf(channel=channel), subdivision=subdivision)
    if subdivision:  # a square that keeps its shape
        mesh = asset.meshes[0]
        edges = np.array([[0, 1], [1, 2], [2, 3], [3, 0]], np.int32)
        mesh = replace(mesh, crease_edges=edges, crease_weights=np.ones(4, np.float32))
        asset = replace(asset, meshes=(mesh,))
    camera = replace(FACING, distortion=bent)
    got, frame = labelled(fine, asset, camera=camera)
    assert got["occlusion"] <= 0.02 and got["truncation"] == 0.0
    alone = silhouette(frame.surfaces[1], camera)
    assert np.count_nonzero(alone.mask != frame.coverage.mask(1)) <= 0.03 * got["area"]
    assert frame.coverage.of(1).sum() == pytest.approx(alone.area_px, rel=0.02)
    x, y, w, h = got["amodal_bbox"]
    assert (x, y, w, h) == pytest.approx(got["bbox"], abs=1.01), "and its box is the leaf's, not the card's"


def test_what_stands_before_a_leaf_hides_its_share(fine: BlenderRenderer) -> None:
    whole, _ = labelled(fine, card(leaf()))
    board = box((0.02, 2.0, 0.8), Material("board"))  # on the ground up to 0.8 m: lowered, it hides the lower part
    got, _ = labelled(fine, card(leaf()), Placed(board, Pose.at(0.3, 0.0, -0.64)))
    lost = 1.0 - got["area"] / whole["area"]
    assert 0.15 < lost < 0.85
    assert got["occlusion"] == pytest.approx(lost, abs=0.03)


def test_a_film_that_lets_little_through_is_there(fine: BlenderRenderer) -> None:
    got, _ = labelled(fine, card(Material("film", alpha=0.8)))
    assert got["occlusion"] <= 0.01


def test_thin_films_before_one_another_add_up(fine: BlenderRenderer) -> None:
    """A closed box of a film of 0.4: one sees through both of its sides, and 0.64 of them together."""
    asset = box((1.0, 1.0, 1.0), Material("film", alpha=0.4), "box")
    camera = PinholeCamera.from_fov((120, 90), 0.6, look_at((4.0, 0.4, 0.9), (0.0, 0.0, 0.5)))
    got, _ = labelled(fine, asset, camera=camera)
    assert got["occlusion"] <= 0.03


def test_a_net_seen_from_afar_is_what_its_holes_leave(fine: BlenderRenderer) -> None:
    holes = ((np.indices((64, 64)) % 8) < 5).all(axis=0)  # of a share of 0.39
    got, _ = labelled(fine, card(leaf(~holes), repeated=6.0))
    assert got["occlusion"] <= 0.03 and got["area"] > 1000


def test_a_decal_leaves_its_body_whole(fine: BlenderRenderer) -> None:
    body = box((0.5, 1.2, 1.2), Material("paint"), "box")
    decal = card(leaf(), side=0.6).meshes[0]
    moved = replace(decal, vertices=decal.vertices + np.float32([0.26, 0.0, 0.6]), parts=("box",))
    asset = replace(body, meshes=(*body.meshes, moved))
    camera = PinholeCamera.from_fov((120, 90), 0.6, look_at((4.0, 0.3, 0.6), (0.0, 0.0, 0.6)))
    got, _ = labelled(fine, asset, camera=camera)
    assert got["occlusion"] <= 0.01
