"""Hands and arms of others that reach into the picture: of who cheers, waves, points or films. They have no label."""

import numpy as np

from assets.faces.held.alone import UPPER_M, arm_alone
from assets.random import stream
from assets.standins import labels_only
from scenes.distributions import parse
from scenes.people.layout import Arrangement, Extent
from scenes.people.params import People
from scenes.pose import Float64, Pose
from scenes.spec import Placed

HAND_M, FACE_M = 0.19, 0.13  # long; half of a head, with room
SIZES = (0.08, 0.6)  # of a hand, shares of the picture's height
NEAREST_M = 0.28  # to the camera
TRIES = 12
REACH_M = (0.04, 0.5)  # of knuckles from the picture's border; further in one would see where the arm ends
BESIDE_M, BEFORE_M, BEHIND_M = 0.45, 0.3, 0.5  # bodies take that much room around heads
LONG_M, SPARE_M = 0.25 + UPPER_M, 0.2
CLEAR = 0.9  # chance that one who would hide a face is placed anew
OUTWARDS = ((0.0, 1.0, 0.0), (-1.0, 0.0, 0.0), (1.0, 0.0, 0.0))  # over the borders that arms come over
OFTEN = (0.6, 0.2, 0.2)


def hands(rng: np.random.Generator, params: People, usual: str, at: Arrangement, extent: Extent) -> tuple[Placed, ...]:
    """Arms over the picture's borders, before, beside and behind people, as many as the parameters or the shot have.

    None in clips, where they would be frozen, and where further cameras would see where they end.
    """
    count = round(params.number_or(rng, "hands", parse(usual)))
    if labels_only() or params.clip is not None or params.views > 1:
        return ()
    out = []
    for index in range(count):
        own = stream(rng, f"hand {index}")
        pose = _pose(stream(own, "place"), np.array(at.heads), extent)
        if pose is not None:
            out.append(Placed(arm_alone(stream(own, "arm")), at.view.of(pose)))
    return tuple(out)


def _pose(rng: np.random.Generator, heads: Float64, extent: Extent) -> Pose | None:
    """In the camera's frame; None where there is no room."""
    wide, high = extent
    for _ in range(TRIES):
        depth = HAND_M / (high * float(np.exp(rng.uniform(*np.log(SIZES)))))
        outwards = np.array(OUTWARDS[int(rng.choice(len(OUTWARDS), p=OFTEN))])
        reach = float(rng.uniform(*REACH_M))
        border, edge = (0.5 * wide * depth, high) if outwards[0] else (0.5 * high * depth, wide)
        if depth < NEAREST_M or reach > 1.6 * border:
            continue
        along = float(rng.uniform(-0.5, 0.5)) * edge * depth * np.abs(outwards[[1, 0, 2]])
        place = (border - reach) * outwards + along + [0.0, 0.0, depth]
        if not _is_free(place, heads) or (_hides(place, heads) and rng.random() < CLEAR):
            continue
        rotation = _turned(rng, outwards)
        if _ends_beside(place - LONG_M * rotation[:, 0], outwards, extent):
            return Pose(rotation, place)
    return None


def _ends_beside(end: Float64, outwards: Float64, extent: Extent) -> bool:
    """Whether an arm's end is beyond the border that it comes over, with room for a wrist that is bent."""
    border = 0.5 * (extent[0] if outwards[0] else extent[1])
    return bool(end @ outwards > border * max(end[2], 0.0) + SPARE_M)


def _is_free(place: Float64, heads: Float64) -> bool:
    """Whether an arm there is in no body."""
    apart = heads - place
    beside = np.abs(apart[:, 0]) > BESIDE_M
    return bool((beside | (apart[:, 2] > BEFORE_M) | (apart[:, 2] < -BEHIND_M)).all())


def _hides(place: Float64, heads: Float64) -> bool:
    seen = np.hypot(*(heads[:, :2] / heads[:, 2:] - place[:2] / place[2]).T)
    return bool(((heads[:, 2] > place[2]) & (seen < FACE_M / heads[:, 2] + 0.5 * HAND_M / place[2])).any())


def _turned(rng: np.random.Generator, outwards: Float64) -> Float64:
    """(3, 3) rotation of a hand whose arm goes about outwards, and whose back looks anywhere."""
    aside = np.array([-outwards[1], outwards[0], 0.0])
    swing, dip = float(rng.normal(0.0, 0.3)), float(rng.normal(0.0, 0.35))
    fingers = -outwards * np.cos(swing) * np.cos(dip) + aside * np.sin(swing) + np.array([0.0, 0.0, np.sin(dip)])
    fingers /= np.linalg.norm(fingers)
    back = rng.normal(size=3)
    back -= (back @ fingers) * fingers
    back /= np.linalg.norm(back)
    return np.stack([fingers, np.cross(back, fingers), back], 1)
