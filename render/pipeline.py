"""The way from a config to a dataset. Read top-down: a run is frames, a frame is sample → render → annotate → write.

What follows the render of a frame is done in a second thread while the next one renders, see ``render.overlap``.
"""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol, Self

import numpy as np
import psutil
from numpy.typing import NDArray
from PIL import Image

from annotate import Labels, annotate, record
from annotate.frame import Frame
from annotate.labels import Filters
from assets import PrelabelError, SceneError
from render.augment import Augmentation, apply, load
from render.batch.events import Event, FrameDone, RunEnded, RunStarted, Sink, WorkerStarted
from render.batch.tally import Tally
from render.config import RunConfig, scene_params
from render.merge import write_coco
from render.overlap import overlapped
from render.stopwatch import Stopwatch
from render.storage import FrameFolder, RunFolder
from render.truth import SUFFIX, encode_pass, part_legend
from scenes import SceneParams, SceneScript, SceneSpec, sample


class Renderer(Protocol):
    """What turns a description into pixels and ground truth. It may name its ``device``.

    ``expose`` renders, and leaves to a call what can be done in another thread while the next frame is exposed;
    ``render`` does both.
    """

    def expose(self, spec: SceneSpec) -> Callable[[], Frame]: ...

    def render(self, spec: SceneSpec) -> Frame: ...


type MakeRenderer = Callable[[Stopwatch], Renderer]


@dataclass(frozen=True)
class Job:
    """What all frames of a run have in common."""

    config: RunConfig
    scenes: list[tuple[SceneScript, SceneParams]]
    part_ids: dict[str, int]
    augmentation: Augmentation | None

    @classmethod
    def of(cls, config: RunConfig) -> Self:
        scenes = [scene_params(config, name) for name in config.scenes]
        part_ids = part_legend([part for script, _ in scenes for part in script.parts])
        return cls(config, scenes, part_ids, load(config.augment or "none"))


@dataclass(frozen=True)
class Sampled:
    """One frame before it is rendered."""

    number: int
    scene: str
    spec: SceneSpec
    rejected: int
    rng: np.random.Generator


@dataclass(frozen=True)
class Exposed:
    """One frame that is rendered, before anybody has looked at it.

    Attributes:
        seconds: by stage, (wall, CPU) until here.
    """

    sampled: Sampled
    develop: Callable[[], Frame]
    seconds: Mapping[str, tuple[float, float]]

    @property
    def number(self) -> int:
        return self.sampled.number


@dataclass(frozen=True)
class Finished:
    """One frame as it is written: developed, labelled, augmented.

    Attributes:
        augmentation: what was done to it, for the image's entry; None for nothing.
    """

    frame: Frame
    labels: Labels
    augmentation: dict[str, Any] | None


@dataclass
class Run:
    """A run whose folder is open.

    Attributes:
        missing: frames to be rendered, in order.
        on_event: is told everything, as ``tally`` is, by ``emit``.
        stopped: whether it was asked to end early, which leaves its COCO files as they were.
    """

    job: Job
    folder: RunFolder
    missing: list[int]
    on_event: Sink
    tally: Tally = field(default_factory=Tally)
    stopped: bool = False

    def start(self, workers: int) -> None:
        config = self.job.config
        self.emit(RunStarted(str(self.folder.root), config.count, config.count - len(self.missing), workers))

    def emit(self, event: Event) -> None:
        self.tally(event)
        self.on_event(event)

    @property
    def set_aside(self) -> frozenset[int]:
        return frozenset(event.frame for event in self.tally.set_aside)


def run(
    config: RunConfig,
    out: Path,
    make_renderer: MakeRenderer,
    overwrite: bool = False,
    on_event: Sink = lambda event: None,
) -> Tally:
    """Render what is missing of a run in this process, then write its COCO files. ``render.batch`` does it in many.

    Args:
        make_renderer: called once, and only if a frame is missing.
        on_event: called with everything that happens.

    Raises:
        PrelabelError: see the tree; what was written before stays, whole, and the same call continues.
    """
    with open_run(config, out, overwrite, on_event) as this:
        this.start(workers=1)
        if this.missing:
            watch = Stopwatch()
            renderer = make_renderer(watch)
            this.emit(WorkerStarted(0, os.getpid(), getattr(renderer, "device", ""), 0))
            overlapped(
                this.missing,
                lambda number: expose(this.job, renderer, watch, number),
                lambda exposed: this.emit(complete(this.job, exposed, this.folder)),
            )
    return this.tally


@contextmanager
def open_run(config: RunConfig, out: Path, overwrite: bool, on_event: Sink) -> Iterator[Run]:
    """What every run has around its frames: a folder of its own before, the COCO files after, and an end that is told.

    Raises:
        PrelabelError: of the block, or as ``RunFolder`` and ``write_coco`` do.
    """
    job = Job.of(config)
    with RunFolder(out, config, overwrite) as folder:
        new, done = not folder.has_records(), folder.finished()
        this = Run(job, folder, [number for number in config.frames() if number not in done], on_event)
        try:
            yield this
            if not this.stopped:
                write_coco(folder, [script for script, _ in job.scenes], job.part_ids, this.set_aside)
        except PrelabelError as error:
            if new and not this.tally.done:
                folder.discard()  # a run that failed at once leaves nothing that a corrected one would trip over
            this.emit(RunEnded("failed", str(error)))
            raise
        except KeyboardInterrupt:
            this.emit(RunEnded("stopped"))
            raise
        this.emit(RunEnded("stopped" if this.stopped else "incomplete" if this.set_aside else "complete"))


def sample_frame(number: int, scenes: list[tuple[SceneScript, SceneParams]], seed: int) -> Sampled:
    """Frame ``number`` before it is rendered: a pure function of its arguments. Scenes take turns.

    Raises:
        SceneError: it cannot be placed; names the frame.
    """
    script, params = scenes[number % len(scenes)]
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(number,)))
    try:
        spec, rejected = sample(script, params.for_picture(number // len(scenes)), rng)
    except SceneError as error:
        raise SceneError(f"frame {number}: {error}") from error
    return Sampled(number, script.name, spec, rejected, rng)


def expose(job: Job, renderer: Renderer, watch: Stopwatch, number: int) -> Exposed:
    """The first half of a frame: from its number to pixels that nobody has looked at yet.

    Args:
        watch: the renderer's.

    Raises:
        PrelabelError: see the tree.
    """
    with watch("sample"):
        sampled = sample_frame(number, job.scenes, job.config.seed)
    develop = renderer.expose(sampled.spec)
    return Exposed(sampled, develop, watch.take())


def complete(job: Job, exposed: Exposed, folder: FrameFolder, worker: int = 0) -> FrameDone:
    """The second half of a frame, to its record on the disk. It may be done in another thread than the first.

    Raises:
        PrelabelError: see the tree; nothing of the frame counts then.
    """
    watch, sampled, config = Stopwatch(cpu=time.thread_time), exposed.sampled, job.config
    with watch("decode"):
        frame = exposed.develop()
    with watch("annotate"):
        finished = finish_frame(sampled, frame, config, job.augmentation)
        line = frame_record(sampled, finished, config)
    with watch("encode"):
        files = list(frame_files(exposed.number, finished.frame, config, job.part_ids, folder.root))
    with watch("write"):
        folder.add(files, line)
    labels = finished.labels
    counts = {
        "annotations": len(labels.annotations),
        "hidden": len(labels.hidden),
        "filtered": len(labels.filtered),
        "ignored": labels.ignored,
        "rejected_scenes": sampled.rejected,
    }
    seconds = {**exposed.seconds, **watch.take()}
    return FrameDone(worker, exposed.number, counts, seconds, psutil.Process().memory_info().rss)


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
