"""Surfaces of places: one builder for each kind of ground, wall, window and leaf."""

from collections.abc import Callable

import bpy

from assets import Material
from render.blender.shaders import foliage, grounds, prints, walls

BUILDERS: dict[str, Callable[[bpy.types.NodeTree, Material], None]] = {
    "road": grounds.road,
    "road_paint": grounds.paint,
    "paving": grounds.paving,
    "concrete": grounds.concrete,
    "grass": grounds.grass,
    "gravel": grounds.gravel,
    "soil": grounds.soil,
    "facade": walls.facade,
    "window": walls.window,
    "leaf": foliage.leaf,
    "poster": prints.poster,
    "graffiti": prints.graffiti,
    "pattern": prints.pattern,
    "wire_mesh": prints.wire_mesh,
}
