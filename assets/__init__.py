"""Things that a scene can hold: numpy geometry, materials as data, named keypoints. No Blender here.

Modules are imported when they are first named: ``assets.primitives.box`` works after ``import assets``.
"""

import importlib
from typing import TYPE_CHECKING

from assets.asset import Asset, AttributeValue, Label
from assets.errors import (
    AssetError,
    ConfigError,
    DatasetError,
    PrelabelError,
    RenderError,
    SceneError,
    StorageError,
)
from assets.geometry import Curves, Mesh
from assets.materials import Colour, Material

if TYPE_CHECKING:
    from types import ModuleType

    from assets import compose, environments, faces, library, people, primitives, random, rotations, vehicles

__all__ = [
    "Asset",
    "AssetError",
    "AttributeValue",
    "Colour",
    "ConfigError",
    "Curves",
    "DatasetError",
    "Label",
    "Material",
    "Mesh",
    "PrelabelError",
    "RenderError",
    "SceneError",
    "StorageError",
    "compose",
    "environments",
    "faces",
    "library",
    "people",
    "primitives",
    "random",
    "rotations",
    "vehicles",
]

if not TYPE_CHECKING:

    def __getattr__(name: str) -> "ModuleType":
        if name not in __all__:
            raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
        return importlib.import_module(f"{__name__}.{name}")
