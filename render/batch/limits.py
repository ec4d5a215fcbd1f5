"""How long a worker may take, and how much: when it is killed, and when another takes its place."""

import math
from dataclasses import dataclass

from render.batch.handle import Worker

START_S = 600.0  # that a worker gets until its renderer has started; drivers can be slow
FAREWELL_S = 10.0  # that it gets to end by itself


@dataclass(frozen=True)
class Limits:
    """When a worker is replaced.

    Attributes:
        frame_s: seconds that a frame may take.
        recycle_frames: frames that a process renders.
        worker_bytes: of memory, that it may keep after a frame.
    """

    frame_s: float = 900.0
    recycle_frames: int = 2000
    worker_bytes: float = 8.0 * 2**30

    def deadline(self, worker: Worker) -> float:
        """When a worker's time is up, on the monotonic clock; infinite for an idle one."""
        if worker.asked:
            return worker.since + FAREWELL_S
        if not worker.ready:
            return worker.since + START_S
        return worker.since + self.frame_s if worker.under_way else math.inf
