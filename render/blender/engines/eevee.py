"""EEVEE: a rasterised picture. Its ground truth is Cycles', from camera rays alone.

EEVEE has passes of its own, whose coverage comes out larger than it is and whose depth is that of a shaken camera
(docs/engines.md has figures). Cycles' coverage is the same to the last bit with lights as without, for as many samples:
labels are what ``--engine cycles`` gives.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import bpy
import gpu

from assets import ConfigError
from render.blender.devices import choose_device
from render.blender.engines.cycles import set_cycles
from render.blender.engines.eevee_looks import translated
from render.blender.engines.engine import Shots
from render.blender.engines.truth import held_still, look_through, truth_of, unlit
from render.blender.exact import write
from render.blender.quiet import STDERR, silenced
from render.settings.presets import Preset
from scenes import PinholeCamera

BLUR_STEPS = 8  # pictures that a moving thing's is made of
OVERSCAN_PERCENT = 8.0  # beyond the picture's edge that mirrors still see


class Eevee:
    """Pictures by EEVEE, truth by Cycles; see ``Engine``."""

    keeps = False  # the renders of a frame are by two engines in turn

    def check(self, camera: PinholeCamera) -> None:
        if camera.fisheye is not None:
            raise ConfigError(
                "--engine eevee: expected scenes without a fisheye lens, which EEVEE draws otherwise than it is; "
                "--engine cycles renders it"
            )

    def choose_device(self, scene: bpy.types.Scene, wanted: str) -> str:
        """Only truth is rendered there: EEVEE draws with what the driver offers first."""
        truth = choose_device(scene, wanted)
        gpu.init()
        return f"{gpu.platform.renderer_get()}, truth on {truth}"

    def set(self, scene: bpy.types.Scene, preset: Preset, denoise: bool) -> None:
        set_cycles(scene, truth_of(preset), denoise=False)
        _set_eevee(scene, preset, denoise)

    def shoot(
        self, scene: bpy.types.Scene, moves: bool, render: Callable[[], Path], through_glass: bool = False
    ) -> Shots:
        with unlit(scene):
            truth = still = render()
            if moves:
                with held_still(scene):
                    still = render()
            through = look_through(scene, moves, render) if through_glass else None
        with drawn(scene), translated(scene), silenced(STDERR):  # Mesa tries what it has not, and says so
            picture = render()
        return Shots(picture, truth, still, through)


@contextmanager
def drawn(scene: bpy.types.Scene) -> Iterator[None]:
    """By EEVEE, the picture alone."""
    layer, before = scene.view_layers[0], scene.render.engine
    names = ("use_pass_z", "use_pass_normal", "use_pass_cryptomatte_material")
    wanted = {name: getattr(layer, name) for name in names}
    scene.render.engine = "BLENDER_EEVEE"
    for name in names:
        setattr(layer, name, False)
    try:
        yield
    finally:
        scene.render.engine = before
        for name, value in wanted.items():
            setattr(layer, name, value)


def _set_eevee(scene: bpy.types.Scene, preset: Preset, denoise: bool) -> None:
    eevee: Any = scene.eevee
    write(eevee, "render", taa_render_samples=preset.samples, clamp_surface_indirect=preset.clamp)
    write(eevee, "render", motion_blur_steps=min(BLUR_STEPS, preset.samples))
    write(eevee, "render", use_overscan=True, overscan_size=OVERSCAN_PERCENT)
    eevee.use_raytracing, eevee.ray_tracing_method = True, "SCREEN"
    eevee.use_fast_gi, eevee.fast_gi_method = True, "GLOBAL_ILLUMINATION"
    eevee.use_shadows, eevee.shadow_pool_size = True, "512"
    eevee.use_bokeh_jittered = False  # it rounds the number of samples up to whole rings, in sharp pictures too
    rays = eevee.ray_tracing_options
    rays.resolution_scale = eevee.fast_gi_resolution = "2" if preset.samples < 32 else "1"
    rays.use_denoise = denoise
    scene.render.hair_type = "STRIP"
