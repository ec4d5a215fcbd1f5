"""Where on the head things are: masks on the vertices of the base mesh, which every shape of it shares."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assets.faces import source

type Mask = NDArray[np.float32]

EAR_TARGETS = ("l-ear-scale-incr", "r-ear-scale-incr")
NOSE_TARGETS = ("nose-volume-incr", "nose-nostrils-width-incr", "nose-scale-horiz-incr", "nose-point-up")


def regions(
    folder: Path,
    base: source.BaseMesh,
    lookup: NDArray[np.int32],
    rest: NDArray[np.float32],
    names: Sequence[str],
    starts: NDArray[np.int32],
    index: NDArray[np.int32],
    offset: NDArray[np.float32],
) -> dict[str, Mask]:
    """Masks (V,) in 0..1.

    ``lips``, ``ears``, ``eyelids``, ``mouth`` (inside of it) come from MakeHuman's mask pictures; ``nose`` and ``ear``
    are where the targets that shape them move the mesh; ``torso`` says how much a vertex follows the shoulders rather
    than the head, ``arm`` how much it follows an arm.
    """

    def moved(wanted: Sequence[str]) -> Mask:
        out = np.zeros(len(rest), np.float32)
        for name in wanted:
            part = slice(*starts[names.index(name) : names.index(name) + 2])
            length = np.linalg.norm(offset[part], axis=1)
            np.maximum.at(out, index[part], length / length.max())
        return out

    out = {key: _painted(folder, base, lookup, len(rest), picture) for key, picture in PICTURES.items()}
    out["nose"] = moved(NOSE_TARGETS)
    out["ear"] = moved(EAR_TARGETS)
    out["torso"] = torso_share(rest)
    weights = source.read_bone_weights(
        folder, [bone + side for bone in ARM_BONES for side in (".L", ".R")], len(lookup)
    )
    arms = np.sum(list(weights.values()), axis=0)
    out["arm"] = np.clip(arms[lookup_of(lookup, len(rest))], 0.0, 1.0).astype(np.float32)
    return out | anatomy(rest - EYES)


def anatomy(p: NDArray[np.float32]) -> dict[str, Mask]:
    """Masks by place on the base mesh, points (V, 3) relative to the middle between its eyes.

    ``scalp``: how far behind the hairline, metres, negative in front of it; ``jaw``: how far above the jaw line;
    ``blush``: where blood shows (cheeks, nose, chin, ears); ``oil``: where skin shines (forehead, nose, chin);
    ``beard`` and ``moustache``: where facial hair grows; ``brow_along`` and ``brow_across``: 0..1 from the
    nose out, and metres above the brow's middle; ``x``, ``y``, ``z``: the place itself.
    """
    x, y, z = p.T
    side = np.abs(y)
    hairline = np.interp(azimuth(p), HAIRLINE_AZIMUTH, HAIRLINE_Z)
    jaw = np.where(x > -0.006, -0.1185, -0.055 - 0.055 * np.clip((x + 0.075) / 0.075, 0.0, 1.0))

    def spot(cx: float, cy: float, cz: float, radius: float) -> NDArray[np.float32]:
        squared = (x - cx) ** 2 + (side - cy) ** 2 + (z - cz) ** 2
        return np.asarray(np.exp(-squared / (2.0 * radius**2)), np.float32)

    blush = (
        0.7 * spot(0.015, 0.042, -0.035, 0.021)
        + 0.9 * spot(0.045, 0.0, -0.035, 0.012)
        + 0.4 * spot(0.02, 0.0, -0.1, 0.014)
    )
    blush += 0.9 * spot(-0.075, 0.085, -0.02, 0.025) + 0.35 * spot(0.02, 0.025, 0.0, 0.014)
    oil = spot(0.02, 0.0, 0.055, 0.025) + spot(0.04, 0.0, -0.025, 0.013) + 0.6 * spot(0.02, 0.0, -0.1, 0.012)
    along = np.clip((side - BROW_FROM) / (BROW_TO - BROW_FROM), -0.5, 1.5)
    middle = np.interp(side, BROW_Y, BROW_Z)
    cheek = np.interp(side, (0.0, 0.03, 0.055, 0.075), (-0.083, -0.06, -0.045, -0.02))  # the beard's upper edge
    return {
        "x": x.copy(),
        "y": y.copy(),
        "z": z.copy(),
        "scalp": (z - hairline).astype(np.float32),
        "jaw": (z - jaw).astype(np.float32),
        "blush": np.clip(blush, 0.0, 1.0).astype(np.float32),
        "oil": np.clip(oil, 0.0, 1.0).astype(np.float32),
        "azimuth": azimuth(p).astype(np.float32),
        "brow_along": along.astype(np.float32),
        "brow_across": np.where(x > -0.03, z - middle, 1.0).astype(np.float32),
        "beard": np.minimum(cheek - z, z + 0.15).astype(np.float32),
        "moustache": np.minimum.reduce([-0.046 - z, z + 0.068, 0.031 - side]).astype(np.float32),
    }


EYES = np.array([0.124535, 0.0, 0.728415], np.float32)  # middle between the eyes of the base mesh, metres
ARM_BONES = ("upperarm01", "upperarm02", "lowerarm01", "lowerarm02")
SKULL_X = -0.07  # where the head's vertical axis stands, from the eyes
# The hairline by azimuth about that axis (0 in front): forehead, temple, sideburn, over the ear, behind it, nape.
HAIRLINE_AZIMUTH = (0.0, 0.35, 0.7, 0.95, 1.12, 1.28, 1.45, 1.6, 1.8, 2.1, 2.6, 3.15)
HAIRLINE_Z = (0.067, 0.068, 0.060, 0.040, 0.012, -0.022, -0.018, 0.018, -0.005, -0.045, -0.068, -0.074)
BROW_FROM, BROW_TO = 0.010, 0.056
# Where people have them, by points on photographs: highest half-way out, the outer end below the inner one.
BROW_Y = (0.008, 0.020, 0.034, 0.044, 0.058)
BROW_Z = (0.0138, 0.0195, 0.0213, 0.0186, 0.0098)


def azimuth(p: NDArray[np.float32]) -> NDArray[np.float32]:
    """Angle about the head's vertical axis, 0 in front to π behind, of points relative to the eyes."""
    out: NDArray[np.float32] = np.arctan2(np.abs(p[:, 1]), p[:, 0] - SKULL_X)
    return out


def lookup_of(lookup: NDArray[np.int32], count: int) -> NDArray[np.int32]:
    """Source vertex of each baked one."""
    out = np.zeros(count, np.int32)
    out[lookup[lookup >= 0]] = np.flatnonzero(lookup >= 0)
    return out


PICTURES = {"lips": "lips", "ears": "ears", "eyelids": "eyelids", "mouth": "inside-mouth"}


def torso_share(rest: NDArray[np.float32]) -> Mask:
    """0 on the head, 1 from the base of the neck down; smooth between, higher up at the nape than under the chin."""
    x, z = rest[:, 0], rest[:, 2]
    top = 0.655 - 0.3 * (np.clip(x, -0.06, 0.14) + 0.04)
    share = np.clip((top - z) / (top - 0.535), 0.0, 1.0)
    return np.asarray(share * share * (3.0 - 2.0 * share), np.float32)


def _painted(folder: Path, base: source.BaseMesh, lookup: NDArray[np.int32], count: int, picture: str) -> Mask:
    value = source.read_mask(folder, picture, base.uv)
    chosen = lookup[base.faces]
    inside = (chosen >= 0) & (base.group == "body")[:, None]
    out, hits = np.zeros(count, np.float32), np.zeros(count, np.float32)
    np.add.at(out, chosen[inside], value[inside])
    np.add.at(hits, chosen[inside], 1.0)
    return np.asarray(out / np.maximum(hits, 1.0), np.float32)
