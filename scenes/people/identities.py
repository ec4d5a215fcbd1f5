"""A set of people to choose from, for recognition: who comes in which picture, and what stays the same of them."""

from dataclasses import dataclass

import numpy as np

from assets import SceneError
from assets.faces import Identity, casting, random_local
from assets.random import stream
from scenes.people.params import AUTO, People

SALT = 0x9E3779B97F4A7C15  # of all identities: they are the same in every run, whatever its seed


@dataclass(frozen=True, eq=False)
class Kept:
    """What is the same on all pictures of a person.

    Attributes:
        rng: for strands, freckles and asymmetries.
        facial_hair: what is usual; some pictures are older, or of another day.
        number: None for somebody new.
    """

    rng: np.random.Generator
    identity: Identity
    skin_tone: int
    eye_color: str
    hair_style: str
    hair_color: str
    facial_hair: str
    number: int | None = None


def kept(rng: np.random.Generator, params: People, number: int | None) -> Kept:
    """Somebody new, from ``rng``, or the person of that number, who depends on it and the parameters alone."""
    if number is not None:
        rng = np.random.default_rng(np.random.SeedSequence(SALT, spawn_key=(number,)))
        params = params.of_identity(number)
    identity = _identity(rng, params)
    tone = params.integer(rng, "skin_tone")
    named = {key: params.name(rng, key) for key in ("hair_style", "hair_color", "eye_color")}
    chosen = {
        "hair_style": lambda: casting.hair_style(stream(rng, "auto hair"), identity),
        "hair_color": lambda: casting.hair_color(stream(rng, "auto hair color"), identity, tone),
        "eye_color": lambda: casting.eye_color(stream(rng, "auto eyes"), tone),
    }
    found = {key: chosen[key]() if value == AUTO else value for key, value in named.items()}
    beard = casting.facial_hair(stream(rng, "usual beard"), identity)
    return Kept(stream(rng, "person"), identity, tone, **found, facial_hair=beard, number=number)


def numbers(rng: np.random.Generator, params: People, count: int) -> list[int] | list[None]:
    """Whom a picture of ``count`` people shows: each once.

    The first one is dealt by the picture's number, every person once in as many of the scene's pictures as there are
    people, in an order of its own each time; the others are drawn.

    Raises:
        SceneError: there are fewer people than asked for.
    """
    size = params.integer(rng, "identities")
    if size == 0:
        return [None] * count
    if count > size:
        raise SceneError(f"identities: expected at least {count}, the people in the picture, got {size}")
    turn, place = divmod(params.picture, size)
    order = np.random.default_rng(np.random.SeedSequence(SALT, spawn_key=(size, turn))).permutation(size)
    first = int(order[place])
    others = [int(item) for item in stream(rng, "others").permutation(size)[:count] if item != first]
    start = params.integer(rng, "first_identity")
    return [start + number for number in [first, *others][:count]]


def _identity(rng: np.random.Generator, params: People) -> Identity:
    age = params.number(rng, "age_years")
    return Identity(
        age_years=age,
        gender=params.number(rng, "gender"),
        african=params.number(rng, "african"),
        asian=params.number(rng, "asian"),
        european=params.number(rng, "european"),
        weight=params.number(rng, "weight"),
        muscle=float(stream(rng, "muscle").beta(4.0, 4.0)),
        local=random_local(stream(rng, "shape"), age, params.number(rng, "variety")),
    )
