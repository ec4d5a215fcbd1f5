"""Pictures of a scene as far as a fit needs them: what each has drawn, and its labels from silhouettes. No renders."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from types import TracebackType
from typing import Self

import numpy as np

from annotate.outlines import outlines
from assets import AttributeValue, ConfigError, SceneError
from assets.random import stream
from assets.standins import for_labels
from measure.items import Item, Thing
from scenes import SceneParams, SceneScript, find_scene, sample
from scenes.distributions import Distribution
from scenes.drawn import Draw
from scenes.registry import BUILT_IN, IN_SESSION

MOST_FAILED = 0.5  # share of pictures that cannot be placed, beyond which there is nothing to be fitted
AT_ONCE = 25  # pictures that a process is asked for

type Advance = Callable[[], None]


@dataclass(frozen=True, eq=False)
class Drawn:
    """One picture.

    Attributes:
        picture: values that it has drawn once, by key.
        things: of each of its things, by its number, values by key.
        laws: by key, the distributions that gave them, with the thing's number.
        item: its labels.
        owners: of each label the number of the thing that it is of: its instance id less one, as ``params.of`` counts.
    """

    picture: Mapping[str, AttributeValue]
    things: Mapping[int, Mapping[str, AttributeValue]]
    laws: tuple[Draw, ...]
    item: Item
    owners: tuple[int, ...]

    def value(self, key: str, thing: int | None) -> AttributeValue | None:
        """Of a thing, or of the picture where the thing has none."""
        own = None if thing is None else self.things.get(thing, {}).get(key)
        return self.picture.get(key) if own is None else own


class Sampler:
    """Describes pictures, in this process or in others beside it: which, makes no difference to what comes out.

    Args:
        workers: how many processes; 0 for this one.
    """

    def __init__(self, script: SceneScript, workers: int = 0) -> None:
        self._script = script
        # What was defined in a session alone has no place where another process could find it.
        apart = workers > 1 and script.build.__module__ != IN_SESSION
        self._pool = ProcessPoolExecutor(workers, get_context("spawn")) if apart else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def sample(self, params: SceneParams, count: int, seed: int, advance: Advance = lambda: None) -> list[Drawn]:
        """So many pictures' descriptions, without those that cannot be placed.

        Raises:
            ConfigError: that is most of them.
        """
        out: list[Drawn] = []
        failure = ""
        for found in self._found(params, count, seed):
            if isinstance(found, Drawn):
                out.append(found)
            else:
                failure = found
            advance()
        if len(out) < count * (1.0 - MOST_FAILED):
            raise ConfigError(f"fit: {count - len(out)} of {count} pictures could not be placed; the last: {failure}")
        return out

    def _found(self, params: SceneParams, count: int, seed: int) -> Iterator[Drawn | str]:
        if self._pool is None:
            yield from (_describe(self._script, params, seed, number) for number in range(count))
            return
        where = self._script.name if self._script.name in BUILT_IN else str(self._script.source)
        values = {key: getattr(params, key) for key in type(params).model_fields}
        starts = range(0, count, AT_ONCE)
        tasks = ((where, values, params.size, seed, start, min(start + AT_ONCE, count)) for start in starts)
        for each in self._pool.map(_describe_apart, *zip(*tasks, strict=True)):
            yield from each


def sample_pool(
    script: SceneScript, params: SceneParams, count: int, seed: int, advance: Advance = lambda: None
) -> list[Drawn]:
    """``Sampler.sample`` in this process."""
    return Sampler(script).sample(params, count, seed, advance)


def _describe_apart(
    where: str, values: Mapping[str, Distribution], size: tuple[int, int], seed: int, start: int, end: int
) -> list[Drawn | str]:
    """In another process: scenes are found there by name or file, parameters travel as distributions."""
    script = find_scene(where)
    params = script.params.read(values, script.name).with_size(size)
    return [_describe(script, params, seed, number) for number in range(start, end)]


def _describe(script: SceneScript, params: SceneParams, seed: int, number: int) -> Drawn | str:
    """A picture, or why it cannot be placed."""
    draws: list[Draw] = []
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(number,)))
    try:
        with for_labels():
            spec, attempt = sample(script, params.for_picture(number).noting(draws), rng)
    except SceneError as error:
        return str(error)
    last = tuple(_last(draws, stream(rng, f"attempt {attempt}")))
    found = outlines(spec)
    things = tuple(Thing(each.category, each.box, each.attributes) for each in found)
    item = Item(f"{number:09}", (spec.camera.width, spec.camera.height), things, None)
    return _drawn(last, item, [each.instance_id - 1 for each in found])


def _drawn(draws: tuple[Draw, ...], item: Item, owners: Sequence[int]) -> Drawn:
    things: dict[int, dict[str, AttributeValue]] = {}
    for draw in draws:
        if draw.thing is not None:
            things.setdefault(draw.thing, {})[draw.key] = draw.value
    picture = {draw.key: draw.value for draw in draws if draw.thing is None}
    return Drawn(picture, things, draws, item, tuple(owners))


def _last(draws: list[Draw], attempt: np.random.Generator) -> Iterator[Draw]:
    """What counts of all that was drawn: of the attempt that was placed, each parameter's last value."""
    seed = attempt.bit_generator.seed_seq
    assert isinstance(seed, np.random.SeedSequence)
    way, root = seed.spawn_key, seed.spawn_key[:1]
    kept = [draw for draw in draws if draw.path[1][: len(way)] == way or draw.path[1][:1] != root]
    yield from {(draw.key, draw.thing): draw for draw in kept}.values()
