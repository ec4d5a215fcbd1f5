"""What is in a picture: scene descriptions, cameras, sampling and the scene scripts."""

from scenes.camera import DepthOfField, PinholeCamera
from scenes.pose import Pose, look_at, rotation_zyx
from scenes.spec import Light, Placed, SceneSpec, World

__all__ = [
    "DepthOfField",
    "Light",
    "PinholeCamera",
    "Placed",
    "Pose",
    "SceneSpec",
    "World",
    "look_at",
    "rotation_zyx",
]
