"""The COCO files of a mix: labels as they were, with ids, category ids and file names of their own."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from annotate.coco import category_table
from measure.items import Item, Source, Thing
from measure.readers.coco import head_of, raw_entries

ENTRIES = ("images", "annotations")
WHOLE = "instances.json"
TOLD = ("description", "version", "config_hash", "provenance", "derived_from")  # of a set's head, kept as its history

type Entry = dict[str, Any]
type Key = tuple[int, int]
type Placed = tuple[str, Item, str]
"""Which set a picture is of, the picture, and its file's name in the mix."""


@dataclass(frozen=True)
class Labels:
    """Attributes:
    sources: the sets, by ``real`` and ``rendered``.
    own: names of categories that the sets have, likewise.
    names: what the mix calls some of them; empty for those left out.
    """

    sources: Mapping[str, Source]
    own: Mapping[str, Sequence[str]]
    names: Mapping[str, str]

    def name(self, category: str) -> str:
        return self.names.get(category, category)


def write_coco(folder: Path, labels: Labels, placed: Sequence[Placed]) -> None:
    """``annotations/instances.json``, and where there are several splits, a file of each.

    The labels of the pictures are held in memory, as text.
    """
    entries = list(_numbered(labels, placed))
    (folder / "annotations").mkdir()
    table = _categories(labels)
    splits: dict[str, None] = dict.fromkeys(item.split for _, item, _ in placed)
    _write(folder / "annotations" / WHOLE, labels, table, entries)
    for split in splits if len(splits) > 1 else ():
        part = [entry for entry, (_, item, _) in zip(entries, placed, strict=True) if item.split == split]
        _write(folder / "annotations" / f"instances_{split}.json", labels, table, part)


def _numbered(labels: Labels, placed: Sequence[Placed]) -> Iterator[tuple[str, list[str]]]:
    """Each image and its annotations, as JSON."""
    ids = {str(row["name"]): int(row["id"]) for row in category_table(_names(labels))}
    raw = {key: _raw(source, (item for of, item, _ in placed if of == key)) for key, source in labels.sources.items()}
    annotation_id = 0
    for image_id, (key, item, file_name) in enumerate(placed):
        images, annotations = raw[key]
        image = images.get(item.origin, {}) if labels.sources[key].files else {}
        own = annotations.get(item.origin, ()) if labels.sources[key].files else map(_entry, item.things or ())
        width, height = item.size
        whole = {**image, "id": image_id, "file_name": file_name, "width": width, "height": height}
        lines = []
        for entry in own:
            known = labels.sources[key].category_ids
            name = labels.name(str(entry.pop("category", "")) or known[entry["category_id"]])
            if name:
                annotation_id += 1
                entry |= {"id": annotation_id, "image_id": image_id, "category_id": ids[name]}
                lines.append(_json({"id": None, "image_id": None, "category_id": None} | entry))
        yield _json(whole | {"source": key, "original": item.name}), lines


def _raw(
    source: Source, items: Iterable[Item]
) -> tuple[dict[tuple[int, int], Entry], dict[tuple[int, int], list[Entry]]]:
    """Of COCO files: the entries of these pictures, by the file's number and the image's id."""
    wanted = {item.origin for item in items}
    images: dict[Key, Entry] = {}
    annotations: dict[Key, list[Entry]] = defaultdict(list)
    for number, path in enumerate(source.files):
        for kind, entry in raw_entries(path, source.root, ENTRIES):
            key = (number, entry["id"] if kind == "images" else entry["image_id"])
            if key not in wanted:
                continue
            if kind == "images":
                images[key] = entry
            elif min(entry["bbox"][2:]) > 0.0:  # others are no labels, and no reader takes them
                annotations[key].append(entry)
    return images, annotations


def _entry(thing: Thing) -> Entry:
    """COCO's annotation of what another format says."""
    x, y, w, h = (round(value, 2) for value in thing.box)
    out: Entry = {"category": thing.category, "bbox": [x, y, w, h], "area": round(w * h, 2), "iscrowd": 0}
    if thing.points is not None:
        flat = [value for px, py, seen in thing.points.tolist() for value in (round(px, 2), round(py, 2), int(seen))]
        out |= {"keypoints": flat, "num_keypoints": int((thing.points[:, 2] > 0).sum())}
    return out | ({"attributes": dict(thing.attributes)} if thing.attributes else {})


def _names(labels: Labels) -> set[str]:
    every = (name for own in labels.own.values() for name in own)
    return {labels.name(name) for name in every} - {""}


def _categories(labels: Labels) -> list[Entry]:
    """The table, with keypoints where the sets agree on them; annotations keep theirs in any case."""
    out = []
    for row in category_table(_names(labels)):
        found = {
            points
            for source in labels.sources.values()
            for name, points in source.keypoints.items()
            if labels.name(name) == row["name"]
        }
        plain = {key: row[key] for key in ("id", "name", "supercategory")}
        same = len(found) == 1 and tuple(row.get("keypoints", ())) in found
        out.append(row if same else plain | ({"keypoints": list(*found)} if len(found) == 1 else {}))
    return out


def _write(path: Path, labels: Labels, table: list[Entry], entries: Sequence[tuple[str, list[str]]]) -> None:
    """An entry a line, annotations in the order of their images: so that readers need not hold them all."""
    scenes = sorted({scene for source in labels.sources.values() for scene in source.scenes})
    info: Entry = {"description": "Photographs and rendered pictures", "version": version("prelabel"), "scenes": scenes}
    info["derived_from"] = [_origin(key, source) for key, source in labels.sources.items()]
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'{{"info":{_json(info)},\n"licenses":{_json(_licences(labels))},\n"categories":{_json(table)},\n')
        file.write('"images":[\n' + ",\n".join(image for image, _ in entries))
        file.write('\n],\n"annotations":[\n' + ",\n".join(line for _, lines in entries for line in lines) + "\n]}\n")


def _origin(key: str, source: Source) -> Entry:
    """A set that was mixed, and what its own head says of where it comes from."""
    said = head_of(source.files[0]) if source.files else {}
    return {"step": "mixed", "source": key, "set": source.place.absolute().name} | {
        name: said[name] for name in TOLD if said.get(name)
    }


def _licences(labels: Labels) -> list[Entry]:
    """Those of the real pictures, whose images name them by number."""
    source = labels.sources["real"]
    found = [entry for path in source.files for _, entry in raw_entries(path, source.root, ("licenses",))]
    return [entry for place, entry in enumerate(found) if entry not in found[:place]]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
