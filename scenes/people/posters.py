"""Posters with printed faces around people who stand: no faces for the labels, or faces, as is asked for."""

import numpy as np

from assets.faces.printed import poster
from assets.random import stream
from assets.standins import labels_only
from scenes.distributions import parse
from scenes.people.layout import Arrangement
from scenes.people.params import People
from scenes.people.props import free_spot
from scenes.pose import Pose
from scenes.spec import Placed

USUAL = "choice({0: 22, 1: 2, 2: 0.5})"


def posters(
    rng: np.random.Generator, params: People, at: Arrangement, extent: tuple[float, float], first_id: int
) -> tuple[Placed, ...]:
    """As many as the parameters or most streets have; ``first_id`` is the first labelled one's."""
    count = round(params.number_or(rng, "posters", parse(USUAL)))
    labelled = params.name(rng, "printed") == "labelled"
    if at.ground_z is None or (labels_only() and not labelled):
        return ()
    heads = at.view.apply(np.array(at.heads))
    out: list[Placed] = []
    for index in range(count):
        own = stream(rng, f"poster {index}")
        sheet, face = poster(stream(own, "print"))
        spot = free_spot(own, sheet, heads, at, extent[0])
        if spot is not None:
            toward = float(np.arctan2(at.view.translation[1] - spot[1], at.view.translation[0] - spot[0]))
            pose = Pose.at(spot[0], spot[1], at.ground_z, toward + float(own.normal(0.0, 0.35)))
            out.append(Placed(sheet, pose))
            out += [Placed(face, pose, first_id + index)] if labelled else []
    return tuple(out)
