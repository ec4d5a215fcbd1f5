"""Who a person is, as numbers: what shapes the head and stays the same from picture to picture."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from assets.errors import AssetError
from assets.faces import bake
from assets.random import stream
from assets.standins import labels_only


@dataclass(frozen=True)
class Identity:
    """Attributes:
    age_years: 1..90.
    gender: 0 masculine .. 1 feminine presentation of the bones and flesh.
    african, asian, european: ancestry proportions, ≥ 0, scaled to a sum of 1; of the shape alone, never the skin.
    weight, muscle: 0..1, 0.5 is the average.
    local: weights of MakeHuman's local targets by name; what makes one face differ from the next.
    """

    age_years: float = 30.0
    gender: float = 0.5
    african: float = 1.0
    asian: float = 1.0
    european: float = 1.0
    weight: float = 0.5
    muscle: float = 0.5
    local: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 1.0 <= self.age_years <= 90.0:
            raise AssetError(f"identity: expected age_years in 1..90, got {self.age_years}")
        for key in ("gender", "weight", "muscle"):
            if not 0.0 <= getattr(self, key) <= 1.0:
                raise AssetError(f"identity: expected {key} in 0..1, got {getattr(self, key)}")
        if min(self.ancestry()) < 0.0 or sum(self.ancestry()) <= 0.0:
            raise AssetError(f"identity: expected ancestry proportions ≥ 0 with a sum above 0, got {self.ancestry()}")

    def ancestry(self) -> tuple[float, float, float]:
        """African, Asian, European, as given."""
        return self.african, self.asian, self.european


# Standard deviation of a symmetric target's weight, by the start of its name; the longest match counts. Set by looking:
# at 1.0 a target is MakeHuman's extreme.
SPREAD = {
    "": 0.22,
    "head-fat": 0.15,
    "head-age": 0.0,  # age has its own targets
    "head-trans": 0.0,
    "head-scale": 0.15,
    "head-back-scale": 0.15,
    "head-angle": 0.12,
    "forehead": 0.15,
    "nose-trans": 0.1,
    "nose-scale": 0.22,
    "mouth-trans": 0.1,
    "mouth-scale-depth": 0.12,
    "mouth-scale-vert": 0.15,
    "mouth-angles": 0.15,
    "mouth-laugh-lines": 0.2,
    "eye-scale": 0.12,
    "eye-trans": 0.12,
    "eye-push": 0.12,
    "eye-height": 0.15,
    "eye-corner": 0.2,
    "eye-eyefold": 0.22,
    "eye-epicanthus": 0.15,
    "ear-trans": 0.1,
    "chin-jaw-drop": 0.15,
    "chin-prognathism": 0.12,
    "neck": 0.1,
    "neck-trans": 0.0,
    "measure-neck": 0.0,
    "eyebrows-trans": 0.12,
}
ASYMMETRY = 0.12  # of the asym-* targets
SIDE_DIFFERENCE = 0.05  # between the left and the right target of a pair
BOUND = 0.55  # no weight goes beyond; sums of many extremes make monsters
CHILD_SHARE = 0.5  # a child's face varies less


def random_local(rng: np.random.Generator, age_years: float, variety: float = 1.0) -> dict[str, float]:
    """Weights of local targets: bounded normal, left and right nearly alike.

    Args:
        rng: each target draws from a stream of its own name, so that the set of targets may grow.
        age_years: faces of children vary less.
        variety: factor on all spreads.
    """
    if labels_only():  # it hardly changes how large a face is, and takes longer than all the rest
        return {}
    scale = variety * (CHILD_SHARE + (1.0 - CHILD_SHARE) * float(np.clip((age_years - 3.0) / 15.0, 0.0, 1.0)))
    names = bake.load().local.names
    out: dict[str, float] = {}
    for stem, (low, high, spread) in _sliders(names).items():
        other = stream(rng, stem.removeprefix("l-").removeprefix("r-"))
        value = float(other.normal()) * spread
        if stem.startswith(("l-", "r-")):
            value += float(stream(rng, stem).normal()) * SIDE_DIFFERENCE * min(spread / 0.2, 1.0)
        value = float(np.clip(value * scale, -BOUND, BOUND))
        out[high if value > 0 else low] = abs(value)
    for name in names:
        if name.startswith("asym-") and "-ear-" not in name:
            out[name] = float(np.clip(abs(stream(rng, name).normal()) * ASYMMETRY, 0.0, 0.3)) * scale
    return out | _head_form(stream(rng, "head form"), scale)


def _head_form(rng: np.random.Generator, scale: float) -> dict[str, float]:
    """One of MakeHuman's outlines of the face."""
    forms = ("oval", "round", "square", "rectangular", "triangular", "invertedtriangular", "diamond")
    return {f"head-{rng.choice(forms)}": float(rng.uniform(0.0, 0.5)) * scale}


@functools.cache
def _sliders(names: tuple[str, ...]) -> dict[str, tuple[str, str, float]]:
    """Pairs of targets by their stem: the low one, the high one, and the spread of their weight."""
    return {stem: (low, high, _spread(stem)) for stem, (low, high) in bake.pairs(names).items()}


def _spread(stem: str) -> float:
    name = stem.removeprefix("l-").removeprefix("r-")
    return SPREAD[max((key for key in SPREAD if name.startswith(key)), key=len)]
