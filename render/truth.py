"""Ground truth beside the picture, as files: depth, normals, instance ids, parts. Only what ``--passes`` asks for."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np
import OpenEXR
from numpy.typing import NDArray

from annotate.frame import Coverage, Frame
from assets import RenderError

SUFFIX = {"depth": "exr", "normals": "exr", "masks": "png", "parts": "png"}


def encode_pass(name: str, frame: Frame, part_ids: Mapping[str, int], scratch: Path) -> bytes:
    """The bytes of one pass's file.

    ``depth``: float32 EXR, channel Z, metres along the optical axis, infinite where nothing is. ``normals``: float32
    EXR, channels X, Y, Z in the camera frame. ``masks``: 16-bit PNG of instance ids, 0 for none. ``parts``: 8-bit PNG
    of ``part_ids``, 0 for none.

    Args:
        scratch: a folder for the EXR library, which writes to paths only.
    """
    if name == "depth":
        return _exr({"Z": frame.depth}, scratch)
    if name == "normals":
        return _exr({axis: np.ascontiguousarray(frame.normals[..., i]) for i, axis in enumerate("XYZ")}, scratch)
    if name == "masks":
        return _png(instance_ids(frame.coverage))
    return _png(part_map(frame.coverage, part_ids))


def instance_ids(coverage: Coverage) -> NDArray[np.uint16]:
    """(H, W) id of the instance that covers half of the pixel or more, else 0."""
    ids = sorted({instance for instance, _ in coverage.leaves})
    out = np.zeros(coverage.index.shape[1:], np.uint16)
    for instance in ids:
        out[coverage.of(instance) >= 0.5] = instance
    return out


def part_map(coverage: Coverage, part_ids: Mapping[str, int]) -> NDArray[np.uint8]:
    """(H, W) id of the part that covers most of the pixel, where instances cover half of it or more, else 0.

    Raises:
        RenderError: a part that the scene script did not declare.
    """
    unknown = sorted({part for _, part in coverage.leaves} - set(part_ids))
    if unknown:
        raise RenderError(f"parts: expected those that the scenes declare, got {', '.join(unknown)}")
    shape = coverage.index.shape[1:]
    best, weight = np.zeros(shape, np.uint8), np.zeros(shape, np.float32)
    for part in sorted({part for _, part in coverage.leaves}, key=part_ids.__getitem__):
        wanted = np.array([*(key[1] == part for key in coverage.leaves), False], np.float32)
        share = np.einsum("dhw,dhw->hw", wanted[coverage.index], coverage.weight)
        better = share > weight
        best[better], weight[better] = part_ids[part], share[better]
    return np.where(coverage.labelled() >= 0.5, best, np.uint8(0))


def part_legend(parts: Sequence[str]) -> dict[str, int]:
    """Ids of the part masks: 0 is none, then the scenes' parts in their order."""
    names = tuple(dict.fromkeys(parts))
    if len(names) > 255:
        raise RenderError(f"parts: expected 255 names at most, got {len(names)}")
    return {name: index for index, name in enumerate(names, start=1)}


def _png(array: NDArray[np.uint8] | NDArray[np.uint16]) -> bytes:
    return bytes(cv2.imencode(".png", array)[1])


def _exr(channels: dict[str, NDArray[np.float32]], scratch: Path) -> bytes:
    path = scratch / f".pass-{os.getpid()}.exr.part"  # other processes write theirs beside it
    header = {"compression": OpenEXR.ZIP_COMPRESSION, "type": OpenEXR.scanlineimage}
    try:
        with OpenEXR.File(header, channels) as file:
            file.write(str(path))
        return path.read_bytes()
    finally:
        path.unlink(missing_ok=True)
