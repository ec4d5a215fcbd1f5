"""MLCommons' Croissant: metadata in JSON-LD over pictures and a JSON-lines file a split.

Source: https://docs.mlcommons.org/croissant/docs/croissant-spec-1.0.html
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from annotate.formats.source import Dataset, Record
from annotate.formats.target import Format, Target

# The context that the specification asks each file to carry.
CONTEXT: Mapping[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataBiases": "cr:dataBiases",
    "dataCollection": "cr:dataCollection",
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "personalSensitiveInformation": "cr:personalSensitiveInformation",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
MIME = {".jpg": "image/jpeg", ".png": "image/png"}


def write(dataset: Dataset, target: Target) -> None:
    names = {number: str(row["name"]) for number, row in dataset.categories.items()}
    distribution: list[dict[str, Any]] = []
    record_sets = []
    for split in dataset.splits:
        digest, suffixes = hashlib.sha256(), set()
        with target.path(f"annotations/{split}.jsonl").open("wb") as file:
            for record in dataset.records(split):
                target.picture(record, f"images/{split}/{record.file_name}")
                suffixes.add(record.file_name.removeprefix(record.stem))
                line = _json(row(record, names)).encode() + b"\n"
                digest.update(line)
                file.write(line)
        distribution += [_lines_file(split, digest.hexdigest()), _pictures(split, suffixes)]
        record_sets.append(_record_set(split))
    target.text("croissant.json", json.dumps(metadata(dataset, distribution, record_sets), indent=2) + "\n")


def row(record: Record, names: Mapping[int, str]) -> dict[str, Any]:
    """A line of a split's file; ``record`` is everything, as JSON text."""
    width, height = record.size
    named = [{**item, "category": names[item["category_id"]]} for item in record.annotations]
    return {
        "file_name": record.file_name,
        "image_id": record.image["id"],
        "width": width,
        "height": height,
        "boxes": [item["bbox"] for item in named],
        "categories": [item["category"] for item in named],
        "record": _json({"image": record.image, "annotations": named}),
    }


def metadata(dataset: Dataset, distribution: Iterable[Mapping[str, Any]], record_sets: Iterable[Any]) -> dict[str, Any]:
    """The JSON-LD document. It has no licence and no date: nobody gave the one, and the other would differ."""
    version = str(dataset.info.get("version", ""))
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": "prelabel",
        "description": str(dataset.info.get("description", "Synthetic pictures rendered by Prelabel")),
        **({"version": version} if version else {}),
        "keywords": ["synthetic", *dataset.names()],
        "distribution": list(distribution),
        "recordSet": list(record_sets),
    }


def _lines_file(split: str, digest: str) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": f"{split}-annotations",
        "name": f"{split}-annotations",
        "contentUrl": f"annotations/{split}.jsonl",
        "encodingFormat": "application/jsonlines",
        "sha256": digest,
    }


def _pictures(split: str, suffixes: Iterable[str]) -> dict[str, Any]:
    kinds = sorted(suffixes) or [".jpg"]
    return {
        "@type": "cr:FileSet",
        "@id": f"{split}-images",
        "name": f"{split}-images",
        "encodingFormat": [MIME.get(suffix, "image/*") for suffix in kinds],
        "includes": [f"images/{split}/*{suffix}" for suffix in kinds],
    }


def _record_set(split: str) -> dict[str, Any]:
    """The split's lines, each joined with its picture by the file's name."""
    columns: dict[str, dict[str, Any]] = {
        "file_name": {
            "dataType": "sc:Text",
            "references": {"fileSet": {"@id": f"{split}-images"}, "extract": {"fileProperty": "filename"}},
        },
        "image_id": {"dataType": "sc:Integer"},
        "width": {"dataType": "sc:Integer"},
        "height": {"dataType": "sc:Integer"},
        "boxes": {"dataType": "cr:BoundingBox", "format": "XYWH", "repeated": True},
        "categories": {"dataType": "sc:Text", "repeated": True},
        "record": {"dataType": "sc:Text"},
    }
    fields = [
        _field(split, name, {"column": name}, "fileObject", "annotations", more) for name, more in columns.items()
    ]
    image = _field(split, "image", {"fileProperty": "content"}, "fileSet", "images", {"dataType": "sc:ImageObject"})
    return {"@type": "cr:RecordSet", "@id": split, "name": split, "field": [*fields, image]}


def _field(
    split: str, name: str, extract: Mapping[str, str], kind: str, of: str, more: Mapping[str, Any]
) -> dict[str, Any]:
    source = {kind: {"@id": f"{split}-{of}"}, "extract": extract}
    return {"@type": "cr:Field", "@id": f"{split}/{name}", "name": f"{split}/{name}", "source": source, **more}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


FORMAT = Format("croissant", "MLCommons Croissant metadata over pictures and JSON lines", write)
