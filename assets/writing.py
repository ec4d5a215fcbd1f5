"""Text on a thing that is labelled as such: what it says, and where its corners and characters are."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from assets.errors import AssetError
from assets.materials import Texture

CORNERS = ("top_left", "top_right", "bottom_right", "bottom_left")


@dataclass(frozen=True, eq=False)
class Writing:
    """One written surface of an asset, such as a number plate, in the asset's frame, metres.

    Attributes:
        text: as people read it.
        characters: those of it that ``boxes`` has, in reading order: the text without its gaps.
        corners: (4, 3) of the surface in reading order: upper left, upper right, lower right, lower left.
        boxes: (N, 4, 3) the same of each character.
        weight_m: of the characters' strokes.
        attributes: what else is known of it.
        shine: what of it throws light back where it came from, as an emission texture; None for nothing.
        mesh: name of the mesh whose first material it is.
    """

    text: str
    characters: str
    corners: NDArray[np.float64]
    boxes: NDArray[np.float64]
    weight_m: float
    attributes: Mapping[str, str | int | float | bool] = field(default_factory=dict)
    shine: Texture | None = None
    mesh: str = ""

    def __post_init__(self) -> None:
        count = len(self.characters)
        if self.corners.shape != (4, 3) or self.boxes.shape != (count, 4, 3):
            raise AssetError(
                f"writing '{self.text}': expected corners (4, 3) and boxes ({count}, 4, 3), "
                f"got {self.corners.shape} and {self.boxes.shape}"
            )

    @property
    def axes(self) -> NDArray[np.float64]:
        """(3, 3) columns: outwards, to the text's end, upwards; unit vectors of the mean plane."""
        a, b, c, d = self.corners
        right, up = (b - a) + (c - d), (a - d) + (b - c)
        out = np.cross(right, up)
        right, out = right / np.linalg.norm(right), out / np.linalg.norm(out)
        return np.stack([out, right, np.cross(out, right)], axis=1)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height between its corners, metres."""
        a, b, c, d = self.corners
        width = (np.linalg.norm(b - a) + np.linalg.norm(c - d)) / 2.0
        return float(width), float((np.linalg.norm(a - d) + np.linalg.norm(b - c)) / 2.0)
