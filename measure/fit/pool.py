"""Pictures of a scene as far as a fit needs them: what each has drawn, and its labels from silhouettes. No renders."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from annotate.outlines import outlines
from assets import AttributeValue, ConfigError, SceneError
from assets.random import stream
from assets.standins import for_labels
from measure.items import Item, Thing
from scenes import SceneParams, SceneScript, sample
from scenes.drawn import Draw

MOST_FAILED = 0.5  # share of pictures that cannot be placed, beyond which there is nothing to be fitted


@dataclass(frozen=True, eq=False)
class Drawn:
    """One picture.

    Attributes:
        picture: values that it has drawn once, by key.
        things: of each of its things, by its number, values by key.
        laws: by key, the distributions that gave them, with the thing's number.
        item: its labels.
    """

    picture: Mapping[str, AttributeValue]
    things: Mapping[int, Mapping[str, AttributeValue]]
    laws: tuple[Draw, ...]
    item: Item

    def value(self, key: str, thing: int | None) -> AttributeValue | None:
        """Of a thing, or of the picture where the thing has none."""
        own = None if thing is None else self.things.get(thing, {}).get(key)
        return self.picture.get(key) if own is None else own


def sample_pool(
    script: SceneScript, params: SceneParams, count: int, seed: int, advance: Callable[[], None] = lambda: None
) -> list[Drawn]:
    """So many pictures' descriptions, without those that cannot be placed.

    Raises:
        ConfigError: that is most of them.
    """
    out, failure = [], ""
    for number in range(count):
        draws: list[Draw] = []
        rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(number,)))
        try:
            with for_labels():
                spec, attempt = sample(script, params.for_picture(number).noting(draws), rng)
        except SceneError as error:
            failure = str(error)
        else:
            last = tuple(_last(draws, stream(rng, f"attempt {attempt}")))
            things = tuple(Thing(each.category, each.box, each.attributes) for each in outlines(spec))
            item = Item(f"{number:09}", (spec.camera.width, spec.camera.height), things, None)
            out.append(_drawn(last, item))
        advance()
    if len(out) < count * (1.0 - MOST_FAILED):
        raise ConfigError(f"fit: {count - len(out)} of {count} pictures could not be placed; the last: {failure}")
    return out


def _drawn(draws: tuple[Draw, ...], item: Item) -> Drawn:
    things: dict[int, dict[str, AttributeValue]] = {}
    for draw in draws:
        if draw.thing is not None:
            things.setdefault(draw.thing, {})[draw.key] = draw.value
    return Drawn({draw.key: draw.value for draw in draws if draw.thing is None}, things, draws, item)


def _last(draws: list[Draw], attempt: np.random.Generator) -> Iterator[Draw]:
    """What counts of all that was drawn: of the attempt that was placed, each parameter's last value."""
    seed = attempt.bit_generator.seed_seq
    assert isinstance(seed, np.random.SeedSequence)
    way, root = seed.spawn_key, seed.spawn_key[:1]
    kept = [draw for draw in draws if draw.path[1][: len(way)] == way or draw.path[1][:1] != root]
    yield from {(draw.key, draw.thing): draw for draw in kept}.values()
