"""One frame from its number to its record: sample → render → annotate → write. ``run.pipeline`` makes runs of them.

``run.sampling`` is the first of these steps. What follows the render is done in a second thread while the next frame
renders, see ``render.run.overlap``.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, Self

import psutil

from annotate import Labels, annotate, record
from annotate.flow import Flow
from annotate.frame import Frame
from annotate.labels import Filters
from assets import SceneError
from render.camera.augment import Augmentation, apply, load
from render.progress.events import FrameDone
from render.progress.stopwatch import Stopwatch
from render.run.flows import flows_of
from render.run.picture import picture_file
from render.run.sampling import LastScene, Sampled, sample_frame
from render.run.signing import signed
from render.settings.config import RunConfig, scene_params
from render.settings.marking import Marking
from render.stores.frame_folder import FrameFolder
from render.stores.truth import FLOW_STEP, SUFFIXES, check_ids, encode_flow, encode_pass, part_legend
from scenes import SceneParams, SceneScript, SceneSpec
from scenes.vary.design import Plan


class Renderer(Protocol):
    """What turns a description into pixels and ground truth. It may name its ``device``.

    ``expose`` renders, and leaves to a call what can be done in another thread while the next frame is exposed;
    ``render`` does both.
    """

    def expose(self, spec: SceneSpec) -> Callable[[], Frame]: ...

    def render(self, spec: SceneSpec) -> Frame: ...


@dataclass(frozen=True)
class Job:
    """What all frames of a run have in common; ``last`` is for whoever samples them, in one thread."""

    config: RunConfig
    scenes: list[tuple[SceneScript, SceneParams]]
    part_ids: dict[str, int]
    augmentation: Augmentation | None
    plan: Plan | None = None
    marking: Marking | None = None
    last: LastScene = field(default_factory=LastScene, compare=False)

    @classmethod
    def of(cls, config: RunConfig) -> Self:
        scenes = [scene_params(config, name) for name in config.scenes]
        part_ids = part_legend([part for script, _ in scenes for part in script.parts])
        plan = Plan.of(config.suite, config.seed)
        return cls(config, scenes, part_ids, load(config.augment or "none"), plan, Marking.of(config))

    @property
    def categories(self) -> list[str]:
        """That the run's scenes may show."""
        return [name for script, params in self.scenes for name in (*script.categories, *params.more_categories())]

    def packet(self, number: int) -> bytes:
        """The mark of a frame's picture, see ``annotate.marks.xmp``; empty where pictures have none."""
        return self.marking.packet(number) if self.marking else b""


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
        flows: to its neighbours in the clip, by pass.
    """

    frame: Frame
    labels: Labels
    augmentation: dict[str, Any] | None
    flows: Mapping[str, Flow] = field(default_factory=dict)


def expose(job: Job, renderer: Renderer, watch: Stopwatch, number: int) -> Exposed:
    """The first half of a frame: from its number to pixels that nobody has looked at yet.

    Args:
        watch: the renderer's.

    Raises:
        PrelabelError: see the tree.
    """
    with watch("sample"):
        sampled = sample_frame(number, job.scenes, job.config.seed, job.last, job.plan)
        _check_ids(sampled, job.config)
    develop = renderer.expose(sampled.spec)
    return Exposed(sampled, develop, watch.take())


def _check_ids(sampled: Sampled, config: RunConfig) -> None:
    """Raises:
    SceneError: the files of a pass cannot hold the scene's ids; names the frame.
    """
    try:
        check_ids(sampled.spec, config.passes)
    except SceneError as error:
        raise SceneError(f"frame {sampled.number}: {error}") from error


def complete(job: Job, exposed: Exposed, folder: FrameFolder, worker: int = 0) -> FrameDone:
    """The second half of a frame, to its record on the disk. It may be done in another thread than the first.

    Raises:
        PrelabelError: see the tree; nothing of the frame counts then.
    """
    watch, sampled, config = Stopwatch(cpu=time.thread_time), exposed.sampled, job.config
    finished = finish(job, exposed, watch)
    with watch("annotate"):
        line = frame_record(sampled, finished, config)
    with watch("encode"):
        files = list(frame_files(job, exposed.number, finished, folder.root))
    if job.marking and config.marks == "c2pa":
        with watch("sign"):
            files[0] = (files[0][0], signed(files[0][1], files[0][0].rpartition("/")[2], job.marking, line))
    with watch("write"):
        folder.add(files, line)
    return frame_done(exposed, finished, watch, worker)


def finish(job: Job, exposed: Exposed, watch: Stopwatch) -> Finished:
    """A frame developed, labelled and augmented, in any thread.

    Raises:
        PrelabelError: see the tree.
    """
    with watch("decode"):
        frame = exposed.develop()
    with watch("annotate"):
        return finish_frame(exposed.sampled, frame, job.config, job.augmentation)


def frame_done(exposed: Exposed, finished: Finished, watch: Stopwatch, worker: int) -> FrameDone:
    """What is told of a frame that is there."""
    sampled, labels = exposed.sampled, finished.labels
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
        flows = flows_of(sampled.spec, sampled.view, frame, config)
        if augmentation is None:
            labels = annotate(sampled.spec, frame, config.segmentation, filters, config.amodal_masks)
            return Finished(frame, labels, None, flows)
        if augmentation.geometric:  # it moves whole things, and what is left of them is filtered afterwards
            labels = annotate(sampled.spec, frame, config.segmentation, amodal_masks=True)
        else:
            labels = annotate(sampled.spec, frame, config.segmentation, filters, config.amodal_masks)
        film = sampled.spec.camera.film
        out = apply(augmentation, sampled.rng, frame, labels, filters, config.amodal_masks, film)
    except SceneError as error:
        raise SceneError(f"frame {sampled.number}: {error}") from error
    return Finished(out.frame, out.labels, out.record, flows)


def frame_files(job: Job, number: int, finished: Finished, scratch: Path) -> Iterator[tuple[str, bytes]]:
    """Names within the run's folder and bytes of a frame's picture and passes.

    Args:
        scratch: a folder for the EXR library, which writes to paths only.
    """
    config, frame = job.config, finished.frame
    picture = picture_file(frame.rgb, config.format, config.quality, job.packet(number))
    yield f"images/{file_name(number, config)}", picture
    for name in config.passes:
        if name in FLOW_STEP:
            for suffix, data in encode_flow(name, finished.flows[name], scratch):
                yield f"{name}/{number:012d}.{suffix}", data
        else:
            (suffix,) = SUFFIXES[name]
            yield f"{name}/{number:012d}.{suffix}", encode_pass(name, frame, job.part_ids, scratch)


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
        view_of=(sampled.scene_id, sampled.view) if config.views > 1 else None,
        clip_of=(sampled.scene_id, sampled.view) if config.sequence else None,
        suite=None if sampled.suite is None else (sampled.suite, sampled.factors),
    )


def file_name(number: int, config: RunConfig) -> str:
    return f"{number:012d}.{config.format}"
