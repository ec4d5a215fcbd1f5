"""The skin of a hand: palms and nails lighter, knuckles and finger tips redder."""

import numpy as np
from numpy.typing import NDArray

from assets.faces.held import bones, hand
from assets.faces.look import Look
from assets.faces.surface import normals
from assets.geometry import Mesh
from assets.materials import Material


def flesh(points: NDArray[np.floating], faces: NDArray[np.int32], look: Look, skin: Material) -> Mesh:
    """A forearm with its hand.

    Args:
        points: (V, 3) of all vertices of ``bones.ArmData``, wherever they are.
        faces: (F, 4) those of its quads that are seen.
        skin: for the shader ``skin``.
    """
    used, corners = np.unique(faces, return_inverse=True)
    none = np.zeros(len(faces), np.int32)
    shown = {
        "rest": bones.load().rest[used],
        "tint": _tint(look)[used],
        "relief": np.tile(np.array([0.5, 0.0, 0.1], np.float32), (len(used), 1)),
        "cover": np.tile(np.array([0.0, 0.0, 0.3], np.float32), (len(used), 1)),
    }
    return Mesh(
        "hand",
        points[used].astype(np.float32),
        corners.ravel().astype(np.int32),
        np.full(len(faces), 4, np.int32),
        (skin,),
        ("hand",),
        none,
        none,
        subdivision=1,
        attributes=shown,
    )


def _tint(look: Look) -> NDArray[np.float32]:
    """(V, 3) factors on the colour of the skin."""
    data = bones.load()
    count = len(data.weights)
    whole = hand.usual()
    facing = normals(whole.points.astype(np.float32), data.faces)[:, 2]
    dark = (look.skin_tone - 1) / 9.0
    palm = np.clip((-facing - 0.05) / 0.6, 0.0, 1.0) * (whole.points[:, 0] > -0.11)
    tips = np.zeros(count)
    nails = np.zeros(count)
    for finger, joints in enumerate(whole.joints):
        last = data.weights[:, bones.HAND + 1 + bones.LINKS * finger + 2]
        far = np.linalg.norm(whole.points - joints[-1], axis=1)
        tips = np.maximum(tips, last * np.clip(1.0 - far / 0.018, 0.0, 1.0))
        nails = np.maximum(nails, last * (far < 0.010) * (facing > 0.45) * (finger > 0))
    red = np.array([1.0, 0.88, 0.86])
    out = np.ones((count, 3)) * (1.0 - (0.35 * palm + 0.8 * tips)[:, None] * (1.0 - red))
    out *= 1.0 + palm[:, None] * np.array([1.1, 0.9, 0.75]) * dark**1.5
    out *= 1.0 + nails[:, None] * np.array([0.10 + 0.6 * dark, 0.0 + 0.5 * dark, 0.0 + 0.5 * dark])
    return np.asarray(out, np.float32)
