"""MLCommons' Croissant 1.1 over a set as it lies there, with the Responsible-AI vocabulary and PROV.

Sources: https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html, croissant-rai-spec.html beside it, and
https://www.w3.org/TR/prov-o/. An export's own metadata is ``annotate.formats.croissant``'s, which this builds on.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from annotate.formats.croissant import CONTEXT, MIME
from assets import DatasetError, files
from measure.card.history import derived
from measure.card.making import Card

CHUNK = 2**20
ANNOTATIONS, PICTURES = "annotations", "pictures"
MORE = {
    "arrayShape": "cr:arrayShape",
    "containedIn": "cr:containedIn",
    "description": {"@container": "@language"},
    "isArray": "cr:isArray",
    "name": {"@container": "@language"},
    "prov": "http://www.w3.org/ns/prov#",
}
COLUMNS = {"id": "sc:Integer", "file_name": "sc:Text", "width": "sc:Integer", "height": "sc:Integer"}  # of images


def croissant(card: Card) -> str:
    """The JSON-LD document. It has no licence and no date: nobody gave the one, and the other would differ.

    Raises:
        DatasetError: the labels' file cannot be read.
    """
    facts = card.facts
    coco = labels_file(card)
    document: dict[str, Any] = {
        "@context": {**CONTEXT, **MORE},
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": card.report.title.removeprefix("Dataset card: "),
        "description": str(facts.info.get("description") or f"{facts.images.pictures} pictures ({facts.kind})"),
        "keywords": [*(["synthetic"] if facts.ours else []), *sorted(facts.categories)],
        **({"version": str(facts.info["version"])} if facts.info.get("version") else {}),
        **({"creator": {"@type": "sc:Person", "name": card.said.author}} if card.said.author else {}),
        **_responsible(card),
        **_provenance(card),
        "distribution": [*([_file(card, coco)] if coco else []), *_pictures(card)],
        "recordSet": [_images(), _categories(card)] if coco else [],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def labels_file(card: Card) -> Path | None:
    """The COCO file; None for other formats."""
    return card.facts.paths[0] if card.facts.paths else None


def _responsible(card: Card) -> dict[str, Any]:
    """What is known, and nothing where nothing is."""
    facts, report = card.facts, card.report
    fair = [note for item in report.properties if item.group == "fairness" for note in item.notes]
    said: dict[str, Any] = {
        "rai:dataLimitations": list(report["limits"].notes),
        "rai:dataBiases": fair,
        "rai:personalSensitiveInformation": list(report["provenance"].notes),
    }
    if card.said.purpose:
        said["rai:dataUseCases"] = [card.said.purpose]
    if facts.ours:
        versions = facts.info.get("versions")
        told = ", ".join(f"{k} {v}" for k, v in versions.items()) if isinstance(versions, dict) else ""
        said |= {
            "rai:dataCollection": f"rendered from scene scripts, settings {facts.info['config_hash']} ({told})",
            "rai:dataCollectionType": ["Software Collection"],
            "rai:dataAnnotationProtocol": "labels come from the description of the scene and the render itself: exact",
            "rai:machineAnnotationTools": [f"Prelabel {facts.info.get('version', '')}".strip()],
        }
    return {key: value for key, value in said.items() if value}


def _provenance(card: Card) -> dict[str, Any]:
    """PROV: the sources, and the sets that this one was made of."""
    made_of = [_source(row) for row in card.report["sources"].rows]
    made_of += [{"@type": "prov:Entity", "sc:name": f"{step}: {sentence}"} for step, sentence in derived(card.facts)]
    command = "; ".join(card.report["made"].notes) if card.facts.ours else ""
    return {
        **({"prov:wasDerivedFrom": made_of} if made_of else {}),
        **({"prov:wasGeneratedBy": {"@type": "prov:Activity", "sc:description": command}} if command else {}),
    }


def _source(row: Any) -> dict[str, Any]:
    return {"@type": "prov:Entity", "sc:name": str(row["source"]), "sc:license": str(row["licence"])}


def _file(card: Card, coco: Path) -> dict[str, Any]:
    digest = hashlib.sha256()
    try:
        with files.opened(coco, within=card.facts.root) as file:
            while data := file.read(CHUNK):
                digest.update(data)
    except OSError as error:
        raise DatasetError(f"{coco}: cannot be read ({error.strerror})") from error
    return {
        "@type": "cr:FileObject",
        "@id": ANNOTATIONS,
        "name": ANNOTATIONS,
        "contentUrl": coco.relative_to(card.facts.root).as_posix(),
        "encodingFormat": "application/json",
        "sha256": digest.hexdigest(),
    }


def _pictures(card: Card) -> list[dict[str, Any]]:
    found = [path.relative_to(card.facts.root) for path in card.facts.pictures if path.is_relative_to(card.facts.root)]
    if not found:
        return []
    places = sorted({(path.parent.as_posix(), path.suffix) for path in found})
    return [
        {
            "@type": "cr:FileSet",
            "@id": PICTURES,
            "name": PICTURES,
            "encodingFormat": sorted({MIME.get(suffix.lower(), "image/*") for _, suffix in places}),
            "includes": [f"{'' if folder == '.' else f'{folder}/'}*{suffix}" for folder, suffix in places],
        }
    ]


def _images() -> dict[str, Any]:
    """Of the labels' file the pictures alone: readers take all fields of one file to be as long."""
    fields = [
        _field("images", key, kind)
        | {"source": {"fileObject": {"@id": ANNOTATIONS}, "extract": {"jsonPath": f"$.images[*].{key}"}}}
        for key, kind in COLUMNS.items()
    ]
    return {"@type": "cr:RecordSet", "@id": "images", "name": "images", "field": fields}


def _categories(card: Card) -> dict[str, Any]:
    rows = [{"categories/id": number, "categories/name": name} for number, name in sorted(card.facts.names.items())]
    fields = [_field("categories", "id", "sc:Integer"), _field("categories", "name", "sc:Text")]
    return {"@type": "cr:RecordSet", "@id": "categories", "name": "categories", "field": fields, "data": rows}


def _field(of: str, key: str, kind: str) -> dict[str, Any]:
    return {"@type": "cr:Field", "@id": f"{of}/{key}", "name": f"{of}/{key}", "dataType": kind}
