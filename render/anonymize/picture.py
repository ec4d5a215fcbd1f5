"""One picture: what is found in it is replaced, in the way that was asked for, and what came of each is noted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from render.anonymize.finding import Found
from render.anonymize.photo import Mask, Pixels
from render.anonymize.plain import hidden, region
from render.anonymize.settings import Settings

FALLBACK = "solid"


@dataclass(frozen=True, eq=False)
class Replaced:
    """What became of one face or plate.

    Attributes:
        found: what was there.
        how: ``render``, ``small`` (the cheap way of small faces), ``blur``, ``pixelate``, ``solid``; empty for what was
            left.
        why: where a render was asked for and could not be.
        covered: something before the face was covered with it.
        labels: fields of its annotation, of the upright picture; none where no new face is there.
    """

    found: Found
    how: str
    why: str = ""
    covered: bool = False
    labels: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Anonymized:
    """Attributes:
    rgb: (H, W, 3) upright.
    mask: (H, W) upright: pixels that may differ from the photograph's.
    replaced: one of each that was found, in its order.
    """

    rgb: Pixels
    mask: Mask
    replaced: tuple[Replaced, ...]


class Painter(Protocol):
    """What puts new faces and plates into a picture."""

    def paint(self, rgb: Pixels, found: Sequence[Found], name: str, kept: Mask) -> "Painted": ...

    def close(self) -> None: ...


@dataclass(frozen=True, eq=False)
class Painted:
    """Attributes:
    rgb: (H, W, 3) with the new ones.
    mask: (H, W) what of it is new.
    replaced: of those that could be, by their place in what was asked for; the others' reasons by theirs.
    """

    rgb: Pixels
    mask: Mask
    replaced: Mapping[int, Replaced]
    failed: Mapping[int, str]


def anonymized(
    rgb: Pixels, found: Sequence[Found], name: str, settings: Settings, painter: Painter | None, kept: Mask
) -> Anonymized:
    """Args:
    rgb: (H, W, 3) upright.
    name: the picture's file, of which identities depend, never of its content.
    painter: for ``--method render``.
    kept: (H, W) what is known to be before faces, and stays.
    """
    wanted = [place for place, item in enumerate(found) if not item.left]
    out, mask = rgb, np.zeros(rgb.shape[:2], np.bool_)
    done: dict[int, Replaced] = {}
    reasons: dict[int, str] = {}
    if painter is not None and wanted:
        painted = painter.paint(rgb, [found[place] for place in wanted], name, kept)
        out, mask = painted.rgb, painted.mask.copy()
        done = {wanted[place]: item for place, item in painted.replaced.items()}
        reasons = {wanted[place]: why for place, why in painted.failed.items()}
    plain = FALLBACK if painter is not None else settings.method
    for place in wanted:
        if place in done:
            continue
        where = region(found[place], (rgb.shape[1], rgb.shape[0]), settings.grow)
        out, mask = hidden(out, where, plain), mask | where
        done[place] = Replaced(found[place], plain, reasons.get(place, ""))
    return Anonymized(out, mask, tuple(done.get(place, Replaced(item, "")) for place, item in enumerate(found)))
