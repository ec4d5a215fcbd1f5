"""A scene's own code in Blender: it changes the picture, and is gone with it."""

from dataclasses import replace
from typing import Any

import bpy
import numpy as np
import pytest

from assets import Material, SceneError
from assets.primitives import box, floor
from render.blender.renderer import BlenderRenderer
from scenes import Light, PinholeCamera, Placed, Pose, SceneSpec, World


@pytest.fixture
def spec(camera: PinholeCamera) -> SceneSpec:
    """A box on a floor below one lamp."""
    grey = Material("grey", base_color=(0.3, 0.3, 0.3))
    placed = (Placed(floor(20.0, grey), Pose.at()), Placed(box((1.0, 1.0, 1.0), grey, "box"), Pose.at(), 1))
    lamp = Light("point", Pose.at(-4.0, 0.0, 4.0), (1.0, 1.0, 1.0), 400.0, 0.5)
    return SceneSpec(placed, camera, World("studio", strength=0.2), (lamp,))


def add_curtain(spec: SceneSpec, scene: Any) -> None:
    """A lit red board before half of the box, of kinds of data that the renderer itself never makes, and a setting."""
    curve = bpy.data.curves.new("curtain", "CURVE")
    curve.dimensions, curve.fill_mode = "2D", "BOTH"
    spline = curve.splines.new("POLY")
    spline.points.add(3)
    for point, (x, y) in zip(spline.points, ((0, -2), (2, -2), (2, 2), (0, 2)), strict=True):
        point.co = (x, y, 0.0, 1.0)
    spline.use_cyclic_u = True
    red = bpy.data.materials.new("red")
    red.node_tree.nodes["Principled BSDF"].inputs["Base Color"].default_value = (0.9, 0.0, 0.0, 1.0)
    curve.materials.append(red)
    board = bpy.data.objects.new("curtain", curve)
    board.location, board.rotation_euler = (-2.0, 0.0, 0.5), (np.pi / 2, 0.0, np.pi / 2)
    own = bpy.data.collections.new("own")
    own.objects.link(board)
    scene.collection.children.link(own)
    bpy.data.images.new("own", 8, 8)
    scene.cycles.max_bounces = 1


def test_a_hook_shows_and_hides_and_leaves_nothing_behind(renderer: BlenderRenderer, spec: SceneSpec) -> None:
    plain = renderer.render(spec)
    ids = {block.name_full for block in bpy.data.user_map()}
    dressed = renderer.render(replace(spec, blender=add_curtain))
    red = dressed.rgb.astype(int)[..., 0] - dressed.rgb[..., 1] > 60
    assert red.mean() > 0.05
    box_px = [np.count_nonzero(frame.coverage.of(1) >= 0.5) for frame in (plain, dressed)]
    assert 0.2 * box_px[0] < box_px[1] < 0.8 * box_px[0]
    again = renderer.render(spec)
    assert np.array_equal(again.rgb, plain.rgb)
    assert {block.name_full for block in bpy.data.user_map()} == ids
    assert bpy.context.scene.cycles.max_bounces != 1


def test_a_hook_may_not_change_what_labels_are_made_of(renderer: BlenderRenderer, spec: SceneSpec) -> None:
    def shove(spec: SceneSpec, scene: Any) -> None:
        next(obj for obj in scene.objects if obj.name.startswith("1/")).location.x += 1.0

    with pytest.raises(SceneError, match=r"expected what the scene described to stay as it is, got '1/box'"):
        renderer.render(replace(spec, blender=shove))


def test_what_a_hook_raises_names_its_line(renderer: BlenderRenderer, spec: SceneSpec) -> None:
    def fail(spec: SceneSpec, scene: Any) -> None:
        scene.nothing_of_that_name()

    with pytest.raises(SceneError, match=r"blender hook: AttributeError: .*nothing_of.* \(test_hook.py, line"):
        renderer.render(replace(spec, blender=fail))
