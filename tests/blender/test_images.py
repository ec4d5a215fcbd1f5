"""Images on materials: each is in Blender once, and those of past frames do not pile up."""

import bpy
import numpy as np

from assets import Material
from assets.materials import Texture
from render.blender import build
from render.blender.renderer import BlenderRenderer
from render.blender.shaders import build_material
from render.blender.shaders.images import IDLE, PREFIX


def material(name: str) -> Material:
    pixels = np.full((2, 2, 3), 90, np.uint8)
    textures = (Texture("base_color", pixels, name), Texture("roughness", pixels, name, "g", (0.5, 0.5, 0.5)))
    return Material(name, textures=textures)


def images() -> list[str]:
    return [image.name for image in bpy.data.images if image.name.startswith(PREFIX)]


def test_images_are_shared_and_forgotten(renderer: BlenderRenderer) -> None:
    for frame in range(IDLE):
        build.clear()
        for part in ("a", "b"):
            build_material(f"1/{part}/0", material(f"picture {frame}"))
        now = [name for name in images() if name.startswith(f"{PREFIX}picture {frame}/")]
        assert len(now) == 2  # as colour and as data, whatever the number of materials
    assert IDLE <= len(images()) <= IDLE + 2
    build.clear()
