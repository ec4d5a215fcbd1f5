"""What is sought of a film: of each number a middle and a spread, and what pictures draw of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from scenes.distributions import Distribution, LogUniform, TruncNormal
from scenes.film import PLAIN

type Floats = NDArray[np.float64]

EXPOSURE = "exposure_ev"
NARROWEST, WIDEST = 0.01, 0.35  # deviations, by the range of a number
WIDE = 3.0**0.5  # half of what is drawn evenly, by its deviation


@dataclass(frozen=True)
class Sought:
    """One number of a film.

    Attributes:
        key: the parameter.
        low, high: between what it is sought.
        start: where the search begins: a camera's usual.
        log: sought by its logarithm, and drawn evenly there.
    """

    key: str
    low: float
    high: float
    start: float
    log: bool = False

    @property
    def plain(self) -> float:
        """What it is without a film."""
        return min(max(float(getattr(PLAIN, self.key, 0.0)), self.low), self.high)

    def share(self, value: float) -> float:
        """Where a value lies between the bounds, 0..1."""
        if self.log:
            return float(np.log(value / self.low) / np.log(self.high / self.low))
        return (value - self.low) / (self.high - self.low)

    def value(self, share: float) -> float:
        if self.log:
            return float(self.low * (self.high / self.low) ** share)
        return self.low + share * (self.high - self.low)

    def law(self, middle: float, spread: float) -> Distribution:
        if self.log:
            half = WIDE * spread
            low, high = (_short(self.value(end)) for end in (max(middle - half, 0.0), min(middle + half, 1.0)))
            return LogUniform(max(low, self.low), min(high, self.high))
        deviation = spread * (self.high - self.low)
        return TruncNormal(_short(self.value(middle)), _short(deviation), self.low, self.high)


# What else is between these ends looks like no camera's picture. ``halo`` shows where something is sharpened.
NUMBERS: Sequence[Sought] = (
    Sought(EXPOSURE, -1.5, 1.5, 0.0),
    Sought("contrast", 0.7, 2.0, 1.2),
    Sought("black", -0.1, 0.1, 0.01),
    Sought("shoulder", 0.3, 0.95, 0.65),
    Sought("saturation", 0.0, 2.5, 1.3),
    Sought("warmth", -0.2, 0.2, 0.0),
    Sought("tint", -0.12, 0.12, 0.0),
    Sought("clarity", -0.4, 1.0, 0.1),
    Sought("sharpening", 0.0, 2.5, 0.5),
    Sought("halo", 0.5, 2.5, 1.0),
    Sought("smear", 0.0, 1.0, 0.25),
    Sought("iso", 25.0, 12_800.0, 300.0, log=True),
    Sought("vignette", 0.0, 0.6, 0.1),
    Sought("softness", 0.0, 2.0, 0.25),
    Sought("jpeg", 10.0, 100.0, 88.0),
)
BY_KEY: Mapping[str, Sought] = {each.key: each for each in NUMBERS}


@dataclass(frozen=True, eq=False)
class Laws:
    """Middles and spreads of some numbers, as shares of their ranges.

    Attributes:
        keys: of the numbers.
        middles, spreads: (K,).
    """

    keys: tuple[str, ...]
    middles: Floats
    spreads: Floats

    @classmethod
    def start(cls, keys: Sequence[str], spread: float = 0.1) -> "Laws":
        middles = np.array([BY_KEY[key].share(BY_KEY[key].start) for key in keys])
        return cls(tuple(keys), middles, np.full(len(keys), spread))

    @property
    def point(self) -> Floats:
        """(2 K,) for a search: middles, and spreads by their logarithm."""
        return np.concatenate([self.middles, np.log(self.spreads)])

    def at(self, point: Floats) -> "Laws":
        return Laws(self.keys, point[: len(self.keys)], np.exp(point[len(self.keys) :]))

    def shares(self, evenly: Floats) -> Floats:
        """(K, N) that numbers (K, N) drawn evenly from 0..1 become: what ``distributions`` give."""
        return drawn(self.keys, self.middles, self.spreads, evenly)

    def distributions(self) -> dict[str, Distribution]:
        rows = zip(self.keys, self.middles, self.spreads, strict=True)
        return {key: BY_KEY[key].law(float(middle), float(spread)) for key, middle, spread in rows}

    def without(self, key: str) -> "Laws":
        keep = np.array([other != key for other in self.keys])
        return Laws(tuple(other for other in self.keys if other != key), self.middles[keep], self.spreads[keep])


def drawn(keys: Sequence[str], middles: Floats, spreads: Floats, evenly: Floats) -> Floats:
    """(..., K, N) shares of numbers with middles and spreads (..., K), from others (K, N) drawn evenly."""
    middle, spread = middles[..., None], spreads[..., None]
    bottom, top = ndtr(-middle / spread), ndtr((1.0 - middle) / spread)
    normal = np.clip(middle + spread * ndtri(bottom + evenly * (top - bottom)), 0.0, 1.0)
    low, high = np.maximum(middle - WIDE * spread, 0.0), np.minimum(middle + WIDE * spread, 1.0)
    log = np.array([BY_KEY[key].log for key in keys])[:, None]
    return np.where(log, low + (high - low) * evenly, normal)


def values(keys: Sequence[str], shares: Floats) -> list[dict[str, float]]:
    """(K, N) shares as numbers by name, for each of N pictures."""
    rows = [[BY_KEY[key].value(float(share)) for share in row] for key, row in zip(keys, shares, strict=True)]
    return [dict(zip(keys, column, strict=True)) for column in zip(*rows, strict=True)]


def _short(number: float) -> float:
    return float(f"{number:.4g}")
