"""Frames that failed in workers, and whether it is them or the machine."""

from collections import Counter
from collections.abc import Collection

from assets import PrelabelError, RenderError, SceneError
from render.progress.tally import Tally

START_ATTEMPTS = 3  # of workers in a row that end before they are ready
HOPELESS = 10  # frames, or scenes, that fail in a row, with no frame done between them


class Faults:
    """Counts them. What is done about each is the crew's to say.

    Args:
        tally: of the run, for what is there.
        together: frames in a row that are of one scene.
    """

    def __init__(self, tally: Tally, together: int = 1) -> None:
        self._tally, self._together = tally, together
        self._attempts: Counter[int] = Counter()  # that failed, by frame
        self._row: set[tuple[str, int]] = set()  # what failed since the last frame was done
        self._starts = 0  # that failed since a worker last answered for a frame

    def of(self, frame: int) -> int:
        """How often a frame has failed."""
        return self._attempts[frame]

    def count(self, frame: int, error: PrelabelError) -> int:
        """One more of a frame; how many it has now.

        A scene that cannot be placed says nothing about the machine, once one could be.
        """
        self._attempts[frame] += 1
        if not (isinstance(error, SceneError) and self._tally.done):
            self._row.add(fault_of(frame, error, self._together))
        return self._attempts[frame]

    def answered(self) -> None:
        """A worker has said what became of a frame: it can start."""
        self._starts = 0

    def done(self) -> None:
        """A frame is done."""
        self.answered()
        self._row.clear()

    def not_started(self, reason: str) -> None:
        """A worker has ended without a frame.

        Raises:
            RenderError: it is one of several in a row.
        """
        self._starts += 1
        if self._starts >= START_ATTEMPTS:
            raise RenderError(f"workers cannot start: {self._starts} in a row {reason}")

    def hopeless(self, waiting: Collection[int], more: bool, under_way: bool) -> bool:
        """Whether it is not the frames: many failed in a row while others wait, or none of the run could be made.

        Args:
            waiting: frames to be rendered.
            more: whether others will be there when these are done.
            under_way: whether some are being rendered.
        """
        if not self._tally.there and not under_way and not waiting and not more:
            return True
        return len(self._row) >= HOPELESS and (more or any(frame not in self._attempts for frame in waiting))


def fault_of(frame: int, error: PrelabelError, together: int) -> tuple[str, int]:
    """What failed: one scene that cannot be placed fails for all of its frames, and counts once."""
    return ("scene", frame // together) if isinstance(error, SceneError) else ("frame", frame)
