"""Clothes on the body: MakeHuman's body envelope, cut off at a neckline, smoothed, set off the body, and finished."""

import functools
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from assets.faces import bake
from assets.faces.look import Look
from assets.faces.surface import normals, smooth
from assets.faces.wear import collars, prints, tailoring
from assets.faces.wear.creases import creases
from assets.faces.wear.cuts import (
    CUTS,
    JACKET,
    Cut,
    flare,
    height_above,
    jacket_height,
    name_of,
    sleeves_of,
    vest_height,
)
from assets.faces.wear.sheets import STRIPES, fabric, patterned
from assets.geometry import Mesh
from assets.materials import Colour, Material
from assets.random import stream

type Points = NDArray[np.float32]
type Faces = NDArray[np.int32]

SIGNAL: tuple[Colour, ...] = ((0.75, 0.85, 0.02), (0.85, 0.22, 0.01), (0.80, 0.05, 0.02), (0.02, 0.10, 0.45))


def meshes(rng: np.random.Generator, points: Points, look: Look, coarse: bool = False) -> list[Mesh]:
    """The garment that a look names, with its collar, buttons and whatever else belongs to it.

    Args:
        points: (V, 3) vertices of the baked mesh, posed.
        coarse: for faces of a few pixels: without buttons and strings.
    """
    garment = name_of(look)
    cut = CUTS[garment]
    color: Colour = look.garment_color
    if garment == "suit":
        white = float(rng.uniform(0.45, 0.75))
        color = (white, white, white) if rng.random() < 0.7 else (0.7 * white, 0.8 * white, white)
    if garment == "jacket":
        color = ((0.6, 0.6, 0.58), (0.02, 0.02, 0.022), (0.12, 0.12, 0.125), look.headwear_color)[int(rng.integers(4))]
    cloth = patterned(rng, color, cut.plain, cut.thread)
    sleeves = sleeves_of(look)
    hung = sleeves == "none"
    wide = functools.partial(flare, garment=garment) if sleeves == "short" else None
    body, loop, front = _layer(
        "garment", rng, points, cut, lambda rest: height_above(rest, garment, sleeves), cloth, hung, wide
    )
    if hung:
        return [body, *prints.printed(stream(rng, "print"), garment, color, front)]
    out = [body]
    if cut.collar:
        out.append(collars.band(loop, cut.collar, cut.gap, cloth))
    if garment in ("shirt", "suit"):
        buttoned = garment == "suit" or rng.random() < 0.4
        out += collars.folded("collar", loop, cloth, opening=0.10 if buttoned else 0.30)
        out += [] if coarse else tailoring.placket(rng, front, cloth)
    if garment == "hoodie":
        out += [] if coarse else tailoring.drawstrings(rng, front)
        out += [] if look.headwear == "hood" else [collars.lying_hood(rng, loop, cloth)]
    out += prints.printed(stream(rng, "print"), garment, color, front)
    if garment in ("jacket", "vest"):
        out += _open(rng, points, look, garment, fine=not coarse)
    if garment == "suit":
        wool = fabric(rng, look.garment_color, JACKET.thread, folds=0.2)
        jacket, edge, over = _layer("jacket", rng, points, JACKET, jacket_height, wool, fine=not coarse)
        out += [jacket, *tailoring.lapels(over, wool), *collars.folded("jacket_collar", edge, wool, 0.80, 0.020, 0.046)]
        out += tailoring.tie(rng, front) if rng.random() < 0.8 else []
    return out


def _open(rng: np.random.Generator, points: Points, look: Look, garment: str, fine: bool) -> list[Mesh]:
    """An open jacket of cloth, denim or leather; or a safety vest, with bands that throw light back."""
    if garment == "vest":
        color = SIGNAL[int(rng.integers(len(SIGNAL)))]
        bands = fabric(rng, color, 0.0012, STRIPES, float(rng.uniform(0.11, 0.16)), (0.75, 0.76, 0.78), folds=0.2)
        return [_layer("vest", rng, points, JACKET, vest_height, bands, fine=True)[0]]
    kind = str(rng.choice(["cloth", "denim", "leather"], p=(0.5, 0.25, 0.25)))
    worn = float(rng.uniform(0.5, 3.0))
    stuff = {
        "cloth": fabric(rng, look.garment_color, 0.0014, folds=0.35),
        "denim": fabric(rng, (0.03 * worn, 0.055 * worn, 0.11 * worn), 0.0018, folds=0.45),
        "leather": Material("leather", base_color=(0.012 * worn, 0.008 * worn, 0.006 * worn), roughness=0.32),
    }[kind]
    jacket, edge, _ = _layer("jacket", rng, points, JACKET, jacket_height, stuff, fine=fine)
    return [jacket, *collars.folded("jacket_collar", edge, stuff, 0.80, 0.022, 0.046)]


def _layer(
    name: str,
    rng: np.random.Generator,
    points: Points,
    cut: Cut,
    height: Callable[[Points], NDArray[np.float32]],
    material: Material,
    fine: bool,
    wide: Callable[[Points], NDArray[np.float32]] | None = None,
) -> tuple[Mesh, Points, tailoring.Front]:
    """The envelope below its neckline; the (N, 3) loop of the neckline around the neck; its front.

    Args:
        height: above the neckline, of places on the base mesh.
        fine: for cuts of less than the envelope's quads.
        wide: how much further out it hangs at places on the base mesh.
    """
    rest = bake.load().rest
    faces = bake.load().faces_of("helper-tights")
    soft = smooth(points, faces, 6)
    off = cut.gap + _folds(rng, rest) + (0.0 if wide is None else wide(rest))
    cloth = soft + off[:, None] * normals(soft, faces)
    front = _front(faces, rest, cloth)
    if fine:
        faces, ends = _split()
        cloth, rest = (np.concatenate([values, values[ends].mean(1)]) for values in (cloth, rest))
        cloth = smooth(cloth, faces, 2)
    count = len(cloth)
    corners, sizes, cloth, rest = _clip(faces, height(rest), cloth, rest)
    used, flat = np.unique(corners, return_inverse=True)
    none = np.zeros(len(sizes), np.int32)
    mesh = Mesh(
        name,
        cloth[used].astype(np.float32),
        flat.astype(np.int32),
        sizes,
        (material,),
        ("clothing",),
        none,
        none,
        subdivision=0 if fine else 1,
        attributes={"rest": rest[used].astype(np.float32), "crease": creases(stream(rng, name), rest[used])},
    )
    return mesh, _loop(cloth[count:], rest[count:]), front


def _front(faces: Faces, rest: Points, cloth: Points) -> tailoring.Front:
    chosen = np.unique(faces)
    chosen = chosen[(rest[chosen, 0] > 0.015) & (np.abs(rest[chosen, 1]) < 0.15) & (rest[chosen, 2] > 0.2)]
    return tailoring.Front(rest[chosen], cloth[chosen])


def _folds(rng: np.random.Generator, rest: Points) -> NDArray[np.float32]:
    """(V,) metres: shallow folds that run down and across."""
    out = np.zeros(len(rest), np.float32)
    for _ in range(5):
        wave = rng.normal(0.0, 1.0, 3) * np.array([18.0, 26.0, 12.0])
        out += np.sin(rest @ wave + rng.uniform(0.0, 2.0 * np.pi)).astype(np.float32)
    return out * np.float32(0.0011)


@functools.cache
def _split() -> tuple[Faces, NDArray[np.int32]]:
    """Each quad of the envelope as four: the new quads, and (N, 4) vertices that each new vertex lies between."""
    data = bake.load()
    faces = data.faces_of("helper-tights")
    first = len(data.rest)
    edges = np.stack([faces, np.roll(faces, -1, 1)], 2).reshape(-1, 2)
    unique, index = np.unique(np.sort(edges, 1), axis=0, return_inverse=True)
    middle = first + index.reshape(-1, 4)
    center = first + len(unique) + np.arange(len(faces))
    quads = [np.stack([faces[:, k], middle[:, k], center, middle[:, k - 1]], 1) for k in range(4)]
    return np.concatenate(quads).astype(np.int32), np.concatenate([np.tile(unique, 2), faces]).astype(np.int32)


def _clip(
    faces: Faces, above: NDArray[np.float32], points: Points, rest: Points
) -> tuple[NDArray[np.int32], NDArray[np.int32], Points, Points]:
    """Polygons of the quads' part with ``above`` < 0: corners, sizes, and the points with those on the cut appended."""
    low = above[faces] < 0.0
    whole, cut = faces[low.all(1)], faces[low.any(1) & ~low.all(1)]
    new: dict[tuple[int, int], int] = {}
    rings = [_clipped_ring(quad.tolist(), above, new, len(points)) for quad in cut]
    ends = np.array(list(new), np.int64).reshape(-1, 2)
    share = (above[ends[:, 0]] / (above[ends[:, 0]] - above[ends[:, 1]]))[:, None]
    added = [values[ends[:, 0]] * (1.0 - share) + values[ends[:, 1]] * share for values in (points, rest)]
    corners = np.concatenate([whole.ravel(), *(np.array(ring) for ring in rings)]).astype(np.int32)
    sizes = np.array([4] * len(whole) + [len(ring) for ring in rings], np.int32)
    grown = [
        np.concatenate([values, more]).astype(np.float32) for values, more in zip((points, rest), added, strict=True)
    ]
    return corners, sizes, grown[0], grown[1]


def _clipped_ring(
    quad: list[int], above: NDArray[np.float32], new: dict[tuple[int, int], int], first: int
) -> list[int]:
    """One quad's part below the neckline; points on the cut are numbered from ``first`` in ``new``, by edge."""
    ring: list[int] = []
    for a, b in zip(quad, quad[1:] + quad[:1], strict=True):
        if above[a] < 0.0:
            ring.append(a)
        if (above[a] < 0.0) != (above[b] < 0.0):
            ring.append(new.setdefault((min(a, b), max(a, b)), first + len(new)))
    return ring


def _loop(ring: Points, rest: Points) -> Points:
    """(64, 3) points around the neck on the cut, evenly spaced by angle, counter-clockwise from behind."""
    near = np.hypot(rest[:, 0] - 0.012, rest[:, 1]) < 0.12
    ring, rest = ring[near], rest[near]
    angle = np.arctan2(rest[:, 1], rest[:, 0] - 0.012)
    order = np.argsort(angle)
    turns = np.linspace(-np.pi, np.pi, 64, endpoint=False)
    loop = [np.interp(turns, angle[order], ring[order, axis], period=2.0 * np.pi) for axis in range(3)]
    return np.stack(loop, 1).astype(np.float32)
