"""Cycles: picture and ground truth from one render call, two where something moves."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import bpy

from render.blender.devices import choose_device
from render.blender.engines.engine import Shots
from render.blender.exact import write
from render.settings.presets import Preset
from scenes import PinholeCamera


class Cycles:
    """The engine of the product's pictures; see ``Engine``."""

    keeps = True

    def check(self, camera: PinholeCamera) -> None:
        """It has all of them."""

    def choose_device(self, scene: bpy.types.Scene, wanted: str) -> str:
        return choose_device(scene, wanted)

    def set(self, scene: bpy.types.Scene, preset: Preset, denoise: bool) -> None:
        set_cycles(scene, preset, denoise)

    def shoot(self, scene: bpy.types.Scene, moves: bool, render: Callable[[], Path]) -> Shots:
        path = still = render()
        if moves:
            with held_still(scene):
                still = render()
        return Shots(path, path, still)


def set_cycles(scene: bpy.types.Scene, preset: Preset, denoise: bool) -> None:
    """How Cycles is to render."""
    scene.render.engine = "CYCLES"
    cycles = scene.cycles
    write(cycles, "render", samples=preset.samples, seed=0, use_adaptive_sampling=preset.noise > 0.0)
    write(cycles, "render", adaptive_threshold=preset.noise, adaptive_min_samples=preset.least)
    cycles.use_denoising = denoise
    cycles.denoiser = "OPENIMAGEDENOISE"
    cycles.denoising_quality, cycles.denoising_prefilter = preset.denoiser, preset.guides
    cycles.max_bounces, cycles.diffuse_bounces, cycles.glossy_bounces = preset.bounces[:3]
    cycles.transmission_bounces, cycles.transparent_max_bounces = preset.bounces[3:]
    cycles.caustics_reflective = cycles.caustics_refractive = False
    write(cycles, "render", sample_clamp_indirect=preset.clamp)
    scene.cycles_curves.shape = "RIBBONS"


@contextmanager
def held_still(scene: bpy.types.Scene) -> Iterator[None]:
    """One sharp sample of each pixel, for what cannot be blurred: depth and normals."""
    cycles = scene.cycles
    before = scene.render.use_motion_blur, cycles.samples, cycles.use_denoising
    scene.render.use_motion_blur, cycles.samples, cycles.use_denoising = False, 1, False
    try:
        yield
    finally:
        scene.render.use_motion_blur, cycles.samples, cycles.use_denoising = before
