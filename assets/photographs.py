"""Photographs of the user's, as flat pictures to stand behind things."""

import functools
import math
import warnings
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from assets.errors import AssetError
from assets.library.radiance import check_side
from assets.pictures import opened_picture
from assets.reading import is_folder, shown

ORIGIN = "background photographs: the user's own"
OTHERS = ("WEBP", "TIFF", "BMP")  # Pillow's names of formats that photographs may have beside JPEG and PNG
SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp")
LARGEST = 1024  # pixels of the longer side that are kept: they are behind the subject, and often blurred
KEPT = 16  # of the photographs read last


@functools.lru_cache(maxsize=8)
def photographs(folder: Path) -> tuple[Path, ...]:
    """The pictures in a folder, in order of their names.

    Raises:
        AssetError: there is no such folder, or no picture in it.
    """
    if not is_folder(folder):
        raise AssetError(f"photographs: expected a folder of pictures, got '{shown(str(folder))}', which is none")
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES and path.is_file())
    if not found:
        raise AssetError(f"photographs: expected pictures ({', '.join(SUFFIXES)}) in '{folder}', found none")
    return tuple(found)


@functools.lru_cache(maxsize=KEPT)
def photograph(path: Path) -> NDArray[np.uint8]:
    """Pixels (H, W, 3) sRGB of a picture, upright, at most ``LARGEST`` wide and high.

    Raises:
        AssetError: it cannot be read, or is larger than Pillow takes for safe.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with opened_picture(path, others=OTHERS) as image:
                check_side(*image.size)
                image.draft("RGB", (LARGEST, LARGEST))  # a JPEG is decoded no larger than needed
                shown = ImageOps.exif_transpose(image).convert("RGB")
                shown.thumbnail((LARGEST, LARGEST))
                out = np.array(shown)
    except AssetError as error:
        raise AssetError(f"photograph '{path}': {error}") from error
    except Image.DecompressionBombWarning as error:  # of the other formats; JPEG and PNG have our own limit
        limit = (Image.MAX_IMAGE_PIXELS or math.inf) / 1e6
        raise AssetError(f"photograph '{path}': expected at most {limit:.0f} million pixels, got more") from error
    except OSError as error:
        raise AssetError(
            f"photograph '{path}': expected a picture, cannot read it ({error.strerror or error})"
        ) from error
    out.setflags(write=False)
    return out


def crop(
    rng: np.random.Generator, size: tuple[int, int], aspect: float, least: float = 0.8
) -> tuple[float, float, float, float]:
    """A part of a picture of that aspect (width over height): left, bottom, right, top as shares of the picture.

    Args:
        size: width and height of the picture.
        least: share of the largest possible part that it takes at least, along each side.
    """
    own = size[0] / size[1]
    wide, high = (aspect / own, 1.0) if aspect < own else (1.0, own / aspect)
    scale = float(rng.uniform(least, 1.0))
    wide, high = wide * scale, high * scale
    left, bottom = float(rng.uniform(0.0, 1.0 - wide)), float(rng.uniform(0.0, 1.0 - high))
    return left, bottom, left + wide, bottom + high
