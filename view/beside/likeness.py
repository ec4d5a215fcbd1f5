"""Which pictures of a set look most like a picture, by colours and edges of a small copy."""

from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from assets import DatasetError
from assets.pictures import opened_picture
from measure.collecting import place_of
from view.beside.files import small
from view.index.index import Index
from view.index.reading import Place

SAMPLE = 2000  # pictures of a set that are looked through, chosen by their names
GRID, SIDE = 8, 64  # cells a side, pixels of the copy
TURNS = 8  # directions of edges
EDGES = 1.5  # how much edges count beside colours

type Floats = NDArray[np.float32]


class Likeness:
    """Of one set.

    Args:
        advance: called with each picture that was looked at.
    """

    def __init__(self, place: Place, index: Index, advance: Callable[[], None] = lambda: None) -> None:
        rows = index.ask("select position, name, path from base.pictures where path <> ''")
        chosen = sorted(rows, key=lambda row: (place_of(row[1]), row[1]))[:SAMPLE]
        positions, found = [], []
        for position, _, path in chosen:
            advance()
            try:
                found.append(features(place, place.root / path))
                positions.append(position)
            except DatasetError:
                continue  # a picture that is damaged is like no other; the grid says what is wrong with it
        self._positions = positions
        self._features = np.stack(found) if found else np.zeros((0, GRID * GRID * 3 + TURNS), np.float32)

    @property
    def count(self) -> int:
        """Pictures that could be read."""
        return len(self._positions)

    def nearest(self, to: Floats, count: int, but: int | None = None) -> Sequence[tuple[int, float]]:
        """Positions of the nearest pictures and how far they are, nearest first.

        Args:
            but: a picture that is left out: itself.
        """
        distance = np.sqrt(((self._features - to) ** 2).sum(axis=1))
        order = [k for k in np.argsort(distance, kind="stable") if self._positions[k] != but]
        return [(self._positions[k], float(distance[k])) for k in order[:count]]


def features(place: Place, path: Path) -> Floats:
    """(200,) of a picture: mean colours (Lab) of 8 × 8 cells, and how strong edges are by direction.

    Raises:
        DatasetError: it does not decode.
    """
    data, _ = small(place, path)
    try:
        with opened_picture(data) as picture:
            rgb = np.asarray(picture.convert("RGB").resize((SIDE, SIDE)), np.float32) / 255.0
    except OSError as error:
        raise DatasetError(f"{path.name}: this picture cannot be read ({error})") from error
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB)
    cells = cv2.resize(lab, (GRID, GRID), interpolation=cv2.INTER_AREA) / 100.0
    grey = lab[..., 0] / 100.0
    down, across = np.gradient(grey)
    turn = (np.arctan2(down, across) % np.pi) / np.pi * TURNS
    edges = np.bincount(turn.astype(int).ravel() % TURNS, weights=np.hypot(down, across).ravel(), minlength=TURNS)
    return np.concatenate([cells.ravel() / GRID, EDGES * edges / (SIDE * SIDE) * 10.0]).astype(np.float32)
