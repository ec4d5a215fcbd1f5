"""The way from a config to a dataset. Read top-down: a run is frames, a frame is sample → render → annotate → write."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from annotate import Labels, annotate, record, write_dataset
from annotate.frame import Frame
from annotate.labels import Filters
from assets import PrelabelError, SceneError
from render.augment import Augmentation, apply, load
from render.config import RunConfig, scene_params
from render.info import dataset_info
from render.stopwatch import Stopwatch
from render.storage import RunFolder
from render.truth import SUFFIX, encode_pass, part_legend
from scenes import SceneParams, SceneScript, SceneSpec, sample


class Renderer(Protocol):
    """What turns a description into pixels and ground truth."""

    def render(self, spec: SceneSpec) -> Frame: ...


@dataclass
class Summary:
    """What a run did."""

    rendered: int = 0
    already_there: int = 0
    annotations: int = 0
    hidden: int = 0
    filtered: int = 0
    ignored: int = 0
    rejected_scenes: int = 0
    stopwatch: Stopwatch = field(default_factory=Stopwatch)


@dataclass(frozen=True)
class Sampled:
    """One frame before it is rendered."""

    number: int
    scene: str
    spec: SceneSpec
    rejected: int
    rng: np.random.Generator


@dataclass(frozen=True)
class Finished:
    """One frame as it is written: developed, labelled, augmented.

    Attributes:
        augmentation: what was done to it, for the image's entry; None for nothing.
    """

    frame: Frame
    labels: Labels
    augmentation: dict[str, Any] | None


def run(
    config: RunConfig,
    out: Path,
    make_renderer: Callable[[Stopwatch], Renderer],
    overwrite: bool = False,
    on_frame: Callable[[int, Summary], None] = lambda number, summary: None,
) -> Summary:
    """Render what is missing of a run, then write its COCO files.

    Args:
        make_renderer: called once, and only if a frame is missing.
        on_frame: called after each frame with its number.

    Raises:
        PrelabelError: see the tree; what was written before stays, whole, and the same call continues.
    """
    scenes = [scene_params(config, name) for name in config.scenes]
    folder = RunFolder(out, config, overwrite)
    part_ids = part_legend([part for script, _ in scenes for part in script.parts])
    augmentation = load(config.augment or "none")
    done = folder.finished()
    missing = [number for number in config.frames() if number not in done]
    summary = Summary(already_there=config.count - len(missing))
    renderer = make_renderer(summary.stopwatch) if missing else None
    folder.open()  # after the renderer: where that cannot start, nothing was written
    if renderer is not None:
        try:
            for number in missing:
                _one_frame(number, config, scenes, augmentation, part_ids, renderer, folder, summary)
                on_frame(number, summary)
        except PrelabelError:
            if not done and not summary.rendered:
                folder.discard()  # a run that failed at once leaves nothing that a corrected one would trip over
            raise
    with summary.stopwatch("merge"):
        write_coco(folder, [script for script, _ in scenes], part_ids)
    return summary


def sample_frame(number: int, scenes: list[tuple[SceneScript, SceneParams]], seed: int) -> Sampled:
    """Frame ``number`` before it is rendered: a pure function of its arguments. Scenes take turns.

    Raises:
        SceneError: it cannot be placed; names the frame.
    """
    script, params = scenes[number % len(scenes)]
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(number,)))
    try:
        spec, rejected = sample(script, params, rng)
    except SceneError as error:
        raise SceneError(f"frame {number}: {error}") from error
    return Sampled(number, script.name, spec, rejected, rng)


def write_coco(folder: RunFolder, scripts: list[SceneScript], part_ids: dict[str, int]) -> None:
    """``annotations/instances.json`` from the records, and one file per split."""
    config = folder.config
    categories = [category for script in scripts for category in script.categories]
    info = dataset_info(config, part_ids, categories, folder.records())
    target = folder.root / "annotations"
    write_dataset(target / "instances.json", Records(folder), info, categories)
    for split in config.split:
        write_dataset(target / f"instances_{split}.json", Records(folder, split), info, categories)


@dataclass(frozen=True)
class Records(Iterable[dict[str, Any]]):
    """The records of a folder, or of one split of it, as often as they are asked for."""

    folder: RunFolder
    split: str | None = None

    def __iter__(self) -> Iterator[dict[str, Any]]:
        shares = self.folder.config.split
        for item in self.folder.records():
            if self.split is None or split_of(item["image"]["frame"], shares) == self.split:
                yield item


def split_of(frame: int, shares: dict[str, float]) -> str:
    """The split of a frame: by its place in the golden-ratio sequence, which fills 0..1 evenly at any count."""
    place = (frame * 0.6180339887498949 + 0.5) % 1.0
    edge = 0.0
    for name, share in shares.items():
        edge += share
        if place < edge:
            return name
    return name


def _one_frame(
    number: int,
    config: RunConfig,
    scenes: list[tuple[SceneScript, SceneParams]],
    augmentation: Augmentation | None,
    part_ids: dict[str, int],
    renderer: Renderer,
    folder: RunFolder,
    summary: Summary,
) -> None:
    watch = summary.stopwatch
    with watch("sample"):
        sampled = sample_frame(number, scenes, config.seed)
    frame = renderer.render(sampled.spec)
    with watch("annotate"):
        finished = finish_frame(sampled, frame, config, augmentation)
    with watch("write"):
        # The picture and its passes first, the record last: a frame with a record is complete.
        for name, data in frame_files(number, finished.frame, config, part_ids, folder.root):
            folder.write(name, data)
        folder.append_record(frame_record(sampled, finished, config))
    labels = finished.labels
    summary.rendered += 1
    summary.rejected_scenes += sampled.rejected
    summary.annotations += len(labels.annotations)
    summary.hidden += len(labels.hidden)
    summary.filtered += len(labels.filtered)
    summary.ignored += labels.ignored


def finish_frame(sampled: Sampled, frame: Frame, config: RunConfig, augmentation: Augmentation | None) -> Finished:
    """The labels that a run asks for, and the frame's augmentation, which moves both where it is geometric.

    Raises:
        SceneError: a label cannot be made; names the frame.
    """
    filters = Filters(config.min_area, config.min_visible, config.keep_ignored)
    try:
        if augmentation is None:
            labels = annotate(sampled.spec, frame, config.segmentation, filters, config.amodal_masks)
            return Finished(frame, labels, None)
        if augmentation.geometric:  # it moves whole things, and what is left of them is filtered afterwards
            labels = annotate(sampled.spec, frame, config.segmentation, amodal_masks=True)
        else:
            labels = annotate(sampled.spec, frame, config.segmentation, filters, config.amodal_masks)
        out = apply(augmentation, sampled.rng, frame, labels, filters, config.amodal_masks)
    except SceneError as error:
        raise SceneError(f"frame {sampled.number}: {error}") from error
    return Finished(out.frame, out.labels, out.record)


def frame_files(
    number: int, frame: Frame, config: RunConfig, part_ids: Mapping[str, int], scratch: Path
) -> Iterator[tuple[str, bytes]]:
    """Names within the run's folder and bytes of a frame's picture and passes.

    Args:
        scratch: a folder for the EXR library, which writes to paths only.
    """
    yield f"images/{file_name(number, config)}", encode_picture(frame.rgb, config.format, config.quality)
    for name in config.passes:
        yield f"{name}/{number:012d}.{SUFFIX[name]}", encode_pass(name, frame, part_ids, scratch)


def frame_record(sampled: Sampled, finished: Finished, config: RunConfig) -> dict[str, Any]:
    """Everything known about a frame."""
    return record(
        sampled.number,
        file_name(sampled.number, config),
        sampled.spec,
        finished.frame,
        finished.labels,
        scene=sampled.scene,
        seed=config.seed,
        augmentation=finished.augmentation,
    )


def file_name(number: int, config: RunConfig) -> str:
    return f"{number:012d}.{config.format}"


def encode_picture(rgb: NDArray[np.uint8], suffix: str, quality: int) -> bytes:
    """The bytes of a JPEG (4:4:4 chroma) or PNG file."""
    out = BytesIO()
    if suffix == "jpg":
        Image.fromarray(rgb).save(out, "JPEG", quality=quality, subsampling=0)
    else:
        Image.fromarray(rgb).save(out, "PNG", compress_level=3)
    return out.getvalue()
