"""The files of a picture: itself, a small one of it that is made once, and what was rendered beside it."""

import hashlib
import io
import os
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from annotate.flow import painted
from assets import DatasetError, files
from assets.pictures import FILE_BYTES, opened_picture
from prelabel.dataset import StoredFrame
from view.index.index import Index, view_cache
from view.index.reading import Place

SMALL_PX, QUALITY = 384, 82  # the longer side of a small picture, and its JPEG quality
PASSES = ("depth", "normals", "masks", "parts", "parsing", "flow", "flow_backward")
PNG, JPEG = b"\x89PNG", b"\xff\xd8\xff"
BORDER = 0.02  # of the depths at either end that do not decide the colours
# Of a colour map that is as even for the eye as viridis, by eleven of its steps.
DEPTHS = np.array(
    [
        *([253, 231, 37], [187, 223, 39], [122, 209, 81], [68, 191, 112], [34, 168, 132], [33, 145, 140]),
        *([42, 120, 142], [53, 95, 141], [65, 68, 135], [72, 36, 117], [68, 1, 84]),
    ],
    np.float64,
)

type Pixels = NDArray[np.uint8]


def picture_path(place: Place, index: Index, position: int) -> Path:
    """Of a picture, by its number in the index: no name comes from a browser.

    Raises:
        DatasetError: the set has no such picture, or it is not beside its labels.
    """
    rows = index.ask("select path, name from base.pictures where position = ?", [position])
    if not rows:
        raise DatasetError(f"{place.place}: there is no picture {position}")
    if not rows[0][0]:
        raise DatasetError(f"{place.place}: {rows[0][1]} is not beside its labels")
    return place.root / str(rows[0][0])


def original(path: Path, root: Path) -> tuple[bytes, str]:
    """A picture's file as it is, and its kind; JPEG or PNG by what it holds, and within the set's folder.

    Raises:
        DatasetError: it is something else, or cannot be read.
    """
    try:
        data = files.read(path, FILE_BYTES, within=root)
    except OSError as error:
        raise DatasetError(f"{path.name}: cannot be read ({error.strerror})") from error
    if data.startswith(JPEG):
        return data, "image/jpeg"
    if data.startswith(PNG):
        return data, "image/png"
    raise DatasetError(f"{path.name}: expected a JPEG or PNG picture, its first bytes are another file's")


def small(place: Place, path: Path) -> tuple[bytes, str]:
    """A picture of at most ``SMALL_PX`` a side; made once, kept in the user's cache folder.

    Raises:
        DatasetError: it does not decode, or lies outside the set's folder.
    """
    kept = _kept(place, path)
    if kept is not None and kept.exists():
        return kept.read_bytes(), "image/jpeg"
    try:
        with opened_picture(path, within=place.root) as picture:
            picture.draft("RGB", (SMALL_PX, SMALL_PX))
            turned = ImageOps.exif_transpose(picture)
            turned.thumbnail((SMALL_PX, SMALL_PX))
            data = encoded(np.asarray(turned.convert("RGB")), "JPEG")
    except OSError as error:
        raise DatasetError(f"{path.name}: this picture cannot be read ({error.strerror or error})") from error
    if kept is not None:
        _keep(kept, data)
    return data, "image/jpeg"


def _kept(place: Place, path: Path) -> Path | None:
    """Where its small picture is kept: by the file's name, length and time; None for one that is not there."""
    try:
        told = path.stat()
    except (OSError, ValueError):
        return None
    name = hashlib.sha256(f"{path}:{told.st_size}:{told.st_mtime_ns}".encode("utf-8", "surrogateescape")).hexdigest()
    return view_cache(place.place) / f"small-{SMALL_PX}" / name[:2] / f"{name[2:26]}.jpg"


def _keep(path: Path, data: bytes) -> None:
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        part.replace(path)
    except OSError:
        return  # a cache that cannot be written costs milliseconds, not the picture


def encoded(pixels: Pixels, kind: str) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, kind, quality=QUALITY)
    return out.getvalue()


# --- what was rendered beside it


def passes(place: Place, name: str) -> list[str]:
    """Of ``PASSES`` those that a picture has."""
    stem = PurePosixPath(name).stem
    ends = ("exr", "png")  # flow has one of them, too
    return [kind for kind in PASSES if any((place.root / kind / f"{stem}.{end}").is_file() for end in ends)]


def layer(place: Place, entry: Mapping[str, Any], kind: str) -> bytes:
    """A pass as a PNG that people can look at: near is bright, normals are colours, ids are colours of their own.

    Args:
        entry: of the picture, with ``file_name``, ``width`` and ``height``.

    Raises:
        DatasetError: it cannot be read.
        ConfigError: it is not there.
    """
    if PurePosixPath(entry["file_name"]).name != entry["file_name"]:
        raise DatasetError(f"{kind}: expected a picture with a plain name")
    truth = StoredFrame(place.root, dict(entry), []).truth_of(kind)
    return encoded(_PAINT[kind](truth), "PNG")


def _depth(metres: NDArray[Any]) -> Pixels:
    """By the logarithm, from the nearest to the furthest thing; what has no depth is black."""
    known = np.isfinite(metres) & (metres > 0.0)
    out = np.zeros((*metres.shape, 3), np.uint8)
    if known.any():
        logs = np.log(metres[known])
        low, high = np.quantile(logs, [BORDER, 1.0 - BORDER])
        share = np.clip((logs - low) / max(high - low, 1e-6), 0.0, 1.0) * (len(DEPTHS) - 1)
        steps = np.arange(len(DEPTHS))
        out[known] = np.stack([np.interp(share, steps, DEPTHS[:, k]) for k in range(3)], axis=-1)
    return out


def _normals(vectors: NDArray[Any]) -> Pixels:
    """Right is red, up is green, towards the camera is blue, as normal maps have it."""
    turned = np.nan_to_num(vectors) * np.array([1.0, -1.0, -1.0])
    shown = np.clip(127.5 * (turned + 1.0), 0.0, 255.0)
    shown[~np.any(vectors, axis=-1)] = 0.0
    return np.asarray(shown, np.uint8)


def _ids(numbers: NDArray[Any]) -> Pixels:
    """A colour of its own for each, by the golden angle; 0 is black."""
    found, at = np.unique(numbers.reshape(numbers.shape[:2]), return_inverse=True)
    hue = (found.astype(np.float64) * 0.61803398875) % 1.0
    shade = np.clip(np.abs((hue[:, None] * 6.0 + np.array([0.0, 4.0, 2.0])) % 6.0 - 3.0) - 1.0, 0.0, 1.0)
    colours = np.where(found[:, None] == 0, 0.0, 255.0 * (0.35 + 0.6 * shade))
    return np.asarray(colours, np.uint8)[at.reshape(numbers.shape[:2])]


def _flow(pixels: NDArray[Any]) -> Pixels:
    """By the colour wheel; what the other picture does not show is black."""
    return painted(np.where(pixels[..., 2:] > 0.0, pixels[..., :2], np.nan))


_PAINT: Mapping[str, Callable[[NDArray[Any]], Pixels]] = {
    "depth": _depth,
    "normals": _normals,
    "masks": _ids,
    "parts": _ids,
    "parsing": _ids,
    "flow": _flow,
    "flow_backward": _flow,
}
