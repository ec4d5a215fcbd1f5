"""Presets are settings that Cycles takes, and they decide about noise, not about labels."""

import bpy
import numpy as np
import pytest

from annotate import annotate
from assets import Material
from assets.primitives import box, floor
from render.blender.renderer import BlenderRenderer
from render.settings.presets import PRESETS
from scenes import PinholeCamera, Placed, Pose, SceneSpec, World


@pytest.mark.parametrize("name", PRESETS)
def test_cycles_takes_every_value(renderer: BlenderRenderer, name: str) -> None:
    preset, before = PRESETS[name], renderer.preset
    renderer.use(preset)
    found = bpy.context.scene.cycles
    assert (found.samples, found.use_adaptive_sampling) == (preset.samples, preset.noise > 0.0)
    assert (found.denoising_quality, found.denoising_prefilter) == (preset.denoiser, preset.guides)
    assert (found.max_bounces, found.transparent_max_bounces) == (preset.bounces[0], preset.bounces[4])
    renderer.use(before)


def test_boxes_do_not_depend_on_the_preset(renderer: BlenderRenderer, camera: PinholeCamera) -> None:
    things = [Placed(floor(20.0, Material("floor")), Pose.at())]
    for number in (1, 2):
        asset = box((0.8, 0.6, 0.9), Material("paint", base_color=(0.5, 0.1, 0.1)), category="box")
        things.append(Placed(asset, Pose.at(0.3 * number, 1.3 * number - 2.0, yaw_rad=0.4 * number), number))
    before = renderer.preset
    spec, found = SceneSpec(tuple(things), camera, World("courtyard")), []
    for preset in PRESETS.values():
        renderer.use(preset)
        found.append(np.array([each["bbox"] for each in annotate(spec, renderer.render(spec)).annotations]))
    renderer.use(before)
    assert len(found[0]) == 2
    assert max(float(np.abs(boxes - found[-1]).max()) for boxes in found) <= 1.0


def test_settings_outlast_blenders_fresh_start(renderer: BlenderRenderer) -> None:
    before = renderer.preset
    renderer.use(PRESETS["draft"], denoise=False)
    renderer._start()
    found = bpy.context.scene.cycles
    assert (found.samples, found.use_denoising) == (PRESETS["draft"].samples, False)
    renderer.use(before)
