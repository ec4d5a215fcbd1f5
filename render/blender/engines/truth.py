"""Ground truth without a picture: what camera rays meet, and what they meet with all panes of glass taken out."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import bpy

from render.blender.engines.engine import Through
from render.blender.shaders.templates import PREFIX as TEMPLATE
from render.blender.shaders.weather import KIND
from render.settings.presets import Preset

TRUTH_SAMPLES = 16  # a pixel, at most: a sixteenth of a pixel is as much as an edge's coverage can be off
PANE = "glass"  # the kind of material that panes are of


def truth_of(preset: Preset) -> Preset:
    """How Cycles looks for what is seen, and not at how it looks."""
    samples, through = min(preset.samples, TRUTH_SAMPLES), preset.bounces[4]
    return replace(preset, samples=samples, noise=0.0, bounces=(0, 0, 0, 0, through))


@contextmanager
def unlit(scene: bpy.types.Scene) -> Iterator[None]:
    """Without sky and lamps, whose light takes time and decides no label."""
    world, lamps = scene.world, [obj for obj in scene.objects if obj.type == "LIGHT" and not obj.hide_render]
    scene.world = None
    for lamp in lamps:
        lamp.hide_render = True
    try:
        yield
    finally:
        scene.world = world
        for lamp in lamps:
            lamp.hide_render = False


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


def look_through(scene: bpy.types.Scene, moves: bool, render: Callable[[], Path]) -> Through:
    """Render what is behind the scene's panes, by Cycles as it is set; nothing where there are none.

    Args:
        moves, render: as ``Engine.shoot`` takes them.
    """
    panes = [material for material in bpy.data.materials if _is_pane(material)]
    if not panes:
        return Through(frozenset(), None, None)
    with _taken_out(panes):
        truth = still = render()
        if moves:
            with held_still(scene):
                still = render()
    return Through(frozenset(pane.name for pane in panes), truth, still)


def _is_pane(material: bpy.types.Material) -> bool:
    return material.get(KIND) == PANE and not material.name.startswith(TEMPLATE)


@contextmanager
def _taken_out(panes: list[bpy.types.Material]) -> Iterator[None]:
    """Panes that are not there for any ray: Cryptomatte and depth pass through plain transparency."""
    undo: list[Callable[[], None]] = []
    for pane in panes:
        tree: Any = pane.node_tree
        surface = next(node for node in tree.nodes if node.type == "OUTPUT_MATERIAL").inputs["Surface"]
        source, clear = surface.links[0].from_socket, tree.nodes.new("ShaderNodeBsdfTransparent")
        tree.links.new(clear.outputs[0], surface)
        undo.append(lambda tree=tree, clear=clear: tree.nodes.remove(clear))  # type: ignore[misc]
        undo.append(lambda tree=tree, source=source, surface=surface: tree.links.new(source, surface))  # type: ignore[misc]
    try:
        yield
    finally:
        for step in undo:
            step()
