"""A thing that a scene can hold, described without Blender."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from assets.errors import AssetError
from assets.geometry import Curves, Mesh
from assets.writing import Writing

type AttributeValue = str | int | float | bool


@dataclass(frozen=True)
class Label:
    """One annotation that an instance of the asset gets.

    Attributes:
        category: COCO category name.
        parts: the parts that make it up, those of them that the asset has; None for the whole asset.
        open: the parts are one side of something, as a face is of a head: from behind nothing could be seen of them
            even if they stood alone.
        writings: what stands on these parts, of which a picture shows one at a time: the annotation is of that one.
    """

    category: str
    parts: frozenset[str] | None = None
    open: bool = False
    writings: tuple[Writing, ...] = ()


@dataclass(frozen=True, eq=False)
class Asset:
    """Geometry, keypoints, dimensions and attributes in the asset's own frame (x forward, y left, z up, metres).

    Attributes:
        name: for people.
        meshes, curves: all that renders; every mesh and curve object belongs to the one instance.
        size: length (x), width (y), height (z) in metres of the box around ``center``.
        center: centre of that box in the asset's frame.
        labels: the annotations that an instance gets; none for scenery.
        keypoints: named points in the asset's frame, metres.
        attributes: typed values copied to every annotation of the instance.
        licence: SPDX id of the geometry's source; None where nobody gave one.
        origin: where the geometry comes from.
    """

    name: str
    meshes: tuple[Mesh, ...]
    size: tuple[float, float, float]
    licence: str | None
    origin: str
    center: tuple[float, float, float] = (0.0, 0.0, 0.0)
    curves: tuple[Curves, ...] = ()
    labels: tuple[Label, ...] = ()
    keypoints: Mapping[str, tuple[float, float, float]] = field(default_factory=dict)
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.meshes and not self.curves:
            raise AssetError(f"asset '{self.name}': expected a mesh or curves, got neither")
        names = [mesh.name for mesh in self.meshes] + [curves.name for curves in self.curves]
        if len(set(names)) != len(names):
            raise AssetError(f"asset '{self.name}': expected unique mesh and curve names, got {names}")
        if min(self.size) <= 0.0:
            raise AssetError(f"asset '{self.name}': expected a size above 0 m, got {self.size}")
        known = set(self.parts())
        for label in self.labels:
            if label.parts is not None and not label.parts & known:
                raise AssetError(f"asset '{self.name}': label '{label.category}' has none of its parts {sorted(known)}")

    def parts(self) -> Iterator[str]:
        """Names of all parts, with repetitions."""
        for mesh in self.meshes:
            yield from mesh.parts
        for curves in self.curves:
            yield curves.part
