"""A dataset's pictures as clips, for formats of tracks: one clip is in memory at a time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path

from annotate.entries import INTEGER, NUMBER
from annotate.formats.source import Dataset, Record
from annotate.formats.walk import Entry
from assets import DatasetError

SEQUENCE = "as prelabel render --sequence gives it"


@dataclass(frozen=True, eq=False)
class Clip:
    """Pictures that follow one another, and what is seen in them.

    Attributes:
        number: ``video_id``.
        name: a plain name, of no other clip.
        fps: pictures a second.
        records: in the order of time, none missing between. Every annotation has a ``track_id``.
    """

    number: int
    name: str
    fps: float
    records: tuple[Record, ...]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.records[0].size


def clips(dataset: Dataset, split: str) -> Iterator[Clip]:
    """The clips of a split in the file's order.

    Raises:
        DatasetError: a picture is of no clip, a clip's pictures do not follow one another, or an annotation has no
            track; names the id.
    """
    names: set[str] = set()
    for number, records in groupby(dataset.records(split), lambda record: _whole(record, "video_id")):
        found = tuple(records)
        for before, after in pairwise(found):
            first, second = (_whole(record, "frame_index") for record in (before, after))
            if second != first + 1:
                raise DatasetError(
                    f"image {after.image['id']}: expected frame {first + 1} of clip {number}, got {second}; formats of "
                    "tracks want clips without gaps"
                )
        for record in found:
            _check_tracks(record)
        name = _name(dataset.videos.get(number, {}), number)
        if name in names:
            raise DatasetError(f"image {found[0].image['id']}: clip {number} comes more than once")
        names.add(name)
        yield Clip(number, name, _fps(dataset.videos.get(number, {}), found), found)


def frame_index(record: Record) -> int:
    """Which picture of its clip it is, from 0."""
    return _whole(record, "frame_index")


def _whole(record: Record, key: str) -> int:
    value = record.image.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        got = "none" if value is None else value
        raise DatasetError(f"image {record.image['id']}: expected '{key}' of a clip, {SEQUENCE}, got {got}")
    return value


def _check_tracks(record: Record) -> None:
    for annotation in record.annotations:
        if not INTEGER[1](annotation.get("track_id")):
            raise DatasetError(f"annotation {annotation['id']}: expected a 'track_id', {SEQUENCE}, got none")


def _name(video: Mapping[str, object], number: int) -> str:
    """What the dataset calls a clip, where a folder can be called so."""
    name = str(video.get("name", ""))
    plain = bool(name) and Path(name).name == name and name.isprintable() and name not in (".", "..")
    return name if plain and not any(letter.isspace() or letter == "," for letter in name) else f"{number:06d}"


def _fps(video: Entry | Mapping[str, object], records: tuple[Record, ...]) -> float:
    """Of the clip's entry, or from the times of its pictures."""
    said = _number(video.get("fps"))
    if said > 0.0:
        return said
    first, last = (_number(record.image.get("seconds"), -1.0) for record in (records[0], records[-1]))
    if last > first >= 0.0:
        return round((len(records) - 1) / (last - first), 6)
    raise DatasetError(
        f"image {records[0].image['id']}: expected clip {records[0].image['video_id']} to have 'fps' in the file's "
        "'videos', or its pictures their 'seconds', got neither"
    )


def _number(value: object, usual: float = 0.0) -> float:
    return float(value) if isinstance(value, int | float) and NUMBER[1](value) else usual
