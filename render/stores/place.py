"""Where a run goes, as a run sees it: a folder of this machine, or a store that the tasks of a cluster deliver to."""

from collections.abc import Collection, Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from render.settings.config import RunConfig


class Records(Protocol):
    """Records of a run, and where its COCO files go."""

    @property
    def config(self) -> RunConfig: ...

    def every_record(self) -> AbstractContextManager[Iterable[dict[str, Any]]]:
        """The records of all frames in order, each frame's once, as often as they are iterated over."""

    def appearing(self, name: str) -> AbstractContextManager[Path]:
        """A path to write a file to, which is in the place under ``name`` when the block has ended."""


class Place(Records, Protocol):
    """The right to write a run, and what of it is there. Entered before anything else is asked of it.

    ``render.stores.storage.RunFolder`` takes frames one by one from processes of this machine, and
    ``render.stores.run.RunStore`` takes whole shards from any machine: the one appends records, the other cannot.

    Attributes:
        config: from entering on, the run that the place holds: this one and, where it continues an earlier one, that
            one's frames too, in that one's shards.
    """

    @property
    def name(self) -> str:
        """The path or URL, for people."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def missing(self) -> list[range]:
        """The frames that are not there yet, in order, none of the ranges across a shard's edge."""

    def drop_groups(self, but: Collection[str] = ()) -> None:
        """Remove the COCO files of shard groups, which an earlier merge left, but for these."""

    def keep(self) -> None:
        """A frame is there: what entering changed stays. Until this is called, leaving undoes all of it."""
