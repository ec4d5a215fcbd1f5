"""What of a head is replaced, what its render costs, and how bright it may come out."""

import numpy as np
import pytest

from assets.faces import Identity, Look, person
from assets.faces.keypoints import NAMES
from assets.standins import for_labels
from render.anonymize.blending import GLARE, Old, blended, relit
from render.anonymize.casting import Kept, new_face
from render.anonymize.finding import Found
from render.anonymize.fitting import Camera, Fit, fit, head_rotation
from render.anonymize.light import LUMINANCE, Shading
from render.anonymize.painting import RenderPainter
from render.anonymize.rendering import Head, Patch, _cells
from render.anonymize.settings import Settings

SIZE = 200, 160
CAMERA = Camera.of(SIZE)
BACK_M = np.array([[-0.12, 0.0, 0.03]])  # of a head, behind its ears


def seen_from(yaw_deg: float) -> tuple[Found, Fit]:
    """Somebody's 70 points, turned, and how they are."""
    with for_labels():
        asset = person(np.random.default_rng(3), Identity(30.0), Look(), 0.1)
    truth = Fit(head_rotation(np.radians(yaw_deg), 0.0, 0.0), np.array([0.0, 0.0, 0.6]), "")
    points = truth.seen(np.array([asset.keypoints[name] for name in NAMES]), CAMERA)
    (x, y), (w, h) = points.min(axis=0), np.ptp(points, axis=0)
    return Found("face", 1, (float(x), float(y), float(w), float(h)), points), truth


@pytest.mark.parametrize(("yaw_deg", "whole"), [(20.0, False), (75.0, True), (-75.0, True)])
def test_of_a_face_in_profile_the_whole_head_is_replaced(yaw_deg: float, whole: bool) -> None:
    """Its outline, ear and hair say more of it than its inner face does."""
    found, truth = seen_from(yaw_deg)
    rgb = np.full((SIZE[1], SIZE[0], 3), 150, np.uint8)
    painter = RenderPainter(Settings(), "render.run.fake:fake_renderer")
    painted = painter.paint(rgb, [found], "a.png", np.zeros(rgb.shape[:2], bool))
    painter.close()
    assert not painted.failed
    x, y = truth.seen(BACK_M if whole else np.array([[0.0, 0.0, 0.12]]), CAMERA)[0].astype(int)
    assert painted.mask[y, x] == whole
    assert found.points is not None
    x, y = found.points[30].astype(int)  # the tip of the nose
    assert painted.mask[y, x]


def head_at(yaw_deg: float, middle: int) -> Head:
    found, _ = seen_from(yaw_deg)
    share = Kept(("neutral", 1.0), 5, (0.0, 0.0))
    asset = new_face(np.random.default_rng(1), Settings(), found, share, 60.0, (0.0, 0.0, 0.0))
    fitted = fit(found, CAMERA, expression=False)
    return Head(asset, fitted, (middle - 30, 50, middle + 30, 110), 60.0)


def test_heads_that_are_rendered_side_by_side_do_not_touch() -> None:
    heads = [head_at(0.0, 100), head_at(70.0, 100), head_at(-70.0, 100)]
    cells, (width, _) = _cells(heads, CAMERA)
    end = 0.0
    for head, cell in zip(heads, cells, strict=True):
        points = np.concatenate([mesh.vertices for mesh in head.asset.meshes])
        across = (head.fitted.seen(points.astype(np.float64), CAMERA)[:, 0] - head.window[0]) * head.scale + cell[0]
        assert across.min() >= end
        end = max(float(across.max()), float(cell[2]))
    assert end <= width
    assert width < 3 * 100  # a head is 0.2 m long, 65 pixels here


def test_skin_of_faces_that_are_put_in_lets_no_light_wander() -> None:
    asset = head_at(0.0, 100).asset
    skins = [material for mesh in asset.meshes for material in mesh.materials if "scatter_m" in material.params]
    assert skins
    assert {material.params["scatter_m"] for material in skins} == {0.0}


def test_before_bright_ground_a_new_face_is_as_dark_as_the_old_one() -> None:
    """Of somebody against the light, places beside the face look like bright skin."""
    facing = np.zeros((40, 40, 3), np.float32)
    facing[..., 2] = -1.0
    whole = np.ones((40, 40), np.float32)
    patch = Patch(np.full((40, 40, 3), 0.2, np.float32), whole, whole, facing, None)
    glare = Shading(np.full(3, 0.9), np.zeros((3, 3)), lit=np.full(3, 0.9))
    dark = relit(patch, Old(glare, np.full(3, 0.1), np.ones(3), 0.1))
    assert np.median(dark @ LUMINANCE) == pytest.approx(GLARE * 0.1, rel=0.01)
    right = relit(patch, Old(glare, np.full(3, 0.8), np.ones(3), 0.8))
    assert np.median(right @ LUMINANCE) == pytest.approx(0.9, rel=0.25)


def test_a_new_face_has_no_dark_line_around_it() -> None:
    """Where its pixels are covered in part, a render of few samples sends less light than they should."""
    alpha = np.zeros((40, 40), np.float32)
    alpha[8:32, 8:32] = 1.0
    alpha[8:32, 32] = 0.6
    light = np.full((40, 40, 3), 0.4, np.float32) * alpha[..., None]
    light[8:32, 31:33] *= 0.2
    facing = np.zeros((40, 40, 3), np.float32)
    facing[..., 2] = -alpha
    patch = Patch(light, alpha, alpha, facing, None)
    photo = np.full((40, 40, 3), 170, np.uint8)
    core = np.zeros((40, 40), bool)
    core[10:30, 10:36] = True
    old = Old(None, np.full(3, 0.4), np.ones(3))
    new, _ = blended(photo, patch, core, np.zeros_like(core), old, np.random.default_rng(0))
    assert new[12:28, 31:36].min() > 140
