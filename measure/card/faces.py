"""Faces whose pixels may be looked at: some of a set's, whatever its size, and the same ones each time."""

import math
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MOST_PEOPLE, MOST_OF_ONE = 400, 6  # whose portraits are remembered, and how many of each
LEAST_PX, LEAST_SEEN = 32, 0.5  # of a portrait's box, the shorter side; visible share of it


@dataclass(frozen=True, slots=True)
class Face:
    """A face whose skin may be looked at.

    Attributes:
        tone: on the Monk scale.
        points: keypoints, flat as COCO has them.
    """

    picture: Path
    tone: int
    points: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Portrait:
    """A face that a recognition network may look at.

    Attributes:
        box: left, top, width, height, px.
    """

    picture: Path
    box: tuple[float, float, float, float]


@dataclass(eq=False)
class Portraits:
    """Of at most ``MOST_PEOPLE`` identities the first ``MOST_OF_ONE`` faces that are large and plain enough.

    Which identities is decided by hashes of their names: the least ones stay, so that no order of a set matters.

    Attributes:
        small: faces that were too small or too much hidden.
    """

    small: int = 0
    _kept: dict[str, list[Portrait]] = field(default_factory=dict)
    _most: float = math.inf  # hash of those that are not let in any more

    def __iter__(self) -> Iterator[tuple[str, list[Portrait]]]:
        """Identities by their hashes, each with its faces."""
        return iter(sorted(self._kept.items(), key=lambda item: (_hashed(item[0]), item[0])))

    def offer(self, identity: str, entry: Mapping[str, Any], picture: Path) -> None:
        """Args:
        entry: the face's annotation.
        """
        box = _box(entry)
        if box is None:
            self.small += 1
            return
        if identity not in self._kept:
            if _hashed(identity) >= self._most:
                return
            self._kept[identity] = []
            if len(self._kept) > MOST_PEOPLE:
                del self._kept[max(self._kept, key=_hashed)]
                self._most = max(map(_hashed, self._kept))
        own = self._kept.get(identity)
        if own is not None and len(own) < MOST_OF_ONE:
            own.append(Portrait(picture, box))


def _box(entry: Mapping[str, Any]) -> tuple[float, float, float, float] | None:
    """None where there is no use in looking."""
    box, seen = entry.get("bbox"), entry.get("visible_fraction")
    if not isinstance(box, list) or len(box) != 4 or not all(isinstance(value, int | float) for value in box):
        return None
    left, top, width, height = map(float, box)
    if not all(map(math.isfinite, (left, top, width, height))) or min(width, height) < LEAST_PX:
        return None
    return None if isinstance(seen, int | float) and seen < LEAST_SEEN else (left, top, width, height)


def _hashed(name: str) -> int:
    return zlib.crc32(name.encode(errors="replace"))
