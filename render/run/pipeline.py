"""The way from a config to a dataset: a place, an engine that renders what is missing there, COCO files at the end.

There is one way to run, whatever renders: a loop in this process (``render.run.here``), workers (``render.batch.run``)
or a cluster (``render.cluster.driver``). They differ in the engine, and in the place that takes what it makes.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

from assets import PrelabelError
from render.progress.events import Event, FrameDone, RunEnded, RunStarted, Sink
from render.progress.tally import Tally
from render.run.frames import Job
from render.stores.coco import write_coco
from render.stores.place import Place


@dataclass
class Run[P: Place]:
    """A run whose place is entered.

    Attributes:
        missing: frames to be rendered, in order, as ranges within shards.
        on_event: is told everything, as ``tally`` is, by ``emit``.
        signal: that ended it early, which leaves its COCO files as they were.
    """

    job: Job
    place: P
    missing: list[range]
    on_event: Sink
    tally: Tally = field(default_factory=Tally)
    signal: int | None = None

    def start(self, workers: int) -> None:
        """Tell that it begins; engines do, who know how many render at once."""
        count = self.place.config.count
        self.emit(RunStarted(self.place.name, count, count - self.left, workers))

    def emit(self, event: Event) -> None:
        if isinstance(event, FrameDone):
            self.place.keep()
        self.tally(event)
        self.on_event(event)

    def frames(self) -> Iterator[int]:
        """The missing ones, by number."""
        return (number for part in self.missing for number in part)

    @property
    def left(self) -> int:
        """How many are missing."""
        return sum(map(len, self.missing))

    @property
    def set_aside(self) -> frozenset[int]:
        return frozenset(event.frame for event in self.tally.set_aside)


type Engine[P: Place] = Callable[[Run[P]], None]
type Merging[P: Place] = Callable[[Job, P, Collection[int]], None]


def merge(job: Job, place: Place, without: Collection[int] = ()) -> None:
    """The COCO files of all that is there, but for some frames.

    Raises:
        StorageError: as ``write_coco`` does.
    """
    write_coco(place, job.categories, job.part_ids, without)
    place.drop_groups()


def leave_records(job: Job, place: Place, without: Collection[int]) -> None:
    """No COCO files: somebody merges later."""


def render_run[P: Place](
    job: Job,
    place: P,
    engine: Engine[P],
    on_event: Sink = lambda event: None,
    merging: Merging[P] = merge,
) -> Run[P]:
    """Render what is missing of a run, then write its COCO files.

    Args:
        place: not yet entered.
        engine: renders ``missing``, and tells ``start`` and all that happens; called only where a frame is missing. It
            sets ``signal`` where it ended early.
        on_event: called with everything that happens.
        merging: writes the COCO files of all that is there, but for some frames; or leaves that to others.

    Returns:
        What came of it: ``tally`` and ``signal``.

    Raises:
        PrelabelError: see the tree; what was written before stays, whole, and the same call continues.
    """
    with place:
        run = Run(job, place, place.missing(), on_event)
        try:
            if run.missing:
                engine(run)
            else:
                run.start(workers=0)
            if run.signal is None and run.tally.there:
                merging(job, place, run.set_aside)
            if run.tally.there:
                place.keep()  # else it leaves nothing that a corrected one would trip over
        except PrelabelError as error:
            run.emit(RunEnded("failed", str(error)))
            raise
        except KeyboardInterrupt:
            run.emit(RunEnded("stopped"))
            raise
        run.emit(RunEnded("stopped" if run.signal else "incomplete" if run.set_aside else "complete"))
    return run
