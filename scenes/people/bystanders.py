"""Others around people who stand, with their backs to the camera: before them, between them, further off. No labels."""

import numpy as np

from assets.faces import detail_for
from assets.people import pedestrian
from assets.random import stream
from assets.standins import labels_only
from scenes.distributions import parse
from scenes.people.layout import FACE_HEIGHT_M, Arrangement
from scenes.people.params import People
from scenes.pose import Float64, Pose
from scenes.spec import Placed

TRIES = 12
AWAY_RAD = 0.85  # heads turn on shoulders: no further from straight away, or one would see faces
NEAR, FAR = 0.55, 3.5  # times the subject's distance
NEAREST_M, APART_M = 1.0, 0.5
CLEAR = 0.55  # chance that one who would hide a face is placed anew
FACE_M = 0.2


def bystanders(
    rng: np.random.Generator, params: People, usual: str, at: Arrangement, extent: tuple[float, float]
) -> tuple[Placed, ...]:
    """People from behind, as many as the parameters or the shot have.

    Args:
        extent: width and height of the picture one metre away, metres.
    """
    count = round(params.number_or(rng, "bystanders", parse(usual)))
    if labels_only() or at.ground_z is None:
        return ()
    focal_px = params.size[0] / extent[0]
    heads = at.view.apply(np.array(at.heads))
    taken, out = [head[:2] for head in heads], []
    for index in range(count):
        own = stream(rng, f"bystander {index}")
        spot = _spot(own, np.array(taken), heads, at, extent[0])
        if spot is not None:
            taken.append(spot)
            heading = float(np.arctan2(spot[1] - at.view.translation[1], spot[0] - at.view.translation[0]))
            face_px = FACE_HEIGHT_M * focal_px / float(np.linalg.norm(spot - at.view.translation[:2]))
            turn = heading + float(own.uniform(-AWAY_RAD, AWAY_RAD))
            body = pedestrian(stream(own, "body"), detail_for(face_px))
            out.append(Placed(body, Pose.at(spot[0], spot[1], at.ground_z, turn)))
    return tuple(out)


def _spot(rng: np.random.Generator, taken: Float64, heads: Float64, at: Arrangement, wide: float) -> Float64 | None:
    """(2,) on the ground, in nobody's place; rarely right before a face."""
    ahead = at.view.rotation[:2, 2] / np.linalg.norm(at.view.rotation[:2, 2])
    aside = np.array([ahead[1], -ahead[0]])
    for _ in range(TRIES):
        far = max(NEAREST_M, at.distance * float(np.exp(rng.uniform(np.log(NEAR), np.log(FAR)))))
        across = float(rng.uniform(-0.55, 0.55)) * wide * far
        spot = at.view.translation[:2] + far * ahead + across * aside
        if np.linalg.norm(taken - spot, axis=1).min() < APART_M:
            continue
        rel = heads[:, :2] - at.view.translation[:2]
        depth, side = rel @ ahead, rel @ aside
        hides = (depth > far) & (np.abs(side / depth - across / far) * far < FACE_M)
        if not hides.any() or rng.random() > CLEAR:
            return np.asarray(spot)
    return None
