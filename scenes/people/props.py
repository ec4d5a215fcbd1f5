"""Things around people who stand: what streets, shows, markets and stages have hung, stacked and put up in between."""

from collections.abc import Callable, Mapping

import numpy as np

from assets import Asset
from assets.environments import furniture
from assets.environments.balls import balloons, balls, speakers
from assets.environments.distractors import distractor
from assets.random import stream
from assets.standins import labels_only
from scenes.distributions import parse
from scenes.people.layout import Arrangement
from scenes.people.params import People
from scenes.pose import Float64, Pose
from scenes.spec import Placed

type Maker = Callable[[np.random.Generator], Asset]
TRIES = 10
NEAR, FAR = 0.8, 4.0  # times the subject's distance
NEAREST_M, APART_M = 1.2, 0.3
LOW_M = 1.1  # what is lower than this may stand before faces


def _hoarding(rng: np.random.Generator) -> Asset:
    return furniture.display(rng, float(rng.uniform(1.5, 5.0)), float(rng.uniform(0.9, 2.6)))


def _pennants(rng: np.random.Generator) -> Asset:
    return furniture.bunting(rng, float(rng.uniform(4.0, 9.0)), float(rng.uniform(2.2, 3.5)))


def _barrier(rng: np.random.Generator) -> Asset:
    return furniture.fence(rng, float(rng.uniform(2.0, 6.0)), str(rng.choice(["railing", "mesh", "boards"])))


MAKERS: Mapping[str, Maker] = {
    **{"flag": furniture.flag, "sign": furniture.sign, "tent": furniture.tent, "table": furniture.cafe_table},
    **{"planter": furniture.planter, "crates": furniture.crates, "drums": furniture.drums, "bench": furniture.bench},
    **{"billboard": furniture.billboard, "bin": furniture.litter_bin, "cabinet": furniture.cabinet},
    **{"hoarding": _hoarding, "pennants": _pennants, "barrier": _barrier, "solid": distractor},
    **{"balloons": balloons, "balls": balls, "speakers": speakers},
}
# Of each kind of place; what nobody names there is not there.
SHARES: Mapping[str, Mapping[str, float]] = {
    "street": {
        **{"sign": 2, "flag": 2, "planter": 2, "table": 2, "bin": 1.5, "billboard": 1.5, "bench": 1, "barrier": 1.5},
        **{"crates": 1.5, "balloons": 1, "tent": 1.5, "hoarding": 1.5, "pennants": 1, "balls": 0.7, "solid": 0.5},
    },
    "sport": {"hoarding": 5, "flag": 2, "balls": 2, "barrier": 2, "bench": 1, "pennants": 1, "tent": 1},
    "stage": {"speakers": 4, "drums": 2, "hoarding": 3, "cabinet": 1, "balloons": 0.7, "pennants": 0.7, "balls": 0.5},
    "march": {"flag": 5, "hoarding": 3, "balloons": 2, "sign": 2, "barrier": 2, "pennants": 1.5, "tent": 1, "drums": 1},
}


def props(
    rng: np.random.Generator, params: People, kind: str, at: Arrangement, extent: tuple[float, float]
) -> tuple[Placed, ...]:
    """Things on the ground that hide no subject's face, as many as the parameters or the shot have.

    Args:
        kind: of ``SHARES``.
        extent: width and height of the picture one metre away, metres.
    """
    count = round(params.number_or(rng, "props", parse("choice({0: 2, 2: 2, 4: 3, 6: 2, 9: 1})")))
    if labels_only() or at.ground_z is None:
        return ()
    heads = at.view.apply(np.array(at.heads))
    shares = SHARES[kind]
    weights = np.array(list(shares.values()), np.float64)
    out = []
    for index in range(count):
        own = stream(rng, f"thing {index}")
        name = str(own.choice(list(shares), p=weights / weights.sum()))
        thing = MAKERS[name](stream(own, "shape"))
        spot = free_spot(own, thing, heads, at, extent[0])
        if spot is not None:
            toward = float(np.arctan2(at.view.translation[1] - spot[1], at.view.translation[0] - spot[0]))
            turn = toward + float(own.normal(0.0, 0.5))
            out.append(Placed(thing, Pose.at(spot[0], spot[1], at.ground_z, turn)))
    return tuple(out)


def free_spot(rng: np.random.Generator, thing: Asset, heads: Float64, at: Arrangement, wide: float) -> Float64 | None:
    """(2,) on the ground, in nobody's place; before people only what is low."""
    ahead = at.view.rotation[:2, 2] / np.linalg.norm(at.view.rotation[:2, 2])
    aside = np.array([ahead[1], -ahead[0]])
    radius = 0.5 * float(np.hypot(*thing.size[:2]))
    rel = heads[:, :2] - at.view.translation[:2]
    depth, side = rel @ ahead, rel @ aside
    for _ in range(TRIES):
        far = max(NEAREST_M, at.distance * float(np.exp(rng.uniform(np.log(NEAR), np.log(FAR)))) + radius)
        across = float(rng.uniform(-0.6, 0.6)) * wide * far
        spot = at.view.translation[:2] + far * ahead + across * aside
        if np.linalg.norm(heads[:, :2] - spot, axis=1).min() < APART_M + radius:
            continue
        hides = (depth > far - radius) & (np.abs(side / depth - across / far) * far < radius + 0.1)
        if not hides.any() or thing.size[2] < LOW_M:
            return np.asarray(spot)
    return None
