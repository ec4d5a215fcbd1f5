"""Checks of moving pictures: tracks, and the flow from one frame to the next."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from annotate import masks
from annotate.entries import NUMBER, Entries, Entry
from annotate.flow import read_flo, read_kitti
from assets import DatasetError, files

LEAST_SHARE = 0.99  # of valid pixels that flow takes to the same thing, and back
ASTRAY_PX = 1.0  # how far beside they may come out
ROOM = 64  # bytes of a file of flow beside its pixels
FORTH, BACK = "flow", "flow_backward"

type Flow = tuple[NDArray[np.float32], NDArray[np.bool_]]


def is_moving(entries: Entries) -> bool:
    return any("video_id" in image for image in entries.images)


def clip_failures(entries: Entries) -> Iterator[str]:
    """Images that are no frames of the clips that ``videos`` lists, or not in their order."""
    listed = entries.raw.get("videos")
    rows = listed if isinstance(listed, list) else []
    videos = {row["id"]: row for row in rows if isinstance(row, dict) and isinstance(row.get("id"), int)}
    if not isinstance(listed, list) or len(videos) != len(rows):
        yield "videos: expected a list of clips, each with an id of its own"
    for clip, images in clips_of(entries).items():
        if clip not in videos:
            yield f"image {images[0]['id']}: there is no video {clip}"
            continue
        length, said = videos[clip].get("length"), videos[clip].get("fps")
        fps = float(said) if isinstance(said, int | float) and NUMBER[1](said) else 0.0
        for image in images:
            time, seconds = image.get("frame_index"), image.get("seconds")
            if not isinstance(time, int) or not 0 <= time < (length if isinstance(length, int) else time + 1):
                yield f"image {image['id']}: expected a frame_index of 0 to {length} less 1, got {time}"
            elif fps > 0.0 and seconds is not None and abs(seconds * fps - time) > 1e-3 * fps:
                yield f"image {image['id']}: expected {time / fps:g} seconds, got {seconds}"


def track_failures(entries: Entries, categories: Mapping[int, Entry]) -> tuple[int, list[str]]:
    """How many tracks there are, and a sentence for each that is none.

    A track is of one clip, one thing and one category; it comes once a frame, and is told of in every frame of its clip
    that is there: as an annotation, hidden or filtered.
    """
    failures: list[str] = []
    homes: dict[int, tuple[Any, Any, Any]] = {}
    frames: dict[int, dict[int, int]] = defaultdict(dict)  # by track, how often by image
    images = {image["id"]: image for image in entries.images}
    for where, image, item, category in _tracked(entries, images, categories):
        number = item.get("track_id")
        if number is None:
            failures.append(f"{where}: has no 'track_id'")
            continue
        home = image.get("video_id"), item["instance_id"], category
        if homes.setdefault(number, home) != home:
            first = homes[number]
            what = next(
                f"{name} {one} and {two}"
                for name, one, two in zip(("video", "instance", "category"), first, home, strict=True)
                if one != two
            )
            failures.append(f"{where}: track {number} is of {what}")
        seen = frames[number]
        seen[image["id"]] = seen.get(image["id"], 0) + 1
        if seen[image["id"]] == 2:
            failures.append(f"image {image['id']}: track {number} comes more than once")
    clips = clips_of(entries)
    for number, seen in frames.items():
        lost = [image["id"] for image in clips.get(homes[number][0], ()) if image["id"] not in seen]
        if lost:
            failures.append(f"track {number}: image {lost[0]} does not say where it is, nor that it is hidden")
    return len(frames), failures


def _tracked(
    entries: Entries, images: Mapping[int, Entry], categories: Mapping[int, Entry]
) -> Iterator[tuple[str, Entry, Entry, str]]:
    for item in entries.annotations:
        if "video_id" in images.get(item["image_id"], {}):
            name = categories.get(item["category_id"], {}).get("name", "")
            yield f"annotation {item['id']}", images[item["image_id"]], item, name
    for image in entries.images:
        for item in (*image["hidden"], *image["filtered"]) if "video_id" in image else ():
            yield f"image {image['id']}: {item['category']} {item['instance_id']}", image, item, item["category"]


def clips_of(entries: Entries) -> dict[int, list[Entry]]:
    """The images of each clip, in the order of time."""
    out: dict[int, list[Entry]] = defaultdict(list)
    for image in entries.images:
        if "video_id" in image:
            out[image["video_id"]].append(image)
    return {clip: sorted(images, key=lambda image: int(image.get("frame_index", 0))) for clip, images in out.items()}


def flow_failures(folder: Path, entries: Entries, settings: Mapping[str, Any]) -> tuple[int, list[str]]:
    """How many files of flow were looked at, and a sentence for each that does not do what flow does.

    At ``LEAST_SHARE`` of a file's valid pixels, flow goes to within ``ASTRAY_PX`` of a pixel of the same thing, and
    what comes back from there is within ``ASTRAY_PX``, where the other frame knows it.
    """
    asked = settings.get("passes")
    passes = [name for name in (FORTH, BACK) if isinstance(asked, list | tuple) and name in asked]
    if not passes:
        return 0, []
    own: dict[int, list[Entry]] = defaultdict(list)
    for item in entries.annotations:
        own[item["image_id"]].append(item)
    looked, failures = 0, list[str]()
    for images in clips_of(entries).values():
        before: dict[str, Flow] = {}
        for index, image in enumerate(images):
            try:
                found = {name: read_pair(folder, name, image) for name in passes}
            except DatasetError as error:
                failures.append(f"image {image['id']}: {error}")
                before = {}
                continue
            looked += len(found)
            last = images[index - 1] if index else None
            if last is not None and last.get("frame_index", 0) == image.get("frame_index", 0) - 1:
                failures += _pair_failures(last, image, own, before, found)
            before = found
    return looked, failures


def _pair_failures(
    last: Entry, image: Entry, own: Mapping[int, list[Entry]], before: Mapping[str, Flow], found: Mapping[str, Flow]
) -> Iterator[str]:
    """Of two frames in a row, with what was read of the flow of each."""
    things = own.get(last["id"], []), own.get(image["id"], [])
    if (last["width"], last["height"]) != (image["width"], image["height"]):
        yield f"image {image['id']}: expected a clip's frames of one size"
        return
    try:
        if FORTH in before:
            yield from _astray(f"image {last['id']}", before[FORTH], things, image)
        if BACK in found:
            yield from _astray(f"image {image['id']}, backward", found[BACK], things[::-1], last)
    except DatasetError as error:
        yield f"image {image['id']}: its flow cannot be followed, a mask does not decode ({error})"
    if FORTH in before and BACK in found:
        yield from _inconsistent(f"image {last['id']}", before[FORTH], found[BACK])


def read_pair(folder: Path, name: str, image: Entry) -> Flow:
    """Both files of a pass of flow: (H, W, 2) pixels, NaN where unknown, and (H, W) what the other frame shows.

    Raises:
        DatasetError: they cannot be read, are of another size, or contradict each other.
    """
    stem, shape = Path(image["file_name"]).stem, (image["height"], image["width"])
    most = ROOM + 8 * shape[0] * shape[1]
    got = []
    for end in ("flo", "png"):
        path = folder / name / f"{stem}.{end}"
        try:
            got.append(files.read(path, most, within=folder))
        except OSError as error:
            raise DatasetError(f"{name}/{path.name} cannot be used ({error.strerror or error})") from error
    try:
        pixels, (rounded, valid) = read_flo(got[0]), read_kitti(got[1], shape[0] * shape[1])
    except DatasetError as error:
        raise DatasetError(f"{name}/{stem} cannot be used ({error})") from error
    if not pixels.shape[:2] == valid.shape == shape:
        raise DatasetError(f"{name}/{stem}: expected {shape[1]}×{shape[0]} pixels")
    off = np.abs(pixels[valid] - rounded[valid])
    if not (off <= 1.0 / 64.0).all():  # NaN is none
        raise DatasetError(f"{name}/{stem}: its two files differ")
    return pixels, valid


def _astray(where: str, flow: Flow, things: Sequence[Sequence[Entry]], there: Entry) -> Iterator[str]:
    """What leads from one thing to another.

    Args:
        things: annotations of the frame that it starts from, and of the other one.
        there: the other frame's entry.
    """
    pixels, valid = flow
    height, width = there["height"], there["width"]
    rows, columns = np.nonzero(valid)
    at_x, at_y = _landing(pixels, rows, columns)
    inside = (at_x >= 0) & (at_x < width) & (at_y >= 0) & (at_y < height)
    outside = int(np.count_nonzero(~inside))
    wrong = np.zeros(len(rows), np.bool_)
    labelled = np.zeros(len(rows), np.bool_)
    targets = {item.get("track_id"): item for item in things[1]}
    for item in things[0]:
        mine = masks.decode(item["segmentation"], height, width)[rows, columns]
        labelled |= mine
        other = targets.get(item.get("track_id"))
        near = np.zeros((height, width), np.bool_) if other is None else _wider(_mask(other, height, width))
        wrong |= mine & inside & ~near[np.clip(at_y, 0, height - 1), np.clip(at_x, 0, width - 1)]
    covered = np.zeros((height, width), np.bool_)
    for item in things[1]:
        covered |= _mask(item, height, width)
    core = ~_wider(~covered)  # pixels with no scenery around them
    wrong |= ~labelled & inside & core[np.clip(at_y, 0, height - 1), np.clip(at_x, 0, width - 1)]
    lost = outside + int(np.count_nonzero(wrong))
    if lost > (1.0 - LEAST_SHARE) * len(rows):
        yield f"{where}: flow leads {lost} of {len(rows)} valid pixels astray, to another thing or out of the picture"


def _inconsistent(where: str, forth: Flow, back: Flow) -> Iterator[str]:
    """What does not come back. The way back is known at pixels: the best of the four around a place counts."""
    pixels, valid = forth
    height, width = valid.shape
    rows, columns = np.nonzero(valid)
    way = pixels[rows, columns].astype(np.float64)
    corner_x = np.floor(columns + way[:, 0]).astype(np.intp)
    corner_y = np.floor(rows + way[:, 1]).astype(np.intp)
    best = np.full(len(rows), np.inf)
    for x, y in ((0, 0), (1, 0), (0, 1), (1, 1)):
        at = np.clip(corner_y + y, 0, height - 1), np.clip(corner_x + x, 0, width - 1)
        off = np.linalg.norm(way + back[0][at], axis=1)
        best = np.fmin(best, np.where(back[1][at], off, np.inf))
    known = np.isfinite(best)
    astray = int(np.count_nonzero(best[known] > ASTRAY_PX))
    if astray > (1.0 - LEAST_SHARE) * np.count_nonzero(known):
        count = np.count_nonzero(known)
        yield f"{where}: of {count} pixels that flow takes on, {astray} do not come back within {ASTRAY_PX:g} px"


def _landing(
    pixels: NDArray[np.float32], rows: NDArray[np.intp], columns: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Column and row of the pixels in which flow ends."""
    way = pixels[rows, columns].astype(np.float64)
    return np.floor(columns + 0.5 + way[:, 0]).astype(np.intp), np.floor(rows + 0.5 + way[:, 1]).astype(np.intp)


def _mask(item: Entry, height: int, width: int) -> NDArray[np.bool_]:
    return masks.decode(item["segmentation"], height, width)


def _wider(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """A mask and the pixels around it."""
    return np.asarray(cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)
