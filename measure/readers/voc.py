"""Pascal VOC: an XML file a picture in ``Annotations``, pictures in ``JPEGImages``.

Source: the development kit, for boxes of 1-based pixels, both corners inclusive:
http://host.robots.ox.ac.uk/pascal/VOC/voc2012/
"""

import math
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from xml.etree import ElementTree as ET

from annotate.formats.voc import POSES
from assets import AttributeValue, DatasetError, files
from assets.reading import is_regular, scalar, shown
from measure.items import Item, Source, Tell, Thing, fitted
from measure.readers.plain import beside, picture_size

PICTURES, LABELS, LISTS = "JPEGImages", "Annotations", "ImageSets/Main"
SPLITS = ("train", "val", "test")
MOST_BYTES = 2**24
VIEWPOINTS = {pose: viewpoint for viewpoint, pose in POSES.items()}


def read_voc(place: Path) -> Source:
    stems = sorted(path.stem for path in (place / LABELS).glob("*.xml"))
    return Source(place, "VOC", len(stems), True, place, partial(_items, place, stems))


def _items(root: Path, stems: list[str], tell: Tell) -> Iterator[Item]:
    splits = _splits(root)
    for stem in stems:
        label = root / LABELS / f"{stem}.xml"
        tree = _tree(label, root)
        picture = beside(root / PICTURES, stem) or beside(root / LABELS, stem)
        if picture is None:
            raise DatasetError(f"{label}: expected a picture of that name in {root / PICTURES}, found none")
        size = picture_size(picture, root)
        found = [_thing(entry, size, str(label), tell) for entry in tree.iter("object")]
        yield Item(stem, size, tuple(thing for thing in found if thing is not None), picture, splits.get(stem, ""))


def _splits(root: Path) -> dict[str, str]:
    out: dict[str, str] = {}
    for split in SPLITS:
        path = root / LISTS / f"{split}.txt"
        if is_regular(path):
            try:
                lines = files.read(path, MOST_BYTES, within=root).decode().splitlines()
            except (OSError, UnicodeDecodeError) as error:
                raise DatasetError(f"{path}: cannot be read ({error})") from error
            out |= {line.split()[0]: split for line in lines if line.strip()}
    return out


def _tree(path: Path, root: Path) -> ET.Element:
    try:
        data = files.read(path, MOST_BYTES, within=root)
    except OSError as error:
        raise DatasetError(f"{path}: cannot be read ({error.strerror})") from error
    if b"<!" in data.replace(b"<!--", b""):
        raise DatasetError(f"{path}: expected plain XML, it has declarations of its own")
    try:
        return ET.fromstring(data)
    except (ET.ParseError, LookupError, ValueError) as error:
        raise DatasetError(f"{path}: this is not XML ({error})") from error


def _thing(entry: ET.Element, size: tuple[int, int], where: str, tell: Tell) -> Thing | None:
    name = (entry.findtext("name") or "").strip()
    if not name:
        raise DatasetError(f"{where}: an object has no name")
    if (entry.findtext("difficult") or "0").strip() == "1":
        tell["objects are marked difficult and are left out"] += 1
        return None
    corners = [entry.findtext(f"bndbox/{key}") for key in ("xmin", "ymin", "xmax", "ymax")]
    try:
        left, top, right, bottom = (float(text or "") for text in corners)
    except ValueError as error:
        raise DatasetError(f"{where}: '{shown(name)}' has no box of four numbers") from error
    if not all(map(math.isfinite, (left, top, right, bottom))):
        raise DatasetError(f"{where}: '{shown(name)}' has a box that is not finite")
    box = fitted((left - 1.0, top - 1.0, right - left + 1.0, bottom - top + 1.0), size, tell)
    if box is None:
        return None
    x, y, w, h = map(float, box)
    return Thing(name, (x, y, w, h), _attributes(entry))


def _attributes(entry: ET.Element) -> dict[str, AttributeValue]:
    """The flags and the pose of VOC; named values as CVAT, Datumaro and Prelabel write them."""
    out: dict[str, AttributeValue] = {}
    if (pose := VIEWPOINTS.get((entry.findtext("pose") or "").strip())) is not None:
        out["viewpoint"] = pose
    for each in entry.iter("attribute"):
        key, text = (each.findtext("name") or "").strip(), (each.findtext("value") or "").strip()
        if key:
            try:
                value = scalar(text)
            except ValueError:
                value = text
            out[key] = text if value is None or (isinstance(value, float) and not math.isfinite(value)) else value
    return out
