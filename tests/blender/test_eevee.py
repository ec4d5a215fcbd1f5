"""EEVEE beside Cycles: another picture of the same scene, with the same ground truth to the last bit.

A machine without a graphics driver must say so in one sentence; that is then what is tested.
"""

from collections.abc import Iterator
from dataclasses import replace

import bpy
import numpy as np
import pytest

from annotate.frame import Frame
from assets import Asset, ConfigError, Curves, Label, Material, RenderError
from assets.primitives import box, floor
from render.blender.engines.eevee import Eevee
from render.blender.engines.eevee_looks import hair_color, islands, translated
from render.blender.engines.truth import truth_of, unlit
from render.blender.renderer import BlenderRenderer
from render.settings.graphics import check_eevee
from render.settings.presets import PRESETS
from scenes import Fisheye, Light, PinholeCamera, Placed, Pose, SceneSpec, Weather, World, look_at

DRAFT = replace(PRESETS["draft"], samples=4)
RED = Material("red", base_color=(0.6, 0.05, 0.04))
PANE = Material("pane", kind="glass")
HAIR = Material("hair", kind="hair", params={"melanin": 0.05, "redness": 0.2, "white": 0.0})
WHITE = (1.0, 1.0, 1.0)
SIZE = (64, 48)


def tuft() -> Asset:
    """A thick brush of light hair, 0.6 m wide and 0.9 m high."""
    roots = np.stack(np.meshgrid(*(np.linspace(-0.3, 0.3, 40),) * 2), axis=-1).reshape(-1, 1, 2)
    points = np.concatenate([np.broadcast_to(roots, (1600, 4, 2)), np.zeros((1600, 4, 1))], axis=2)
    points[..., 2] = np.linspace(0.0, 0.9, 4)
    curves = Curves("hair", points.astype(np.float32), np.full((1600, 4), 0.01, np.float32), HAIR, "hair")
    return Asset("tuft", (), (0.6, 0.6, 0.9), None, "test", (0.0, 0.0, 0.45), curves=(curves,), labels=(Label("tuft"),))


@pytest.fixture(scope="module")
def scene() -> SceneSpec:
    """A red crate behind a pane, with a tuft of hair beside it, all in thin fog."""
    camera = PinholeCamera.from_fov(SIZE, 0.8, look_at((-4.0, 0.0, 1.2), (0.0, 0.0, 0.5)))
    things = (
        Placed(floor(60.0, Material("grey", roughness=0.9)), Pose.at()),
        Placed(box((0.8, 0.8, 0.8), RED, "box"), Pose.at(0.6, 0.5), 1),
        Placed(box((0.02, 1.2, 1.0), PANE, "pane"), Pose.at(-0.6, 0.5), 2),
        Placed(tuft(), Pose.at(0.0, -0.7), 3),
    )
    return SceneSpec(things, camera, World("courtyard"), weather=Weather(fog_per_m=0.01))


@pytest.fixture(scope="module")
def both(scene: SceneSpec) -> Iterator[tuple[Frame, Frame, Frame] | None]:
    """Cycles' frame, and two of EEVEE's; None where this machine cannot draw, which it has to say."""
    try:
        check_eevee()
    except RenderError as error:
        assert str(error).startswith("--engine eevee: ")
        assert "libEGL.so.1" in str(error)
        yield None
        return
    first, second = (BlenderRenderer(DRAFT, "cpu", engine=name) for name in ("cycles", "eevee"))
    yield first.render(scene), second.render(scene), second.render(scene)
    first.close()
    second.close()


def test_ground_truth_is_that_of_cycles(both: tuple[Frame, Frame, Frame] | None) -> None:
    for frame in both[1:] if both else ():
        assert frame.coverage.leaves == both[0].coverage.leaves
        assert {instance for instance, _ in frame.coverage.leaves} == {1, 2, 3}
        np.testing.assert_array_equal(frame.coverage.index, both[0].coverage.index)
        np.testing.assert_array_equal(frame.coverage.weight, both[0].coverage.weight)
        np.testing.assert_array_equal(frame.depth, both[0].depth)
        np.testing.assert_allclose(frame.normals, both[0].normals, atol=2e-3)


def test_the_picture_is_drawn_twice_alike(both: tuple[Frame, Frame, Frame] | None) -> None:
    if both:
        np.testing.assert_array_equal(both[1].rgb, both[2].rgb)


def test_what_is_behind_glass_and_what_hair_is_made_of_looks_as_cycles_has_it(
    both: tuple[Frame, Frame, Frame] | None,
) -> None:
    """Translated, not dropped: the crate shows red through the pane, and light hair is light."""
    if not both:
        return
    cycles, eevee, _ = both
    assert (eevee.rgb != cycles.rgb).any()
    pane, tuft = (cycles.coverage.of(number) > 0.9 for number in (2, 3))
    for where in (pane, tuft):
        assert where.sum() > 10
        ours, theirs = (frame.rgb[where].mean(axis=0) / 255.0 for frame in (eevee, cycles))
        assert ours == pytest.approx(theirs, abs=0.12)
    assert eevee.rgb.mean() == pytest.approx(cycles.rgb.mean(), rel=0.15)


def test_a_fisheye_is_refused_before_anything_is_rendered() -> None:
    camera = PinholeCamera.from_fov(SIZE, 0.8, look_at((-4.0, 0.0, 1.2), (0.0, 0.0, 0.5)))
    Eevee().check(camera)
    with pytest.raises(ConfigError, match=r"--engine eevee: expected scenes without a fisheye .* --engine cycles"):
        Eevee().check(replace(camera, distortion=Fisheye(edge_rad=1.2)))


def test_truth_takes_few_samples_and_no_light() -> None:
    assert truth_of(PRESETS["draft"]).samples == PRESETS["draft"].samples
    assert truth_of(PRESETS["high"]).samples == 16
    assert truth_of(PRESETS["high"]).noise == 0.0
    assert truth_of(PRESETS["high"]).bounces == (0, 0, 0, 0, PRESETS["high"].bounces[4])


def test_lights_come_back_after_the_truth(renderer: BlenderRenderer, scene: SceneSpec) -> None:
    renderer.render(scene)
    blender = bpy.context.scene
    lamp = bpy.data.objects.new("lamp", bpy.data.lights.new("lamp", "POINT"))
    blender.collection.objects.link(lamp)
    world = blender.world
    with unlit(blender):
        assert blender.world is None
        assert lamp.hide_render
    assert blender.world == world
    assert not lamp.hide_render


def test_a_fitting_neither_shades_its_lamp_nor_lets_all_of_its_light_out(renderer: BlenderRenderer) -> None:
    camera = PinholeCamera.from_fov(SIZE, 0.8, look_at((-4.0, 0.0, 1.2), (0.0, 0.0, 0.5)))
    lantern = Placed(box((0.3, 0.3, 0.5), RED, "lantern"), Pose.at(), 1)
    lamps = tuple(Light("spot", Pose(np.eye(3), np.array([x, 0.0, 0.3])), WHITE, 100.0, 0.2) for x in (0.0, 2.0))
    renderer.render(SceneSpec((lantern,), camera, World("courtyard"), lamps))
    with translated(bpy.context.scene):
        energies = [bpy.data.lights[f"light.{index}"].energy for index in (0, 1)]
        lanterns = [obj for obj in bpy.data.objects if obj.type == "MESH"]
    assert energies == pytest.approx([35.0, 100.0])
    assert [obj.visible_shadow for obj in lanterns] == [False]


def test_a_beam_that_is_even_near_its_lamp_stays_even(renderer: BlenderRenderer) -> None:
    camera = PinholeCamera.from_fov(SIZE, 0.8, look_at((-4.0, 0.0, 1.2), (0.0, 0.0, 0.5)))
    beam = Light("spot", Pose(np.eye(3), np.array([0.0, 0.0, 3.0])), WHITE, 100.0, 0.2, even_m=12.0)
    renderer.render(SceneSpec((Placed(floor(9.0, RED), Pose.at()),), camera, World("courtyard"), (beam,)))
    with translated(bpy.context.scene):
        lamp = bpy.data.lights["light.0"]
        assert lamp.shadow_soft_size == pytest.approx(12.0)
        assert lamp.specular_factor == 0.0


def test_glass_refracts_again_once_the_picture_is_drawn(renderer: BlenderRenderer, scene: SceneSpec) -> None:
    renderer.render(scene)
    (pane,) = (item for item in bpy.data.materials if item.name.startswith("2/"))
    way = next(node for node in pane.node_tree.nodes if node.type == "LIGHT_PATH").outputs["Is Camera Ray"]
    with translated(bpy.context.scene):
        assert not way.is_linked
    assert way.is_linked


def test_hair_is_black_by_much_melanin_red_by_redness_and_white_by_none() -> None:
    assert hair_color(0.0, 0.0) == (1.0, 1.0, 1.0)
    assert max(hair_color(0.95, 0.0)) < 0.05
    red, green, blue = hair_color(0.4, 1.0)
    assert red > green > blue


def test_loose_pieces_are_told_apart() -> None:
    edges = np.array([[0, 1], [5, 4], [1, 2], [4, 3]], np.int32)
    assert islands(edges, 7).tolist() == [0, 0, 0, 1, 1, 1, 2]
