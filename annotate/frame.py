"""What a renderer hands over for one picture: the pixels, and the geometry that they show."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray

from annotate.owners import HALF, Entries, Owners, largest, owners, steps
from assets import RenderError

type LeafKey = tuple[int, str]
"""An instance id and the name of one of its parts."""

EVERYWHERE = np.zeros(0, np.int32)  # stands for -1 for each triangle


@dataclass(frozen=True, eq=False)
class Cutout:
    """How much of a surface is there, by its texture coordinates: a leaf on a card, a decal, a net.

    Attributes:
        alpha: (h, w) float32, 0 for a hole, 1 for what lets nothing through; the first row at v = 0. It repeats.
    """

    alpha: NDArray[np.float32]

    def __post_init__(self) -> None:
        if self.alpha.ndim != 2 or not self.alpha.size:
            raise RenderError(f"cutout: expected alpha (h, w), got {self.alpha.shape}")

    @cached_property
    def levels(self) -> tuple[NDArray[np.float32], ...]:
        """Alpha, and means of it over ever larger squares, down to one number."""
        out = [self.alpha]
        while max(out[-1].shape) > 1:
            height, width = (max(1, side // 2) for side in out[-1].shape)
            smaller = cv2.resize(out[-1], (width, height), interpolation=cv2.INTER_AREA)
            out.append(np.asarray(smaller, np.float32).reshape(height, width))
        return tuple(out)


@dataclass(frozen=True, eq=False)
class Surface:
    """The evaluated geometry of one instance: subdivided, hair as ribbons, in world coordinates.

    Attributes:
        vertices: (V, 3) float32, metres.
        triangles: (T, 3) int32.
        parts: what ``part`` indexes.
        part: (T,) int32.
        cutouts: what of ``cutout`` is not whole.
        cutout: (T,) int32, index into ``cutouts``, -1 for a triangle without holes; all are, by default.
        uv: (T, 3, 2) float32 texture coordinates of the triangles' corners, where there are cutouts.
    """

    vertices: NDArray[np.float32]
    triangles: NDArray[np.int32]
    parts: tuple[str, ...]
    part: NDArray[np.int32]
    cutouts: tuple[Cutout, ...] = ()
    cutout: NDArray[np.int32] = field(default_factory=lambda: EVERYWHERE)
    uv: NDArray[np.float32] | None = None

    def __post_init__(self) -> None:
        if self.cutout is EVERYWHERE:
            object.__setattr__(self, "cutout", np.full(len(self.triangles), -1, np.int32))
        if self.cutouts and (self.uv is None or self.uv.shape != (len(self.triangles), 3, 2)):
            raise RenderError(f"surface: expected uv {(len(self.triangles), 3, 2)} for its cutouts")
        if self.cutout.shape != (len(self.triangles),) or self.cutout.max(initial=-1) >= len(self.cutouts):
            raise RenderError(f"surface: expected a cutout of {len(self.cutouts)}, or -1, for each triangle")
        if self.part.shape != (len(self.triangles),):
            expected = f"a part for each of {len(self.triangles)} triangles"
            raise RenderError(f"surface: expected {expected}, got {self.part.shape}")


@dataclass(frozen=True, eq=False)
class Coverage:
    """Which parts of which instances cover each pixel, and how much of it: decoded Cryptomatte.

    Attributes:
        leaves: the instance and part behind each index.
        index: (D, H, W) int16, or int32 for more than 32,767 leaves; D ranked layers of indices into ``leaves``, -1
            where a layer is empty or scenery.
        weight: (D, H, W) float32, the share of the pixel, 0..1; the layers of a pixel add up to 1 at most.
    """

    leaves: tuple[LeafKey, ...]
    index: NDArray[np.int16] | NDArray[np.int32]
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

    def mask(self, instance_id: int, parts: Collection[str] | None = None) -> NDArray[np.bool_]:
        """Pixels (H, W) that are the instance's, or those parts': see ``annotate.owners``. Parts must cover half."""
        mine: NDArray[np.bool_] = self.owner == instance_id
        if parts is None:
            return mine
        named = np.array([*(key[0] == instance_id and key[1] in parts for key in self.leaves), False], np.bool_)
        mine &= named[self.leaf] & (steps(self.of(instance_id, parts)) >= HALF)
        return mine

    @property
    def owner(self) -> NDArray[np.int64]:
        """(H, W) id of the instance that each pixel belongs to, 0 for none."""
        return self._owners.instance.reshape(self.index.shape[1:])

    @cached_property
    def leaf(self) -> NDArray[np.int64]:
        """(H, W) index into ``leaves`` of the part that each pixel belongs to, -1 for none."""
        return self.largest(range(len(self.leaves)))

    def largest(self, numbers: Sequence[int]) -> NDArray[np.int64]:
        """(H, W) of the numbers 0 or more that leaves have, the one that each pixel belongs to, -1 for none."""
        found = largest(self._entries, [instance for instance, _ in self.leaves], numbers, self._owners)
        return found.reshape(self.index.shape[1:])

    def parts_of(self, mask: NDArray[np.bool_]) -> dict[str, int]:
        """Pixels of ``mask`` (H, W) by the part that each belongs to, in order of part names."""
        counts = np.bincount(self.leaf[mask] + 1, minlength=len(self.leaves) + 1)[1:].tolist()
        named: dict[str, int] = {}
        for (_, part), count in zip(self.leaves, counts, strict=True):
            if count:
                named[part] = named.get(part, 0) + count
        return dict(sorted(named.items()))

    @cached_property
    def _owners(self) -> Owners:
        pixels = self.index.shape[1] * self.index.shape[2]
        return owners(self._entries, [instance for instance, _ in self.leaves], pixels)

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
class Behind:
    """What a picture shows through panes of glass.

    Attributes:
        coverage: what covers each pixel with all panes taken out; nothing where there is no pane.
        depth: (H, W) float32 as a frame's, of what is behind the panes; 0 where there is none.
    """

    coverage: Coverage
    depth: NDArray[np.float32]

    @classmethod
    def of(cls, coverage: Coverage, depth: NDArray[np.float32], glass: NDArray[np.float32]) -> Self:
        """What a picture without panes shows where glass covers half of a pixel or more of the picture with them.

        Args:
            glass: (H, W) share of each pixel, 0..1.
        """
        pane = steps(glass) >= HALF
        index = np.where(pane, coverage.index, coverage.index.dtype.type(-1))
        weight = np.where(pane, coverage.weight, np.float32(0.0))
        return cls(Coverage(coverage.leaves, index, weight), np.where(pane, depth, np.float32(0.0)))

    @classmethod
    def nothing(cls, shape: tuple[int, int]) -> Self:
        """Of a picture (H, W) without panes."""
        empty = np.full((1, *shape), -1, np.int16)
        return cls(Coverage((), empty, np.zeros(empty.shape, np.float32)), np.zeros(shape, np.float32))

    @property
    def pane(self) -> NDArray[np.bool_]:
        """(H, W) where one looks through a pane."""
        return self.depth > 0.0


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
        behind: what shows through panes; None where nobody asked: a pane then hides what is behind it.
    """

    rgb: NDArray[np.uint8]
    depth: NDArray[np.float32]
    normals: NDArray[np.float32]
    coverage: Coverage
    surfaces: Mapping[int, Surface]
    exposure: float = 1.0
    linear: NDArray[np.float32] | None = None
    behind: Behind | None = None

    def __post_init__(self) -> None:
        shape = self.rgb.shape[:2]
        for key, got in (
            ("depth", self.depth.shape),
            ("normals", self.normals.shape[:2]),
            ("coverage", self.coverage.index.shape[1:]),
        ):
            if got != shape:
                raise RenderError(f"frame: expected {key} of {shape}, got {got}")
