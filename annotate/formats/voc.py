"""Pascal VOC: an XML file a picture, and lists of the pictures of each split.

Sources: the VOC 2011 annotation guidelines for the flags, the development kit for the layout and for boxes of 1-based
pixels, both corners inclusive: http://host.robots.ox.ac.uk/pascal/VOC/voc2012/
"""

import math
import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from annotate.formats.source import Dataset, Record
from annotate.formats.target import Format, Target, is_ignored
from annotate.formats.walk import Entry

TRUNCATED = 0.15  # shares from which on the guidelines set the flag
OCCLUDED = 0.05
POSES = {"front": "Frontal", "rear": "Rear", "left": "Left", "right": "Right"}  # seen sides; VOC has no others
SLACK = 1e-6  # px: an edge that arithmetic moved off a whole number


def write(dataset: Dataset, target: Target) -> None:
    names = {number: str(row["name"]) for number, row in dataset.categories.items()}
    for split in dataset.splits:
        with target.lines(f"ImageSets/Main/{split}.txt") as members:
            for record in dataset.records(split):
                target.picture(record, f"JPEGImages/{record.file_name}")
                target.text(f"Annotations/{record.stem}.xml", xml(record, names))
                members.write(f"{record.stem}\n")
    rows = "".join(f"{name}:::\n" for name in ("background", *names.values()))
    target.text("labelmap.txt", f"# label:color_rgb:parts:actions\n{rows}")


def xml(record: Record, names: dict[int, str]) -> str:
    """The annotation file of a picture. Ignored annotations are ``difficult``: VOC's scores leave those out."""
    root = ET.Element("annotation")
    _texts(root, folder="JPEGImages", filename=record.file_name)
    _texts(ET.SubElement(root, "source"), database="Prelabel")
    width, height = record.size
    _texts(ET.SubElement(root, "size"), width=width, height=height, depth=3)
    _texts(root, segmented=0)
    for annotation in record.annotations:
        attributes = annotation.get("attributes", {})
        item = ET.SubElement(root, "object")
        _texts(
            item,
            name=printable(names[annotation["category_id"]]),
            pose=POSES.get(attributes.get("viewpoint"), "Unspecified"),
            truncated=int(annotation.get("truncation", 0.0) >= TRUNCATED),
            occluded=int(annotation.get("occlusion", 0.0) >= OCCLUDED),
            difficult=int(is_ignored(annotation)),
        )
        corners = corners_of_box(annotation["bbox"], width, height)
        _texts(ET.SubElement(item, "bndbox"), **dict(zip(("xmin", "ymin", "xmax", "ymax"), corners, strict=True)))
        _add_attributes(item, attributes)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode") + "\n"


def corners_of_box(box: Sequence[float], width: int, height: int) -> tuple[int, int, int, int]:
    """First and last pixels, counted from 1, that a box [x, y, width, height] of continuous edges touches.

    An edge inside a pixel takes all of it in. Prelabel's boxes end at pixel edges: for them the way back is exact.
    """
    x, y, w, h = box
    left, top = _clipped(math.floor(x + SLACK), 0, width - 1), _clipped(math.floor(y + SLACK), 0, height - 1)
    right, bottom = math.ceil(x + w - SLACK), math.ceil(y + h - SLACK)
    return left + 1, top + 1, _clipped(right, left + 1, width), _clipped(bottom, top + 1, height)


def box_of_corners(corners: Sequence[int]) -> list[float]:
    """The inverse: [x, y, width, height] of all those pixels."""
    x0, y0, x1, y1 = corners
    return [float(x0 - 1), float(y0 - 1), float(x1 - x0 + 1), float(y1 - y0 + 1)]


def printable(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "?", text)


def _add_attributes(item: ET.Element, attributes: Entry) -> None:
    """Typed values by name, as CVAT and Datumaro write them into VOC files."""
    if attributes:
        group = ET.SubElement(item, "attributes")
        for name, value in attributes.items():
            text = str(value).lower() if isinstance(value, bool) else value
            _texts(ET.SubElement(group, "attribute"), name=printable(name), value=printable(str(text)))


def _texts(parent: ET.Element, **values: str | int) -> None:
    for name, value in values.items():
        ET.SubElement(parent, name).text = str(value)


def _clipped(value: int, low: int, high: int) -> int:
    return min(max(value, low), high)


FORMAT = Format("voc", "Pascal VOC: an XML file a picture", write)
