"""What is in a picture: scene descriptions, cameras, sampling and the scene scripts."""

from scenes.camera import DepthOfField, PinholeCamera
from scenes.distributions import Distribution
from scenes.fisheye import Fisheye
from scenes.lens import Distortion
from scenes.params import SceneParams, integer, name, number
from scenes.pose import Pose, look_at, rotation_zyx
from scenes.registry import SceneScript, find_scene, sample, scene
from scenes.spec import Light, Placed, SceneSpec, Sky, Weather, World

__all__ = [
    "DepthOfField",
    "Distortion",
    "Distribution",
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
    "find_scene",
    "integer",
    "look_at",
    "name",
    "number",
    "rotation_zyx",
    "sample",
    "scene",
]
