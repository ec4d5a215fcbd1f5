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

    ``lips``, ``ears``, ``eyelids``, ``mouth`` (inside of it) come from MakeHuman's mask pictures; ``nose`` and ``ear`` are
    where the targets that shape them move the mesh; ``torso`` says how much a vertex follows the shoulders rather than
    the head.
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
    return out


PICTURES = {"lips": "lips", "ears": "ears", "eyelids": "eyelids", "mouth": "inside-mouth"}


def torso_share(rest: NDArray[np.float32]) -> Mask:
    """0 on the head, 1 from the base of the neck down; smooth between, higher up at the nape than under the chin."""
    x, z = rest[:, 0], rest[:, 2]
    top = 0.655 - 0.3 * (np.clip(x, -0.06, 0.14) + 0.04)
    share = np.clip((top - z) / (top - 0.535), 0.0, 1.0)
    return (share * share * (3.0 - 2.0 * share)).astype(np.float32)


def _painted(folder: Path, base: source.BaseMesh, lookup: NDArray[np.int32], count: int, picture: str) -> Mask:
    value = source.read_mask(folder, picture, base.uv)
    chosen = lookup[base.faces]
    inside = (chosen >= 0) & (base.group == "body")[:, None]
    out, hits = np.zeros(count, np.float32), np.zeros(count, np.float32)
    np.add.at(out, chosen[inside], value[inside])
    np.add.at(hits, chosen[inside], 1.0)
    return out / np.maximum(hits, 1.0)
