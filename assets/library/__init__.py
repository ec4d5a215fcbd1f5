"""Users' own models and pictures: looked at, brought into our frame, kept by what they hold.

Reading needs no Blender. ``render.blender.importing`` has models read by one in a process of its own.
"""

from assets.library.manifest import PICTURES, Manifest
from assets.library.parts import VEHICLES
from assets.library.store import FOLDER, VARIABLE, Library, library, library_asset, picture_file

__all__ = [
    "FOLDER",
    "PICTURES",
    "VARIABLE",
    "VEHICLES",
    "Library",
    "Manifest",
    "library",
    "library_asset",
    "picture_file",
]
