"""What each pixel of a frame shows: a point in the world, and the mesh that carries it.

The frame says whose a pixel is (``Coverage.owner``) and how far what it shows is, to a sample somewhere in the pixel.
The description says where the pixel's very centre meets a mesh. Where both speak of the same thing, the description
has the last word; else the frame has, where that makes sense.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt

from annotate.flow.depths import Ints, Nearest, Solid, nearest, pixel_centres
from annotate.frame import Frame
from scenes import Placed, SceneSpec
from scenes.pose import Float64

SAME, SAME_M = 0.02, 0.02  # depths that differ by this share and length are those of one surface
BESIDE_PX = 1.5  # how far off a pixel's depth may be taken for its neighbour's
RIM_PX = 3.0  # how far off a thing's mesh its rim may reach
ROUND_IT, ROUND_IT_M = 0.02, 0.03  # by how much a thing's box is larger than its vertices


@dataclass(frozen=True, eq=False)
class Seen:
    """Attributes:
    spec: the frame's scene.
    points: (H, W, 3) in the world; NaN where nothing is, or nothing is known.
    thing: (H, W) place in ``spec.placed`` of what carries the point; -1 for what stands still.
    mesh, triangle: (H, W) which of the thing's meshes, and of that one's ``fans``; -1 for the thing as a whole.
    solid: what is known of the scene's meshes.
    """

    spec: SceneSpec
    points: Float64
    thing: Ints
    mesh: Ints
    triangle: Ints
    solid: Solid

    @classmethod
    def of(cls, frame: Frame, spec: SceneSpec) -> Self:
        """Of a frame that shows a scene."""
        solid, camera = Solid(), spec.camera
        rays = camera.rays(pixel_centres(camera))
        front = nearest(spec, rays, solid)
        place = {placed.instance_id: index for index, placed in enumerate(spec.placed) if placed.instance_id}
        ids, inverse = np.unique(frame.coverage.owner, return_inverse=True)
        wanted = np.array([place.get(number, -1) for number in ids.tolist()], np.int32)[inverse].reshape(rays.shape[:2])
        depth, carried = _scenery(frame, spec, front, wanted)
        for mover in spec.motion.movers if spec.motion is not None else ():
            if not spec.placed[mover].instance_id:
                _walker(mover, spec.placed[mover], rays, spec, front, depth, carried)
        for thing in np.unique(wanted[wanted >= 0]).tolist():
            _thing(thing, spec.placed[thing], rays, frame, spec, front, wanted, depth, carried)
        points = camera.pose.apply(rays * depth[..., None])
        return cls(spec, points, carried[0], carried[1], carried[2], solid)


def _scenery(frame: Frame, spec: SceneSpec, front: Nearest, wanted: Ints) -> tuple[Float64, Ints]:
    """Depth (H, W) and what carries it (3, H, W), of pixels that no labelled thing owns; NaN and -1 elsewhere."""
    labelled = np.array([*(placed.instance_id > 0 for placed in spec.placed), False], np.bool_)[front.thing]
    measured = frame.depth.astype(np.float64)
    there = np.isfinite(front.depth) & np.isfinite(measured)
    off = np.subtract(front.depth, measured, out=np.full(there.shape, np.inf), where=there)
    agree = there & (np.abs(off) <= SAME * measured + SAME_M)
    # The centre lies on a labelled thing that has less than half of the pixel: what is behind it may be taken.
    behind = ~labelled | (measured > front.depth * (1.0 + SAME) + SAME_M)
    ours = (wanted < 0) & np.isfinite(measured) & behind
    exact = ours & agree & ~labelled
    depth = np.where(exact, front.depth, np.where(ours, measured, np.nan))
    carried = np.where(exact, np.stack([front.thing, front.mesh, front.triangle]), np.int32(-1))
    return depth, carried


def _thing(
    place: int,
    placed: Placed,
    rays: Float64,
    frame: Frame,
    spec: SceneSpec,
    front: Nearest,
    wanted: Ints,
    depth: Float64,
    carried: Ints,
) -> None:
    """Fill in the pixels of one thing."""
    mine, there = wanted == place, (front.thing == place) & front.facing
    carried[0][mine] = place
    exact = mine & there
    depth[exact] = front.depth[exact]
    carried[1][exact], carried[2][exact] = front.mesh[exact], front.triangle[exact]
    rows, columns = np.nonzero(mine & ~there)
    if not len(rows):
        return
    measured = frame.depth[rows, columns].astype(np.float64)
    found = np.where(_holds(placed, spec, rays[rows, columns], measured), measured, np.nan)
    if there.any():  # hair, and rims that subdivision or the pixel's other samples leave to the thing
        off, (row, column) = _nearest_pixel(there, rows, columns)
        found = np.where(off <= BESIDE_PX, front.depth[row, column], found)
        carried[1][rows, columns], carried[2][rows, columns] = front.mesh[row, column], front.triangle[row, column]
    depth[rows, columns] = found


def _walker(
    place: int, placed: Placed, rays: Float64, spec: SceneSpec, front: Nearest, depth: Float64, carried: Ints
) -> None:
    """What moves without a label: its rims, too, where no centre meets its mesh, are its and do not stand still."""
    there = front.thing == place
    rows, columns = np.nonzero((carried[0] < 0) & np.isfinite(depth))
    if not there.any() or not len(rows):
        return
    off, (row, column) = _nearest_pixel(there, rows, columns)
    near = np.flatnonzero(off <= RIM_PX)
    rows, columns, row, column = rows[near], columns[near], row[near], column[near]
    held = _holds(placed, spec, rays[rows, columns], depth[rows, columns])
    rows, columns, row, column = rows[held], columns[held], row[held], column[held]
    carried[:, rows, columns] = np.stack(
        [np.full(len(rows), place, np.int32), front.mesh[row, column], front.triangle[row, column]]
    )


def _nearest_pixel(
    mask: NDArray[np.bool_], rows: NDArray[np.intp], columns: NDArray[np.intp]
) -> tuple[Float64, tuple[Ints, Ints]]:
    """How far off, and where, the nearest pixel of a mask is from some."""
    ys, xs = np.nonzero(mask)
    top, left = min(ys.min(), rows.min()), min(xs.min(), columns.min())
    bottom, right = max(ys.max(), rows.max()) + 1, max(xs.max(), columns.max()) + 1
    off, (row, column) = distance_transform_edt(~mask[top:bottom, left:right], return_indices=True)
    here = rows - top, columns - left
    return off[here], (row[here] + top, column[here] + left)


def _holds(placed: Placed, spec: SceneSpec, rays: Float64, depth: Float64) -> NDArray[np.bool_]:
    """(N,) whether what lies so far along rays (N, 3) lies in the box of a thing."""
    asset = placed.asset
    shapes = [mesh.vertices for mesh in asset.meshes] + [curves.points.reshape(-1, 3) for curves in asset.curves]
    low, high = (np.array([extreme(points, axis=0) for points in shapes]) for extreme in (np.min, np.max))
    low, high = low.min(axis=0), high.max(axis=0)
    room = ROUND_IT * (high - low) + ROUND_IT_M
    known = np.where(np.isfinite(depth), depth, 0.0)
    local = placed.pose.inverse().apply(spec.camera.pose.apply(rays * known[:, None]))
    return np.isfinite(depth) & np.asarray(((local >= low - room) & (local <= high + room)).all(axis=-1))
