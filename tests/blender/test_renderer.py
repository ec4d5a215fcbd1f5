"""Blender's pictures and ground truth against geometry worked out by hand."""

from pathlib import Path

import numpy as np
import OpenEXR
import pytest

from annotate.silhouette import silhouette
from assets import Asset, AssetError, Curves, Label, Material, RenderError
from assets.primitives import box, floor
from render.blender import passes
from render.blender.passes import Passes
from render.blender.renderer import BlenderRenderer
from render.settings.presets import PRESETS, Preset
from scenes import PinholeCamera, Placed, Pose, SceneSpec, World, look_at

RED = Material("red", base_color=(0.6, 0.05, 0.04))
GREY = Material("grey", roughness=0.9)
PANE = Material("pane", kind="glass")
HEADER = {"compression": OpenEXR.NO_COMPRESSION, "type": OpenEXR.scanlineimage}


def scene_of(camera: PinholeCamera, *placed: Placed, world: World = World("courtyard")) -> SceneSpec:  # noqa: B008
    return SceneSpec(placed, camera, world)


def ground() -> Placed:
    return Placed(floor(200.0, GREY), Pose.at())


def rays(camera: PinholeCamera) -> np.ndarray:
    """World directions (H, W, 3) through pixel centres, of length 1 along the optical axis."""
    y, x = np.mgrid[: camera.height, : camera.width] + 0.5
    local = np.stack([(x - camera.cx) / camera.focal_px, (y - camera.cy) / camera.focal_px, np.ones_like(x)], axis=-1)
    return local @ camera.pose.rotation.T


def test_depth_of_a_floor_is_measured_along_the_optical_axis(renderer: BlenderRenderer, camera: PinholeCamera) -> None:
    frame = renderer.render(scene_of(camera, ground()))
    down = rays(camera)[..., 2]
    expected = -camera.pose.translation[2] / down
    near = (down < 0) & (expected < 50.0)
    assert near.mean() > 0.5
    assert frame.depth[near] == pytest.approx(expected[near], rel=0.01)
    assert np.isinf(frame.depth[down > 0.01]).all()


def test_normals_are_in_the_camera_frame(renderer: BlenderRenderer, camera: PinholeCamera) -> None:
    frame = renderer.render(scene_of(camera, ground()))
    up = camera.pose.rotation.T @ [0.0, 0.0, 1.0]
    assert frame.normals[-10, 60] == pytest.approx(up, abs=1e-3)
    assert up[1] < 0  # y is down


def test_coverage_of_a_box_is_its_projection(renderer: BlenderRenderer, camera: PinholeCamera) -> None:
    crate = Placed(box((1.0, 1.2, 0.8), RED, "box"), Pose.at(0.5, -0.3, yaw_rad=0.5), 1)
    frame = renderer.render(scene_of(camera, ground(), crate))
    outline = silhouette(frame.surfaces[1], camera)
    assert frame.coverage.of(1).sum() == pytest.approx(outline.area_px, rel=0.01)
    assert np.count_nonzero((frame.coverage.of(1) >= 0.5) != outline.mask) <= 12  # pixels on the outline itself


@pytest.mark.parametrize(("cx", "cy"), [(60.0, 45.0), (40.0, 45.0), (60.0, 60.0), (75.0, 30.0)])
def test_the_principal_point_is_where_the_camera_says(renderer: BlenderRenderer, cx: float, cy: float) -> None:
    camera = PinholeCamera(120, 90, 150.0, cx, cy, look_at((-5.0, 0.0, 0.5), (0.0, 0.0, 0.5)))
    frame = renderer.render(scene_of(camera, Placed(box((1, 1, 1), RED, "box"), Pose.at(), 1)))
    y, x = np.mgrid[:90, :120] + 0.5
    weight = frame.coverage.of(1)
    assert (x * weight).sum() / weight.sum() == pytest.approx(cx, abs=0.1)
    assert (y * weight).sum() / weight.sum() == pytest.approx(cy, abs=0.1)


def test_instances_share_a_pixel_by_what_they_cover(renderer: BlenderRenderer, camera: PinholeCamera) -> None:
    front = Placed(box((0.1, 1.0, 1.0), RED, "box"), Pose.at(-1.0, 0.4), 1)
    back = Placed(box((0.1, 2.5, 1.5), GREY, "box"), Pose.at(0.5, 0.0), 2)
    frame = renderer.render(scene_of(camera, front, back))
    both = frame.coverage.of(1) + frame.coverage.of(2)
    assert both.max() <= 1.0 + 1e-3
    edge = (frame.coverage.of(1) > 0.1) & (frame.coverage.of(1) < 0.9) & (frame.coverage.of(2) > 0.05)
    assert edge.sum() > 20
    hidden = silhouette(frame.surfaces[2], camera).mask & silhouette(frame.surfaces[1], camera).mask
    assert frame.coverage.of(2)[hidden].mean() < 0.05


def test_scenery_of_the_same_material_is_no_part_of_a_labelled_thing(
    renderer: BlenderRenderer, camera: PinholeCamera
) -> None:
    crate = Placed(box((0.5, 0.5, 0.5), RED, "box"), Pose.at(0.0, 0.8), 1)
    twin = Placed(box((0.5, 0.5, 0.5), RED, "box"), Pose.at(0.0, -0.8), 2)
    post = Placed(box((0.5, 0.5, 0.5), RED), Pose.at(0.0, 0.0))  # comes after both
    frame = renderer.render(scene_of(camera, crate, twin, post))
    for number in (1, 2):
        outline = silhouette(frame.surfaces[number], camera)
        assert frame.coverage.of(number).sum() == pytest.approx(outline.area_px, rel=0.05)
    assert np.isfinite(frame.depth[:, 55:65]).any()  # the post is there
    assert frame.coverage.labelled()[:, 56:64].max() < 0.01


def test_a_window_belongs_to_its_instance_though_one_sees_through_it(
    renderer: BlenderRenderer, camera: PinholeCamera
) -> None:
    pane = Placed(box((0.01, 1.0, 1.0), PANE, "box"), Pose.at(-1.0, 0.0), 1)
    wall = Placed(box((0.1, 6.0, 4.0), RED, "box"), Pose.at(1.0, 0.0), 2)
    frame = renderer.render(scene_of(camera, pane, wall))
    assert frame.coverage.of(1).sum() == pytest.approx(silhouette(frame.surfaces[1], camera).area_px, rel=0.02)
    through = frame.rgb[frame.coverage.of(1) > 0.99].astype(float).mean(axis=0)
    assert through[0] > 1.4 * through[1]  # the red wall behind it, though the pane mirrors the sky


def test_hair_belongs_to_its_instance(renderer: BlenderRenderer, camera: PinholeCamera) -> None:
    roots = np.stack(np.meshgrid(np.linspace(-0.4, 0.4, 40), np.linspace(-0.4, 0.4, 40)), axis=-1).reshape(-1, 1, 2)
    points = np.concatenate([np.broadcast_to(roots, (1600, 4, 2)), np.zeros((1600, 4, 1))], axis=2)
    points[..., 2] = 0.5 + np.linspace(0.0, 0.5, 4)
    hair = Curves("hair", points.astype(np.float32), np.full((1600, 4), 0.01, np.float32), GREY, "hair")
    body = box((0.8, 0.8, 0.5), RED, "box")
    asset = Asset("brush", body.meshes, (0.8, 0.8, 1.0), "CC0-1.0", "test", curves=(hair,), labels=(Label("box"),))
    frame = renderer.render(scene_of(camera, Placed(asset, Pose.at(), 1)))
    assert frame.coverage.of(1, {"hair"}).sum() > 300
    both = frame.coverage.of(1, {"hair"}) + frame.coverage.of(1, {"box"})
    assert both == pytest.approx(frame.coverage.of(1), abs=1e-5)
    assert frame.coverage.of(1).sum() == pytest.approx(silhouette(frame.surfaces[1], camera).area_px, rel=0.03)


def test_labels_see_the_subdivided_surface_that_is_rendered(renderer: BlenderRenderer, camera: PinholeCamera) -> None:
    cube = box((1.5, 1.5, 1.5), RED, "ball")
    mesh = cube.meshes[0]
    rounded = type(mesh)(**{**vars(mesh), "subdivision": 3})
    ball = Asset("ball", (rounded,), (1.5, 1.5, 1.5), "CC0-1.0", "test", labels=(Label("ball"),))
    frame = renderer.render(scene_of(camera, Placed(ball, Pose.at(), 1)))
    outline = silhouette(frame.surfaces[1], camera).area_px
    assert frame.coverage.of(1).sum() == pytest.approx(outline, rel=0.02)
    sharp = renderer.render(scene_of(camera, Placed(cube, Pose.at(), 1)))
    assert outline < 0.8 * silhouette(sharp.surfaces[1], camera).area_px


def test_the_same_scene_gives_the_same_bytes_whatever_was_rendered_before(
    renderer: BlenderRenderer, camera: PinholeCamera
) -> None:
    scene = scene_of(camera, ground(), Placed(box((1, 1, 1), RED, "box"), Pose.at(), 1))
    other = scene_of(camera, Placed(box((2, 1, 1), PANE, "box"), Pose.at(0, 1), 1), world=World("night", 1.0, 2.0))
    first = renderer.render(scene)
    renderer.render(other)
    again = renderer.render(scene)
    assert np.array_equal(first.rgb, again.rgb)
    assert np.array_equal(first.coverage.weight, again.coverage.weight)
    assert np.array_equal(first.depth, again.depth)


def test_the_sky_turns_with_its_rotation(renderer: BlenderRenderer, camera: PinholeCamera) -> None:
    level = PinholeCamera.from_fov((64, 48), 0.8, look_at((0, 0, 1), (1, 0, 1)))
    turned = PinholeCamera.from_fov((64, 48), 0.8, look_at((0, 0, 1), (np.cos(0.7), np.sin(0.7), 1)))
    asset = Placed(box((0.1, 0.1, 0.1), RED, "box"), Pose.at(-5), 1)
    straight = renderer.render(scene_of(level, asset, world=World("city"))).rgb.astype(int)
    both_turned = renderer.render(scene_of(turned, asset, world=World("city", rotation_rad=0.7))).rgb.astype(int)
    assert np.abs(straight - both_turned).mean() < 3
    assert np.abs(straight - renderer.render(scene_of(turned, asset, world=World("city"))).rgb.astype(int)).mean() > 6


def test_renderers_of_a_process_take_turns(camera: PinholeCamera) -> None:
    few, many = Preset(1, 0.0, 0, "FAST", "NONE", (4, 2, 3, 4, 8), 4.0), PRESETS["draft"]
    spec = scene_of(camera, ground())
    one, other = BlenderRenderer(few), BlenderRenderer(many)
    pictures = [renderer.render(spec).rgb for renderer in (other, one, other, one)]
    np.testing.assert_array_equal(pictures[0], pictures[2])
    np.testing.assert_array_equal(pictures[1], pictures[3])
    assert (pictures[0] != pictures[1]).any()
    for renderer in (one, other):
        renderer.close()


def test_a_missing_sky_is_named(renderer: BlenderRenderer, camera: PinholeCamera) -> None:
    with pytest.raises(AssetError, match=r"environment 'nowhere.exr': expected one of city, .* or a file"):
        renderer.render(scene_of(camera, ground(), world=World("nowhere.exr")))


def test_a_file_that_is_no_picture_is_named(renderer: BlenderRenderer, camera: PinholeCamera, tmp_path: Path) -> None:
    path = tmp_path / "broken.exr"
    path.write_bytes(b"not a picture")
    with pytest.raises(AssetError, match=r"broken.exr.*(cannot read|finds none)"):
        renderer.render(scene_of(camera, ground(), world=World(str(path))))


def test_an_unknown_material_is_named(renderer: BlenderRenderer, camera: PinholeCamera) -> None:
    with pytest.raises(AssetError, match=r"material 'odd': expected a kind among .*'unobtainium'"):
        renderer.render(scene_of(camera, Placed(box((1, 1, 1), Material("odd", "unobtainium"), "box"), Pose.at(), 1)))


def test_an_exr_that_a_full_disk_cut_short_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "cut.exr"
    names = ("A", "B", "C")
    parts = [OpenEXR.Part(dict(HEADER), {f"{name}.R": np.ones((400, 400), np.float32)}, name) for name in names]
    with OpenEXR.File(parts) as file:
        file.write(str(path))
    assert Passes(path).channels("C", "R").min() == 1.0
    path.write_bytes(path.read_bytes()[:900_000])  # in the middle of B
    assert Passes(path).channels("A", "R").min() == 1.0
    with pytest.raises(RenderError, match=r"cut.exr: expected a pass 'B', got \['A'\]; is the disk behind it full"):
        Passes(path).channels("B", "R")


def test_no_thing_is_lost_by_its_number(renderer: BlenderRenderer, monkeypatch: pytest.MonkeyPatch) -> None:
    """One name in 128 has an id that Cycles writes otherwise than into its manifest."""
    rows, columns = 10, 16
    camera = PinholeCamera(160, 100, 100.0, 80.0, 50.0, look_at((-10.0, 0.0, 0.0), (0.0, 0.0, 0.0)))
    paint = Material("paint", base_color=(0.5, 0.1, 0.1))
    tile = box((0.01, 0.8, 0.8), paint, category="box")
    places = [(row, column) for row in range(rows) for column in range(columns)]
    things = tuple(
        Placed(tile, Pose.at(0.0, column - (columns - 1) / 2.0, row - rows / 2.0 + 0.1), number)
        for number, (row, column) in enumerate(places, 1)
    )
    spec = SceneSpec(things, camera, World("courtyard"))
    coverage = renderer.render(spec).coverage
    areas = [float(coverage.of(number).sum()) for number in range(1, rows * columns + 1)]
    assert areas == pytest.approx([64.0] * len(areas), rel=0.15)
    monkeypatch.setattr(passes, "stored_id", lambda code: code)
    with pytest.raises(RenderError, match="expected ids of the manifest, got"):
        renderer.render(spec)


@pytest.mark.parametrize(
    ("code", "stored"),
    [(0x807D79E9, 0x80FD79E9), (0x7FC00000, 0x7F400000), (0xEBD962D3, 0xEBD962D3), (0x00000001, 0x00800001)],
)
def test_ids_are_floats_that_are_neither_denormal_nor_infinite(code: int, stored: int) -> None:
    assert passes.stored_id(code) == stored
    assert np.isfinite(np.array([stored], np.uint32).view(np.float32)).all()
