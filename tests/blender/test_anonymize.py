"""A rendered face takes the place of another rendered one, whose pose, tone and light are known."""

import numpy as np
import pytest

from annotate import annotate
from assets.faces import Identity, Look, person
from render.anonymize import light
from render.anonymize.finding import Found
from render.anonymize.fitting import Camera, angles, fit, head_rotation
from render.anonymize.painting import RenderPainter
from render.anonymize.settings import Settings
from render.blender.renderer import BlenderRenderer
from scenes import Light, PinholeCamera, Placed, Pose, SceneSpec, World, look_at

SIDE = 160
EXPOSURE_EV = {3: -2.2, 5: -2.2}  # for the skin: the meter looks at a black studio
TURN_DEG = (25.0, 6.0, -8.0)
TOWARD = np.array([-0.75, -0.35, -0.56])  # the lamp, in the camera's frame: from the left, above, before


def photograph(renderer: BlenderRenderer, tone: int) -> tuple[np.ndarray, Found]:
    """(H, W, 3) of somebody under a lamp, and what a person would mark on it."""
    view = look_at((0.0, 0.0, 0.0), (1.0, 0.0, 0.0))
    lens = PinholeCamera(SIDE, SIDE, 1.2 * SIDE, SIDE / 2.0, SIDE / 2.0, view, exposure_ev=EXPOSURE_EV[tone])
    rotation = view.rotation @ head_rotation(*np.radians(TURN_DEG))
    who = person(np.random.default_rng(5), Identity(35.0, 0.7), Look(skin_tone=tone, hair_style="short"), 0.6)
    lamp = view.rotation @ (-TOWARD / np.linalg.norm(TOWARD))
    z = np.cross([0.0, 1.0, 0.0], -lamp)
    z /= np.linalg.norm(z)
    shine = np.stack([np.cross(z, -lamp), z, -lamp], axis=1)
    shine *= np.sign(np.linalg.det(shine))
    sun = Light("sun", Pose(shine, np.zeros(3)), (1.0, 1.0, 1.0), 3.0, 0.05)
    spec = SceneSpec(
        (Placed(who, Pose(rotation, view.apply([0.0, 0.0, 0.5])), 1),), lens, World("studio", 0.0, 0.3), (sun,)
    )
    frame = renderer.render(spec)
    entry = next(item for item in annotate(spec, frame, "rle").annotations if item["category"] == "face")
    points = np.array(entry["keypoints"], float).reshape(-1, 3)
    assert (points[:, 2] > 0).all()
    x, y, w, h = entry["bbox"]
    return frame.rgb, Found("face", 1, (x, y, w, h), points[:, :2])


@pytest.mark.parametrize("tone", [3, 5])
def test_what_is_measured_is_what_was_rendered_and_the_new_face_shares_it(renderer: BlenderRenderer, tone: int) -> None:
    rgb, found = photograph(renderer, tone)
    camera = Camera.of((SIDE, SIDE))
    fitted = fit(found, camera, expression=True)
    assert np.degrees(angles(fitted.rotation)) == pytest.approx(TURN_DEG, abs=5.0)
    shading = light.of_face(rgb, fitted, camera)
    assert shading is not None
    off = np.degrees(np.arccos(shading.direction @ TOWARD / np.linalg.norm(TOWARD)))
    assert off < 20.0, (off, shading.direction)
    assert abs(light.tone_of(rgb, fitted, camera, light.white_of(rgb)) - tone) <= 1
    painter = RenderPainter(Settings(), "render.run.start:blender_renderer")
    painted = painter.paint(rgb, [found], "a.png", np.zeros((SIDE, SIDE), bool))
    painter.close()
    assert not painted.failed
    labels = painted.replaced[0].labels
    new = np.array([labels["attributes"][key] for key in ("yaw_deg", "pitch_deg", "roll_deg")])
    assert new == pytest.approx(TURN_DEG, abs=5.0)
    away = np.linalg.norm(labels["points"][17:68, :2] - found.points[17:68], axis=1).mean()
    assert away < 0.06 * max(found.box[2:])
    assert (painted.rgb[~painted.mask] == rgb[~painted.mask]).all()
    inside = labels["mask"]
    assert (painted.rgb[inside] != rgb[inside]).any(axis=1).mean() > 0.9
    brightness = [image[inside].mean() for image in (rgb, painted.rgb)]
    assert brightness[1] == pytest.approx(brightness[0], rel=0.3)
