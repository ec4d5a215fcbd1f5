"""Cycles: picture and ground truth from one render call, two where something moves; more for what is behind panes."""

from collections.abc import Callable
from pathlib import Path

import bpy

from render.blender.devices import choose_device
from render.blender.engines.engine import Shots
from render.blender.engines.truth import held_still, look_through, truth_of, unlit
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
        self._set = preset, denoise
        set_cycles(scene, preset, denoise)

    def shoot(
        self, scene: bpy.types.Scene, moves: bool, render: Callable[[], Path], through_glass: bool = False
    ) -> Shots:
        path = still = render()
        if moves:
            with held_still(scene):
                still = render()
        if not through_glass:
            return Shots(path, path, still)
        preset, denoise = self._set
        set_cycles(scene, truth_of(preset), denoise=False)
        try:
            with unlit(scene):
                return Shots(path, path, still, look_through(scene, moves, render))
        finally:
            set_cycles(scene, preset, denoise)


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
