"""Panes before things, rendered: with ``through_glass`` what is behind them is labelled, and no picture changes."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from annotate import Frame, annotate
from assets import Asset, Material, RenderError
from assets.faces import Identity, Look, person
from assets.primitives import box, floor
from render.blender.renderer import BlenderRenderer
from render.settings.graphics import check_eevee
from render.settings.presets import PRESETS
from scenes import Distortion, Fisheye, PinholeCamera, Placed, Pose, SceneSpec, Weather, World, look_at
from scenes.pose import rotation_zyx
from scenes.spec import Light, View

DRAFT = replace(PRESETS["draft"], samples=4)
RED, PANE = Material("red", base_color=(0.6, 0.05, 0.04)), Material("pane", kind="glass")
CRATE, WINDOW = 1, 2
CAMERA = PinholeCamera.from_fov((80, 60), 0.8, look_at((-4.0, 0.0, 1.2), (0.0, 0.0, 0.5)))


def crate(category: str = "crate") -> Asset:
    return box((0.8, 0.8, 0.8), RED, category)


def scene(camera: PinholeCamera = CAMERA, pane: int = WINDOW, **more: object) -> SceneSpec:
    """A red crate 1.2 m behind a pane, which is scenery where it has no number."""
    sheet = box((0.02, 1.2, 1.0), PANE, "pane")
    things = (
        Placed(floor(60.0, Material("grey", roughness=0.9)), Pose.at()),
        Placed(crate(), Pose.at(0.6, 0.5), CRATE),
        Placed(replace(sheet, labels=sheet.labels if pane else ()), Pose.at(-0.6, 0.5), pane),
    )
    return SceneSpec(things, camera, World("courtyard"), **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def looking() -> Iterator[BlenderRenderer]:
    renderer = BlenderRenderer(DRAFT, "cpu", through_glass=True)
    yield renderer
    renderer.close()


@pytest.fixture(scope="module")
def bare() -> Iterator[BlenderRenderer]:
    renderer = BlenderRenderer(DRAFT, "cpu")
    yield renderer
    renderer.close()


def alone(renderer: BlenderRenderer, spec: SceneSpec) -> Frame:
    """The scene without its pane."""
    return renderer.render(replace(spec, placed=spec.placed[:2]))


def test_the_picture_and_its_passes_are_what_they_were(looking: BlenderRenderer, bare: BlenderRenderer) -> None:
    """Twice, because the panes have been taken out once by then."""
    frames = [bare.render(scene()), looking.render(scene()), looking.render(scene())]
    assert frames[0].behind is None
    for frame in frames[1:]:
        for name in ("rgb", "depth", "normals"):
            np.testing.assert_array_equal(getattr(frame, name), getattr(frames[0], name))
        np.testing.assert_array_equal(frame.coverage.owner, frames[0].coverage.owner)


CAMERAS = {
    "ideal": CAMERA,
    "distorted": replace(CAMERA, distortion=Distortion(k1=-0.15)),
    "fisheye": replace(CAMERA, distortion=Fisheye(edge_rad=0.9)),
    "moving": replace(CAMERA, velocity_mps=np.array([0.0, 2.0, 0.0]), shutter_s=0.02),
}


@pytest.mark.parametrize("name", CAMERAS)
def test_what_is_behind_a_pane_is_as_if_there_were_none(
    looking: BlenderRenderer, bare: BlenderRenderer, name: str
) -> None:
    spec = scene(CAMERAS[name])
    frame, free = looking.render(spec), alone(bare, spec)
    crate, pane = annotate(spec, frame).annotations
    (whole,) = annotate(replace(spec, placed=spec.placed[:2]), free).annotations
    assert whole["area"] > 200
    assert crate["area"] == pytest.approx(whole["area"], rel=0.02)
    assert crate["occlusion"] == pytest.approx(whole["occlusion"], abs=0.02)
    assert crate["through_glass"] == crate["area"], "all of it is behind the pane"
    assert pane["through_glass"] == 0 and pane["area"] > 2 * crate["area"]
    assert frame.behind is not None
    middle = frame.behind.coverage.mask(CRATE) & free.coverage.mask(CRATE)
    np.testing.assert_allclose(frame.behind.depth[middle], free.depth[middle], atol=0.05)
    assert (frame.depth[middle] < frame.behind.depth[middle] - 0.5).all(), "the picture's depth is the pane's"


def test_a_pane_of_scenery_is_looked_through(looking: BlenderRenderer, bare: BlenderRenderer) -> None:
    """A car behind a shop's window: without looking through it has no label at all."""
    spec = scene(pane=0)
    hidden = annotate(spec, bare.render(spec))
    assert [item["category"] for item in hidden.hidden] == ["crate"]
    (crate,) = annotate(spec, looking.render(spec)).annotations
    assert crate["occlusion"] < 0.02 and crate["through_glass"] == crate["area"]


def test_panes_behind_panes_and_fog_are_looked_through(looking: BlenderRenderer) -> None:
    second = Placed(box((0.02, 1.4, 1.2), PANE, "pane"), Pose.at(-1.2, 0.5), 3)
    spec = scene(weather=Weather(fog_per_m=0.02))
    labels = annotate(spec, looking.render(replace(spec, placed=(*spec.placed, second))))
    assert labels.annotations[0]["occlusion"] < 0.02


def test_without_panes_nothing_more_is_rendered_and_nothing_is_behind(looking: BlenderRenderer) -> None:
    spec = scene()
    frame = alone(looking, spec)
    assert frame.behind is not None and not frame.behind.pane.any()
    (crate,) = annotate(replace(spec, placed=spec.placed[:2]), frame).annotations
    assert crate["through_glass"] == 0


def test_views_of_one_scene_see_their_panes(looking: BlenderRenderer, bare: BlenderRenderer) -> None:
    """The scene that stands in Blender for a further camera has its panes again."""
    other = replace(CAMERA, pose=look_at((-4.0, -0.6, 1.2), (0.0, 0.0, 0.5)))
    spec = scene()
    spec = replace(spec, views=(View(other),))
    ours, theirs = ([r.render(spec.seen_in(view)).rgb for view in (0, 1)] for r in (looking, bare))
    for mine, plain in zip(ours, theirs, strict=True):
        np.testing.assert_array_equal(mine, plain)
    assert (ours[0] != ours[1]).any()


def test_eevee_has_the_same_labels() -> None:
    try:
        check_eevee()
    except RenderError as error:
        assert str(error).startswith("--engine eevee: ")
        return
    frames = []
    for engine in ("cycles", "eevee"):
        renderer = BlenderRenderer(DRAFT, "cpu", engine=engine, through_glass=True)
        frames.append(renderer.render(scene()))
        renderer.close()
    first, second = (annotate(scene(), frame).annotations for frame in frames)
    assert first == second


def test_a_face_behind_a_windscreen_has_its_mask_box_and_points(
    looking: BlenderRenderer, bare: BlenderRenderer
) -> None:
    """As of the same person without the pane, to a pixel at the edge."""
    someone = person(np.random.default_rng(3), Identity(), Look(hair_style="short"), detail=0.1)
    camera = PinholeCamera.from_fov((160, 120), 0.35, look_at((1.5, 0.0, 0.0), (0.0, 0.0, 0.0)))
    screen = Placed(box((0.01, 1.4, 0.9), PANE, "car"), Pose.at(0.6, 0.0, z=-0.45), WINDOW)
    spec = SceneSpec((Placed(someone, Pose.at(), 1), screen), camera, World("courtyard"))
    frame, free = looking.render(spec), bare.render(replace(spec, placed=spec.placed[:1]))
    found = {item["category"]: item for item in annotate(spec, frame).annotations}
    plain = {item["category"]: item for item in annotate(replace(spec, placed=spec.placed[:1]), free).annotations}
    assert set(plain) == {"face", "person_head"} and set(found) == {"face", "person_head", "car"}
    for category, whole in plain.items():
        got = found[category]
        assert whole["area"] > 500
        assert got["area"] == pytest.approx(whole["area"], rel=0.03)
        np.testing.assert_allclose(got["bbox"], whole["bbox"], atol=1.0)
        assert got["through_glass"] == got["area"]
        assert set(got["parts"]) == set(whole["parts"])
        assert got["attributes"]["occluded_by"] == whole["attributes"]["occluded_by"]
    points, wanted = (np.reshape(item["face"]["keypoints"], (70, 3)) for item in (found, plain))
    np.testing.assert_array_equal(points[:, :2], wanted[:, :2])
    assert (wanted[:, 2] == 2).sum() > 40
    assert (points[:, 2] != wanted[:, 2]).sum() <= 3
    assert "face" in {item["category"] for item in annotate(spec, bare.render(spec)).hidden}


def test_light_falls_in_through_a_window_at_any_angle(bare: BlenderRenderer) -> None:
    """Its shadow at 55° is a light one: no solid's total reflection keeps light out that leaves by a back."""
    above = PinholeCamera.from_fov((80, 60), 0.6, look_at((-0.01, 0.0, 4.0), (0.0, 0.0, 0.0)))
    lean = np.radians(55.0)
    sun = Light("sun", Pose(rotation_zyx(0.0, -lean, 0.0), np.array([0.0, 0.0, 5.0])), (1.0, 1.0, 1.0), 4.0, 0.01)
    clear = box((1.0, 1.0, 0.02), Material("pane", kind="glass", base_color=(1.0, 1.0, 1.0)), "pane")
    grey = floor(60.0, Material("grey", roughness=0.9))
    things = (Placed(grey, Pose.at()), Placed(clear, Pose.at(0.0, 0.0, 0.3), WINDOW))
    rgb = bare.render(SceneSpec(things, above, World("courtyard", strength=0.0), (sun,))).rgb.astype(float)
    inside, outside = (
        np.mean([rgb[y, x] for x, y in above.project([[x, y, 0.0] for y in (-0.2, 0.0, 0.2)]).astype(int)])
        for x in (0.75, -0.75)
    )
    assert outside > 60.0
    assert 0.8 * outside < inside < 0.97 * outside
