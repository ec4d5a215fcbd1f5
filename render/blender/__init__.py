"""The only code that imports bpy. Import it where a picture is rendered, not where one is described."""

from render.blender.renderer import BlenderRenderer

__all__ = ["BlenderRenderer"]
