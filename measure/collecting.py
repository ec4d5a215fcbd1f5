"""One walk through a set: its labels and pixels become columns, a few pictures are remembered for the judge."""

import heapq
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import batched
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import ImageOps

from assets import AttributeValue, DatasetError
from assets.pictures import opened_picture
from measure.items import Item, Source
from measure.properties.labels import add_things
from measure.properties.pixels import RINGS, file_figures, measure_pixels
from measure.table import Table

THREADS, AT_ONCE = 2, 32  # decoders, pictures that they have before them

type Pixels = NDArray[np.uint8]
type Row = dict[str, AttributeValue]
type Picture = tuple[str, Path, tuple[int, int]]
"""Its name, its file, and its size as its labels mean it."""
type Advance = Callable[[str], None]


@dataclass(eq=False)
class Collected:
    """What was read of a set.

    Attributes:
        things: a row a labelled thing; None where the set has no labels.
        pixels: a row a picture; None where its pictures are not there.
        power: (RINGS,) mean log2 power by radius.
        chosen: pictures for the judge, fixed by their names alone, in an order that says nothing.
        told: sentences for what was left out, with how often.
    """

    source: Source
    things: Table | None
    pixels: Table | None
    power: NDArray[np.float64] = field(default_factory=lambda: np.zeros(RINGS))
    chosen: list[Picture] = field(default_factory=list)
    told: Counter[str] = field(default_factory=Counter)


def collect(
    source: Source, categories: Mapping[str, str], sample: int | None, judged: int, advance: Advance
) -> Collected:
    """Args:
    categories: new names of some; an empty one leaves its things out.
    sample: of how many pictures the pixels are looked at; None for all.
    judged: how many pictures are chosen for the judge at most.
    advance: called with each picture's name.

    Raises:
        DatasetError: it cannot be read, or a picture does not decode; names it.
    """
    out = Collected(source, Table() if source.labelled else None, Table())
    items = _labelled(source.read(out.told), out, categories, advance)
    looked_at: Iterator[Item] = (item for item in items if item.picture is not None)
    if sample is not None:
        looked_at = iter(sorted(chosen(looked_at, sample), key=lambda item: item.name))
    heap: list[tuple[int, Picture]] = []
    with ThreadPoolExecutor(THREADS) as pool:
        for batch in batched(looked_at, AT_ONCE, strict=False):
            for item, (row, power) in zip(batch, pool.map(lambda item: look_at(item, source.root), batch), strict=True):
                assert out.pixels is not None and item.picture is not None
                out.pixels.pictures += 1
                out.pixels.add(row)
                out.power += power
                keep = heapq.heappushpop if len(heap) >= judged else heapq.heappush
                keep(heap, (-place_of(item.name), (item.name, item.picture, item.size)))
    assert out.pixels is not None
    out.power /= max(len(out.pixels), 1)
    out.chosen = [picture for _, picture in sorted(heap, reverse=True)]
    if not len(out.pixels):
        out.pixels = None
    return out


def chosen(items: Iterator[Item], count: int) -> list[Item]:
    """So many items, by their names alone, whatever else is listed with them."""
    return heapq.nsmallest(count, items, key=lambda item: (place_of(item.name), item.name))


def place_of(name: str) -> int:
    """A number that looks random and depends on the name alone."""
    return zlib.crc32(name.encode())


def look_at(item: Item, root: Path) -> tuple[Row, NDArray[np.float64]]:
    """A picture's figures and its power spectrum.

    Raises:
        DatasetError: it does not decode, or is not of the size that its labels say.
    """
    assert item.picture is not None
    rgb, more = decoded(item.picture, root, item.size)
    if rgb.shape[1::-1] != item.size:
        width, height = rgb.shape[1::-1]
        expected = f"{item.size[0]}×{item.size[1]} pixels, as its labels say"
        raise DatasetError(f"{item.picture}: expected {expected}, got {width}×{height}")
    row, power = measure_pixels(rgb)
    return row | more, power


def decoded(path: Path, root: Path, size: tuple[int, int] | None = None) -> tuple[Pixels, Row]:
    """(H, W, 3) sRGB, and what the file says of itself.

    Args:
        size: width and height that its labels mean; turned by its EXIF data, where that is how it gets them.

    Raises:
        DatasetError: it does not decode.
    """
    try:
        with opened_picture(path, within=root) as picture:
            figures, turned = file_figures(picture), picture
            if size is not None and size != picture.size == size[::-1]:
                turned = ImageOps.exif_transpose(picture)
            return np.asarray(turned.convert("RGB")), figures
    except OSError as error:
        raise DatasetError(f"{path}: this picture cannot be read ({error.strerror or error})") from error


def _labelled(items: Iterator[Item], out: Collected, categories: Mapping[str, str], advance: Advance) -> Iterator[Item]:
    """The same items, once their labels are taken."""
    for item in items:
        if out.things is not None:
            out.things.pictures += 1
            add_things(out.things, item, categories, out.source.keypoints)
        advance(item.name)
        yield item
