"""The pictures of two sets: REAL's as they are, ours developed again and again on other films."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import cv2
import numpy as np

from assets import ConfigError
from assets.random import stream
from measure.collecting import chosen, decoded
from measure.fit.pictures.films import EXPOSURE, values
from measure.fit.pictures.looks import Floats, Pixels, figures
from measure.items import Item, Source
from measure.readers.coco import raw_entries
from scenes.distributions import Distribution
from scenes.film import Film

THREADS = 2
MOST_REAL, MOST_OURS, LEAST = 300, 96, 10  # pictures
MOST_BYTES = 256 * 2**20  # of ours, decoded

type Develop = Callable[[Pixels, Film, float], Pixels]
"""A picture that is on no film (H, W, 3), as it would be on one, with so many stops more light."""
type Advance = Callable[[str], None]


@dataclass(frozen=True, eq=False)
class Negative:
    """Attributes:
    rgb: a picture of ours on no film.
    exposure_ev: stops that it was given; None where its set does not say.
    """

    rgb: Pixels
    exposure_ev: float | None


def read_real(source: Source, side: int) -> tuple[Floats, int]:
    """(S, M) figures of REAL's pictures, none larger than ``side``; and how many of them were made smaller.

    Raises:
        ConfigError: they are too few.
        DatasetError: one cannot be read.
    """
    items = _pictures(source, MOST_REAL)

    def looked_at(item: Item) -> tuple[Floats, bool]:
        assert item.picture is not None
        rgb, _ = decoded(item.picture, source.root, item.size)
        large = max(rgb.shape[:2]) > 1.1 * side
        return figures(smaller(rgb, side) if large else rgb), large

    found = list(_mapped(looked_at, items))
    return np.array([row for row, _ in found]).T, sum(large for _, large in found)


def read_ours(source: Source) -> tuple[list[Negative], list[Negative]]:
    """Pictures to seek with, and others to check with; the same where there are few.

    Raises:
        ConfigError: they are too few, or on films already.
        DatasetError: one cannot be read.
    """
    recorded = _recorded(source)
    items = _pictures(source, 2 * MOST_OURS)
    most = max(LEAST, MOST_BYTES // (3 * items[0].size[0] * items[0].size[1]))

    def read(item: Item) -> Negative:
        assert item.picture is not None
        own = recorded.get(item.origin, {})
        if own.get("film", "linear") != "linear" or "contrast" in own:
            raise ConfigError(f"{source.place}: expected pictures with film=linear, got {item.name} on another film")
        stops = own.get(EXPOSURE)
        return Negative(
            decoded(item.picture, source.root, item.size)[0],
            float(stops) if isinstance(stops, int | float) else None,
        )

    every = list(_mapped(read, items[:most]))
    half = len(every) // 2
    return (every[:half], every[half:]) if half >= MOST_OURS // 2 else (every, every)


class Darkroom:
    """Develops pictures of ours with the same chance again and again, so that only films make a difference.

    Args:
        fixed: numbers that are not sought, with what they are drawn from.
        keys: of those that are.
    """

    def __init__(
        self,
        negatives: Sequence[Negative],
        develop: Develop,
        fixed: Mapping[str, Distribution],
        keys: Sequence[str],
        seed: int,
    ) -> None:
        rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(16,)))
        self._negatives, self._develop = negatives, develop
        count = len(negatives)
        self.evenly = {
            key: (stream(rng, f"places of {key}").permutation(count) + stream(rng, f"in {key}").uniform(size=count))
            / count
            for key in keys
        }
        self._grains = [int(grain) for grain in stream(rng, "grain").integers(2**31, size=count)]
        drawn = {
            key: [law.sample(own) for _ in range(count)] for key, law in fixed.items() for own in [stream(rng, key)]
        }
        self._fixed = [{key: float(column[i]) for key, column in drawn.items()} for i in range(count)]

    def __len__(self) -> int:
        return len(self._negatives)

    def rows(self, keys: Sequence[str], shares: Floats) -> Floats:
        """(S, N) figures of the pictures with shares (K, N) of the numbers' ranges."""
        every = values(keys, shares) if len(keys) else [{} for _ in self._negatives]
        return np.array(
            list(_mapped(self._row, list(zip(self._negatives, self._fixed, every, self._grains, strict=True))))
        ).T

    def plain(self) -> Floats:
        """(S, N) of the pictures as they are."""
        return np.array(list(_mapped(lambda negative: figures(negative.rgb), self._negatives))).T

    def _row(self, job: tuple[Negative, Mapping[str, float], Mapping[str, float], int]) -> Floats:
        negative, fixed, sought, grain = job
        numbers = {**fixed, **sought}
        stops = numbers.pop(EXPOSURE, negative.exposure_ev or 0.0) - (negative.exposure_ev or 0.0)
        return figures(self._develop(negative.rgb, Film(**numbers, seed=grain), stops))


def _pictures(source: Source, most: int) -> list[Item]:
    items = (item for item in source.read(Counter()) if item.picture is not None)
    found = chosen(items, most)
    if len(found) < LEAST:
        raise ConfigError(f"{source.place}: expected {LEAST} pictures or more to look at, got {len(found)}")
    return found


def _recorded(source: Source) -> dict[tuple[int, int], Mapping[str, object]]:
    """What the images of a dataset of ours say of themselves, by their origin."""
    out: dict[tuple[int, int], Mapping[str, object]] = {}
    for number, path in enumerate(source.files if source.kind == "Prelabel" else ()):
        for _, entry in raw_entries(path, source.root, ("images",)):
            if isinstance(entry, Mapping) and isinstance(entry.get("parameters"), Mapping):
                out[(number, entry["id"])] = entry["parameters"]
    return out


def smaller(rgb: Pixels, side: int) -> Pixels:
    """A picture whose longer side is that many pixels."""
    scale = side / max(rgb.shape[:2])
    return np.asarray(cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


def _mapped[T, R](function: Callable[[T], R], items: Sequence[T]) -> Iterator[R]:
    with ThreadPoolExecutor(THREADS) as pool:
        yield from pool.map(function, items)
