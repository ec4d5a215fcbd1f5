"""What a picture has drawn of its scene's parameters."""

from dataclasses import dataclass

import numpy as np

from assets import AttributeValue
from scenes.families import Distribution


@dataclass(frozen=True, eq=False)
class Draw:
    """One value of a parameter.

    Attributes:
        key: the parameter.
        thing: the number of the thing that it was drawn for; None for the picture.
        value: what came out.
        by: the distribution that gave it, where it is conditional or left to the scene the one that held then.
        path: of the random stream, as ``path_of`` gives it.
    """

    key: str
    thing: int | None
    value: AttributeValue
    by: Distribution
    path: tuple[str, tuple[int, ...]]


def path_of(rng: np.random.Generator) -> tuple[str, tuple[int, ...]]:
    """Where a stream stands in the tree of streams: its root, and the way from there."""
    seed = rng.bit_generator.seed_seq
    return (str(seed.entropy), seed.spawn_key) if isinstance(seed, np.random.SeedSequence) else ("0", ())
