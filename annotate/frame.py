"""What a renderer hands over for one picture: the pixels, and the geometry that they show."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assets import RenderError

type Entries = tuple[NDArray[np.intp], NDArray[np.int16], NDArray[np.float32]]
type LeafKey = tuple[int, str]
"""An instance id and the name of one of its parts."""


@dataclass(frozen=True, eq=False)
class Surface:
    """The evaluated geometry of one instance: subdivided, hair as ribbons, in world coordinates.

    Attributes:
        vertices: (V, 3) float32, metres.
        triangles: (T, 3) int32.
        parts: what ``part`` indexes.
        part: (T,) int32.
    """

    vertices: NDArray[np.float32]
    triangles: NDArray[np.int32]
    parts: tuple[str, ...]
    part: NDArray[np.int32]

    def __post_init__(self) -> None:
        if self.part.shape != (len(self.triangles),):
            expected = f"a part for each of {len(self.triangles)} triangles"
            raise RenderError(f"surface: expected {expected}, got {self.part.shape}")


@dataclass(frozen=True, eq=False)
class Coverage:
    """Which parts of which instances cover each pixel, and how much of it: decoded Cryptomatte.

    Attributes:
        leaves: the instance and part behind each index.
        index: (D, H, W) int16, D ranked layers of indices into ``leaves``; -1 where a layer is empty or scenery.
        weight: (D, H, W) float32, the share of the pixel, 0..1; the layers of a pixel add up to 1 at most.
    """

    leaves: tuple[LeafKey, ...]
    index: NDArray[np.int16]
    weight: NDArray[np.float32]

    def __post_init__(self) -> None:
        if self.index.ndim != 3 or self.index.shape != self.weight.shape:
            raise RenderError(
                f"coverage: expected index and weight (D, H, W), got {self.index.shape}, {self.weight.shape}"
            )

    def of(self, instance_id: int, parts: Collection[str] | None = None) -> NDArray[np.float32]:
        """Share of each pixel (H, W) that the instance covers, or that those of its parts cover."""
        pixel, _, weight = self._entries_of(instance_id, parts)
        shape = self.index.shape[1:]
        total = np.bincount(pixel, weight, minlength=shape[0] * shape[1])
        return total.astype(np.float32).reshape(shape)

    def labelled(self) -> NDArray[np.float32]:
        """Share of each pixel (H, W) that labelled instances cover together."""
        out: NDArray[np.float32] = np.where(self.index >= 0, self.weight, np.float32(0.0)).sum(axis=0)
        return out

    def dominant_parts(
        self, mask: NDArray[np.bool_], instance_id: int, parts: Collection[str] | None = None
    ) -> dict[str, int]:
        """Pixels of ``mask`` (H, W) by the part of the instance that covers most of each, in order of part names."""
        pixel, leaf, weight = self._entries_of(instance_id, parts)
        inside = mask.ravel()[pixel]
        leaves, row = np.unique(leaf[inside], return_inverse=True)
        pixels, column = np.unique(pixel[inside], return_inverse=True)
        share = np.bincount(row * len(pixels) + column, weight[inside], minlength=len(leaves) * len(pixels))
        if not len(pixels):
            return {}
        winner = share.reshape(len(leaves), len(pixels)).argmax(axis=0)
        counts = np.bincount(winner, minlength=len(leaves)).tolist()
        named = {self.leaves[index][1]: count for index, count in zip(leaves.tolist(), counts, strict=True) if count}
        return dict(sorted(named.items()))

    def _entries_of(self, instance_id: int, parts: Collection[str] | None) -> Entries:
        wanted = [key[0] == instance_id and (parts is None or key[1] in parts) for key in self.leaves]
        pixel, leaf, weight = self._entries
        mine = np.array([*wanted, False], np.bool_)[leaf]  # a frame of scenery alone has no leaves
        return pixel[mine], leaf[mine], weight[mine]

    @cached_property
    def _entries(self) -> Entries:
        """Flat pixel, leaf and weight of everything but scenery: most layers of most pixels are empty."""
        layers, pixels = np.nonzero((self.index >= 0).reshape(len(self.index), -1))
        flat = layers * (self.index.shape[1] * self.index.shape[2]) + pixels
        return pixels, self.index.ravel()[flat], self.weight.ravel()[flat]


@dataclass(frozen=True, eq=False)
class Frame:
    """One rendered picture and its ground truth.

    Attributes:
        rgb: (H, W, 3) uint8, sRGB.
        depth: (H, W) float32, metres along the optical axis, behind a fisheye along the ray; infinite where nothing is.
        normals: (H, W, 3) float32, unit vectors in the camera frame (x right, y down, z forward), zero for nothing.
        coverage: what covers each pixel.
        surfaces: evaluated geometry of the labelled instances by id.
        exposure: factor from scene-linear radiance to picture-linear values that the light meter chose.
        linear: (H, W, 3) float32, exposed linear light before the tone curve, 1 is about white; None where a renderer
            knows none. A sensor's noise belongs there.
    """

    rgb: NDArray[np.uint8]
    depth: NDArray[np.float32]
    normals: NDArray[np.float32]
    coverage: Coverage
    surfaces: Mapping[int, Surface]
    exposure: float = 1.0
    linear: NDArray[np.float32] | None = None

    def __post_init__(self) -> None:
        shape = self.rgb.shape[:2]
        for key, got in (
            ("depth", self.depth.shape),
            ("normals", self.normals.shape[:2]),
            ("coverage", self.coverage.index.shape[1:]),
        ):
            if got != shape:
                raise RenderError(f"frame: expected {key} of {shape}, got {got}")
