"""People on foot: who walks goes on along the pavement, and no foot slides; who stands, stands."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from assets.environments.sites import Lane, Prop
from assets.people.walker import Walker
from scenes.motion.path import Path
from scenes.motion.rows import meet, standing, still
from scenes.placement import footprints
from scenes.pose import Float64, Pose
from scenes.spec import Placed

ROOM_M = (0.5, 0.6, 1.7)  # of somebody who walks
POST_M = 0.5  # of furniture that is much wider above, such as trees and lamps, at the ground
FURNITURE_M = 12.0  # sides of what is larger than furniture, such as the ground
ASIDE_M = (0.0, 0.35, -0.35, 0.7, -0.7)  # from the way that was meant, tried in turn
REACH_M = 30.0


@dataclass(frozen=True, eq=False)
class Walk:
    """Somebody who walks.

    Attributes:
        walker: who.
        path: where they go.
        start_m: along the path, at ``zero_s``.
        aside_m: to the left of it.
        z: of the pavement, metres.
        phase: strides that they have come at ``zero_s``.
        pace: of their own speed.
    """

    walker: Walker
    path: Path
    start_m: float
    aside_m: float
    z: float
    phase: float
    pace: float
    zero_s: float

    def strides(self, seconds: float) -> float:
        """How many they have come, from any beginning."""
        return self.phase + self.pace * self.walker.speed_mps / self.walker.stride_m * (seconds - self.zero_s)

    def pose(self, seconds: float) -> Pose:
        s = self.start_m + self.walker.come(self.strides(seconds)) - self.walker.come(self.phase)
        x, y = self.path.at(s, self.aside_m)
        return Pose.at(float(x), float(y), self.z, float(self.path.heading_at(s)))

    def at(self, placed: Placed, seconds: float) -> Placed:
        return replace(placed, asset=self.walker.at(self.strides(seconds)), pose=self.pose(seconds))

    def footprint(self, moments: Float64) -> Float64:
        """(N, 4, 2) the ground that they need at some moments (N,)."""
        poses = [self.pose(moment) for moment in moments.tolist()]
        places = [[*p.translation, np.arctan2(p.rotation[1, 0], p.rotation[0, 0])] for p in poses]
        return footprints(np.array(places), ROOM_M, (0.0, 0.0, ROOM_M[2] / 2.0))


def strolling(
    rng: np.random.Generator,
    walker: Walker,
    item: Placed,
    lanes: Sequence[Lane],
    moments: Float64,
    taken: Sequence[Float64],
) -> Walk | None:
    """The way of somebody who is at ``item``'s place at the middle of a clip; None where there is no room for one.

    Args:
        lanes: that people walk along; without any, they go straight on.
        moments: (N,) from the clip's beginning to its end, at which nobody may touch what is ``taken`` (N, 4, 2).
    """
    yaw = float(np.arctan2(item.pose.rotation[1, 0], item.pose.rotation[0, 0]))
    place, beyond = item.pose.translation, float(np.ptp(moments)) * 3.0 + REACH_M
    paths = [Path.of(way, beyond) for lane in lanes for way in (lane.points, lane.points[::-1])]
    if not paths:
        ahead = np.array([np.cos(yaw), np.sin(yaw)])
        paths = [Path.of(np.stack([place[:2] - ahead, place[:2] + ahead]), beyond)]
    start, aside, path = min((_cost(each, place, yaw) for each in paths), key=lambda found: found[0])[1:]
    middle, phase = float(moments.mean()), float(rng.uniform())
    pace = float(rng.uniform(0.85, 1.2))
    for more in ASIDE_M:
        walk = Walk(walker, path, start, aside + more, item.pose.translation[2], phase, pace, middle)
        own = walk.footprint(moments)
        if not any(meet(own, other) for other in taken):
            return walk
    return None


def _cost(path: Path, place: Float64, yaw: float) -> tuple[float, float, float, Path]:
    """How little a path is the way of somebody at a place, where on it that is, and how far aside."""
    start, aside = path.nearest(place[:2])
    turn = abs((yaw - float(path.heading_at(start)) + np.pi) % (2.0 * np.pi) - np.pi)
    return abs(aside) + 2.0 * turn, start, aside, path


def furniture(props: Sequence[Prop], count: int) -> list[Float64]:
    """(count, 4, 2) the ground under each of a site's lamps, trees and bins, at as many moments."""
    out = []
    for prop in props:
        length, width, height = prop.asset.size
        if max(length, width) > FURNITURE_M or height < 0.3:
            continue
        if max(length, width) > 2.5 or height > 2.5:
            place = np.array([prop.x, prop.y, prop.z])
            out.append(still(place, (POST_M, POST_M, height), (0.0, 0.0, height / 2.0), count))
        else:
            out.append(standing(Placed(prop.asset, Pose.at(prop.x, prop.y, prop.z, prop.yaw)), count))
    return out
