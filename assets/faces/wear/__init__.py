"""What people wear on head, face and body: procedural, cut to each head's own surface."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assets.faces.look import Look
from assets.faces.wear import drapes, ears, garments, glasses, hats, helmets, hull, masks
from assets.faces.wear.layer import Layer, tuck
from assets.geometry import Curves, Mesh
from assets.random import stream

__all__ = ["Worn", "hat", "put_on"]

OVER_MASK_M = 0.004  # how much further out glasses sit on a mask


@dataclass(frozen=True, eq=False)
class Worn:
    """Attributes:
    clothes: on the body; hair lies on them.
    others: on head and face.
    layers: what hair is under.
    """

    clothes: tuple[Mesh, ...]
    others: tuple[Mesh, ...]
    layers: tuple[Layer, ...]

    @property
    def meshes(self) -> list[Mesh]:
        return [*self.clothes, *self.others]

    def again(self, rng: np.random.Generator, control: NDArray[np.float32], look: Look, coarse: bool = False) -> "Worn":
        """The same with the clothes cut to a body that has moved below its neck, arguments as ``put_on`` has them."""
        return replace(self, clothes=tuple(garments.meshes(stream(rng, "garment"), control, look, coarse)))

    def covers(self, points: NDArray[np.floating]) -> NDArray[np.bool_]:
        """Whether points (..., 3) are under what is worn on head or face."""
        out = np.zeros(points.shape[:-1], bool)
        for layer in self.layers:
            out |= layer.covers(points)
        return out

    def tuck(self, strands: Sequence[Curves]) -> list[Curves]:
        """Strands as they are under what is worn: pressed down, or left out where nothing of them shows."""
        return tuck(strands, self.layers)


def put_on(
    rng: np.random.Generator,
    control: NDArray[np.float32],
    surface: NDArray[np.float32],
    look: Look,
    coarse: bool = False,
) -> Worn:
    """All that a look names, on one person.

    Args:
        rng: for cuts, folds and patterns; the same rng and look give the same things.
        control: (V, 3) vertices of the baked mesh, posed.
        surface: (V, 3) where they lie on the subdivided surface.
        coarse: for faces of a few pixels: clothes without buttons and fine edges.
    """
    clothes = garments.meshes(stream(rng, "garment"), control, look, coarse)
    masked = look.facewear != "none"
    others = glasses.meshes(stream(rng, "glasses"), look.glasses, control, before_m=OVER_MASK_M * masked)
    layers = []
    if masked:
        head = hull.hull(surface, ears=False)
        made, layer = masks.mask(stream(rng, "facewear"), head, surface, look, look.glasses != "none")
        others += made
        layers.append(layer)
    if look.headwear != "none":
        made, layer = _headwear(stream(rng, "headwear"), surface, look, clothes)
        others += made
        layers.append(layer)
    if look.earrings:
        others += ears.earrings(stream(rng, "earrings"), surface, hull.size(surface))
    return Worn(tuple(clothes), tuple(others), tuple(layers))


def hat(rng: np.random.Generator, surface: NDArray[np.float32], look: Look) -> list[Mesh]:
    """What is on the head alone, of no clothes; arguments as ``put_on`` has them."""
    return [] if look.headwear == "none" else _headwear(stream(rng, "headwear"), surface, look, [])[0]


def _headwear(
    rng: np.random.Generator, surface: NDArray[np.float32], look: Look, clothes: list[Mesh]
) -> tuple[list[Mesh], Layer]:
    if look.headwear in DRAPES:
        below = tuple((mesh.vertices, _quads(mesh)) for mesh in clothes)
        return DRAPES[look.headwear](rng, hull.hull(surface, True, below), surface, look)
    return HATS[look.headwear](rng, hull.hull(surface, ears=False), surface, look)


def _quads(mesh: Mesh) -> NDArray[np.int32]:
    """(F, 4): a mesh's faces but for those of other sizes, which come last."""
    count = int((mesh.face_sizes == 4).sum())
    return mesh.corners[: 4 * count].reshape(-1, 4)


DRAPES = {"hood": drapes.hood, "headscarf": drapes.headscarf}
HATS = {
    **{"cap": hats.cap, "beanie": hats.beanie, "hat": hats.hat, "headphones": ears.headphones},
    **{"helmet": helmets.helmet, "peaked_cap": helmets.peaked_cap},
}
