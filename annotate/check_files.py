"""Checks of the files beside the annotations: pictures, instance masks, part masks."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL.Image import Image

from annotate import masks
from annotate.entries import Entries, Entry
from assets import DatasetError
from assets.pictures import opened_picture
from assets.reading import is_regular

STRIPE_PX = 256  # rows of a picture that are hashed at once


def decode_pictures(folder: Path, images: Iterable[Entry]) -> tuple[dict[int, str], list[str]]:
    """A digest of the pixels of each picture that decodes, and a sentence for each that does not."""
    digests: dict[int, str] = {}
    failures: list[str] = []
    for entry in images:
        name, size = entry["file_name"], (entry["width"], entry["height"])
        if Path(name).name != name or not is_regular(folder / name):
            failures.append(f"image {entry['id']}: {name} is not in images/")
            continue
        try:
            with opened_picture(folder / name, within=folder.parent) as picture:
                got = picture.size
                if got == size:
                    digests[entry["id"]] = _digest(picture)
                else:
                    stated = f"its entry says {size[0]}×{size[1]}"
                    failures.append(f"image {entry['id']}: {name} is {got[0]}×{got[1]}, {stated}")
        except OSError as error:
            failures.append(f"image {entry['id']}: {name} does not decode ({error.strerror or error})")
    return digests, failures


def _digest(picture: Image) -> str:
    """Of a picture's pixels, of which few are copied at a time."""
    out = hashlib.sha256()
    for top in range(0, picture.height, STRIPE_PX):
        stripe = picture.crop((0, top, picture.width, min(top + STRIPE_PX, picture.height)))
        out.update(stripe.convert("RGB").tobytes())
    return out.hexdigest()


def stray_files(folder: Path, images: Iterable[Entry]) -> Iterator[str]:
    known = {entry["file_name"] for entry in images}
    if folder.is_dir():
        yield from (f"{name} has no entry" for name in sorted(p.name for p in folder.iterdir()) if name not in known)


def same_pictures(digests: Mapping[int, str], scenes: Mapping[int, int]) -> Iterator[str]:
    """Args:
    scenes: of a suite, the base scene of each image: two frames of one may be the same, where a factor does nothing;
        or the clip of each, in which nothing may move for a while.
    """
    first: dict[str, int] = {}
    for number, digest in digests.items():
        other = first.setdefault(digest, number)
        if other != number and (number not in scenes or scenes[number] != scenes.get(other)):
            yield f"image {number} has the pixels of image {other}"


def mask_file_failures(folder: Path, entries: Entries, settings: Mapping[str, Any]) -> tuple[int, list[str]]:
    """Files of the passes ``masks`` and ``parts`` that contradict the annotations; how many were looked at, too.

    Every pixel of an annotation's mask has its instance's id, and one of its parts, but for as many as it says are seen
    through glass. No id or part is unknown.
    """
    asked = settings.get("passes")
    passes = asked if isinstance(asked, list | tuple) else ()
    own: dict[int, list[Entry]] = {}
    for item in entries.annotations:
        own.setdefault(item["image_id"], []).append(item)
    looked = 0
    failures: list[str] = []
    for name, compare in (("masks", _instance_faults), ("parts", _part_faults)):
        for image in entries.images if name in passes else ():
            path = folder / name / f"{Path(image['file_name']).stem}.png"
            looked += 1
            try:
                faults = list(compare(_read_ids(path, image), image, own.get(image["id"], []), entries.raw))
            except (DatasetError, OSError) as error:
                faults = [f"{name}/{path.name} cannot be used ({error})"]
            failures += (f"image {image['id']}: {fault}" for fault in faults)
    return looked, failures


def _read_ids(path: Path, image: Entry) -> NDArray[np.int64]:
    with opened_picture(path, within=path.parents[1]) as file:
        ids = np.asarray(file).astype(np.int64) if file.size == (image["width"], image["height"]) else None
    if ids is None or ids.ndim != 2:
        raise DatasetError(f"expected {image['width']}×{image['height']} pixels of one number each")
    return ids


def _instance_faults(ids: NDArray[np.int64], image: Entry, annotations: list[Entry], raw: Entry) -> Iterator[str]:
    visible: dict[int, list[Entry]] = {}
    for item in annotations:
        visible.setdefault(item["instance_id"], []).append(item)
    known = [*visible, *(item["instance_id"] for item in [*image["hidden"], *image["filtered"]])]
    for number, own in visible.items():  # one mask is in memory at a time, however many there are
        off = np.zeros(ids.shape, np.bool_)
        for item in own:
            other = masks.decode(item["segmentation"], *ids.shape) & (ids != number)
            if np.count_nonzero(other) > _through(item):
                off |= other
        if off.any():
            yield f"{np.count_nonzero(off)} pixels of instance {number}'s mask have another id in masks/"
    for number in np.setdiff1d(ids, [0, *known]).tolist():
        yield f"masks/ shows an instance {number} that is not in the annotations"


def _part_faults(ids: NDArray[np.int64], image: Entry, annotations: list[Entry], raw: Entry) -> Iterator[str]:
    legend = raw.get("info", {}).get("parts", {})
    unknown = np.setdiff1d(ids, [0, *legend.values()]).tolist()
    if unknown:
        yield f"parts/ shows ids {unknown[:5]}, the legend has none of them"
    for item in annotations:
        mask = masks.decode(item["segmentation"], *ids.shape)
        bare = int(np.count_nonzero(mask & (ids == 0)))
        shown = {legend.get(name) for name in item["parts"]}
        other = mask & (ids != 0) & ~np.isin(ids, [number for number in shown if number is not None])
        if bare + np.count_nonzero(other) <= _through(item):
            continue
        if bare:
            yield f"{bare} pixels of annotation {item['id']}'s mask have no part in parts/"
        if other.any():
            yield f"{int(other.sum())} pixels of annotation {item['id']}'s mask have parts in parts/ that it has not"


def _through(item: Entry) -> int:
    """Pixels of an annotation's mask that belong to the pane before it."""
    return int(item.get("through_glass", 0))
