"""How a thing of a moving picture moves, from its description alone: other frames are asked, none is rendered."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assets.geometry import BOX_CORNERS
from scenes import PinholeCamera, Placed, SceneSpec
from scenes.motion import Motion, stood

STEP_S = 1e-3  # to either side of a moment, by which pixels a second are taken
GRID = 12  # points across a thing's box, at which it is asked what hides it
HIDDEN = 0.5  # share of its box from which a thing counts as occluded

type Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Moving:
    """Attributes:
    spec: the scene at a moment.
    motion: its motion.
    place: of the thing in ``spec.placed``.
    """

    spec: SceneSpec
    motion: Motion
    place: int

    def velocities(self) -> dict[str, Any]:
        """``velocity``, m/s against the world on the camera's axes, and ``velocity_px``, pixels a second."""
        camera, seconds = self.spec.camera, self.spec.seconds
        world = self._middle_velocity(seconds)
        local = camera.pose.rotation.T @ world
        ends = [self._pixel(seconds + step) for step in (-STEP_S, STEP_S)]
        shown = (ends[1] - ends[0]) / (2.0 * STEP_S)
        return {
            "velocity": (local.round(4) + 0.0).tolist(),
            "velocity_px": (shown.round(2) + 0.0).tolist() if np.isfinite(shown).all() else None,
        }

    def crossing(self, truncation: float) -> dict[str, bool]:
        """``entering`` and ``leaving``: the border cuts it, and more, or less, is about to show."""
        if truncation <= 0.0:
            return {"entering": False, "leaving": False}
        now, then = (self._inside(self.spec.seconds + step) for step in (0.0, 1.0 / self.motion.clip.fps))
        return {"entering": bool(then > now), "leaving": bool(then < now)}

    def occluded_since(self, frame: int) -> float:
        """Seconds since it was last hidden by less than half, up to the clip's beginning; 0 where it is so now.

        What hides it are the boxes of labelled things that are nearer, as the description has them.
        """
        clip, first = self.motion.clip, frame
        while first >= 0 and _hidden(stood(self.spec, clip.at(first)), self.place) >= HIDDEN:
            first -= 1
        return round((frame - max(first, 0)) / clip.fps, 6)

    def _middle_velocity(self, seconds: float) -> Floats:
        before, after = (self._middle(seconds + step) for step in (-STEP_S, STEP_S))
        return np.asarray((after - before) / (2.0 * STEP_S))

    def _middle(self, seconds: float) -> Floats:
        """(3,) of its box, in the world."""
        placed, mover = self.spec.placed[self.place], self.motion.movers.get(self.place)
        pose = placed.pose if mover is None else mover.pose(seconds)
        return pose.apply(placed.asset.center)

    def _pixel(self, seconds: float) -> Floats:
        return _seen_at(self.spec, seconds).project(self._middle(seconds))

    def _inside(self, seconds: float) -> float:
        """Share of its projected box that lies in the picture."""
        placed, mover = self.spec.placed[self.place], self.motion.movers.get(self.place)
        pose = placed.pose if mover is None else mover.pose(seconds)
        camera = _seen_at(self.spec, seconds)
        corners = pose.apply(np.array(placed.asset.center) + BOX_CORNERS * np.array(placed.asset.size) / 2.0)
        low, high = _box(camera, corners)
        shown = (np.minimum(high, [camera.width, camera.height]) - np.maximum(low, 0.0)).clip(0.0)
        return float(np.prod(shown) / max(float(np.prod(high - low)), 1e-9))


def _seen_at(spec: SceneSpec, seconds: float) -> PinholeCamera:
    """The camera at a moment, without what else moves."""
    mover = spec.motion.camera if spec.motion is not None else None
    return spec.camera if mover is None else replace(spec.camera, pose=mover.pose(seconds))


def _box(camera: PinholeCamera, corners: Floats) -> tuple[Floats, Floats]:
    """(2,) the top left and the bottom right end of what points are projected to, of those that the camera sees."""
    shown = camera.project(corners)
    shown = shown[np.isfinite(shown).all(axis=1)]
    return (shown.min(axis=0), shown.max(axis=0)) if len(shown) else (np.zeros(2), np.zeros(2))


def _hidden(spec: SceneSpec, place: int) -> float:
    """Share of a thing's projected box that the boxes of nearer labelled things cover."""
    camera, own = spec.camera, spec.placed[place]
    low, high = _box(camera, _corners(own))
    if not (high > low).all():
        return 0.0
    steps = (np.arange(GRID) + 0.5) / GRID
    points = np.stack(np.meshgrid(*(low[:, None] + steps * (high - low)[:, None])), axis=-1).reshape(-1, 2)
    covered = np.zeros(len(points), np.bool_)
    depth = _depth(camera, own)
    for index, other in enumerate(spec.placed):
        if index != place and other.instance_id and 0.0 < _depth(camera, other) < depth:
            left, right = _box(camera, _corners(other))
            covered |= ((points > left) & (points < right)).all(axis=1)
    return float(covered.mean())


def _corners(placed: Placed) -> Floats:
    box = np.array(placed.asset.center) + BOX_CORNERS * np.array(placed.asset.size) / 2.0
    return np.asarray(placed.pose.apply(box))


def _depth(camera: PinholeCamera, placed: Placed) -> float:
    return float(camera.distance(camera.to_camera(placed.pose.apply(placed.asset.center))))
