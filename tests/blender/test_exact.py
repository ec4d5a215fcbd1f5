"""What is written into Blender is there, or an error says what is not."""

import math

import bpy
import numpy as np
import pytest

from assets import Material, SceneError
from assets.primitives import box
from render.blender.build import add_light, set_camera
from render.blender.exact import write
from render.blender.shaders.nodes import add
from scenes import DepthOfField, Fisheye, Light, PinholeCamera, Placed, Pose, SceneSpec, World, look_at
from scenes.limits import LEAST_SIDE_PX, MOST_SIDE_PX, NARROWEST_CONE_RAD, SHORTEST_LENS_MM, WIDEST_CONE_RAD


def hard(kind: str, name: str) -> tuple[float, float]:
    known = getattr(bpy.types, kind).bl_rna.properties[name]
    return known.hard_min, known.hard_max


def test_the_limits_are_blenders() -> None:
    assert hard("RenderSettings", "resolution_x") == hard("RenderSettings", "resolution_y")
    assert hard("RenderSettings", "resolution_x") == (LEAST_SIDE_PX, MOST_SIDE_PX)
    assert hard("Camera", "lens")[0] == SHORTEST_LENS_MM
    assert hard("SpotLight", "spot_size") == pytest.approx((NARROWEST_CONE_RAD, WIDEST_CONE_RAD))
    assert hard("SunLight", "angle") == pytest.approx((0.0, math.pi))


@pytest.mark.parametrize(
    ("kind", "values", "sentence"),
    [
        ("CAMERA", {"lens": 0.5}, "camera: lens: expected Blender to keep 0.5, it has 1"),
        ("CAMERA", {"shift_x": math.nan}, "shift_x: expected Blender to keep nan"),
        ("CAMERA", {"clip_start": 0.0}, "clip_start: expected Blender to keep 0, it has 1e-06"),
        ("CAMERA", {"fisheye_fov": 0.1}, "fisheye_fov: expected Blender to keep 0.1, it has 0.1745"),
        ("SPOT", {"spot_size": 4.0}, "spot_size: expected Blender to keep 4, it has 3.14159"),
        ("SPOT", {"color": (0.5, -1.0, 0.5)}, "color: expected Blender to keep 0.5, -1, 0.5, it has 0.5, 0, 0.5"),
        ("SUN", {"angle": 9.0}, "angle: expected Blender to keep 9"),
    ],
)
def test_a_value_that_blender_changes_is_refused(kind: str, values: dict, sentence: str) -> None:
    data = bpy.data.cameras.new("c") if kind == "CAMERA" else bpy.data.lights.new("l", kind)
    with pytest.raises(SceneError, match=sentence):
        write(data, "camera" if kind == "CAMERA" else "light", **values)


@pytest.mark.parametrize("value", [1.0, 0.1, 35.0000001, 36.0 * 6e8 / 640, np.float32(50.1), 7])
def test_single_precision_is_no_difference(value: float) -> None:
    data = bpy.data.cameras.new("c")
    write(data, "camera", lens=max(value, 1.0))
    assert data.lens == pytest.approx(max(float(value), 1.0), rel=1e-6)


def test_a_nodes_input_is_read_back_too() -> None:
    tree = bpy.data.worlds.new("w").node_tree
    with pytest.raises(SceneError, match="Color: expected Blender to keep 1, -1, 1, 1, it has 1, 0, 1, 1"):
        add(tree, "ShaderNodeBackground", Color=(1.0, -1.0, 1.0))


CAMERAS = {
    "telephoto": PinholeCamera(640, 480, 6.4e8, 320.0, 240.0, Pose.at()),
    "wide": PinholeCamera(640, 480, 18.0, 320.0, 240.0, Pose.at()),
    "small": PinholeCamera(4, 4, 5.0, 2.0, 2.0, Pose.at()),
    "shifted": PinholeCamera(64, 48, 50.0, -300.0, 900.0, Pose.at()),
    "open": PinholeCamera(64, 48, 50.0, 32.0, 24.0, Pose.at(), depth_of_field=DepthOfField(0.05, 3e4)),
    "fisheye": PinholeCamera(64, 48, 20.0, 32.0, 24.0, Pose.at(), distortion=Fisheye()),
}


@pytest.mark.parametrize("name", CAMERAS)
def test_every_camera_that_can_be_described_is_blenders(name: str) -> None:
    set_camera(bpy.context.scene, CAMERAS[name])
    assert (bpy.context.scene.render.resolution_x, bpy.context.scene.render.resolution_y) == (
        CAMERAS[name].width,
        CAMERAS[name].height,
    )


@pytest.mark.parametrize("kind", ["sun", "area", "point", "spot"])
def test_every_lamp_that_can_be_described_is_blenders(kind: str) -> None:
    for size, power, cone in ((1e-4, 0.0, NARROWEST_CONE_RAD), (math.pi, 1e9, WIDEST_CONE_RAD)):
        add_light(bpy.context.scene, Light(kind, Pose.at(), (1.0, 20.0, 0.0), power, size, cone), 0)


@pytest.mark.parametrize("size", [(4, 4), (5, 4), (4, 64), (64, 4)])
def test_the_smallest_pictures_have_the_size_that_was_asked_for(renderer, size: tuple[int, int]) -> None:
    view = PinholeCamera.from_fov(size, 0.9, look_at((-4.0, 0.0, 0.5), (0.0, 0.0, 0.5)))
    crate = box((1.0, 1.0, 1.0), Material("grey"), "box")
    frame = renderer.render(SceneSpec((Placed(crate, Pose.at(), 1),), view, World("courtyard")))
    assert frame.rgb.shape == (size[1], size[0], 3)
    assert frame.coverage.mask(1).any()
