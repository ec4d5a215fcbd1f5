"""How a scene moves: trajectories as functions of seconds, and the scene at any moment of its clip."""

from scenes.motion.clip import Clip
from scenes.motion.moment import at, stood
from scenes.motion.motion import CameraMover, Motion, Mover, Rider
from scenes.motion.steady import Steady

__all__ = ["CameraMover", "Clip", "Motion", "Mover", "Rider", "Steady", "at", "stood"]
