"""Is a dataset on disk what it says? Every check looks at all it can and names each offender; none trusts another."""

import contextlib
import io
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pycocotools.coco import COCO

from annotate import masks
from annotate.check_content import amodal_mask_failures, attribute_failures, count_failures, filter_failures
from annotate.check_files import decode_pictures, mask_file_failures, same_pictures, stray_files
from annotate.check_marks import mark_failures
from annotate.check_points import cuboid_failures, keypoint_failures
from annotate.check_suite import base_scenes, is_suite, suite_failures
from annotate.entries import Entries, Entry, duplicates, read_entries
from annotate.unfinished import ANNOTATIONS, SETTINGS, expect_finished, read_settings
from assets import DatasetError

MOST_NAMED = 1000  # images that are missing; run.yaml may ask for any number of them
PIXEL_SLACK = 0.011  # boxes are written with two decimals
SHARE_SLACK = 2e-4  # shares with four


@dataclass(frozen=True)
class Row:
    """Attributes:
    name: what was checked.
    checked: how many things were looked at.
    failures: a sentence for each that is off, beginning with its id.
    """

    name: str
    checked: int
    failures: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """What ``check`` found, one row a check."""

    rows: tuple[Row, ...]

    @property
    def ok(self) -> bool:
        return not any(row.failures for row in self.rows)


@dataclass(frozen=True)
class Measured:
    """An annotation, and the area and box of its decoded mask."""

    annotation: Entry
    area: int
    box: list[float]


def check(folder: Path, expected: Mapping[str, Any] | None = None) -> Report:
    """Verify a dataset against itself.

    Args:
        folder: what a run wrote: ``images/``, ``annotations/instances.json`` and, if there, ``run.yaml``.
        expected: ``start``, ``count`` and ``split`` of the run; ``run.yaml`` by default.

    Raises:
        DatasetError: nothing can be checked: the run is unfinished, or the annotations are missing or no COCO JSON.
    """
    expect_finished(folder)
    entries = read_entries(folder / ANNOTATIONS)
    settings, problem = (dict(expected), None) if expected is not None else read_settings(folder / SETTINGS)
    problems = [problem] if problem else []
    images = {entry["id"]: entry for entry in entries.images}
    categories = {entry["id"]: entry for entry in entries.categories}
    listed = sum(len(entries.raw[kind]) for kind in ("images", "annotations", "categories"))
    digests, unreadable = decode_pictures(folder / "images", entries.images)
    measured, unmeasured = _measure_masks(entries.annotations, images)
    count, number = len(entries.annotations), len(entries.images)
    return Report(
        (
            _row("entries are complete", listed, entries.problems),
            _row("pycocotools loads it", 1, _load_failures(entries.raw)),
            _row("ids are unique", listed, _repeated_ids(entries)),
            _row(
                "frames are those of the run",
                number,
                [*problems, *_frame_failures(images, settings), *_view_failures(entries.images, settings)],
            ),
            _row("pictures decode at their size", number, unreadable),
            _row("picture files have entries", number, stray_files(folder / "images", entries.images)),
            _row("marks say what pictures are", *mark_failures(folder, entries)),
            _row("pictures differ", len(digests), same_pictures(digests, base_scenes(entries))),
            _row("images and categories exist", count, _dangling(entries, images)),
            _row("masks decode and show something", count, unmeasured),
            _row("areas equal masks", len(measured), _area_failures(measured)),
            _row("boxes are tight", len(measured), _box_failures(measured, images)),
            _row("visible is within amodal", count, _amodal_failures(entries.annotations)),
            _row("amodal masks hold the visible ones", *amodal_mask_failures(entries.annotations, images)),
            _row("keypoints fit their category", count, keypoint_failures(entries.annotations, categories, images)),
            _row("3D boxes fit the camera", count, cuboid_failures(entries.annotations, images)),
            _row(
                "attributes fit their schema", count, attribute_failures(entries.annotations, categories, entries.raw)
            ),
            _row("instances are all accounted for", number, count_failures(entries, categories)),
            _row("filters hold", count, filter_failures(entries.annotations, settings)),
            _row("mask files agree with annotations", *mask_file_failures(folder, entries, settings)),
            _row("splits partition the frames", *_split_failures(folder / "annotations", entries, settings)),
            *_suite_rows(entries, categories, settings),
        )
    )


def _suite_rows(entries: Entries, categories: Mapping[int, Entry], settings: Mapping[str, Any]) -> Iterator[Row]:
    """A row for what is a suite, and none else."""
    if is_suite(entries) or settings.get("suite"):
        yield _row("suites change their factors alone", *suite_failures(entries, categories, settings))


def _row(name: str, checked: int, failures: Iterable[str]) -> Row:
    return Row(name, checked, tuple(failures))


def _load_failures(raw: Entry) -> Iterator[str]:
    coco = COCO()
    coco.dataset = raw
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            coco.createIndex()
    except (KeyError, TypeError, AttributeError) as error:
        yield f"pycocotools cannot index it ({type(error).__name__}: {error})"


def _repeated_ids(entries: Entries) -> Iterator[str]:
    for kind in ("image", "annotation", "category"):
        group: tuple[Entry, ...] = getattr(entries, "categories" if kind == "category" else f"{kind}s")
        yield from (f"{kind} {number} comes more than once" for number in duplicates(entry["id"] for entry in group))
    yield from (f"file {name} has several images" for name in duplicates(e["file_name"] for e in entries.images))
    yield from (f"category '{name}' comes more than once" for name in duplicates(e["name"] for e in entries.categories))


def _frame_failures(images: Mapping[int, Entry], settings: Mapping[str, Any]) -> Iterator[str]:
    count, start = settings.get("count"), settings.get("start", 0)
    if not isinstance(count, int) or not isinstance(start, int):
        return
    wanted = range(start, start + count)
    there = sum(number in wanted for number in images)
    first = itertools.islice((number for number in wanted if number not in images), MOST_NAMED)
    yield from (f"image {number} is missing" for number in first)
    if count - there > MOST_NAMED:
        yield f"{count - there - MOST_NAMED} further images are missing"
    yield from (f"image {number} was not asked for" for number in images if number not in wanted)


def _view_failures(images: Iterable[Entry], settings: Mapping[str, Any]) -> Iterator[str]:
    """Frame k is view k mod K of scene k div K, where there are several views of each scene."""
    views = settings.get("views", 1)
    if not isinstance(views, int) or views < 2:
        return
    for entry in images:
        expected, got = divmod(entry["id"], views), (entry.get("scene_id"), entry.get("view"))
        if got != expected:
            yield f"image {entry['id']}: expected view {expected[1]} of scene {expected[0]}, got {got[1]} of {got[0]}"


def _dangling(entries: Entries, images: Mapping[int, Entry]) -> Iterator[str]:
    known = {entry["id"] for entry in entries.categories}
    for item in entries.annotations:
        if item["image_id"] not in images:
            yield f"annotation {item['id']}: there is no image {item['image_id']}"
        if item["category_id"] not in known:
            yield f"annotation {item['id']}: there is no category {item['category_id']}"


def _measure_masks(annotations: Iterable[Entry], images: Mapping[int, Entry]) -> tuple[list[Measured], list[str]]:
    """Area and box of each mask; a sentence for each that does not decode, does not fit its picture or is empty."""
    measured, failures = [], []
    for item in annotations:
        image = images.get(item["image_id"])
        if image is None:
            continue
        try:
            mask = masks.decode(item["segmentation"], image["height"], image["width"])
        except DatasetError as error:
            failures.append(f"annotation {item['id']} of image {item['image_id']}: {error}")
            continue
        if not mask.any():
            failures.append(f"annotation {item['id']} of image {item['image_id']}: its mask is empty")
            continue
        measured.append(Measured(item, int(mask.sum()), masks.box(mask)))
    return measured, failures


def _area_failures(measured: Iterable[Measured]) -> Iterator[str]:
    for item in measured:
        entry = item.annotation
        if entry["area"] != item.area:
            yield f"annotation {entry['id']}: its area is {entry['area']}, its mask has {item.area} pixels"
        elif sum(entry["parts"].values()) != item.area:
            yield f"annotation {entry['id']}: its parts add up to {sum(entry['parts'].values())} of {item.area} pixels"
        elif not 0 <= entry.get("through_glass", 0) <= item.area:
            yield f"annotation {entry['id']}: {entry['through_glass']} of {item.area} pixels are seen through glass"


def _box_failures(measured: Iterable[Measured], images: Mapping[int, Entry]) -> Iterator[str]:
    for item in measured:
        entry, image = item.annotation, images[item.annotation["image_id"]]
        if not _within(entry["bbox"], [0, 0, image["width"], image["height"]]):
            yield f"annotation {entry['id']}: its box {entry['bbox']} leaves the picture"
        elif not (_within(entry["bbox"], item.box) and _within(item.box, entry["bbox"])):
            yield f"annotation {entry['id']}: its box is {entry['bbox']}, its mask's is {item.box}"


def _amodal_failures(annotations: Iterable[Entry]) -> Iterator[str]:
    for item in annotations:
        shares = {key: item[key] for key in ("visible_fraction", "truncation", "occlusion")}
        visible, product = item["visible_fraction"], (1.0 - item["truncation"]) * (1.0 - item["occlusion"])
        if not _within(item["bbox"], item["amodal_bbox"]):
            yield f"annotation {item['id']}: its box {item['bbox']} leaves its amodal box {item['amodal_bbox']}"
        elif not all(0.0 <= share <= 1.0 for share in shares.values()):
            yield f"annotation {item['id']}: expected shares in 0..1, got {shares}"
        elif abs(visible - product) > SHARE_SLACK:
            yield f"annotation {item['id']}: {visible} is visible, truncation and occlusion leave {product:.4f}"


def _within(inner: list[float], outer: list[float]) -> bool:
    (x, y, w, h), (left, top, width, height) = inner, outer
    return (
        x >= left - PIXEL_SLACK
        and y >= top - PIXEL_SLACK
        and x + w <= left + width + PIXEL_SLACK
        and y + h <= top + height + PIXEL_SLACK
    )


def _split_failures(folder: Path, entries: Entries, settings: Mapping[str, Any]) -> tuple[int, list[str]]:
    """Every frame, and every scene with its views, is in one split, with what the whole says of it."""
    named = settings.get("split")
    found = {path.stem.removeprefix("instances_") for path in folder.glob("instances_*.json")}
    names = sorted(found | (set(named) if isinstance(named, dict) else set()))
    failures: list[str] = []
    whole = {kind: {entry["id"]: entry for entry in getattr(entries, kind)} for kind in ("images", "annotations")}
    home: dict[tuple[str, int], str] = {}
    of_scene: dict[int, str] = {}
    for name in names:
        try:
            split = read_entries(folder / f"instances_{name}.json")
        except DatasetError as error:
            failures.append(f"split {name}: {error}")
            continue
        failures += (f"split {name}: {problem}" for problem in split.problems)
        for scene in dict.fromkeys(entry["scene_id"] for entry in split.images if "scene_id" in entry):
            if of_scene.setdefault(scene, name) != name:
                failures.append(f"scene {scene} is in split {of_scene[scene]} and in split {name}")
        for kind in ("images", "annotations"):
            for entry in getattr(split, kind):
                here = f"{kind[:-1]} {entry['id']}"
                if home.setdefault((kind, entry["id"]), name) != name:
                    failures.append(f"{here} is in split {home[kind, entry['id']]} and in split {name}")
                if whole[kind].get(entry["id"]) != entry:
                    failures.append(f"split {name}: {here} is not that of instances.json")
    if names:
        lost = [(kind, number) for kind, group in whole.items() for number in group if (kind, number) not in home]
        failures += (f"{kind[:-1]} {number} is in no split" for kind, number in lost)
    return len(names), failures
