"""Where on the head colours go: masks on the vertices of the base mesh, found once; and the ramps they are made of."""

import functools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assets.faces import bake, shape
from assets.faces.facial_hair import beard_density
from assets.faces.regions import EYES

type Mask = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Places:
    """Attributes:
    under_eye, beard: masks (V,) 0..1 of the shadow below the eyes and of where beards grow.
    rim: the wet rim of the lids, and the caruncle.
    lid, liner, cheek: where eye shadow, eye liner and rouge go.
    sun: where freckles are.
    """

    under_eye: Mask
    beard: Mask
    rim: Mask
    lid: Mask
    liner: Mask
    cheek: Mask
    sun: Mask


@functools.cache
def places() -> Places:
    """Where things are on the base head."""
    data = bake.load()
    p = (data.rest - EYES).astype(np.float64)
    x, side, z = p[:, 0], np.abs(p[:, 1]), p[:, 2]
    center = (shape.eye_centers(data, data.rest) - EYES)[0]
    reach = np.linalg.norm(np.stack([x, side, z], 1) - center, axis=1) / shape.eye_radius(data, data.rest)
    front = x > -0.02
    across = side - center[1]
    under = np.hypot(across / 1.35, z)  # distance from the eye, in an oval
    lids = front & (np.abs(across) < 0.02)
    low = ramp(-z, 0.003, 0.007)
    inner_corner = np.exp(-((side - 0.0165) ** 2 + (z + 0.001) ** 2) / (2 * 0.0016**2)) * (reach < 1.25)
    above = ramp(z, 0.001, 0.004) * lids
    return Places(
        under_eye=_mask(band(under, 0.0085, 0.0115, 0.013, 0.020) * low * front * ramp(across, 0.016, 0.008)),
        beard=_mask(beard_density(data.masks.__getitem__, "beard")),
        rim=_mask(np.maximum(ramp(reach, 1.13, 1.07) * front * (reach > 0.9), inner_corner)),
        lid=_mask(above * ramp(reach, 1.48, 1.2) * (reach > 1.06)),
        liner=_mask(ramp(np.abs(reach - 1.13), 0.07, 0.03) * lids * ramp(z, -0.004, 0.002)),
        sun=_mask(
            np.clip(ramp(z, 0.01, -0.008) * ramp(z, -0.075, -0.035) * front + 0.35 * ramp(x, -0.03, 0.0), 0.0, 1.0)
        ),
        cheek=_mask(
            np.exp(-((side - 0.048) ** 2 + ((z + 0.028) - 0.5 * (side - 0.048)) ** 2) / (2 * 0.014**2)) * front
        ),
    )


def ramp(value: NDArray[np.float64], zero: float, one: float) -> NDArray[np.float64]:
    """0 at ``zero`` and before, 1 at ``one`` and beyond, smooth between; either way round."""
    t = np.clip((value - zero) / (one - zero), 0.0, 1.0)
    return np.asarray(t * t * (3.0 - 2.0 * t))


def band(value: NDArray[np.float64], start: float, full: float, less: float, end: float) -> NDArray[np.float64]:
    """1 between ``full`` and ``less``, 0 outside ``start`` and ``end``."""
    return ramp(value, start, full) * ramp(value, end, less)


def _mask(values: NDArray[np.floating]) -> Mask:
    return np.asarray(values, np.float32)
