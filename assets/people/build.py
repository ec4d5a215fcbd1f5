"""Who a figure is: age, build, height; and the body of that build at rest."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assets.people import bake

type Points = NDArray[np.float32]

AGE_YEARS = (1.0, 10.0, 25.0, 90.0)  # what MakeHuman's baby, child, young and old stand for
# Mean height by age, metres, masculine and feminine, rounded from the WHO growth reference (2007) and adult surveys.
GROWTH_YEARS = (3.0, 5.0, 7.0, 9.0, 11.0, 13.0, 15.0, 18.0, 50.0, 85.0)
GROWTH_M = (
    (0.96, 1.10, 1.22, 1.33, 1.43, 1.56, 1.69, 1.765, 1.755, 1.70),
    (0.95, 1.09, 1.21, 1.33, 1.45, 1.56, 1.61, 1.63, 1.625, 1.57),
)


@dataclass(frozen=True)
class Build:
    """Attributes:
    age_years: 3..90.
    gender: 0 masculine .. 1 feminine.
    ancestry: African, Asian, European, proportions of the shape alone.
    weight, muscle: 0..1, 0.5 is the average.
    height_m: of the bare body.
    """

    age_years: float
    gender: float
    ancestry: tuple[float, float, float]
    weight: float
    muscle: float
    height_m: float


def random_build(rng: np.random.Generator, age_years: float | None = None) -> Build:
    """Somebody in the street; of that age, if given."""
    if age_years is None:
        child = rng.random() < 0.12
        age_years = float(rng.uniform(4.5, 14.0) if child else 16.0 + 64.0 * rng.beta(1.3, 1.9))
    gender = float(np.clip(rng.choice([0.05, 0.95]) + rng.normal(0.0, 0.08), 0.0, 1.0))
    mean = mean_height_m(age_years, gender)
    height = float(np.clip(mean * (1.0 + 0.038 * np.clip(rng.normal(), -2.4, 2.4)), 1.05, 1.95))
    ancestry = rng.dirichlet((0.7, 0.7, 0.7))
    weight = float(np.clip(rng.normal(0.5 + 0.1 * (age_years > 35), 0.17), 0.1, 0.95))
    muscle = float(np.clip(rng.normal(0.55 - 0.15 * (age_years > 60), 0.12), 0.15, 0.9))
    a, b, c = (float(value) for value in ancestry)
    return Build(age_years, gender, (a, b, c), weight, muscle, height)


def mean_height_m(age_years: float, gender: float) -> float:
    """Of people of that age; ``gender`` is 0 masculine to 1 feminine."""
    return float(np.interp(gender, (0.0, 1.0), [np.interp(age_years, GROWTH_YEARS, row) for row in GROWTH_M]))


def body(build: Build) -> Points:
    """(V, 3) of the baked vertices for this build at rest, scaled to its height."""
    data = bake.load()
    out = data.rest.copy()
    age = _hats(build.age_years, AGE_YEARS)
    gender = np.array([build.gender, 1.0 - build.gender])
    levels = (0.0, 0.5, 1.0)
    shares = np.einsum("a,g,m,w->agmw", age, gender, _hats(build.muscle, levels), _hats(build.weight, levels))
    for table, weights in (
        (data.ethnic, np.einsum("a,g,r->agr", age, gender, build.ancestry)),
        (data.universal, shares),
    ):
        for where in zip(*np.nonzero(weights > 1e-3), strict=True):
            out += np.float32(weights[where]) * table[where]
    skin = out[data.triangles["body"]]
    return np.asarray(out * np.float32(build.height_m / float(np.ptp(skin[..., 2]))), np.float32)


def _hats(value: float, knots: tuple[float, ...]) -> NDArray[np.float64]:
    """Linear interpolation weights of ``value`` between ``knots``."""
    return np.array([np.interp(value, knots, row) for row in np.eye(len(knots))])
