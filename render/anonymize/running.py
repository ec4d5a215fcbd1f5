"""A folder of pictures anonymized: what is there already is kept, each picture is written whole or not at all."""

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Any

from assets import ConfigError, DatasetError, RenderError, StorageError, files
from assets.photographs import SUFFIXES
from assets.reading import is_folder, json_value
from measure.readers.plain import picture_size
from measure.writing import write
from render.anonymize.boxes import Boxes, SizeOf, read_boxes
from render.anonymize.labels import found_document, result
from render.anonymize.settings import Settings
from render.anonymize.work import Task, Worker, task_of, with_tracks
from render.settings.identity import this_maker
from render.stores.lock import FolderLock

IMAGES, LABELS, FOUND, DRAWN = "images", "annotations/instances.json", "found.json", "drawn"
RECORDS, SETTINGS = "records.jsonl", "anonymize.json"
MOST_BYTES = 2**32
MOST_PICTURES = 10_000_000
AHEAD = 2  # pictures a worker that wait for it

type Record = dict[str, Any]
type Tell = Callable[[str], None]


@dataclass(frozen=True)
class Order:
    """What a user asked for.

    Attributes:
        photos: the folder, or one picture.
        boxes, agreed: files of boxes; None for none.
        out: the folder that all goes to.
        dry_run: find alone, and draw it.
        workers: processes; 0 for this one.
        factory: of the renderer, see ``render.run.start``.
    """

    photos: Path
    boxes: Path | None
    agreed: Path | None
    out: Path
    settings: Settings
    dry_run: bool
    workers: int
    factory: str


@dataclass(frozen=True, eq=False)
class Outcome:
    """Attributes:
    records: of all pictures that could be read, in the order of their names.
    errors: a sentence for each of the others.
    kept: how many were there before.
    """

    records: tuple[Record, ...]
    errors: tuple[str, ...]
    kept: int


def anonymize(
    order: Order, root: Path, names: Sequence[str], tell: Tell, advance: Callable[[int], None] | None = None
) -> Outcome:
    """Args:
        root, names: as ``pictures`` found them.

    Raises:
        ConfigError: a wrong option, or ``out`` holds another run.
        DatasetError: boxes that are none.
        StorageError: ``out`` cannot be written.
    """
    _expect_apart(root, order.out)
    boxes, agreed = (_boxes(place, root, names) for place in (order.boxes, order.agreed))
    unknown = [] if boxes is None else [name for name in names if boxes.image(name) is None]
    if unknown:
        share = f"{len(unknown)} of {len(names)} pictures"
        tell(f"{share} are not in {order.boxes} and are not written, such as {unknown[0]}")
    wanted = [name for name in names if boxes is None or boxes.image(name) is not None]
    if not wanted:
        raise ConfigError(f"{order.photos}: expected pictures that --coco names, found none of them")
    try:
        order.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"{order.out}: cannot be made ({error.strerror})") from error
    with _alone(order.out):
        task = task_of(root, order.out, boxes, agreed, order.settings, order.dry_run, order.factory)
        there = _begun(order, boxes, agreed)
        if task.has_tracks and order.settings.method == "render" and not order.dry_run:
            task = with_tracks(task, wanted)
        missing = [name for name in wanted if name not in there]
        records, errors = dict(there), list[str]()
        for record in _made(task, missing, order.workers):
            if "error" in record:
                errors.append(record["error"])
            else:
                records[record["name"]] = record
                if not order.dry_run:
                    _append(order.out / RECORDS, record)
            if advance is not None:
                advance(len(records))
        ordered = tuple(records[name] for name in wanted if name in records)
        _write_json(order.out / FOUND, found_document(boxes, ordered))
        if not order.dry_run:
            _write_json(order.out / LABELS, result(boxes, ordered))
    return Outcome(ordered, tuple(errors), len(there))


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    lock = FolderLock(out)
    try:
        lock.take()
    except OSError as error:
        raise StorageError(f"{out}: cannot be written ({error.strerror or error})") from error
    try:
        yield
    finally:
        lock.give_back()


def pictures(place: Path) -> tuple[Path, list[str]]:
    """A folder, and the names of all pictures below it, sorted; or a picture's folder and its name.

    Raises:
        ConfigError: there are none.
    """
    if place.is_file():
        return place.parent, [place.name]
    if not is_folder(place):
        raise ConfigError(f"{place}: expected a folder of pictures, found none")
    names = []
    for where, folders, found in os.walk(place):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        inner = Path(where).relative_to(place)
        names += [str(inner / name) for name in found if name.lower().endswith((*SUFFIXES, ".gif")) and name[0] != "."]
    if not names or len(names) > MOST_PICTURES:
        raise ConfigError(f"{place}: expected 1..{MOST_PICTURES} pictures ({', '.join(SUFFIXES)}), found {len(names)}")
    return place, sorted(names)


def _expect_apart(root: Path, out: Path) -> None:
    """Raises:
    ConfigError: what is written would lie among the photographs.
    """
    one, other = root.resolve(), out.resolve()
    if one == other or other.is_relative_to(one):
        raise ConfigError(f"--out {out}: expected a folder outside {root}, whose pictures it would mix with")


def _boxes(place: Path | None, root: Path, names: Sequence[str]) -> Boxes | None:
    if place is None:
        return None
    return read_boxes(place, names, SizeOf(names, lambda name: picture_size(root / name, root)))


def _begun(order: Order, boxes: Boxes | None, agreed: Boxes | None) -> dict[str, Record]:
    """Records of pictures that are there, by name, after the settings are written or found to be the same.

    Raises:
        ConfigError: the folder holds another run, or something else.
    """
    if order.dry_run:
        return {}
    place = order.out / SETTINGS
    told: dict[str, Any] = {"settings": order.settings.plain(), "maker": this_maker()}
    told["boxes"] = [None if item is None else _digest(item) for item in (boxes, agreed)]
    if place.exists():
        if json_value(_read(place), str(place), error=ConfigError) != json.loads(json.dumps(told)):
            raise ConfigError(
                f"--out {order.out}: expected a folder of the same settings and boxes, it holds another run"
            )
    elif (order.out / RECORDS).exists() or (order.out / IMAGES).exists():
        raise ConfigError(f"--out {order.out}: expected an empty folder or a run of anonymize, it holds something else")
    _write_json(place, told)
    return {record["name"]: record for record in _records(order.out) if (order.out / IMAGES / record["file"]).is_file()}


def _digest(boxes: Boxes) -> str:
    return hashlib.sha256(json.dumps(boxes.document, sort_keys=True).encode()).hexdigest()[:16]


def _records(out: Path) -> Iterator[Record]:
    """All whole lines: a last one that is torn is of a picture that is made again."""
    place = out / RECORDS
    if not place.exists():
        return
    lines = _read(place).split(b"\n")
    whole = b"".join(line + b"\n" for line in lines[:-1])
    if lines[-1]:
        write(place, whole)
    for number, line in enumerate(lines[:-1], 1):
        yield json_value(line, str(place), number)


def _append(place: Path, record: Record) -> None:
    try:
        with files.writing(place, "a+b") as file:
            file.write(json.dumps(record, allow_nan=False).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise StorageError(f"{place}: cannot be written ({error.strerror})") from error


def _read(place: Path) -> bytes:
    try:
        return files.read(place, MOST_BYTES)
    except OSError as error:
        raise DatasetError(f"{place}: cannot be read ({error.strerror})") from error


def _write_json(place: Path, value: Any) -> None:
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"{place.parent}: cannot be made ({error.strerror})") from error
    write(place, (json.dumps(value, allow_nan=False, ensure_ascii=False) + "\n").encode())


# --- who does it

_worker: list[Worker] = []


def _made(task: Task, names: Sequence[str], workers: int) -> Iterator[Record]:
    """A record of each picture, as they are done."""
    if not names:
        return
    if workers == 0:
        worker = Worker(task)
        try:
            for name in names:
                yield worker.picture(name)
        finally:
            worker.close()
        return
    count = min(workers, len(names))
    pool = ProcessPoolExecutor(count, get_context("spawn"), _start, (task, max(1, (os.cpu_count() or 1) // count)))
    try:
        yield from _from_pool(pool, names, count)
    except BrokenProcessPool as error:
        raise RenderError("a worker ended before its picture was done; the same command continues") from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _from_pool(pool: ProcessPoolExecutor, names: Sequence[str], count: int) -> Iterator[Record]:
    waiting: set[Future[Record]] = set()
    left = iter(names)
    while True:
        for name in left:
            waiting.add(pool.submit(_one, name))
            if len(waiting) >= AHEAD * count:
                break
        if not waiting:
            return
        done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
        for future in done:
            yield future.result()


def _start(task: Task, threads: int) -> None:
    _worker.append(Worker(task, threads))
    Finalize(None, _worker[0].close, exitpriority=10)  # this process ends without Python's own good-bye


def _one(name: str) -> Record:
    return _worker[0].picture(name)
