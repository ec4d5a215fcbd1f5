"""Boolean masks as COCO segmentations and back, exact to the pixel.

Polygons run along pixel edges in continuous pixel coordinates, so the polygon of one pixel is its unit square. Where
pycocotools fills them, the mask comes back bit for bit.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from pycocotools import mask as coco_mask

from assets import DatasetError
from assets.pictures import expect_size

type Mask = NDArray[np.bool_]
type Points = NDArray[np.int64]
type Segmentation = Sequence[Sequence[float]] | Mapping[str, Any]


def polygons(mask: Mask) -> list[list[float]]:
    """Outlines of a mask (H, W), one flat list [x0, y0, x1, y1, …] for each 8-connected component.

    A hole is joined to the ring above it by a bridge of no width, a vertical line there and back inside the mask, so
    that even-odd filling leaves it open.
    """
    x0, y0, width, height = cv2.boundingRect(np.ascontiguousarray(mask).view(np.uint8))
    if not width:
        return []
    window = np.ascontiguousarray(mask[y0 : y0 + height, x0 : x0 + width])
    rings, is_hole = _rings(window)
    loops = _join_holes(window, rings, is_hole) if any(is_hole) else rings
    points, sizes = _without_redundant(np.concatenate(loops), np.array([len(loop) for loop in loops]))
    flat: list[float] = (points + np.array([x0, y0])).astype(np.float64).ravel().tolist()
    ends = np.cumsum(sizes * 2).tolist()
    return [flat[start:end] for start, end in zip([0, *ends[:-1]], ends, strict=True)]


def rle(mask: Mask) -> dict[str, Any]:
    """Compressed COCO run lengths of a mask (H, W): ``{"size": [H, W], "counts": text}``."""
    out = coco_mask.encode(np.asfortranarray(mask, np.uint8))
    return {"size": [int(side) for side in out["size"]], "counts": out["counts"].decode("ascii")}


def decode(segmentation: Segmentation, height: int, width: int) -> Mask:
    """Mask (H, W) of polygons or compressed run lengths, as pycocotools fills them.

    Raises:
        DatasetError: the segmentation is malformed or does not fit the picture, or no picture is so large; pycocotools'
            C code would trust it.
    """
    try:
        expect_size(width, height)  # run lengths of a few bytes can mean gigabytes
    except ValueError as error:
        raise DatasetError(f"segmentation: {error}") from error
    if isinstance(segmentation, Mapping):
        runs = _checked_runs(segmentation, height, width)
    else:
        _check_polygons(segmentation, height, width)
        if not segmentation:
            return np.zeros((height, width), np.bool_)
        encoded = coco_mask.merge(coco_mask.frPyObjects([list(ring) for ring in segmentation], height, width))
        runs = _run_lengths(encoded["counts"].decode("ascii"))
    filled = np.repeat(np.arange(len(runs)) % 2 == 1, runs)  # runs of background and mask in turn, down the columns
    return np.ascontiguousarray(filled.reshape(width, height).T)


def box(mask: Mask) -> list[float]:
    """Tight [x, y, width, height] of a mask (H, W) in continuous pixel edges; all 0 for an empty one."""
    return [float(value) for value in cv2.boundingRect(np.ascontiguousarray(mask).view(np.uint8))]


def _rings(mask: Mask) -> tuple[list[Points], list[bool]]:
    """Closed rings (N, 2) through every lattice point of every boundary, and which of them go round holes.

    Border following names boundary *pixels*. On a mask magnified twice, the pixel ``c`` is the near half of an original
    pixel (even) or its far half (odd), hence ``(c + 1) // 2`` is the edge that the boundary runs along. A diagonal step
    only ever leaves an odd for an even coordinate and becomes one point.
    """
    large = cv2.resize(mask.view(np.uint8), None, fx=2, fy=2, interpolation=cv2.INTER_NEAREST)
    contours, hierarchy = cv2.findContours(large, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    sizes = np.array([len(contour) for contour in contours])
    points = (np.concatenate(contours)[:, 0].astype(np.int64) + 1) // 2
    previous, _ = _neighbours(sizes)
    moved = (points != points[previous]).any(axis=1)
    kept = np.add.reduceat(moved, _starts(sizes))
    rings = np.split(points[moved], np.cumsum(kept)[:-1])
    return rings, (hierarchy[0, :, 3] >= 0).tolist()


def _join_holes(mask: Mask, rings: list[Points], is_hole: list[bool]) -> list[Points]:
    """Every hole spliced into a ring above it; what is left is one loop for each component.

    The bridge starts at a hole's first point in reading order and goes up to the first boundary. That boundary's ring
    has an earlier first point, so walking holes in reverse reading order finds each complete before it is spliced.
    """
    keys = [ring[:, 1] * (mask.shape[1] + 1) + ring[:, 0] for ring in rings]  # grows in reading order
    first = [int(key.argmin()) for key in keys]
    order = sorted(range(len(rings)), key=lambda i: int(keys[i][first[i]]))
    owner, place = _boundary_owners(mask.shape, rings, order)
    blocked = np.ones((mask.shape[0] + 1, mask.shape[1] + 1), np.bool_)  # lattice points whose two upper pixels differ
    blocked[1:, 1:-1] = ~(mask[:, :-1] & mask[:, 1:])
    children: list[list[tuple[int, Points]]] = [[] for _ in rings]
    loops = []
    for i in reversed(order):
        loop = _spliced(rings[i], children[i], first[i] if is_hole[i] else None)
        if not is_hole[i]:
            loops.append(loop)
            continue
        x, y = rings[i][first[i]].tolist()
        top = int(np.flatnonzero(blocked[: y + 1, x])[-1])
        children[owner[top, x]].append((int(place[top, x]), loop))
    return loops[::-1]


def _boundary_owners(shape: tuple[int, ...], rings: list[Points], order: list[int]) -> tuple[Points, Points]:
    """Ring, and place in it, at each lattice point (H + 1, W + 1); the ring that comes first in reading order wins."""
    backwards = order[::-1]
    points = np.concatenate([rings[i] for i in backwards])
    sizes = [len(rings[i]) for i in backwards]
    owner = np.full((shape[0] + 1, shape[1] + 1), -1, np.int64)
    place = owner.copy()
    owner[points[:, 1], points[:, 0]] = np.repeat(backwards, sizes)
    place[points[:, 1], points[:, 0]] = np.concatenate([np.arange(size) for size in sizes])
    return owner, place


def _spliced(ring: Points, children: list[tuple[int, Points]], start: int | None) -> Points:
    """The ring with closed child loops inserted at their places; from point ``start`` round to it again, if given."""
    walk = ring if start is None else np.concatenate([ring[start:], ring[: start + 1]])
    pieces, done = [], 0
    for place, child in sorted(children, key=lambda item: (item[0] - (start or 0)) % len(ring)):
        here = (place - (start or 0)) % len(ring)
        pieces += [walk[done : here + 1], child]
        done = here  # the walk goes on from the point that it left
    return np.concatenate([*pieces, walk[done:]])


def _without_redundant(points: Points, sizes: Points) -> tuple[Points, Points]:
    """Loops, one after another in (N, 2), without repeated points and without points inside a straight run."""
    previous, _ = _neighbours(sizes)
    keep = (points != points[previous]).any(axis=1)
    points, sizes = points[keep], np.add.reduceat(keep, _starts(sizes))
    previous, following = _neighbours(sizes)
    turns = (np.sign(points - points[previous]) != np.sign(points[following] - points)).any(axis=1)
    return points[turns], np.add.reduceat(turns, _starts(sizes))


def _starts(sizes: Points) -> Points:
    out: Points = np.cumsum(sizes) - sizes
    return out


def _neighbours(sizes: Points) -> tuple[Points, Points]:
    """Indices of the point before and the point after each, in closed loops laid end to end."""
    total, starts = int(sizes.sum()), _starts(sizes)
    before, after = np.arange(total) - 1, np.arange(total) + 1
    before[starts], after[starts + sizes - 1] = starts + sizes - 1, starts
    return before, after


def _check_polygons(rings: Sequence[Sequence[float]], height: int, width: int) -> None:
    for ring in rings:
        if len(ring) < 6 or len(ring) % 2:
            raise DatasetError(f"segmentation: expected polygons of 3 or more points, got {len(ring)} numbers")
        try:
            points = np.array(ring, np.float64).reshape(-1, 2)
        except (TypeError, ValueError) as error:
            raise DatasetError("segmentation: expected polygons as flat lists of numbers") from error
        if not ((points >= 0.0) & (points <= [width, height])).all():  # NaN fails, too
            raise DatasetError(f"segmentation: expected points inside {width}×{height} pixels, got some outside")


def _checked_runs(segmentation: Mapping[str, Any], height: int, width: int) -> Points:
    size, counts = segmentation.get("size"), segmentation.get("counts")
    if size != [height, width]:
        raise DatasetError(f"segmentation: expected run lengths of size {[height, width]}, got {size}")
    if not isinstance(counts, str) or not counts:
        raise DatasetError("segmentation: expected compressed run lengths as text, got none")
    runs = _run_lengths(counts)
    if runs.min() < 0 or runs.sum() != height * width:
        raise DatasetError(f"segmentation: expected run lengths over {height * width} pixels, got {runs.sum()}")
    return runs


def _run_lengths(counts: str) -> Points:
    """Run lengths behind COCO's text: five bits a character, low ones first, differences from the run before last."""
    code = np.array([ord(character) for character in counts], np.int64) - 48
    if code.min() < 0 or code.max() > 63 or code[-1] & 32:
        raise DatasetError("segmentation: expected compressed run lengths, got other text")
    last = (code & 32) == 0
    ends = np.flatnonzero(last)
    starts = np.concatenate([[0], ends[:-1] + 1])
    lengths = ends - starts + 1
    if lengths.max() > 7:
        raise DatasetError("segmentation: expected compressed run lengths, got a number beyond any picture")
    place = np.arange(len(code)) - np.repeat(starts, lengths)
    values = np.add.reduceat((code & 31) << (5 * place), starts)
    values -= np.where(code[ends] & 16, np.int64(1) << (5 * lengths), 0)
    values[1::2] = np.cumsum(values[1::2])  # COCO's differences begin with the fourth run, the first to have one
    values[2::2] = np.cumsum(values[2::2])
    return values
