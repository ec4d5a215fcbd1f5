"""Flow as files: Middlebury's .flo, KITTI's PNG of 16 bits, and scene flow's channels.

Sources: Baker et al., "A Database and Evaluation Methodology for Optical Flow" (vision.middlebury.edu/flow, flow-code's
README), and KITTI's flow 2015 development kit. The same flow gives the same bytes.
"""

import struct

import cv2
import numpy as np
from numpy.typing import NDArray

from annotate.flow.flows import Flow
from assets import DatasetError
from assets.pictures import PIXELS

TAG = 202021.25  # "PIEH" as a float, by which a .flo file is known
UNKNOWN, UNKNOWN_FROM = 1e10, 1e9  # what is written where flow is unknown, and what is read as that
STEPS, ZERO = 64.0, 2**15  # of KITTI's numbers: steps of a pixel, and which stands for none
MOST_PX = (2**16 - 1 - ZERO) / STEPS


def encode_flo(flow: Flow) -> bytes:
    """Of every pixel whose motion is known, seen in the other picture or not; 1e10 for the others."""
    height, width = flow.visible.shape
    known = np.isfinite(flow.pixels).all(axis=-1, keepdims=True)
    values = np.where(known, flow.pixels, np.float32(UNKNOWN)).astype("<f4")
    return struct.pack("<fii", TAG, width, height) + values.tobytes()


def encode_kitti(flow: Flow) -> bytes:
    """u, v and valid: of pixels that the other picture shows; those that move further than 512 px are not valid."""
    valid = flow.visible & (np.abs(np.nan_to_num(flow.pixels, nan=np.inf)) < MOST_PX).all(axis=-1)
    numbers = np.rint(np.where(valid[..., None], flow.pixels, np.float32(0.0)) * STEPS + ZERO)
    u, v = (np.where(valid, numbers[..., axis], 0.0).astype(np.uint16) for axis in (0, 1))
    return bytes(cv2.imencode(".png", np.stack([valid.astype(np.uint16), v, u], axis=-1))[1])  # blue comes first


def encode_scene(flow: Flow) -> dict[str, NDArray[np.float32]]:
    """Channels of an EXR file: X, Y, Z in metres, NaN for nothing known; V is 1 where the other picture shows it."""
    axes = {axis: np.ascontiguousarray(flow.scene[..., place]) for place, axis in enumerate("XYZ")}
    return {**axes, "V": flow.visible.astype(np.float32)}


def read_flo(data: bytes) -> NDArray[np.float32]:
    """(H, W, 2) pixels, NaN where unknown.

    Raises:
        DatasetError: this is no .flo file.
    """
    head = struct.calcsize("<fii")
    tag, width, height = struct.unpack("<fii", data[:head]) if len(data) >= head else (0.0, 0, 0)
    if tag != TAG or width < 1 or height < 1 or len(data) != head + 8 * width * height:
        raise DatasetError("expected a .flo file, got another, or a part of one")
    values = np.frombuffer(data, "<f4", offset=head).reshape(height, width, 2)
    return np.where(np.abs(values) < UNKNOWN_FROM, values, np.float32(np.nan)).astype(np.float32)


def read_kitti(data: bytes, most: int = PIXELS) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """(H, W, 2) pixels, NaN where not valid, and (H, W) where they are.

    Args:
        most: pixels that it may have; a decoder believes the file's head, whatever comes after.

    Raises:
        DatasetError: this is no such file.
    """
    try:
        image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED) if _is_png(data, most) else None
    except cv2.error as error:
        raise DatasetError("expected a PNG file, got a damaged one") from error
    if image is None or image.dtype != np.uint16 or image.ndim != 3 or image.shape[2] != 3:
        raise DatasetError("expected a PNG of three channels of 16 bits, as KITTI has flow, got another")
    valid = image[..., 0] > 0
    pixels = (image[..., :0:-1].astype(np.float32) - np.float32(ZERO)) / np.float32(STEPS)
    return np.where(valid[..., None], pixels, np.float32(np.nan)), valid


def _is_png(data: bytes, most: int) -> bool:
    """Whether its head says PNG, and so many pixels at most."""
    if len(data) < 24 or data[:8] != b"\x89PNG\r\n\x1a\n" or data[12:16] != b"IHDR":
        return False
    width, height = struct.unpack(">II", data[16:24])
    return bool(0 < width * height <= most)
