"""Material kinds as shader nodes: one builder for each kind."""

from collections.abc import Callable

import bpy

from assets import AssetError, Material
from render.blender.shaders import environment
from render.blender.shaders.basic import asphalt, glass, principled
from render.blender.shaders.face import cloth, eye, hair, mouth
from render.blender.shaders.skin import skin
from render.blender.shaders.templates import Templates
from render.blender.shaders.vehicle import car_lamp, car_paint
from render.blender.shaders.wear import fabric, lens
from render.blender.shaders.weather import KIND, dress

type Builder = Callable[[bpy.types.NodeTree, Material], None]

BUILDERS: dict[str, Builder] = {
    "principled": principled,
    "glass": glass,
    "lens": lens,
    "asphalt": asphalt,
    "skin": skin,
    "eye": eye,
    "hair": hair,
    "cloth": cloth,
    "fabric": fabric,
    "mouth": mouth,
    "car_paint": car_paint,
    "car_lamp": car_lamp,
    **environment.BUILDERS,
}


_templates = Templates()  # of this process's Blender, as everything in here


def build_material(name: str, material: Material) -> bpy.types.Material:
    """A Blender material called ``name``, as the frame's weather leaves it.

    Raises:
        AssetError: no shader of that kind.
    """
    builder = BUILDERS.get(material.kind)
    if builder is None:
        raise AssetError(f"material '{material.name}': expected a kind among {sorted(BUILDERS)}, got '{material.kind}'")
    out = _templates.material(name, material, builder)
    out[KIND] = material.kind
    dress(out)
    return out
