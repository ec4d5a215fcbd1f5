"""Which files a run accounts for, told by its ``run.yaml`` alone: all others are somebody's own, and stay."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

from assets import ConfigError, StorageError
from assets.reading import yaml_value
from render.settings.config import PASSES
from render.stores.shards import is_group, shard_of
from render.stores.truth import SUFFIXES

RUN_FILE, SUMMARY_FILE = "run.yaml", "summary.json"
FOLDERS = ("records", "images", "annotations", *PASSES)  # in the order in which they are removed: records first
_FRAME = re.compile(r"(\w+)/(\d{12,})\.(\w+)")


@dataclass(frozen=True)
class Claim:
    """What is needed of a run's settings, of whatever version, to know its files."""

    frames: range
    shard_frames: int
    format: str
    passes: tuple[str, ...]
    splits: tuple[str, ...]

    @classmethod
    def of(cls, text: bytes, where: str) -> Self:
        """Raises:
        StorageError: this is no run's; ``where`` names the file.
        """
        try:
            values: Any = yaml_value(text, where)
            start, count, size = (int(values[key]) for key in ("start", "count", "shard_frames"))
            if not (isinstance(values["scenes"], list) and count > 0 and start >= 0 and size > 0):
                raise ValueError("no run")
            passes, splits = (tuple(map(str, values.get(key) or ())) for key in ("passes", "split"))
            return cls(range(start, start + count), size, str(values["format"]), passes, splits)
        except (ConfigError, TypeError, ValueError, KeyError, AttributeError, OverflowError) as error:
            raise StorageError(
                f"{where}: expected the settings of a run, by which --overwrite knows its files; this is none. "
                "Choose another --out"
            ) from error

    def holds(self, name: str) -> bool:
        """Whether a file, by its name within the folder, is the run's."""
        if name in (RUN_FILE, SUMMARY_FILE, *self._annotations()) or is_group(name, self.splits):
            return True
        if name.startswith("records/"):
            shard = shard_of(name)
            return shard is not None and self._shards().start <= shard < self._shards().stop
        match = _FRAME.fullmatch(name)
        return match is not None and int(match[2]) in self.frames and match[3] in self._suffixes().get(match[1], ())

    def mine(self, names: Iterable[str]) -> Iterator[str]:
        """Those of the names that are the run's."""
        return filter(self.holds, names)

    def _annotations(self) -> tuple[str, ...]:
        return tuple(f"annotations/instances{split}.json" for split in ("", *(f"_{name}" for name in self.splits)))

    def _shards(self) -> range:
        return range(self.frames.start // self.shard_frames, (self.frames.stop - 1) // self.shard_frames + 1)

    def _suffixes(self) -> Mapping[str, tuple[str, ...]]:
        return {"images": (self.format,), **{name: SUFFIXES[name] for name in self.passes if name in SUFFIXES}}
