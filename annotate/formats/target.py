"""The folder that an export writes: built beside its place, moved there when it is complete."""

import errno
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from annotate.formats.source import Dataset, Record
from assets import DatasetError, StorageError, files


@dataclass(frozen=True)
class Summary:
    """What an export did.

    Attributes:
        format: its name.
        out: where it lies.
        images, annotations: how many were written.
        notes: a sentence for each thing that the user should know, such as annotations that the format cannot hold.
    """

    format: str
    out: Path
    images: int
    annotations: int
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Format:
    """Attributes:
    name: what users call it.
    summary: one line of what it is.
    write: fills the target from the dataset.
    """

    name: str
    summary: str
    write: Callable[[Dataset, "Target"], None]


class Target:
    """Where a format writes: names are relative to the export's folder, folders appear as they are needed.

    Args:
        root: an empty folder.
        pictures: the folder that the dataset's pictures lie in.
        link: hard links to the pictures in place of copies, where the disk can.
    """

    def __init__(self, root: Path, pictures: Path, link: bool = False) -> None:
        self.root = root
        self.images = 0
        self.annotations = 0
        self._pictures = pictures
        self._link = link
        self._notes: Counter[str] = Counter()

    def text(self, name: str, content: str) -> None:
        """Write a text file."""
        self.path(name).write_bytes(content.encode())

    def lines(self, name: str) -> AbstractContextManager[TextIO]:
        """A text file to write into, UTF-8 with plain line feeds."""
        return self.path(name).open("w", encoding="utf-8", newline="\n")

    def picture(self, record: Record, name: str) -> None:
        """Place a record's picture, and count it.

        Raises:
            DatasetError: as ``source``.
        """
        target = self.path(name)
        with self.source(record) as source:
            if not (self._link and _linked(Path(source.name), target)):
                with target.open("wb") as copy:
                    shutil.copyfileobj(source, copy)
        self.count(record)

    @contextmanager
    def source(self, record: Record) -> Iterator[BinaryIO]:
        """The picture of a record, to read from; ``name`` is where links lead to, which is within the dataset.

        Raises:
            DatasetError: it is missing, no plain file, or a link that leads out of the dataset.
        """
        path = self._pictures / record.file_name
        try:
            file = files.opened(path, within=self._pictures.parent)
        except FileNotFoundError as error:
            message = f"image {record.image['id']}: {record.file_name} is not in {self._pictures}"
            raise DatasetError(message) from error
        except OSError as error:
            raise DatasetError(f"image {record.image['id']}: {path} cannot be read ({error.strerror})") from error
        with file:
            yield file

    def folder(self, name: str) -> "Target":
        """A folder inside, to be filled as an export of its own; ``include`` takes over what it counted."""
        path = self.root / name
        path.mkdir()
        return Target(path, self._pictures, self._link)

    def include(self, folders: Sequence["Target"]) -> None:
        """Counts of folders that hold the same pictures each, with other annotations: pictures and notes count once."""
        self.images = folders[0].images
        self.annotations = sum(folder.annotations for folder in folders)
        for folder in folders:
            self._notes |= folder._notes

    def count(self, record: Record) -> None:
        self.images += 1
        self.annotations += len(record.annotations)

    def left_out(self, reason: str) -> None:
        """One annotation is not written, and why: ``are …``."""
        self.annotations -= 1
        self.note(f"annotations left out, as they {reason}")

    def elsewhere(self) -> None:
        """One annotation is written in another folder, see ``include``."""
        self.annotations -= 1

    def note(self, sentence: str, times: int = 1) -> None:
        """Something to tell; equal sentences are told once, with their number before them."""
        self._notes[sentence] += times

    def notes(self) -> tuple[str, ...]:
        return tuple(f"{times} {sentence}" if times else sentence for sentence, times in self._notes.items())

    def path(self, name: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path


@contextmanager
def unfinished(out: Path) -> Iterator[Path]:
    """An empty folder beside ``out`` that takes its place when the block ends well, and vanishes when it does not.

    Raises:
        StorageError: ``out`` exists and is not an empty folder, or the disk does not play along.
    """
    place = Path(os.path.realpath(out))
    try:
        if place.exists() and (not place.is_dir() or any(place.iterdir())):
            raise StorageError(f"{out}: expected a folder that is empty or not there yet")
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{place.name}.", dir=place.parent) as outer:
            folder = Path(outer) / place.name  # the outer one is for its owner's eyes only, this one is not
            folder.mkdir()
            yield folder
            if place.exists():
                place.rmdir()
            folder.rename(place)
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        reason = "the disk is full" if full else error.strerror or error
        raise StorageError(f"{out}: cannot export, {reason}{_named(error)}") from error


def is_ignored(annotation: dict[str, Any]) -> bool:
    """Marked as not to be learnt from: filtered (``ignore``) or a crowd (``iscrowd``)."""
    return bool(annotation.get("ignore")) or bool(annotation.get("iscrowd"))


def _linked(source: Path, target: Path) -> bool:
    try:
        target.hardlink_to(source)
    except OSError:
        return False  # another disk, or one that knows no links
    return True


def _named(error: OSError) -> str:
    return f" ({error.filename})" if error.filename else ""
