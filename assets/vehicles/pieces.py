"""Shapes on their way to meshes, kept apart by how they are shaded."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

from numpy.typing import ArrayLike

from assets.polygons import Shape


@dataclass(frozen=True)
class Pieces:
    """Attributes:
    smooth: shapes that are shaded across their faces' edges.
    flat: shapes with plane faces.
    soft: smooth ones that are subdivided once.
    """

    smooth: tuple[Shape, ...] = ()
    flat: tuple[Shape, ...] = ()
    soft: tuple[Shape, ...] = ()

    def __add__(self, other: "Pieces") -> "Pieces":
        return gather(self, other)

    def each(self, change: Callable[[Shape], Shape]) -> "Pieces":
        """Every shape changed in the same way."""
        return Pieces(*(tuple(change(shape) for shape in group) for group in (self.smooth, self.flat, self.soft)))

    def moved(self, offset: ArrayLike, rotation: ArrayLike | None = None) -> "Pieces":
        """Turned by the (3, 3) ``rotation``, then moved by ``offset``, metres."""
        return self.each(lambda shape: shape.moved(offset, rotation))

    def mirrored(self) -> "Pieces":
        """The other side of the thing."""
        return self.each(Shape.mirrored)

    def pair(self) -> "Pieces":
        """Every shape with its mirror image."""
        return self.each(Shape.pair)

    def recolored(self, old: str, new: str) -> "Pieces":
        """One material in place of another."""

        def other(shape: Shape) -> Shape:
            skins = tuple((new if material == old else material, part) for material, part in shape.skins)
            return Shape(shape.points, shape.quads, shape.skin, skins)

        return self.each(other)


def gather(*pieces: Pieces) -> Pieces:
    """All of them as one."""
    return Pieces(
        tuple(chain.from_iterable(item.smooth for item in pieces)),
        tuple(chain.from_iterable(item.flat for item in pieces)),
        tuple(chain.from_iterable(item.soft for item in pieces)),
    )


def smooth(*shapes: Shape) -> Pieces:
    """Round things."""
    return Pieces(smooth=shapes)


def flat(*shapes: Shape) -> Pieces:
    """Things with plane faces."""
    return Pieces(flat=shapes)
