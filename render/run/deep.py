"""``prelabel check --deep``: frames of a dataset rendered again and compared, pictures, passes and labels."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from annotate import Row, masks
from annotate.entries import Entry, read_entries
from annotate.marks import bare
from assets import ConfigError, DatasetError, files
from assets.pictures import opened_picture
from render.progress.stopwatch import Stopwatch
from render.run.frames import Job, Renderer, finish_frame, frame_files, frame_record
from render.run.sampling import sample_frame
from render.settings.config import RunConfig, load_yaml, make_config
from render.settings.trust import Tell, trusted
from render.stores.claims import RUN_FILE
from render.stores.temporary import temporary_folder

SHRINK = 8  # pictures are compared at this reduction, where the noise of two devices is gone
MEAN_LEVELS, MOST_LEVELS = 4.0, 24.0  # of 255 that it leaves at most: in the mean, and in 99 of 100 places
SLACK_PX = 1.01  # boxes are written with two decimals
FILE_BYTES = 2**31  # of a picture's or pass's file: float32 passes of the largest pictures
SHARE_SLACK = 0.05  # a pixel more or less around a mask of some size

type Files = Mapping[str, bytes]
type Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Again:
    """Attributes:
    rows: as of ``check``.
    notes: what is no failure and should be known.
    """

    rows: tuple[Row, ...]
    notes: tuple[str, ...]


def run_config(
    folder: Path, device: str | None = None, trust: bool = False, tell: Tell = lambda text: None
) -> RunConfig:
    """The config in a dataset's ``run.yaml``, whose Python files are run.

    Args:
        trust, tell: see ``render.settings.trust``.

    Raises:
        ConfigError, StorageError: it is none, it is not there, or it may not have a file run.
    """
    values = load_yaml(folder / RUN_FILE)
    values = values if device is None else {**values, "device": device}
    return make_config(values, permit=trusted(folder / RUN_FILE, trust, tell))


def render_again(folder: Path, config: RunConfig, sample: int, make_renderer: Callable[[Stopwatch], Renderer]) -> Again:
    """Render a sample of a dataset's frames again and compare what comes out with what is there.

    On the machine that rendered it, a dataset's files and labels come out byte for byte. Another device has other
    noise: where a picture differs by no more than that, its labels may differ by a pixel, and a note says so.

    Args:
        sample: frames, evenly spaced over the run, the first and the last among them.

    Raises:
        DatasetError: the annotations cannot be read.
        PrelabelError: the frames cannot be rendered.
    """
    entries = read_entries(folder / "annotations" / "instances.json")
    there = {image["id"]: image for image in entries.images}
    numbers = _spread(sorted(number for number in there if number in config.frames()), sample)
    if not numbers:
        raise ConfigError(f"check {folder}: expected a frame of its run.yaml to render again, found none")
    names = {category["id"]: category["name"] for category in entries.categories}
    own: dict[int, list[Entry]] = {number: [] for number in numbers}
    for item in entries.annotations:
        if item["image_id"] in own:
            named = {"category": names.get(item["category_id"])}
            own[item["image_id"]].append({**item, **named})
    pictures, labels, elsewhere = [], [], []
    for number, files_made, record in frames_again(config, numbers, make_renderer):
        made = {name: _unmarked(name, data) for name, data in files_made.items()}
        exact = _same_files(folder, made)
        fault = None if exact else _picture_fault(folder, made)
        pictures += [f"image {number}: {fault}"] if fault else []
        compare = _differences if exact or fault else _near_differences
        labels += [f"image {number}: {text}" for text in compare(there[number], own[number], record)]
        if not exact and not fault:
            elsewhere.append(str(number))
    rows = (
        Row("pictures come out again", len(numbers), tuple(pictures)),
        Row("labels come out again", len(numbers), tuple(labels)),
    )
    return Again(rows, _notes(elsewhere, entries.raw.get("info")))


def _spread(numbers: Sequence[int], count: int) -> list[int]:
    """So many of the numbers, evenly spaced."""
    places = np.linspace(0, len(numbers) - 1, min(count, len(numbers))).round().astype(int)
    return [numbers[place] for place in places.tolist()]


def frames_again(
    config: RunConfig, numbers: Sequence[int], make_renderer: Callable[[Stopwatch], Renderer]
) -> Iterator[tuple[int, Files, dict[str, Any]]]:
    """Number, files by name and record of some frames, rendered in this process.

    Raises:
        PrelabelError: see the tree.
    """
    job = Job.of(config)
    renderer = make_renderer(Stopwatch())
    with temporary_folder("prelabel-") as scratch:
        for number in numbers:
            sampled = sample_frame(number, job.scenes, config.seed, plan=job.plan)
            frame = renderer.render(sampled.spec)
            finished = finish_frame(sampled, frame, config, job.augmentation)
            made = dict(frame_files(job, number, finished, scratch))
            yield number, made, frame_record(sampled, finished, config)


def _same_files(folder: Path, again: Files) -> bool:
    return all(_there(folder, name) == data for name, data in again.items())


def _there(folder: Path, name: str) -> bytes | None:
    """A file of the dataset; None where it is missing, or no plain file of the dataset's own."""
    try:
        return _unmarked(name, files.read(folder / name, FILE_BYTES, within=folder))
    except OSError:
        return None


def _unmarked(name: str, data: bytes) -> bytes:
    """Pictures without their marks, which ``check`` looks at and another version writes otherwise."""
    try:
        return bare(data) if name.startswith("images/") else data
    except DatasetError:
        return data


def _picture_fault(folder: Path, rendered: Files) -> str | None:
    """What differs by more than noise between the files that are there and those of the same frame rendered again."""
    there = {name: _there(folder, name) for name in rendered}
    missing = [name for name, data in there.items() if data is None]
    if missing:
        return f"{missing[0]} is missing"
    name = next(iter(rendered))  # the picture comes first
    try:
        here, again = (_shrunk(data or b"") for data in (there[name], rendered[name]))
    except OSError as error:
        return f"{name} cannot be read ({error.strerror or error})"
    if here.shape != again.shape:
        return f"{name} has another size"
    off = np.abs(here - again)
    if off.mean() > MEAN_LEVELS or np.percentile(off.max(axis=2), 99.0) > MOST_LEVELS:
        return f"{name} is another picture: {off.mean():.1f} of 255 levels off in the mean, {off.max():.0f} at most"
    if not off.any():  # the picture is the same: a pass is not
        other = next(key for key, data in rendered.items() if there[key] != data)
        return f"{other} differs, its picture does not"
    return None


def _shrunk(data: bytes) -> NDArray[np.float32]:
    with opened_picture(data) as file:
        rgb = np.asarray(file.convert("RGB"), np.float32)
    height, width = (max(1, side // SHRINK) for side in rgb.shape[:2])
    return np.asarray(cv2.resize(rgb, (width, height), interpolation=cv2.INTER_AREA), np.float32)


def _differences(image: Entry, annotations: Sequence[Entry], record: Mapping[str, Any]) -> Iterator[str]:
    """Anything that is not the same to the last digit."""
    yield from (f"its '{key}' differs" for key in _different_keys(image, record["image"]))
    again = {item["id"]: item for item in record["annotations"]}
    for item in annotations:
        if item["id"] not in again:
            yield f"annotation {item['id']} does not come out again"
            continue
        mine = {key: value for key, value in item.items() if key != "category_id"}
        different = _different_keys(mine, again[item["id"]])
        yield from (f"annotation {item['id']}: its '{key}' differs" for key in different)
    yield from (f"annotation {number} is missing" for number in sorted(again.keys() - {a["id"] for a in annotations}))


def _different_keys(a: Mapping[str, Any], b: Mapping[str, Any]) -> list[str]:
    return [
        key for key in [*a, *(key for key in b if key not in a)] if key not in a or key not in b or a[key] != b[key]
    ]


def _near_differences(image: Entry, annotations: Sequence[Entry], record: Mapping[str, Any]) -> Iterator[str]:
    """What differs by more than a pixel around the masks. A thing may come or go that is no thicker than two."""
    height, width = image["height"], image["width"]
    pairs: dict[tuple[int, str], list[Entry | None]] = {}
    for side, group in enumerate((annotations, record["annotations"])):
        for item in group:
            pairs.setdefault((item["instance_id"], item["category"]), [None, None])[side] = item
    for (number, category), (here, again) in pairs.items():
        where = f"{category} {number}"
        one, two = (
            np.zeros((height, width), np.bool_) if item is None else masks.decode(item["segmentation"], height, width)
            for item in (here, again)
        )
        if not (_within(one, two) and _within(two, one)):
            yield f"{where}: its mask differs by more than a pixel"
        elif here is not None and again is not None:
            yield from (f"{where}: {fault}" for fault in _entry_faults(here, again))


def _within(inner: Mask, outer: Mask) -> bool:
    """Whether a mask, less a pixel around it, lies in another one."""
    core = cv2.erode(inner.astype(np.uint8), np.ones((3, 3), np.uint8), borderType=cv2.BORDER_REPLICATE)
    return not (core.astype(bool) & ~outer).any()


def _entry_faults(here: Entry, again: Entry) -> Iterator[str]:
    """Geometry is the description's own, whatever the device: it is the same but for what the mask adds to it."""
    for key in ("attributes", "bbox3d"):
        if here.get(key) != again.get(key):
            yield f"its '{key}' differs"
    for key in ("amodal_bbox", "keypoints"):
        one, two = here.get(key, []), again.get(key, [])
        places = [(a, b) for i, (a, b) in enumerate(zip(one, two, strict=False)) if key != "keypoints" or i % 3 < 2]
        if len(one) != len(two) or any(abs(a - b) > SLACK_PX for a, b in places):
            yield f"its '{key}' differs by more than a pixel"
    if abs(here["truncation"] - again["truncation"]) > SHARE_SLACK:
        yield "its 'truncation' differs"


def _notes(elsewhere: Sequence[str], info: object) -> tuple[str, ...]:
    if not elsewhere:
        return ()
    made = info.get("versions", {}) if isinstance(info, dict) else {}
    note = (
        f"images {', '.join(elsewhere)}: pictures differ by noise, as between devices or versions; "
        "their labels were compared within 1 px"
    )
    return (f"{note} (rendered with Blender {made['bpy']})" if "bpy" in made else note,)
