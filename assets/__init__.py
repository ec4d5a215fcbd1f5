"""Things that a scene can hold: numpy geometry, materials as data, named keypoints. No Blender here."""

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
]
