"""The parameters of a scene script: what a picture draws of them, and what it is dealt or told to hold."""

from collections.abc import Mapping
from typing import ClassVar, Self

import numpy as np
from pydantic import PrivateAttr

from assets import AttributeValue, ConfigError
from assets.random import stream
from scenes.conditions import Bins
from scenes.deck import Balance, Cell, Deal
from scenes.declared import Declared
from scenes.distributions import Constant, Distribution, Given, Learned
from scenes.domain import AUTO, Domain
from scenes.drawn import Draw, path_of
from scenes.fields import integer, name, number
from scenes.motion.clip import Clip

type Drawn = dict[tuple[str, str, tuple[int, ...]], AttributeValue]


class SceneParams(Declared):
    """Base of all scene parameters. Fields are made by ``number``, ``integer`` and ``name``.

    A scene says with ``each`` which of them it draws for every thing that it places, through ``of``, with ``how_many``
    which one is the number of things, and with ``bins`` which names it has for intervals of numbers. Balance and
    conditions need to know.
    """

    each: ClassVar[tuple[str, ...]] = ()
    how_many: ClassVar[str] = "count"

    _size: tuple[int, int] = PrivateAttr((640, 480))
    _views: int = PrivateAttr(1)
    _clip: Clip | None = PrivateAttr(None)
    _balance: Balance | None = PrivateAttr(None)
    _picture: int = PrivateAttr(0)
    _deal: Deal | None = PrivateAttr(None)
    _thing: int | None = PrivateAttr(None)
    _conditions: frozenset[str] = PrivateAttr(frozenset())  # keys that others are conditional on
    _drawn: Drawn = PrivateAttr(default_factory=dict)  # values of those, by the random stream they were drawn from

    # Where the picture's class is drawn, see ``scenes.learned``.
    _classes: np.random.Generator | None = PrivateAttr(None)
    _draws: list[Draw] | None = PrivateAttr(None)  # what is drawn is noted there
    _held: Mapping[str, Distribution] = PrivateAttr(default_factory=dict)  # what an experiment sets: ``scenes.vary``
    _held_of: int | None = PrivateAttr(None)  # the thing that it sets it of; None for every one

    def model_post_init(self, context: object) -> None:
        keys = {given.key for given in self.givens().values()}
        keys |= {key for field in type(self).model_fields for key in _conditions_of(getattr(self, field))}
        keys &= {*type(self).model_fields, *self.bins}
        self._conditions = frozenset(self.bins[key].key if key in self.bins else key for key in keys)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the picture in pixels; the run sets it."""
        return self._size

    @property
    def views(self) -> int:
        """How many pictures are taken of each scene, by a camera each; the run sets it."""
        return self._views

    @property
    def clip(self) -> Clip | None:
        """The moving picture that is wanted of each scene, which ``SceneSpec(..., motion=...)`` describes; the run sets
        it. None wants a still one."""
        return self._clip

    @property
    def picture(self) -> int:
        """The picture's number among those of the scene script; all views of a scene, and all frames of a clip, count
        as one. The run sets it."""
        return self._picture

    def with_size(self, size: tuple[int, int]) -> Self:
        out = self.model_copy()
        out._size = size
        return out

    def with_views(self, views: int) -> Self:
        out = self.model_copy()
        out._views = views
        return out

    def with_clip(self, clip: Clip | None) -> Self:
        out = self.model_copy()
        out._clip = clip
        return out

    def with_balance(self, balance: Balance | None) -> Self:
        out = self.model_copy()
        out._balance = balance
        return out

    def for_picture(self, number: int) -> Self:
        """As a picture is dealt them; ``number`` counts from 0 among those of the scene. The run calls it."""
        out = self.model_copy()
        out._picture = number
        out._deal = None if self._balance is None else self._balance.deal(number)
        out._drawn = {}
        return out

    def in_frame(self, rng: np.random.Generator) -> Self:
        """As the picture of that stream draws them, whatever attempt at it: what was learnt has one class there."""
        out = self.model_copy()
        out._classes = rng
        return out

    def noting(self, draws: list[Draw]) -> Self:
        """The same parameters, which note in a list what is drawn."""
        out = self.model_copy()
        out._draws = draws
        return out

    def holding(self, values: Mapping[str, Distribution], thing: int | None = None) -> Self:
        """The same parameters, but for some that are set, whatever is drawn, dealt or learnt.

        Args:
            thing: of the picture that those in ``each`` are set of; None sets them of every one.
        """
        whole = {key: value for key, value in values.items() if thing is None or key not in self.each}
        out = self.model_copy(update=whole)
        out._held, out._held_of = dict(values), thing
        return out

    def of(self, thing: int) -> Self:
        """As the picture's thing of that number, from 0, is dealt them: what it draws, it draws through these."""
        out = self.model_copy()
        out._thing = thing
        return out

    def undealt(self) -> Self:
        """As a picture draws them for what it holds beside the things that it was dealt."""
        out = self.model_copy()
        out._deal = None
        return out

    def of_identity(self, number: int) -> Self:
        """As the thing of that number is dealt them, whatever pictures it comes in: for things that come again."""
        out = self.for_picture(0).of(0)
        out._classes = None
        out._deal = None if self._balance is None else self._balance.deal_thing(number)
        return out

    def integer(self, rng: np.random.Generator, key: str) -> int:
        """Sample an integer parameter from its own stream of ``rng``."""
        return int(self._draw(rng, key))

    def number(self, rng: np.random.Generator, key: str) -> float:
        """Sample a number from its own stream of ``rng``, in the parameter's unit."""
        return float(self._draw(rng, key))

    def number_or(self, rng: np.random.Generator, key: str, own: Distribution) -> float:
        """Sample a number that may be ``auto``: then the scene's ``own`` distribution gives it."""
        return float(self._draw(rng, key, own))

    def name_or(self, rng: np.random.Generator, key: str, own: Distribution) -> str:
        """Sample a name that may be ``auto``: then the scene's ``own`` distribution gives it."""
        return str(self._draw(rng, key, own))

    def name(self, rng: np.random.Generator, key: str) -> str:
        """Sample a name from its own stream of ``rng``."""
        return str(self._draw(rng, key))

    def value(self, rng: np.random.Generator, key: str) -> AttributeValue:
        """Sample any parameter from its own stream of ``rng``."""
        return self._draw(rng, key)

    def _draw(self, rng: np.random.Generator, key: str, own: Distribution | None = None) -> AttributeValue:
        held = self._held_value(key)
        chosen: Distribution = getattr(self, key) if held is None else held
        if isinstance(chosen, Learned):
            chosen = self._learned(rng, chosen)
        if isinstance(chosen, Given):
            chosen = chosen.of(self._value_of(rng, chosen.key))
        if own is not None and chosen == AUTO:
            chosen = own
        cell = self._cell(key) if held is None else None
        value = self.domain(key).draw(chosen if cell is None else cell.of(chosen), stream(rng, key))
        if key in self._conditions:
            self._drawn[(key, *path_of(rng))] = value
        if self._draws is not None:
            self._draws.append(Draw(key, self._thing, value, chosen, path_of(rng)))
        return value

    def _learned(self, rng: np.random.Generator, learned: Learned) -> Distribution:
        """Drawn of the picture's stream, not of the attempt's: the same for all that the picture draws of a file."""

        def tell(key: str) -> AttributeValue | None:
            other = getattr(self, key, None)
            if other is None or isinstance(other, Given) or (key in self.each and self._thing is None):
                return None
            if isinstance(other, Learned) and other.digest == learned.digest:
                return None
            if isinstance(other, Constant):
                return None if other == AUTO else other.value
            return self._value_of(rng, key)

        return learned.law(self._classes or rng, self._thing, tell)

    def _held_value(self, key: str) -> Distribution | None:
        """What an experiment sets a parameter to; None where it does not."""
        another = self._held_of is not None and key in self.each and self._thing not in (None, self._held_of)
        return None if another else self._held.get(key)

    def _value_of(self, rng: np.random.Generator, key: str) -> AttributeValue:
        """What a condition looks at: drawn from the same stream, or from the nearest one that it comes from."""
        if key in self.bins:
            return self.bins[key].name_of(float(self._value_of(rng, self.bins[key].key)))
        entropy, path = path_of(rng)
        ends = (self._drawn.get((key, entropy, path[:length])) for length in range(len(path), -1, -1))
        found = next((value for value in ends if value is not None), None)
        return self._draw(rng, key) if found is None else found

    def _cell(self, key: str) -> Cell | None:
        """What the parameter is dealt; None where it is not balanced.

        Raises:
            ConfigError: the scene draws it for each thing and does not say so, or the other way round.
        """
        if self._deal is None:
            return None
        if self._thing is not None and key in self._deal.picture:
            raise ConfigError(f"balance: '{key}' is drawn for each thing; expected it in the scene's `each`")
        if key not in self.each or self._deal.things is None:
            return self._deal.picture.get(key)
        if self._thing is None:
            if any(key in thing for thing in self._deal.things):
                raise ConfigError(f"balance: '{key}' is in the scene's `each`; expected it to be drawn by params.of(i)")
            return None
        if self._thing >= len(self._deal.things):
            raise ConfigError(
                f"balance: expected {len(self._deal.things)} things, as '{self.how_many}' says, got {self._thing + 1}"
            )
        return self._deal.things[self._thing].get(key)


def _conditions_of(distribution: Distribution) -> frozenset[str]:
    """Of what was learnt, the keys that it looks at."""
    return distribution.conditions() if isinstance(distribution, Learned) else frozenset()


__all__ = ["AUTO", "Bins", "Domain", "SceneParams", "integer", "name", "number"]
