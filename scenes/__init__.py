"""What is in a picture: scene descriptions, cameras, sampling and the scene scripts.

``blocks``, ``motion``, ``people`` and ``traffic``, which scene scripts compose, are imported when they are first named.
"""

import importlib
from typing import TYPE_CHECKING

from scenes.camera import DepthOfField, PinholeCamera
from scenes.distributions import Distribution
from scenes.film import Film
from scenes.films import Filmed
from scenes.fisheye import Fisheye
from scenes.lens import Distortion
from scenes.params import SceneParams, integer, name, number
from scenes.pose import Pose, look_at, rotation_zyx
from scenes.registry import SceneScript, find_scene, sample, scene
from scenes.spec import Light, Placed, SceneSpec, Sky, Weather, World

if TYPE_CHECKING:
    from types import ModuleType

    from scenes import blocks, motion, people, traffic

__all__ = [
    "DepthOfField",
    "Distortion",
    "Distribution",
    "Film",
    "Filmed",
    "Fisheye",
    "Light",
    "PinholeCamera",
    "Placed",
    "Pose",
    "SceneParams",
    "SceneScript",
    "SceneSpec",
    "Sky",
    "Weather",
    "World",
    "blocks",
    "find_scene",
    "integer",
    "look_at",
    "motion",
    "name",
    "number",
    "people",
    "rotation_zyx",
    "sample",
    "scene",
    "traffic",
]

if not TYPE_CHECKING:

    def __getattr__(name: str) -> "ModuleType":
        if name not in __all__:
            raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
        return importlib.import_module(f"{__name__}.{name}")
