"""What a process does with one picture after another: read, find, replace, write; its record holds no content."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from annotate import draw, marks
from annotate.masks import decode
from assets import DatasetError
from measure.writing import write
from render.anonymize.boxes import Boxes
from render.anonymize.detecting import Detector, is_installed
from render.anonymize.finding import Finder, Found, turn_of, upright_box
from render.anonymize.jpeg import jpeg_bytes
from render.anonymize.labels import fields, found_entry
from render.anonymize.photo import Mask, Photo, png_bytes, read_photo, turned
from render.anonymize.picture import Anonymized, Painter, anonymized
from render.anonymize.settings import Settings
from render.anonymize.tracks import Smoothed, smoothed
from render.run.picture import encode_picture
from render.settings.marking import software

DRAWN_QUALITY = 85
EXACT = "PNG pixels outside the masks are the photograph's"

type Record = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Task:
    """What all pictures of a run have in common. See ``running.Order``."""

    root: Path
    out: Path
    boxes: Boxes | None
    agreed: Boxes | None
    settings: Settings
    dry_run: bool
    factory: str
    smooth: Smoothed = field(default_factory=dict)

    @property
    def has_tracks(self) -> bool:
        return self.boxes is not None and any("track_id" in entry for entry in self.boxes.document["annotations"])


def task_of(
    root: Path,
    out: Path,
    boxes: Boxes | None,
    agreed: Boxes | None,
    settings: Settings,
    dry_run: bool,
    factory: str,
) -> Task:
    """Raises:
    ConfigError: nothing can be found in this way, so that no worker starts for it.
    """
    Finder(settings, boxes, agreed)
    return Task(root, out, boxes, agreed, settings, dry_run, factory)


def with_tracks(task: Task, names: Sequence[str]) -> Task:
    """The same with the points of its tracks smoothed, for which all pictures are looked at beforehand."""
    worker = Worker(task)
    return replace(task, smooth=smoothed({name: worker.found(name) for name in names}))


class Worker:
    """Args:
    threads: of the renderer; 0 for one a core.
    """

    def __init__(self, task: Task, threads: int = 0) -> None:
        self._task = task
        detector = Detector() if task.boxes is None or (is_installed() and task.settings.method == "render") else None
        self._finder = Finder(task.settings, task.boxes, task.agreed, detector)
        self._painter: Painter | None = None
        self._threads = threads

    def close(self) -> None:
        """End the renderer, where it was started."""
        if self._painter is not None:
            self._painter.close()

    def picture(self, name: str) -> Record:
        """Make one; a record, or what is wrong with it in a sentence as ``error``."""
        try:
            return self._picture(name)
        except DatasetError as error:
            return {"name": name, "error": f"{error}; not written"}

    def found(self, name: str) -> list[Found]:
        """What is in a picture; nothing where it cannot be read, which is said when it is made."""
        try:
            photo = read_photo(self._task.root / name, self._task.root)
            return self._finder.find(photo, name, photo.rgb)
        except DatasetError:
            return []

    def _picture(self, name: str) -> Record:
        task = self._task
        photo = read_photo(task.root / name, task.root)
        rgb = photo.rgb
        found = [self._smooth(item, name) for item in self._finder.find(photo, name, rgb)]
        turn = self._turn(photo, name)
        record: Record = {"name": name, "size": list(photo.size if turn == 1 else photo.stored.shape[1::-1])}
        if task.dry_run:
            self._draw(name, photo, found)
            record["found"] = [_told(item, photo, turn) for item in found]
            return record
        done = anonymized(rgb, found, name, task.settings, self._painter_for(found), self._kept(photo, name, turn))
        file, how = self._write(name, photo, done)
        rows = []
        for item in done.replaced:
            more: Record = {"how": item.how, "why": item.why, "covered": item.covered}
            rows.append(
                _told(item.found, photo, turn) | more | {"fields": fields(item, photo, turn) if item.how else {}}
            )
        return record | {"file": file, "pixels": how, "found": rows}

    def _smooth(self, item: Found, name: str) -> Found:
        points = self._task.smooth.get((name, item.number)) if item.kind == "face" else None
        return item if points is None else replace(item, points=points)

    def _painter_for(self, found: list[Found]) -> Painter | None:
        """The renderer, which is started with the first face."""
        if self._task.settings.method != "render":
            return None
        if self._painter is None and any(not item.left for item in found):
            from render.anonymize.painting import RenderPainter

            self._painter = RenderPainter(self._task.settings, self._task.factory, self._threads)
        return self._painter

    def _turn(self, photo: Photo, name: str) -> int:
        image = None if self._task.boxes is None else self._task.boxes.image(name)
        return 1 if image is None else turn_of(photo, image, name)

    def _kept(self, photo: Photo, name: str, turn: int) -> Mask:
        """(H, W) what the user's labels say is before faces: by its mask, else by its box."""
        out = np.zeros(photo.size[::-1], np.bool_)
        for entry in self._finder.occluders(name):
            shape = photo.size[::-1] if turn == 1 else photo.stored.shape[:2]
            if entry.get("segmentation"):
                out |= turned(decode(entry["segmentation"], *shape), turn)
            else:
                left, top, wide, tall = map(float, entry["bbox"])
                x, y, w, h = (round(v) for v in upright_box((left, top, wide, tall), turn, photo.size))
                out[max(y, 0) : max(y + h, 0), max(x, 0) : max(x + w, 0)] = True
        return out

    def _write(self, name: str, photo: Photo, done: Anonymized) -> tuple[str, str]:
        new = photo.with_pixels(done.rgb, done.mask)
        file = name if Path(name).suffix.lower() in (".jpg", ".jpeg", ".png") and _fits(name, photo) else None
        file = file or str(Path(name).with_suffix(f".{photo.suffix}"))
        if photo.suffix == "jpg":
            data, how = jpeg_bytes(new, done.mask)
        else:
            data, how = png_bytes(new), EXACT
        if done.mask.any():
            data = marks.mark(data, marks.xmp(marks.COMPOSITE, software(), {"method": self._task.settings.method}))
        how = f"{photo.was} became {photo.suffix.upper()}: {how}" if photo.was else how
        place = self._task.out / "images" / file
        place.parent.mkdir(parents=True, exist_ok=True)
        write(place, data)
        return file, how

    def _draw(self, name: str, photo: Photo, found: list[Found]) -> None:
        """The picture with what was found drawn on it, upright."""
        titles = [f"{item.kind} {item.number}{': ' + item.left if item.left else ''}" for item in found]
        entries = [{"bbox": list(item.box), "category": title} for item, title in zip(found, titles, strict=True)]
        drawn = draw(photo.rgb, entries, what=("boxes",))
        for item in found:
            for x, y in () if item.points is None else item.points.tolist():
                cv2.circle(drawn, (round(x), round(y)), max(1, round(item.side / 60)), (0, 255, 0), -1)
        place = self._task.out / "drawn" / Path(name).with_suffix(".jpg")
        place.parent.mkdir(parents=True, exist_ok=True)
        write(place, encode_picture(drawn, "jpg", DRAWN_QUALITY))


def _fits(name: str, photo: Photo) -> bool:
    """Whether a file's name says what it will be."""
    return (Path(name).suffix.lower() == ".png") == (photo.suffix == "png")


def _told(item: Found, photo: Photo, turn: int) -> Record:
    annotation = None if item.annotation is None else item.annotation["id"]
    return {"annotation": annotation, "found": found_entry(item, photo, turn)}
