"""Balance: parameters whose values come equally often, or as often as quotas say, and so do their combinations.

    balance: [skin_tone, gender_presentation, age_group]
    balance: {type: {bus: 10%}, color: equal, yaw_deg: 6}

Names and whole numbers are balanced by value, numbers by intervals: those that the scene has names for, or so many of
equal width. What a scene draws once a picture and what it draws for each thing are dealt apart.
"""

import itertools
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from assets import ConfigError
from assets.names import nearest
from assets.reading import number, shown
from scenes.deck import Balance, Cell, Deck
from scenes.distributions import Choice, Constant, Distribution, Given, Learned
from scenes.narrow import narrowed
from scenes.params import AUTO, SceneParams

EQUAL, WEIGHTS = "equal", "weights"
INTERVALS = 4  # of a number, where nothing else is asked for
MOST_VALUES, MOST_CELLS, LONGEST_ROUND = 100, 20_000, 10_000
COUNT_ROUND = 1000  # pictures after which every number of things has come as often as its share says
DRAWN = 20_000
_QUOTA = re.compile(
    r"((?:[0-9]{1,30}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})(?:[eE][-+]?[0-9]{1,2})?)(?:/([0-9]{1,9}))?\s*(%?)"
)

type Wanted = str | int | Mapping[str, str | float]
"""``equal``, ``weights`` (as often as the parameter's own distribution says), a number of intervals, or quotas."""
type Request = Mapping[str, Wanted]
"""What is balanced, by key: a parameter, or the name of a scene's bins."""


@dataclass(frozen=True)
class Dealt:
    """What one key is dealt.

    Attributes:
        key: as asked for; ``parameter`` is what it deals with.
        shares: of each cell, more than 0, with a sum of 1.
    """

    key: str
    parameter: str
    cells: tuple[Cell, ...]
    shares: tuple[Fraction, ...]


def balanced(params: SceneParams, request: Request, seed: int, scene: str) -> SceneParams:
    """Parameters that deal out what is asked for.

    Args:
        seed: the run's.
        scene: its name, for messages; each scene is dealt for itself.

    Raises:
        ConfigError: a key cannot be balanced, or a quota cannot be met; names the key.
    """
    dealt = dealt_keys(params, request, scene)
    if not dealt:
        return params
    each = [item for item in dealt if item.parameter in params.each]
    once = [item for item in dealt if item.parameter not in params.each]
    counts = None
    if each and params.how_many in type(params).model_fields:
        asked = [item for item in once if item.parameter == params.how_many]
        counts = _deck([asked[0] if asked else _counts(params, scene)], seed, f"{scene} counts", COUNT_ROUND)
        once = [item for item in once if item.parameter != params.how_many]
    picture = _deck(once, seed, f"{scene} pictures", LONGEST_ROUND) if once else None
    things = _deck(each, seed, f"{scene} things", LONGEST_ROUND) if each else None
    return params.with_balance(Balance(picture, counts, things))


def dealt_keys(params: SceneParams, request: Request, scene: str) -> list[Dealt]:
    """What is asked for, key by key; errors as of ``balanced``."""
    dealt = [_dealt(params, key, wanted, f"balance: {scene}.{key}") for key, wanted in request.items()]
    for first, second in itertools.combinations(dealt, 2):
        if first.parameter == second.parameter:
            raise ConfigError(f"balance: {scene}: expected '{first.key}' or '{second.key}', which tell the same")
    return dealt


def read_balance(value: object, scenes: Mapping[str, type[SceneParams]]) -> dict[str, dict[str, Wanted]]:
    """What is balanced, by scene: of a list of keys, of keys with what is wanted, or of such things by scene.

    A key without a scene's name is meant for every scene that has it; ``faces.skin_tone`` for one.

    Raises:
        ConfigError: it is none of these, or no scene has a key.
    """
    if value is None:
        return {}
    out: dict[str, dict[str, Wanted]] = {name: {} for name in scenes}
    for key, wanted in _pairs(value):
        if key in scenes:
            for inner, inner_wanted in _pairs(wanted):
                out[key][inner] = inner_wanted
            continue
        scene, dot, inner = key.rpartition(".")
        if dot and scene not in scenes:
            raise ConfigError(f"balance: expected a scene among {', '.join(scenes)}, got '{shown(scene)}'")
        targets = [scene] if dot else [name for name, params in scenes.items() if key in balance_keys(params)]
        known = sorted({key for params in scenes.values() for key in balance_keys(params)})
        if not targets:
            raise ConfigError(
                f"balance: expected a key among {', '.join(known)}, got '{shown(key)}'{nearest(key, known)}"
            )
        for name in targets:
            out[name][inner or key] = wanted
    return {name: request for name, request in out.items() if request}


def _pairs(value: object) -> list[tuple[str, Any]]:
    """Keys and what is wanted of them."""
    if isinstance(value, str):
        return [(value, EQUAL)]
    if isinstance(value, Mapping):
        return [(str(key), EQUAL if wanted is None else _plain(wanted)) for key, wanted in value.items()]
    if isinstance(value, list | tuple):
        return [pair for item in value for pair in _pairs(item)]
    raise ConfigError(f"balance: expected keys such as [type, color], got {shown(repr(value))}")


def _plain(wanted: object) -> object:
    """Text that is a number as that number: from a file, all is text."""
    if isinstance(wanted, Mapping):
        return {str(key): _plain(share) for key, share in wanted.items()}
    if not isinstance(wanted, str):
        return wanted
    try:
        found = number(wanted.strip())
    except ValueError as error:
        raise ConfigError(f"balance: {error}") from error
    return wanted if found is None else found


def balance_keys(params: type[SceneParams]) -> tuple[str, ...]:
    """What of a scene can be balanced."""
    return (*params.model_fields, *params.bins)


def _dealt(params: SceneParams, key: str, wanted: Wanted, where: str) -> Dealt:
    known = balance_keys(type(params))
    if key not in known:
        raise ConfigError(f"{where}: expected a key among {', '.join(known)}{nearest(key, known)}")
    parameter = params.bins[key].key if key in params.bins else key
    distribution: Distribution = getattr(params, parameter)
    if isinstance(distribution, Given | Learned):
        raise ConfigError(f"{where}: expected a parameter without condition, got {distribution}")
    intervals = wanted if isinstance(wanted, int) and not isinstance(wanted, bool) else None
    if not (intervals is not None or isinstance(wanted, Mapping) or wanted in (EQUAL, WEIGHTS)):
        raise ConfigError(f"{where}: expected equal, weights, a number of intervals or quotas, got {shown(wanted)}")
    cells = _cells(params, key, parameter, intervals, where)
    if isinstance(wanted, Mapping):
        shares = _quotas(cells, wanted, where)
    elif wanted == WEIGHTS:
        shares = _own_shares(params, parameter, cells)
    else:
        shares = [Fraction(1, len(cells))] * len(cells)
    kept = [(cell, share) for cell, share in zip(cells, shares, strict=True) if share > 0]
    return Dealt(key, parameter, tuple(cell for cell, _ in kept), tuple(share for _, share in kept))


def _cells(params: SceneParams, key: str, parameter: str, intervals: int | None, where: str) -> list[Cell]:
    distribution: Distribution = getattr(params, parameter)
    domain = params.domain(parameter)
    if intervals is not None and (key in params.bins or domain.kind != "number"):
        raise ConfigError(f"{where}: expected equal, weights or quotas; only numbers are cut into intervals")
    if key in params.bins:
        limits = params.bins[key].limits
        lows = (-math.inf, *(limit for limit, _ in limits))
        cells = [Cell(name, low, high) for low, (high, name) in zip(lows, limits, strict=False)]
        return _possible(distribution, cells)
    if domain.kind == "name":
        free = [Cell(option) for option in domain.options if option != AUTO.value]
        return free if distribution == AUTO else [Cell(value) for value in distribution.support()]
    if distribution == AUTO:
        raise ConfigError(f"{where}: expected a distribution, got auto")
    if domain.kind == "integer" or (intervals is None and isinstance(distribution, Constant | Choice)):
        values = sorted(domain.shares(distribution), key=float)
        if len(values) > MOST_VALUES:
            raise ConfigError(f"{where}: expected at most {MOST_VALUES} values, got {len(values)}")
        return [Cell(value) for value in values]
    support = [float(value) for value in distribution.support()]
    return _intervals(distribution, min(support), max(support), INTERVALS if intervals is None else intervals, where)


def _intervals(distribution: Distribution, low: float, high: float, number: int, where: str) -> list[Cell]:
    if not 1 <= number <= MOST_VALUES or not low < high:
        got = f"{number} of {low:g}..{high:g}"
        raise ConfigError(f"{where}: expected 1..{MOST_VALUES} intervals of a range, got {got}")
    edges = np.linspace(low, high, number + 1).tolist()
    cells = [
        Cell(f"{a:g}..{b:g}", a, b if b < high else math.inf)  # the last one holds its upper end
        for a, b in itertools.pairwise(edges)
    ]
    return _possible(distribution, cells)


def _possible(distribution: Distribution, cells: Sequence[Cell]) -> list[Cell]:
    """The intervals in which it has values."""
    return [
        cell
        for cell in cells
        if cell.low is not None and cell.high is not None and narrowed(distribution, cell.low, cell.high)
    ]


def _quotas(cells: Sequence[Cell], wanted: Mapping[str, str | float], where: str) -> list[Fraction]:
    """Those named as they are, the others evenly what is left."""
    labels = [str(cell.label) for cell in cells]
    named = {str(label): _share(share, f"{where}.{label}") for label, share in wanted.items()}
    for label in named:
        if label not in labels:
            raise ConfigError(
                f"{where}: expected one of {', '.join(labels)}, got '{shown(label)}'{nearest(label, labels)}"
            )
    left, others = 1 - sum(named.values()), len(cells) - len(named)
    if left < 0 or (left > 0 and not others):
        raise ConfigError(f"{where}: expected quotas of 100 % in all, got {float(100 * (1 - left)):g} %")
    return [named.get(label, Fraction(left, max(others, 1))) for label in labels]


def _share(share: object, where: str) -> Fraction:
    text = shown(share).strip()
    match = _QUOTA.fullmatch(text)  # short numbers, because Fraction would work out a power of any size
    value = Fraction(-1)
    if match and int(match[2] or 1):
        value = Fraction(match[1]) / int(match[2] or 1) / (100 if match[3] else 1)
    if isinstance(share, bool) or not 0 <= value <= 1:
        raise ConfigError(f"{shown(where, 200)}: expected a quota such as 10% or 0.1, got {text}")
    return value


def _own_shares(params: SceneParams, parameter: str, cells: Sequence[Cell]) -> list[Fraction]:
    """As the parameter's own distribution has them."""
    distribution, domain = getattr(params, parameter), params.domain(parameter)
    if cells[0].low is None:
        if distribution == AUTO:
            return [Fraction(1, len(cells))] * len(cells)
        known = domain.shares(distribution)
        return _normal([Fraction(known.get(cell.label, 0.0)).limit_denominator(COUNT_ROUND) for cell in cells])
    rng = np.random.default_rng(np.random.SeedSequence(0))
    drawn = np.array([float(domain.draw(distribution, rng)) for _ in range(DRAWN)])
    inside = [np.count_nonzero((drawn >= cell.low) & (drawn < cell.high)) for cell in cells]
    return _normal([Fraction(int(count), DRAWN).limit_denominator(COUNT_ROUND) for count in inside])


def _normal(shares: list[Fraction]) -> list[Fraction]:
    return [share / sum(shares) for share in shares]


def _counts(params: SceneParams, scene: str) -> Dealt:
    """How many things a picture has, as the parameter says."""
    key = params.how_many
    return _dealt(params, key, WEIGHTS, f"balance: {scene}.{key}")


def _deck(dealt: Sequence[Dealt], seed: int, name: str, longest: int) -> Deck:
    """All combinations, each with the product of its shares."""
    number = math.prod(len(item.cells) for item in dealt)
    if not 1 <= number <= MOST_CELLS:
        keys = " × ".join(f"{item.key} ({len(item.cells)})" for item in dealt)
        raise ConfigError(f"balance: expected 1..{MOST_CELLS} combinations, got {number} of {keys}")
    shares = [math.prod(parts, start=Fraction(1)) for parts in itertools.product(*(item.shares for item in dealt))]
    cells = tuple(itertools.product(*(item.cells for item in dealt)))
    sizes = tuple(len(item.cells) for item in dealt)
    return Deck(tuple(item.parameter for item in dealt), cells, sizes, _copies(shares, longest), seed, name)


def _copies(shares: Sequence[Fraction], longest: int) -> tuple[int, ...]:
    """Whole numbers in proportion: exactly, or as nearly as a round of ``longest`` allows."""
    length = math.lcm(*(share.denominator for share in shares))
    if length <= max(longest, len(shares)):
        return tuple(int(share * length) for share in shares)
    ideal = [share * longest for share in shares]
    return tuple(max(1, round(part)) for part in ideal)
