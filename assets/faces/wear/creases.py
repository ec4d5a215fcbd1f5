"""Where cloth folds: along the lines that pull it, from armpits over the chest, around elbows, across the waist."""

import numpy as np
from numpy.typing import NDArray

type Points = NDArray[np.float32]

ARMPIT = (0.0, 0.150, 0.470)  # of the base body at rest, metres; the other one is mirrored
SHOULDER = (0.165, 0.525)  # y and z
DOWN_ARM = (0.65, -0.76)  # y and z, along an arm at rest
ELBOW_M = 0.245  # from the shoulder
WAIST_M = 0.13


def creases(rng: np.random.Generator, rest: Points) -> Points:
    """(V, 3) for the shader ``fabric``, of places on the base body: the folds' phase, whole at
    their tops; how deep they are there, 0..1; and nothing.

    Where folds of two kinds would cross they are flat, so that no phase jumps where it shows.
    """
    x, y, z = rest.T
    side = np.where(y < 0.0, -1.0, 1.0)
    off = rng.uniform(0.0, 1.0, (4, 2))  # of each side's folds
    deep = rng.uniform(0.35, 1.0, (4, 2))
    of_side = (y < 0.0).astype(np.int64)
    out, over = np.abs(y) - SHOULDER[0], z - SHOULDER[1]
    along = DOWN_ARM[0] * out + DOWN_ARM[1] * over
    on_arm = np.clip((np.abs(y) - 0.16) / 0.03, 0.0, 1.0)
    aside, down = ARMPIT[1] - np.abs(y), z - ARMPIT[2]
    reach = np.hypot(aside, down)
    fan = np.arctan2(down, aside) / 0.55
    pits = np.exp(-(((reach - 0.085) / 0.033) ** 2)) * (1.0 - on_arm) * 0.8
    pulled = np.exp(-(((along - 0.07) / 0.05) ** 2)) * on_arm * 0.7
    elbow = np.exp(-(((along - ELBOW_M) / 0.065) ** 2)) * on_arm
    waist = np.exp(-(((z - WAIST_M) / 0.075) ** 2)) * (1.0 - on_arm) * np.clip(1.2 - np.abs(y) / 0.2, 0.3, 1.0)
    weight = np.stack([pits, pulled, elbow, waist]) * deep[:, of_side]
    slant = 0.35 * side * y / 0.05
    phase = np.stack([fan, along / 0.045 + x / 0.08, along / 0.030 + x / 0.09, z / 0.036 + slant + x / 0.15])
    phase = phase + off[:, of_side]
    order = np.sort(weight, axis=0)
    best = weight.argmax(axis=0)
    depth = np.clip(order[-1] - 1.5 * order[-2], 0.0, 1.0)
    return np.stack([phase[best, np.arange(len(rest))], depth, np.zeros(len(rest))], axis=1).astype(np.float32)
