"""Mannequins and statues around people who stand: faces of nobody, which have no label."""

import numpy as np

from assets.people import mannequin
from assets.random import stream
from assets.standins import labels_only
from scenes.distributions import parse
from scenes.people.layout import Arrangement
from scenes.people.params import People
from scenes.people.props import free_spot
from scenes.pose import Pose
from scenes.spec import Placed

USUAL = "choice({0: 24, 1: 1.5, 2: 0.7, 3: 0.3})"


def mannequins(
    rng: np.random.Generator, params: People, at: Arrangement, extent: tuple[float, float]
) -> tuple[Placed, ...]:
    """As many as the parameters or most streets have, turned about to the camera."""
    count = round(params.number_or(rng, "mannequins", parse(USUAL)))
    if at.ground_z is None or labels_only():
        return ()
    heads = at.view.apply(np.array(at.heads))
    out: list[Placed] = []
    for index in range(count):
        own = stream(rng, f"mannequin {index}")
        figure = mannequin(stream(own, "figure"))
        spot = free_spot(own, figure, heads, at, extent[0])
        if spot is not None:
            toward = float(np.arctan2(at.view.translation[1] - spot[1], at.view.translation[0] - spot[0]))
            turn = toward + float(own.normal(0.0, 0.5))
            out.append(Placed(figure, Pose.at(spot[0], spot[1], at.ground_z, turn)))
    return tuple(out)
