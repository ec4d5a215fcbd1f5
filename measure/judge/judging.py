"""The judge's property: how far two sets are as the network sees them, and the pictures that give them away."""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from measure.collecting import Collected, Picture, decoded
from measure.judge.distances import LEAST, NORMAL_95, Floats, Kid, Verdict, kernel_distance, two_sample
from measure.judge.network import Network
from measure.plots import Gallery, thumbnail
from measure.properties.moves import MOVES
from measure.report import Cell, Property

TELLING = 5  # pictures of each set that are shown

type Pixels = NDArray[np.uint8]
type Advance = Callable[[str], None]


def judged(a: Collected, b: Collected, network: Network, advance: Advance = lambda name: None) -> Property:
    """Args:
    network: the same for both.
    advance: called with the name of each picture that was looked at.
    """
    sides = [one.chosen for one in (a, b)]
    if min(map(len, sides)) < LEAST:
        least = min(map(len, sides))
        note = f"expected {LEAST} pictures of each set or more, got {least}: nothing is said"
        return Property("judge", "as a network sees them", "judge", (), notes=(note,))
    first, second = (
        np.array(list(network.features(_pictures(one, side, advance))), np.float64)
        for one, side in zip((a, b), sides, strict=True)
    )
    kid, verdict = kernel_distance(first, second), two_sample(first, second)
    telling = [
        _telling(one, side, sure)
        for one, side, sure in zip((a, b), sides, (verdict.first, verdict.second), strict=True)
    ]
    return Property(
        "judge",
        "as a network sees them that was trained on photographs",
        "judge",
        _rows(kid, verdict),
        None,
        max(0.0, 2.0 * verdict.low - 1.0),
        MOVES["judge"],
        {"kid": kid.value, "kid_error": kid.error, "accuracy": verdict.accuracy},
        Gallery([pixels for pixels, _ in telling[0]], [pixels for pixels, _ in telling[1]]),
        (*_sentences(kid, verdict), *(f"most telling of {letter}: {names}" for letter, names in _named(telling))),
    )


def _rows(kid: Kid, verdict: Verdict) -> list[dict[str, Cell]]:
    half = NORMAL_95 * kid.error
    return [
        {"figure": "KID", "value": kid.value, "low": kid.value - half, "high": kid.value + half},
        {"figure": "held-out accuracy", "value": verdict.accuracy, "low": verdict.low, "high": verdict.high},
    ]


def _sentences(kid: Kid, verdict: Verdict) -> tuple[str, str]:
    against = "at chance" if verdict.low <= 0.5 <= verdict.high else "not at chance"
    share, low, high = (f"{100.0 * value:.1f}" for value in (verdict.accuracy, verdict.low, verdict.high))
    return (
        f"KID {kid.value:.4f}, standard error {kid.error:.4f}; unbiased, of {len(verdict.first)} and "
        f"{len(verdict.second)} pictures",
        f"a classifier tells A from B in {share} % of the pictures that it has not seen, "
        f"95 % interval {low} to {high}: {against}",
    )


def _named(telling: list[list[tuple[Pixels, str]]]) -> Iterator[tuple[str, str]]:
    for letter, side in zip("AB", telling, strict=True):
        yield letter, ", ".join(name for _, name in side)


def _pictures(one: Collected, side: list[Picture], advance: Advance) -> Iterator[Pixels]:
    for name, path, size in side:
        yield decoded(path, one.source.root, size)[0]
        advance(name)


def _telling(one: Collected, side: list[Picture], sure: Floats) -> list[tuple[Pixels, str]]:
    """Those whose side was the plainest."""
    order = np.argsort(np.where(np.isnan(sure), np.inf, -sure), kind="stable")[:TELLING]
    chosen = [side[int(place)] for place in order]
    return [(thumbnail(decoded(path, one.source.root, size)[0]), name) for name, path, size in chosen]
