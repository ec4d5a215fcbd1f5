"""KITTI's object benchmark: ``image_2`` and ``label_2``, a line a thing.

Source: the development kit's readme, https://www.cvlibs.net/datasets/kitti/eval_object.php?obj_benchmark=3d.
"""

import math
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from annotate.formats.kitti import NAMES
from assets import AttributeValue, DatasetError, files
from assets.reading import shown
from measure.items import Item, Source, Tell, Thing, fitted
from measure.readers.plain import beside, picture_size

PICTURES, LABELS = "image_2", "label_2"
COLUMNS = 15
MOST_BYTES = 2**24
OURS = {name: ours for ours, name in NAMES.items()}
UNKNOWN_ALPHA = -10.0
LEVELS = ("no", "partly", "largely")  # hidden; 3 stands for unknown


def read_kitti(place: Path, root: Path) -> Source:
    """Args:
    root: the folder that has ``label_2``.
    """
    stems = sorted(path.stem for path in (root / LABELS).glob("*.txt"))
    return Source(place, "KITTI", len(stems), True, root, partial(_items, root, stems))


def _items(root: Path, stems: list[str], tell: Tell) -> Iterator[Item]:
    for stem in stems:
        label = root / LABELS / f"{stem}.txt"
        picture = beside(root / PICTURES, stem)
        if picture is None:
            raise DatasetError(f"{label}: expected a picture of that name in {root / PICTURES}, found none")
        size = picture_size(picture, root)
        try:
            lines = files.read(label, MOST_BYTES, within=root).decode("ascii").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise DatasetError(f"{label}: cannot be read ({error})") from error
        found = [_thing(line, size, f"{label}, line {i}", tell) for i, line in enumerate(lines, 1) if line.strip()]
        yield Item(stem, size, tuple(thing for thing in found if thing is not None), picture)


def _thing(line: str, size: tuple[int, int], where: str, tell: Tell) -> Thing | None:
    words = line.split()
    try:
        truncated, hidden, alpha, left, top, right, bottom = map(float, words[1:8])
    except ValueError as error:
        raise DatasetError(f"{where}: expected {COLUMNS} words, got {shown(line)}") from error
    if not all(map(math.isfinite, (truncated, hidden, alpha, left, top, right, bottom))):
        raise DatasetError(f"{where}: expected finite numbers, got {shown(line)}")
    if words[0] == "DontCare":
        tell["regions are marked DontCare and are left out"] += 1
        return None
    box = fitted((left + 0.5, top + 0.5, right - left, bottom - top), size, tell)
    if box is None:
        return None
    attributes: dict[str, AttributeValue] = {}
    if truncated >= 0.0:
        attributes["truncation"] = truncated
    if 0 <= int(hidden) < len(LEVELS):
        attributes["occluded"] = LEVELS[int(hidden)]
    if alpha != UNKNOWN_ALPHA:
        attributes["yaw_deg"] = 180.0 - (90.0 + math.degrees(alpha)) % 360.0
    x, y, w, h = map(float, box)
    return Thing(OURS.get(words[0], words[0]), (x, y, w, h), attributes)
