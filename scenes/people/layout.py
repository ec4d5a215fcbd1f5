"""Where heads are before the camera. All in its frame: x right, y down, z forward, metres, middle between the eyes.

People are busts that end below the chest: every arrangement has them cut by the picture's lower edge or stand behind
others.
"""

import math
from dataclasses import dataclass

import numpy as np

from scenes.pose import Float64, Pose, look_at

FACE_HEIGHT_M = 0.19  # chin to hairline of an adult
SHOULDERS_M = 0.41  # from one to the next in a row, each second one a step behind
STEP_M = 0.26
NEAREST_M = 0.5  # no camera comes closer to a face
ROW_M = 0.75  # from one row to that behind it
BUST_M = 0.6  # from the eyes down: where busts may be cut, with room for turned ones
HEADROOM_M = 0.24  # from the eyes up
EYE_M = 1.5  # of the camera in the world
LOOSE_M = (0.07, 0.2)  # how far aside and back people stand from where they would in rows
TRIES = 12  # before they stand in rows after all
BOW_M = 0.2  # how much further back the ends of a row stand
RISE_M = (0.2, 0.28)  # of the eyes from row to row; further up, the lower end of busts would show

type Extent = tuple[float, float]
"""Width and height of the picture one metre away, metres."""


@dataclass(frozen=True, eq=False)
class Arrangement:
    """Where a camera is and the people before it.

    Attributes:
        view: camera to world.
        heads: (3,) each, in the camera's frame.
        tilt: of the camera above level, degrees.
        distance: of the first row, or of the picture's subject, metres.
        ground_z: of what people stand on, in the world; None where the picture ends above it.
    """

    view: Pose
    heads: list[Float64]
    tilt: float
    distance: float
    ground_z: float | None = None


def row_sizes(count: int) -> list[int]:
    """How many stand in each row, front row first; none is longer than the first."""
    rows = 1 if count <= 2 else round(math.sqrt(0.85 * count))
    longest = math.ceil((count + rows // 2) / rows)  # every second row has one less and looks through the gaps
    out: list[int] = []
    while sum(out) < count:
        out.append(min(max(1, longest - len(out) % 2), count - sum(out)))
    return out


def bust_m(tilt_deg: float, distance: float) -> float:
    """How far below the eyes the picture may cut a bust, for a camera that looks up or down: it foreshortens them."""
    down = np.radians(max(0.0, -tilt_deg))
    return float(BUST_M * np.cos(down) * distance / (distance + BUST_M * np.sin(down)))


def distance_for(sizes: list[int], share: float, focal_px: float, size: tuple[int, int]) -> float:
    """How far away the first row is, metres: its faces are a share of the picture's height, or less where not all fit.

    Args:
        sizes: of the rows.
        size: width and height of the picture, pixels.
    """
    needed = 0.0
    if sum(sizes) > 1:
        high = BUST_M + HEADROOM_M + RISE_M[0] * (len(sizes) - 1) if len(sizes) > 1 else 0.0
        needed = max(SHOULDERS_M * sizes[0] * focal_px / size[0], high * focal_px / size[1])
    return max(NEAREST_M, needed, focal_px * FACE_HEIGHT_M / (share * size[1]))


def in_rows(rng: np.random.Generator, sizes: list[int], distance: float, extent: Extent, tilt: float) -> Arrangement:
    """People in rows before a camera that looks up by ``tilt`` degrees; arguments as ``places`` has them."""
    view = look_at((0.0, 0.0, EYE_M), (np.cos(np.radians(tilt)), 0.0, EYE_M + np.sin(np.radians(tilt))))
    return Arrangement(view, places(rng, sizes, distance, extent, bust_m(tilt, distance)), tilt, distance)


def places(
    rng: np.random.Generator, sizes: list[int], distance: float, extent: Extent, bust: float = BUST_M
) -> list[Float64]:
    """Heads in rows that rise behind each other, as on steps or before a camera that looks down; in order of rows.

    One person, or one row, is near the middle and a little above it.

    Args:
        distance: of the first row.
        bust: from the eyes of the first row down to the picture's edge at most, as ``bust_m`` has it.
    """
    wide, high = extent[0] * distance, extent[1] * distance
    spare = max(0.0, wide - 0.32 - SHOULDERS_M * sizes[0])
    middle = float(rng.uniform(-1.0, 1.0)) * min(0.5 * spare, 0.16 * wide)
    if len(sizes) == 1:
        front = max(high * float(rng.normal(-0.06, 0.025)), high / 2.0 - bust)
    else:
        front = high / 2.0 - bust * float(rng.uniform(0.75, 1.0))
    rise = float(np.clip((high - bust - HEADROOM_M) / max(1, len(sizes) - 1), *RISE_M))
    spread = float(sum(sizes) > 1)
    loose = float(rng.beta(2.0, 1.0))  # some pose for the picture
    half = max(1.0, (sizes[0] - 1) / 2.0)
    bow = BOW_M * loose * float(rng.uniform()) * (sizes[0] > 3)
    ideal, row_of = [], []
    for row, count in enumerate(sizes):
        aside = SHOULDERS_M * float(rng.choice([-0.25, 0.25])) * (row > 0 and (count - sizes[row - 1]) % 2 == 0)
        first = int(rng.integers(2))
        for index in range(count):
            along = index - (count - 1) / 2.0
            step = STEP_M * ((index + first) % 2) + bow * (along / half) ** 2
            ideal.append((middle + aside + along * SHOULDERS_M, row * ROW_M + spread * step))
            row_of.append(row)
    ground = _loosened(rng, np.array(ideal), spread * loose)
    out = []
    for (x, z), row in zip(ground, row_of, strict=True):
        tall = spread * (0.04 + 0.05 * loose) * float(rng.uniform(-1.0, 1.0))
        lift = min(tall, 0.04) if row == 0 else tall  # where the front row is cut, its tallest still are
        y = front - row * rise - lift + 0.5 * extent[1] * (z - row * ROW_M)
        out.append(np.array([x, y, distance + z]))
    return out


def _loosened(rng: np.random.Generator, ground: Float64, loose: float) -> Float64:
    """People (N, 2) across and behind, each where it happens to stand, and still none in another."""
    shift = rng.uniform(-1.0, 1.0, ground.shape) * LOOSE_M
    shift[:, 1] = np.abs(shift[:, 1])  # nobody comes nearer than the camera was put for
    apart = np.full(len(ground), loose)
    for _ in range(TRIES):
        out = ground + apart[:, None] * shift
        gaps = np.hypot(*(out[:, None] - out[None]).T) + np.diag(np.full(len(out), np.inf))
        tight = (gaps < SHOULDERS_M + 0.005).any(0)
        if not tight.any():
            return np.asarray(out, np.float64)
        apart[tight] *= 0.6
    return ground
