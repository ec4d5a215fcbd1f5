"""The 70 named points of a face: the 68 of iBUG in its order, and both pupils.

A point is a place on a quad of the base mesh that every person shares, found once on that mesh. Shape, age, expression
and neck move the quad, and the point with it. Left points are found; right ones are their mirror images.
"""

import functools
import itertools

import numpy as np
from numpy.typing import NDArray

from assets.faces import bake, eyes, shape
from assets.faces.base_front import Anchor, BaseFront, lengths, resample
from assets.faces.look import Look
from assets.faces.regions import BROW_FROM, BROW_TO, BROW_Y, BROW_Z, EYES
from assets.faces.surface import Roots
from assets.vectors import cross

type Points = NDArray[np.float32]

GROUPS = {
    "jaw": 17,  # from the person's right ear over the chin to the left ear
    "right_brow": 5,  # from outside to the nose
    "left_brow": 5,  # from the nose outwards
    "nose_bridge": 4,  # from between the eyes down to the tip
    "nose_base": 5,  # from the right wing to the left one
    "right_eye": 6,  # outer corner, twice the upper lid, inner corner, twice the lower lid
    "left_eye": 6,  # inner corner, twice the upper lid, outer corner, twice the lower lid
    "outer_lip": 12,  # from the right corner over the upper lip, and back over the lower one
    "inner_lip": 8,  # the same way
}
NAMES = (*(f"{group}_{i}" for group, count in GROUPS.items() for i in range(count)), "right_pupil", "left_pupil")

THIRDS = (1.0 / 3.0, 2.0 / 3.0)
# Found by looking at the base mesh from the front; y and z in metres from the middle between the eyes.
WING, SILL = (0.0138, -0.0428), (0.0070, -0.0465)  # the lower edge of the nose's wing; under the nostril
LID_EDGE = 1.12  # of the eye's radius from its centre: the loop along the front edge of the lids, where lashes grow
# How far aside of the middle people mark the lips, of the corner: the mean of iBUG's points. Outer edge of the upper
# lip, of the lower one, and where they meet.
UPPER_ASIDE, LOWER_ASIDE, INNER_ASIDE = (0.26, 0.63), (0.64, 0.28), 0.31
LIP_STEPS = 9  # vertices from where the lips meet to the skin around them
LIP_MASK = 0.7  # where the red of the lips begins to the eye
BROW_ENDS = (0.06, 1.01)  # of the brow's roots from the nose out: where its hairs begin and end
BROW_RISE_M = (0.0, 0.25, 0.55, 1.0), (0.0016, 0.0009, 0.0003, 0.0003)  # middle of the hairs over that of their roots
# What a metre in front counts against one outwards, by the angle from straight down: chin, corner of the jaw, ear.
JAW_FORWARD = (0.0, np.pi / 4.0, np.pi / 2.0), (0.8, 0.15, 0.06)
TIP_UP = 0.4  # the tip of the nose, as people mark it, looks up by so much


def keypoints(surface: Points, control: Points, look: Look) -> dict[str, tuple[float, float, float]]:
    """All 70 points by name, in the frame of the vertices.

    Args:
        surface: (V, 3) where subdivision takes the vertices of ``control``.
        control: (V, 3) shaped, expressed and posed vertices.
        look: for the gaze.
    """
    points = np.concatenate([anchors().of(surface), _pupils(control, look)])
    return {name: (x, y, z) for name, (x, y, z) in zip(NAMES, points.tolist(), strict=True)}


def _pupils(control: Points, look: Look) -> NDArray[np.float64]:
    """(2, 3): the corneas' tips, right and left; gaze turns them."""
    data = bake.load()
    yaw, pitch = look.gaze_rad
    ahead = np.array([np.cos(yaw) * np.cos(pitch), np.sin(yaw) * np.cos(pitch), np.sin(pitch)])
    reach = shape.eye_radius(data, control) * eyes.FIT * (1.0 + eyes.BULGE)
    return np.asarray(shape.eye_centers(data, control)[::-1] + reach * ahead)


@functools.cache
def anchors() -> Roots:
    """Where the first 68 points are on the base mesh."""
    front = BaseFront()
    outer, inner = _lips(front)
    brow = _brow(front)
    eye = _eye(front)
    found = [
        *_both(front, _jaw(front)),
        *(front.mirrored(anchor) for anchor in brow[::-1]),
        *brow,
        *_nose_bridge(front),
        *_both(front, _nose_base(front)),
        *(front.mirrored(eye[i]) for i in (3, 2, 1, 0, 5, 4)),
        *eye,
        *outer,
        *inner,
    ]
    corners, weights = np.zeros((len(found), 4), np.int32), np.zeros((len(found), 4), np.float32)
    for row, anchor in enumerate(found):
        corners[row, : len(anchor)], weights[row, : len(anchor)] = list(anchor), list(anchor.values())
    return Roots(corners, weights)


def _both(front: BaseFront, left: list[Anchor]) -> list[Anchor]:
    """From right to left; the first of ``left`` is in the middle."""
    return [front.mirrored(anchor) for anchor in left[:0:-1]] + left


def _jaw(front: BaseFront) -> list[Anchor]:
    """Chin to left ear along the edge of the jaw, spaced evenly as seen from the front, as people place them.

    The edge stands out furthest from between the eyes, seen from the front; being further in front counts a little,
    so that the chin's point is on its front and the cheeks' points face the camera.
    """
    masks = bake.load().masks
    face = (masks["ears"][front.faces].max(1) < 0.15) & (masks["mouth"][front.faces].max(1) < 0.3)
    faces = front.faces[face & (front.rest[front.faces][..., 1].min(1) > -1e-6)]
    u, v = np.stack(np.meshgrid(*[np.linspace(0.0, 1.0, 5, dtype=np.float32)] * 2)).reshape(2, -1)
    weights = np.stack([(1 - u) * (1 - v), u * (1 - v), u * v, (1 - u) * v], 1)
    places = Roots(np.repeat(faces, len(weights), 0), np.tile(weights, (len(faces), 1)))
    kept = (places.of(masks["jaw"]) > -0.004) & (places.of(masks["azimuth"]) < 1.62)
    places = Roots(places.corners[kept], places.weights[kept])
    points = places.of(front.rest)
    line = _furthest(points)
    index = resample(line[:, 1:], np.linspace(0.0, 1.0, 9).tolist())
    wanted = np.stack([np.interp(index, np.arange(len(line)), line[:, axis]) for axis in range(3)], 1)
    nearest = [int(np.linalg.norm(points - place, axis=1).argmin()) for place in wanted]
    nearest[0] = int(np.linalg.norm(points - wanted[0] + 10.0 * (points[:, 1:2] > 1e-6), axis=1).argmin())
    return [dict(zip(places.corners[i].tolist(), places.weights[i].tolist(), strict=True)) for i in nearest]


def _furthest(points: Points) -> NDArray[np.float64]:
    """The smoothed line of those that stand out furthest, by the angle from straight down to level with the eyes."""
    x, y, z = points.T
    angle, reach = np.arctan2(y, -z), np.hypot(y, z)
    out = []
    for wanted in np.linspace(0.0, np.pi / 2.0, 91):
        band = np.flatnonzero(np.abs(angle - wanted) < 0.02)
        out.append(points[band[(reach[band] + np.interp(wanted, *JAW_FORWARD) * x[band]).argmax()]])
    line = np.array(out, np.float64)
    line[0, 1] = 0.0
    ends = np.concatenate([line[6:0:-1] * [1, -1, 1], line, 2.0 * line[-1] - line[-2:-8:-1]])
    return np.stack([np.convolve(ends[:, axis], np.full(13, 1.0 / 13.0), "valid") for axis in range(3)], 1)


def _brow(front: BaseFront) -> list[Anchor]:
    """Five on the left brow's hairs, evenly from the nose out."""
    along = np.linspace(*BROW_ENDS, 5)
    side = BROW_FROM + along * (BROW_TO - BROW_FROM)
    height = np.interp(side, BROW_Y, BROW_Z) + np.interp(along, *BROW_RISE_M)
    return [front.from_front(y, z) for y, z in zip(side.tolist(), height.tolist(), strict=True)]


def _nose_bridge(front: BaseFront) -> list[Anchor]:
    """From the deepest place between the eyes to the tip, evenly."""
    above, _ = _profile(front)
    deepest = int(front.rest[above, 0].argmin())
    return front.along(above[deepest:], [0.0, *THIRDS, 1.0])


def _nose_base(front: BaseFront) -> list[Anchor]:
    """Under the nose in the middle, under the left nostril, and beside the left wing."""
    _, below = _profile(front)
    start, end = front.rest[below[0]], front.rest[below[-1]]
    away = cross(end - start, front.rest[below] - start)[:, 1]
    return [{below[int(np.abs(away).argmax())]: 1.0}, front.from_front(*SILL), front.from_front(*WING)]


def _profile(front: BaseFront) -> tuple[list[int], list[int]]:
    """Vertices down the middle of the face: from above the eyes to the tip of the nose, from there to the upper lip."""
    rest = front.rest
    used = np.unique(front.faces)
    used = used[rest[used, 2] < 0.0]
    out = []
    for sign in (1.0, -1.0):
        chain = [int(used[(rest[used, 0] + TIP_UP * rest[used, 2]).argmax()])]
        while -0.058 < rest[chain[-1], 2] < 0.012:
            ahead = [v for v in front.near[chain[-1]] if abs(rest[v, 1]) < 1e-6]
            chain.append(max(ahead, key=lambda v, sign=sign: sign * float(rest[v, 2])))  # type: ignore[misc]
        out.append(chain)
    return out[0][::-1], out[1]


def _eye(front: BaseFront) -> list[Anchor]:
    """The left eye's six, clockwise in the picture from the inner corner, on the front edge of its lids."""
    data = bake.load()
    center, radius = shape.eye_centers(data, data.rest)[0] - EYES, shape.eye_radius(data, data.rest)
    from_eye = front.rest - center
    above = (np.abs(from_eye[:, 1]) < 0.0015) & (from_eye[:, 2] > 0.0) & (from_eye[:, 0] > 0.0)
    loops = front.loops([v for v in front.near if above[v] and np.linalg.norm(from_eye[v]) < 1.4 * radius])
    loop = min(
        (loop for loop in loops if np.linalg.norm(from_eye[loop[0]]) > LID_EDGE * radius),
        key=lambda loop: float(np.linalg.norm(from_eye[loop[0]])),
    )
    upper, lower = _halves(front, loop)
    return [*front.along(upper, [0.0, *THIRDS, 1.0]), *front.along(lower, THIRDS[::-1])]


def _lips(front: BaseFront) -> tuple[list[Anchor], list[Anchor]]:
    """Outer and inner contour, both clockwise in the picture from the right corner."""
    rest = front.rest
    middle = [v for v in front.near if abs(rest[v, 1]) < 1e-6 and rest[v, 0] > 0.02 and -0.07 < rest[v, 2] < -0.05]

    def upper_lip_m(loop: list[int]) -> float:
        return float(max(rest[v, 2] for v in loop if abs(rest[v, 1]) < 1e-6))

    loop = min(front.loops(middle), key=upper_lip_m)  # along the upper lip's lower edge, and opposite to it
    upper, lower = (half[len(half) // 2 :] for half in _halves(front, loop))
    up, down = (
        front.along(half, [0.0, _share(front.rest[half].astype(np.float64), 1, INNER_ASIDE)]) for half in (upper, lower)
    )
    inner = _around(front, [*up, {upper[-1]: 1.0}, *down[::-1]])
    above = np.array([_lip_edge(front, vertex, loop) for vertex in upper])
    below = np.array([_lip_edge(front, vertex, loop) for vertex in lower])
    up_places = (_at(above, _share(above, 0, aside)) for aside in UPPER_ASIDE)
    down_places = (_at(below, _share(below, 0, aside)) for aside in LOWER_ASIDE)
    places = [above[0], *up_places, above[-1], *down_places, below[0]]
    return _around(front, [front.from_front(y, z) for y, z in places]), inner


def _lip_edge(front: BaseFront, start: int, loop: list[int]) -> NDArray[np.float64]:
    """Place (y, z) where the mask of the lips ends on the way out of the mouth from a vertex of the inner loop."""
    walks = [front.walk(start, vertex, LIP_STEPS) for vertex in front.near[start] if vertex not in loop]
    walk = max(walks, key=lambda walk: float(front.rest[walk[-1], 0]))
    mask = bake.load().masks["lips"][walk]
    step = next(i for i, (here, ahead) in enumerate(itertools.pairwise(mask)) if here >= LIP_MASK > ahead)
    share = float((mask[step] - LIP_MASK) / (mask[step] - mask[step + 1]))
    places = front.rest[walk[step : step + 2], 1:].astype(np.float64)
    return np.asarray((1.0 - share) * places[0] + share * places[1])


def _around(front: BaseFront, left: list[Anchor]) -> list[Anchor]:
    """The whole of a closed contour from its left half, both ends of which are in the middle; starts at the right."""
    corner = len(left) // 2
    right = [front.mirrored(anchor) for anchor in left]
    return [*right[corner:0:-1], *left, *right[-2:corner:-1]]


def _halves(front: BaseFront, loop: list[int]) -> tuple[list[int], list[int]]:
    """Upper and lower part of a loop, both from its rightmost to its leftmost vertex."""
    side = front.rest[loop, 1]
    turned = loop[int(side.argmin()) :] + loop[: int(side.argmin())]
    end = turned.index(loop[int(side.argmax())])
    one, other = turned[: end + 1], [turned[0], *turned[: end - 1 : -1]]
    if front.rest[one, 2].mean() < front.rest[other, 2].mean():
        one, other = other, one
    return one, other


def _share(line: NDArray[np.float64], axis: int, aside: float) -> float:
    """Where along a polyline (N, D), a share of its length, it is so far aside, of its end."""
    length = lengths(line)
    return float(np.interp(aside * line[-1, axis], line[:, axis], length) / length[-1])


def _at(line: NDArray[np.float64], share: float) -> NDArray[np.float64]:
    """The place at a share of the length of a polyline (N, D)."""
    (index,) = resample(line, [share])
    return np.array([np.interp(index, np.arange(len(line)), column) for column in line.T])
