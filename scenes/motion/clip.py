"""How long a moving picture is, and how many pictures a second it has."""

from dataclasses import dataclass

from assets import SceneError


@dataclass(frozen=True)
class Clip:
    """Attributes:
    frames: of one clip, 1 or more.
    fps: frames a second.
    """

    frames: int
    fps: float

    def __post_init__(self) -> None:
        if self.frames < 1 or not 0.0 < self.fps < float("inf"):
            raise SceneError(f"clip: expected 1 frame or more and fps above 0, got {self.frames} and {self.fps}")

    @property
    def seconds(self) -> float:
        """From the first frame to what would be the first one after the last."""
        return self.frames / self.fps

    def at(self, frame: int) -> float:
        """Seconds from the clip's beginning to a frame, counted from 0."""
        return frame / self.fps
