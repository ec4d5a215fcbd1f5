"""The COCO file of what came out: the user's annotations as they were, and those of replaced faces with our fields."""

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

import numpy as np

from annotate import masks
from annotate.skeletons import SKELETONS
from render.anonymize.boxes import Boxes, Entry
from render.anonymize.finding import Found, stored
from render.anonymize.photo import Photo, turned_back
from render.anonymize.picture import Replaced

FACE = "face"
IBUG = 68  # points that others' sets have of ours, in our order
FIVE = ((36, 42), (42, 48), (30, 31), (48, 49), (54, 55))  # of five points, the ones of ours whose means they are


def fields(item: Replaced, photo: Photo, turn: int) -> Entry:
    """Fields of a replaced face's or plate's annotation, turned as the file's boxes are.

    Args:
        turn: see ``finding.turn_of``.
    """
    out: Entry = {"replaced": True, "replaced_by": item.how}
    if item.labels:
        out |= dict(item.labels)
        mask = out.pop("mask")
        points = out.pop("points", None)
        there = turned_back(mask, turn) if turn != 1 else mask
        out |= {"bbox": masks.box(there), "area": int(np.count_nonzero(there)), "segmentation": masks.rle(there)}
        if points is not None:
            places = stored(points[:, :2], turn, photo.size)
            flat = [v for (x, y), seen in zip(places, points[:, 2], strict=True) for v in (x, y, seen)]
            rounded = [round(float(v), 2) if at % 3 < 2 else int(v) for at, v in enumerate(flat)]
            out |= {"keypoints": rounded, "num_keypoints": int((points[:, 2] > 0).sum())}
    return out


def found_entry(item: Found, photo: Photo, turn: int) -> Entry:
    """What was found, as an annotation that can be corrected and handed in again."""
    x, y, w, h = item.box
    corners = stored(np.array([(x, y), (x + w, y + h)]), turn, photo.size)
    (x0, y0), (x1, y1) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
    out: Entry = {"bbox": [round(v, 2) for v in (x0, y0, x1 - x0, y1 - y0)], "by": item.by}
    out |= {"score": round(item.score, 4), "kind": item.kind, "number": item.number, "left": item.left}
    if item.points is not None:
        places = stored(item.points, turn, photo.size)
        out["keypoints"] = [v for x, y in places.tolist() for v in (round(x, 2), round(y, 2), 2)]
    if item.track is not None:
        out["track_id"] = item.track
    return out


def result(boxes: Boxes | None, records: Sequence[Mapping[str, Any]]) -> Entry:
    """COCO's document of all pictures that were written.

    Args:
        records: of pictures, in the order of their names.
    """
    document = _new(records, replaced=True) if boxes is None else _changed(boxes, records)
    _define(document)
    return {"info": _told(document.get("info"), len(records))} | {k: v for k, v in document.items() if k != "info"}


def _told(info: Any, pictures: int) -> Entry:
    """The user's own head, and what was done to it: it stands first, where readers look for it."""
    known = info if isinstance(info, dict) else {}
    before = known.get("derived_from")
    earlier = before if isinstance(before, list) else [before] if before else []
    what = f"{pictures} pictures, whose faces or plates Prelabel {version('prelabel')} has replaced"
    return known | {"derived_from": [{"step": "anonymised", "what": what}, *earlier]}


def found_document(boxes: Boxes | None, records: Sequence[Mapping[str, Any]]) -> Entry:
    """What was found in all pictures, for a person to correct and to hand in again by ``--coco``."""
    document = _new(records, replaced=False)
    if boxes is not None:
        named = {record["name"]: boxes.image(record["name"]) for record in records}
        for image in document["images"]:
            known = named[image["file_name"]]
            if known is not None:
                image |= {"width": known["width"], "height": known["height"]}
    return document


def _new(records: Sequence[Mapping[str, Any]], replaced: bool) -> Entry:
    """A document of what was found, without anybody's annotations."""
    images: list[Entry] = []
    annotations: list[Entry] = []
    kinds = {FACE: 1, "license_plate": 2}
    for number, record in enumerate(records, 1):
        size = dict(zip(("width", "height"), record["size"], strict=True))
        images.append({"id": number, "file_name": record["file"] if replaced else record["name"], **size})
        for item in record["found"]:
            own = {key: value for key, value in item["found"].items() if key not in ("kind", "number")}
            if replaced:
                own = {key: own[key] for key in ("bbox", "score", "track_id") if key in own} | item["fields"]
            elif not own["left"]:
                own.pop("left")
            kind = 1 if item["found"]["kind"] == "face" else 2
            box = own["bbox"]
            whole = {"id": len(annotations) + 1, "image_id": number, "category_id": kind, "iscrowd": 0}
            annotations.append(whole | {"area": box[2] * box[3]} | own)
    used = {annotation["category_id"] for annotation in annotations} | {1}
    categories = [{"id": number, "name": name} for name, number in kinds.items() if number in used]
    return {"images": images, "annotations": annotations, "categories": categories}


def _changed(boxes: Boxes, records: Sequence[Mapping[str, Any]]) -> Entry:
    """The user's document with what was replaced, of the pictures that were written."""
    files: dict[int, str] = {}
    fresh: dict[int, Entry] = {}
    added: list[tuple[int, Entry]] = []
    for record in records:
        image = boxes.image(record["name"])
        if image is None:
            continue
        files[image["id"]] = record["file"]
        for item in record["found"]:
            if item["annotation"] is not None:
                fresh[item["annotation"]] = item["fields"]
            elif item["fields"]:
                box = item["found"]["bbox"]
                added.append((image["id"], {"bbox": box, "area": box[2] * box[3], "iscrowd": 0} | item["fields"]))
    given = boxes.document
    images = [entry | {"file_name": files[entry["id"]]} for entry in given["images"] if entry["id"] in files]
    kept = [entry for entry in given["annotations"] if entry["image_id"] in files]
    categories = [dict(entry) for entry in given["categories"]]
    annotations = [_merged(entry, fresh.get(entry["id"], {}), boxes) for entry in kept]
    if added:
        plate = next((entry["id"] for entry in categories if entry["name"] == "license_plate"), None)
        if plate is None:
            plate = 1 + max((entry["id"] for entry in categories), default=0)
            categories.append({"id": plate, "name": "license_plate"})
        first = 1 + max((entry["id"] for entry in given["annotations"]), default=0)
        annotations += [
            {"id": first + at, "image_id": image, "category_id": plate} | entry
            for at, (image, entry) in enumerate(added)
        ]
    return given | {"images": images, "annotations": annotations, "categories": categories}


def _merged(entry: Entry, new: Entry, boxes: Boxes) -> Entry:
    """An annotation with new fields; its points in as many as its category names."""
    if not new:
        return entry
    category = next(item for item in boxes.document["categories"] if item["id"] == entry["category_id"])
    names = category.get("keypoints")
    out = entry | new
    if "keypoints" in new and isinstance(names, list) and len(names) != len(SKELETONS[FACE].names):
        points = np.array(new["keypoints"], np.float64).reshape(-1, 3)
        out["face_points"] = new["keypoints"]
        fitting = _as_many(points, len(names))
        if fitting is None:
            out.pop("keypoints"), out.pop("num_keypoints")
        else:
            out |= {"keypoints": fitting, "num_keypoints": int(np.count_nonzero(fitting[2::3]))}
    return out


def _as_many(points: np.ndarray[Any, np.dtype[np.float64]], count: int) -> list[float] | None:
    """The first 68 of our 70 points, or five; None for another count."""
    if count == IBUG:
        chosen = points[:IBUG]
    elif count == len(FIVE):
        chosen = np.array([[*points[a:b, :2].mean(axis=0), points[a:b, 2].min()] for a, b in FIVE])
    else:
        return None
    return [int(v) if at % 3 == 2 else round(float(v), 2) for at, v in enumerate(chosen.ravel())]


def _define(document: Entry) -> None:
    """Name the 70 points of a category whose annotations have them, where it names none."""
    skeleton = SKELETONS[FACE]
    flat = 3 * len(skeleton.names)
    with_points = {
        entry["category_id"]
        for entry in document["annotations"]
        if entry.get("replaced") and len(entry.get("keypoints") or ()) == flat
    }
    for category in document["categories"]:
        if category["id"] in with_points and not category.get("keypoints"):
            category.update(skeleton.coco())
