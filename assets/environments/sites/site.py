"""A place for a picture: where vehicles drive and stand, where people walk, and everything around.

Sites lie around the origin; the ground is z = 0 where vehicles drive.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from assets.asset import Asset
from assets.environments.panels import Float64
from assets.errors import AssetError

LANE_KINDS = ("drive", "bus", "cycle", "walk")


@dataclass(frozen=True, eq=False)
class Lane:
    """A strip that is driven or walked along.

    Attributes:
        points: (N, 2) its middle line on the ground, in driving direction, metres.
        width: metres.
        kind: one of ``LANE_KINDS``.
        speed_mps: what is usual on it.
        z: its height, metres.
    """

    points: Float64
    width: float = 3.5
    kind: str = "drive"
    speed_mps: float = 11.0
    z: float = 0.0

    def __post_init__(self) -> None:
        if self.kind not in LANE_KINDS or self.points.ndim != 2 or self.points.shape[1] != 2 or len(self.points) < 2:
            raise AssetError(
                f"lane: expected a kind of {', '.join(LANE_KINDS)} and (N, 2) points, got '{self.kind}' and "
                f"{self.points.shape}"
            )

    @property
    def length(self) -> float:
        """Metres."""
        return float(np.linalg.norm(np.diff(self.points, axis=0), axis=1).sum())

    def at(self, s: ArrayLike, aside: ArrayLike = 0.0) -> Float64:
        """(..., 3) x, y and heading (radians about z from x) at ``s`` metres along, ``aside`` metres to the left."""
        steps = np.diff(self.points, axis=0)
        lengths = np.linalg.norm(steps, axis=1)
        along = np.concatenate([[0.0], np.cumsum(lengths)])
        s, aside = np.asarray(s, np.float64), np.asarray(aside, np.float64)
        piece = np.clip(np.searchsorted(along, s, side="right") - 1, 0, len(steps) - 1)
        unit = steps[piece] / lengths[piece, None]
        place = self.points[piece] + unit * (s - along[piece])[..., None]
        left = np.stack([-unit[..., 1], unit[..., 0]], axis=-1)
        place = place + left * aside[..., None]
        return np.concatenate([place, np.arctan2(unit[..., 1], unit[..., 0])[..., None]], axis=-1)


@dataclass(frozen=True, eq=False)
class Prop:
    """Scenery and its place: x, y, z in metres, ``yaw`` about z in radians.

    The same asset object at many places costs its geometry once.
    """

    asset: Asset
    x: float
    y: float
    z: float = 0.0
    yaw: float = 0.0


@dataclass(frozen=True, eq=False)
class Site:
    """Attributes:
    name: kind of place, such as ``street``.
    lanes: where traffic moves.
    bays: (B, 3) x, y, yaw of the middles of bays where vehicles park.
    props: ground and scenery.
    lamp_heads: (L, 3) where street lamps shine from.
    room: (N, 2) corners of the polygon in which a camera may stand; nothing solid is in its air.
    free: vehicles and people stand anywhere in it.
    bay_m: length of the bays.
    ceiling_m: height of a roof over all of it, under which cameras and weather stay; endless outdoors.
    ceiling_lamps: (C, 3) where lamps under that roof shine from, or by night under one that covers a part of it.
    """

    name: str
    lanes: tuple[Lane, ...]
    bays: Float64
    props: Sequence[Prop]
    lamp_heads: Float64
    room: Float64
    free: bool = False
    bay_m: float = 5.0
    ceiling_m: float = np.inf
    ceiling_lamps: Float64 = field(default_factory=lambda: np.zeros((0, 3)))

    @property
    def indoors(self) -> bool:
        return bool(np.isfinite(self.ceiling_m))
