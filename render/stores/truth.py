"""Ground truth beside the picture, as files: depth, normals, ids, parts, parsing. Only what ``--passes`` asks for."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np
import OpenEXR
from numpy.typing import NDArray

from annotate.frame import Coverage, Frame
from assets import RenderError, StorageError
from assets.faces import PARSING, PARSING_CLASS

SUFFIX = {"depth": "exr", "normals": "exr", "masks": "png", "parts": "png", "parsing": "png"}


def encode_pass(name: str, frame: Frame, part_ids: Mapping[str, int], scratch: Path) -> bytes:
    """The bytes of one pass's file.

    ``depth``: float32 EXR, channel Z, metres along the optical axis, infinite where nothing is. ``normals``: float32
    EXR, channels X, Y, Z in the camera frame. ``masks``: 16-bit PNG of instance ids, 0 for none. ``parts``: 8-bit PNG
    of ``part_ids``, 0 for none. ``parsing``: 8-bit PNG of the classes of ``assets.faces.PARSING``.

    Args:
        scratch: a folder for the EXR library, which writes to paths only.
    """
    if name == "depth":
        return _exr({"Z": frame.depth}, scratch)
    if name == "normals":
        return _exr({axis: np.ascontiguousarray(frame.normals[..., i]) for i, axis in enumerate("XYZ")}, scratch)
    if name == "masks":
        return _png(instance_ids(frame.coverage))
    if name == "parsing":
        return _png(parsing_map(frame.coverage))
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
    return _most(coverage, [part_ids[part] for _, part in coverage.leaves])


def parsing_map(coverage: Coverage) -> NDArray[np.uint8]:
    """(H, W) face parsing class that covers most of the pixel, where instances cover half of it or more, else 0.

    Parts that are no person's are background.
    """
    return _most(coverage, [PARSING_CLASS.get(part, PARSING["background"]) for _, part in coverage.leaves])


def _most(coverage: Coverage, numbers: Sequence[int]) -> NDArray[np.uint8]:
    """The number, one for each leaf, that covers most of each pixel; 0 where leaves cover less than half of it."""
    shape = coverage.index.shape[1:]
    best, weight = np.zeros(shape, np.uint8), np.zeros(shape, np.float32)
    for number in sorted(set(numbers)):
        wanted = np.array([*(own == number for own in numbers), False], np.float32)
        share = np.einsum("dhw,dhw->hw", wanted[coverage.index], coverage.weight)
        better = share > weight
        best[better], weight[better] = number, share[better]
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
    except (OSError, RuntimeError) as error:  # OpenEXR's own word for a disk that is full
        reason = " ".join(str(getattr(error, "strerror", None) or error).split())
        raise StorageError(f"{path}: cannot write, {reason}") from error
    finally:
        path.unlink(missing_ok=True)
