"""Ground truth beside the picture, as files: depth, normals, ids, parts, parsing, flow. What ``--passes`` asks for."""

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np
import OpenEXR
from numpy.typing import NDArray

from annotate.flow import Flow, encode_flo, encode_kitti, encode_scene
from annotate.frame import Coverage, Frame
from assets import RenderError, SceneError, StorageError
from assets.faces import PARSING, PARSING_CLASS
from scenes import SceneSpec

# Files that each pass has of a frame, by their ends.
SUFFIXES: Mapping[str, tuple[str, ...]] = {
    **{"depth": ("exr",), "normals": ("exr",), "masks": ("png",), "parts": ("png",), "parsing": ("png",)},
    **{"flow": ("flo", "png"), "flow_backward": ("flo", "png"), "scene_flow": ("exr",)},
}
FLOW_STEP: Mapping[str, int] = {"flow": 1, "flow_backward": -1, "scene_flow": 1}  # to which frame, counted from its own
MOST_IDS = 2**16 - 1  # what 16 bits hold: PNG has no more


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


def encode_flow(name: str, flow: Flow, scratch: Path) -> Iterator[tuple[str, bytes]]:
    """End of the name and bytes of each file of a pass of flow.

    ``flow``, ``flow_backward``: Middlebury's .flo and KITTI's PNG. ``scene_flow``: float32 EXR, channels X, Y, Z, V.
    ``annotate.flow.files`` defines them.
    """
    if name == "scene_flow":
        yield "exr", _exr(encode_scene(flow), scratch)
    else:
        yield "flo", encode_flo(flow)
        yield "png", encode_kitti(flow)


def flow_array(name: str, flow: Flow) -> NDArray[np.float32]:
    """(H, W, 3) of u, v and whether it is seen there; of ``scene_flow`` (H, W, 4) of x, y, z and the same."""
    values = flow.scene if name == "scene_flow" else flow.pixels
    return np.concatenate([values, flow.visible[..., None].astype(np.float32)], axis=-1)


def instance_ids(coverage: Coverage) -> NDArray[np.uint16]:
    """(H, W) id of the instance that each pixel belongs to, 0 for none.

    Raises:
        RenderError: an id is too large for the file; ``check_ids`` says so before anything is rendered.
    """
    largest = max((instance for instance, _ in coverage.leaves), default=0)
    if largest > MOST_IDS:
        raise RenderError(f"masks: expected instance ids of {MOST_IDS} at most, got {largest}")
    return coverage.owner.astype(np.uint16)


def check_ids(spec: SceneSpec, passes: Collection[str]) -> None:
    """Refuse a scene whose ids the files of its passes cannot hold.

    Raises:
        SceneError: an instance's id is too large for 16 bits.
    """
    largest = max((placed.instance_id for placed in spec.labelled()), default=0)
    if "masks" in passes and largest > MOST_IDS:
        raise SceneError(
            f"expected instance ids of {MOST_IDS} at most for the pass masks, whose files have 16 bits, got {largest}"
        )


def part_map(coverage: Coverage, part_ids: Mapping[str, int]) -> NDArray[np.uint8]:
    """(H, W) id of the part that each pixel belongs to, 0 for none.

    Raises:
        RenderError: a part that the scene script did not declare.
    """
    unknown = sorted({part for _, part in coverage.leaves} - set(part_ids))
    if unknown:
        raise RenderError(f"parts: expected those that the scenes declare, got {', '.join(unknown)}")
    return np.array([*(part_ids[part] for _, part in coverage.leaves), 0], np.uint8)[coverage.leaf]


def parsing_map(coverage: Coverage) -> NDArray[np.uint8]:
    """(H, W) face parsing class that each pixel belongs to, 0 for none. Several parts may be one class.

    Parts that are no person's are background.
    """
    classes = [PARSING_CLASS.get(part, PARSING["background"]) for _, part in coverage.leaves]
    return np.maximum(coverage.largest(classes), 0).astype(np.uint8)


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
