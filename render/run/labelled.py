"""A frame as training code takes it: the picture, its labels as COCO has them, and ground truth, all in memory."""

import time
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from annotate import category_table, masks
from annotate.frame import Frame
from assets import AssetError, ConfigError, PrelabelError, RenderError, SceneError
from render.progress.events import FrameDone
from render.progress.stopwatch import Stopwatch
from render.run.frames import Exposed, Finished, Job, Renderer, expose, finish, frame_done, frame_record
from render.run.picture import encode_picture, picture_file
from render.run.sampling import Sampled
from render.run.shard import is_final, mistake
from render.stores.truth import flow_array, instance_ids, parsing_map, part_map


class Labelled(ABC):
    """A picture with its labels, wherever it comes from.

    Attributes:
        image: the COCO entry of the image.
        annotations: COCO's, in order; ``category`` names what ``category_id`` counts.
        rgb: (H, W, 3) uint8, sRGB.
        depth: (H, W) float32, metres along the optical axis; infinite where nothing is.
    """

    image: dict[str, Any]
    annotations: list[dict[str, Any]]

    @property
    @abstractmethod
    def rgb(self) -> NDArray[np.uint8]:
        """(H, W, 3) uint8, sRGB."""

    @property
    @abstractmethod
    def depth(self) -> NDArray[np.float32]:
        """(H, W) float32, metres along the optical axis; infinite where nothing is."""

    @abstractmethod
    def truth_of(self, name: str) -> NDArray[Any]:
        """The array of a pass.

        Raises:
            ConfigError: it was not asked for.
        """

    @property
    def number(self) -> int:
        """k. With the settings and the seed it decides all the rest."""
        return int(self.image["id"])

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width in pixels."""
        return self.image["height"], self.image["width"]

    @cached_property
    def masks(self) -> NDArray[np.bool_]:
        """(n, H, W) bool: what is visible of each annotation, in their order."""
        found = [masks.decode(item["segmentation"], *self.shape) for item in self.annotations]
        return np.stack(found) if found else np.zeros((0, *self.shape), np.bool_)

    @property
    def boxes(self) -> NDArray[np.float32]:
        """(n, 4) float32: x, y, width, height in pixels, in the order of the annotations."""
        return np.array([item["bbox"] for item in self.annotations], np.float32).reshape(-1, 4)

    @property
    def normals(self) -> NDArray[np.float32]:
        """(H, W, 3) float32, unit vectors in the camera frame, zero where nothing is; of the pass ``normals``."""
        return self.truth_of("normals")

    @property
    def instance_ids(self) -> NDArray[np.uint16]:
        """(H, W) uint16, each annotation's ``instance_id``, 0 for none; of the pass ``masks``."""
        return self.truth_of("masks")

    @property
    def part_ids(self) -> NDArray[np.uint8]:
        """(H, W) uint8, ids of the dataset's ``info.parts``, 0 for none; of the pass ``parts``."""
        return self.truth_of("parts")

    @property
    def parsing(self) -> NDArray[np.uint8]:
        """(H, W) uint8, 19 classes of a face; of the pass ``parsing``."""
        return self.truth_of("parsing")

    @property
    def flow(self) -> NDArray[np.float32]:
        """(H, W, 3) float32 to the clip's next frame: pixels to the right and down, NaN where unknown, and 1 where that
        frame shows it; of the pass ``flow``."""
        return self.truth_of("flow")

    @property
    def flow_backward(self) -> NDArray[np.float32]:
        """The same to the frame before; of the pass ``flow_backward``."""
        return self.truth_of("flow_backward")

    @property
    def scene_flow(self) -> NDArray[np.float32]:
        """(H, W, 4) float32: metres in the camera's frame to the clip's next frame, NaN where unknown, and 1 where that
        frame shows it; of the pass ``scene_flow``."""
        return self.truth_of("scene_flow")

    def _repr_png_(self) -> bytes:
        """What a notebook shows."""
        return encode_picture(self.rgb, "png", 100)

    def __repr__(self) -> str:
        height, width = self.shape
        found = [str(item["category"]) for item in self.annotations]
        counts = ", ".join(f"{found.count(name)} {name}" for name in dict.fromkeys(found))
        return f"<frame {self.number} of {self.image['scene']}: {width}x{height}, {counts or 'no annotations'}>"


class LabelledFrame(Labelled):
    """One frame: what a run writes to files, as arrays and plain values.

    Args:
        rgb, depth, image, annotations: as ``Labelled`` has them.
        truth: arrays of the passes that were asked for, by name.
        packet: the mark of its file, of ``annotate.marks.xmp``; empty for none.
    """

    def __init__(
        self,
        rgb: NDArray[np.uint8],
        depth: NDArray[np.float32],
        image: dict[str, Any],
        annotations: list[dict[str, Any]],
        truth: Mapping[str, NDArray[Any]],
        packet: bytes = b"",
    ) -> None:
        self._rgb, self._depth, self._truth, self._packet = rgb, depth, truth, packet
        self.image, self.annotations = image, annotations

    @property
    def rgb(self) -> NDArray[np.uint8]:
        return self._rgb

    @property
    def depth(self) -> NDArray[np.float32]:
        return self._depth

    def truth_of(self, name: str) -> NDArray[Any]:
        if name == "depth":
            return self._depth
        if name not in self._truth:
            raise ConfigError(f"frame {self.number}: it has {name} where passes={[name]} asked for them")
        return self._truth[name]

    def encoded(self, format: Literal["jpg", "png"] = "jpg", quality: int = 92) -> bytes:
        """The picture's file, byte for byte as a run writes it."""
        return picture_file(self.rgb, format, quality, self._packet)


def labelled(job: Job, sampled: Sampled, finished: Finished) -> LabelledFrame:
    """What ``render.run.frames`` would write, in memory.

    Raises:
        RenderError: a part that the scenes did not declare.
    """
    record = frame_record(sampled, finished, job.config)
    ids = category_ids(job)
    annotations = [
        {"id": item["id"], "image_id": item["image_id"], "category_id": ids[item["category"]], **item}
        for item in record["annotations"]
    ]
    frame = finished.frame
    flows: dict[str, NDArray[Any]] = {name: flow_array(name, found) for name, found in finished.flows.items()}
    others = [name for name in job.config.passes if name != "depth" and name not in flows]
    truth = flows | {name: _truth(name, frame, job) for name in others}
    return LabelledFrame(frame.rgb, frame.depth, record["image"], annotations, truth, job.packet(sampled.number))


@dataclass(frozen=True, eq=False)
class HandedOver:
    """A frame that is handed over in memory, and what is told of it."""

    frame: LabelledFrame
    done: FrameDone


def hand_over(job: Job, exposed: Exposed, worker: int = 0) -> HandedOver:
    """The second half of a frame, in memory; ``render.run.frames.complete`` does it to the disk.

    Raises:
        PrelabelError: see the tree.
    """
    watch = Stopwatch(cpu=time.thread_time)
    finished = finish(job, exposed, watch)
    with watch("annotate"):
        frame = labelled(job, exposed.sampled, finished)
    return HandedOver(frame, frame_done(exposed, finished, watch, worker))


class FrameError(Exception):
    """One frame cannot be made, and others may be.

    Attributes:
        number: of the frame.
        error: of the tree, what is wrong with it.
    """

    def __init__(self, number: int, error: PrelabelError) -> None:
        super().__init__(number, error)
        self.number, self.error = number, error


def make_frame(job: Job, renderer: Renderer, watch: Stopwatch, number: int) -> LabelledFrame:
    """A frame in memory, all of it in this thread, in as many attempts as a run makes.

    Raises:
        FrameError: it cannot be made.
        PrelabelError: none can.
    """
    attempt = 0
    while True:
        attempt += 1
        try:
            return hand_over(job, expose(job, renderer, watch, number)).frame
        except (SceneError, AssetError, RenderError) as error:
            if is_final(error, attempt):
                raise FrameError(number, error) from error
        except PrelabelError:
            raise
        except Exception as error:
            raise FrameError(number, mistake(number, error)) from error


def category_ids(job: Job) -> dict[str, int]:
    """Ids as the COCO files of a run of the same scenes have them."""
    return {row["name"]: row["id"] for row in category_table(job.categories)}


def _truth(name: str, frame: Frame, job: Job) -> NDArray[Any]:
    if name == "normals":
        return frame.normals
    if name == "masks":
        return instance_ids(frame.coverage)
    return parsing_map(frame.coverage) if name == "parsing" else part_map(frame.coverage, job.part_ids)
