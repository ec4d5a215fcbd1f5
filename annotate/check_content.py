"""Checks of what annotations say: attributes, and the account of instances that have one or not."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from annotate import masks
from annotate.entries import Entries, Entry, duplicates
from annotate.labels import Filters
from annotate.schema import Attribute, Schema, attribute_faults
from assets import DatasetError, SceneError

SHARE_SLACK = 1e-4  # shares are written with four decimals


def attribute_failures(annotations: Iterable[Entry], categories: Mapping[int, Entry], raw: Entry) -> Iterator[str]:
    """Attributes against ``info.attribute_schema``, for the categories that it has."""
    schemas, faults = _schemas(raw.get("info"))
    yield from faults
    for item in annotations:
        schema = schemas.get(categories.get(item["category_id"], {}).get("name", ""))
        if schema is not None:
            yield from (f"annotation {item['id']}: {fault}" for fault in attribute_faults(item["attributes"], schema))


def _schemas(info: object) -> tuple[dict[str, Schema], list[str]]:
    """The schemas that ``info`` holds by category, and what is wrong with the others."""
    found = info.get("attribute_schema", {}) if isinstance(info, dict) else {}
    schemas: dict[str, Schema] = {}
    faults = []
    for category, entries in found.items() if isinstance(found, dict) else ():
        try:
            schemas[category] = {name: Attribute.from_json(entry) for name, entry in entries.items()}
        except (SceneError, AttributeError) as error:
            faults.append(f"info.attribute_schema of '{category}' is none ({error})")
    if not isinstance(found, dict):
        faults.append("info.attribute_schema: expected attributes by category")
    return schemas, faults


def count_failures(entries: Entries, categories: Mapping[int, Entry]) -> Iterator[str]:
    """Every placed instance is labelled, hidden or filtered, and nothing is two of these under one category."""
    seen: dict[int, list[tuple[int, str]]] = {}
    for item in entries.annotations:
        name = categories.get(item["category_id"], {}).get("name", "")
        seen.setdefault(item["image_id"], []).append((item["instance_id"], name))
    for image in entries.images:
        listed = [*image["hidden"], *image["filtered"]]
        every = seen.get(image["id"], []) + [(item["instance_id"], item["category"]) for item in listed]
        found = {number for number, _ in every}
        asked = _asked(image)
        if len(found) != image["placed"]:
            kinds = "labelled, hidden or filtered"
            yield f"image {image['id']}: {image['placed']} instances were placed, {len(found)} are {kinds}"
        for number, name in duplicates(iter(every)):
            yield f"image {image['id']}: {name} {number} is accounted for more than once"
        if image["placed"] != asked:
            yield f"image {image['id']}: its scene asked for {asked} instances, {image['placed']} were placed"


def _asked(image: Entry) -> int:
    """How many things its scene was to hold: in clips of traffic those that come by count as well."""
    told = image["parameters"]
    return int(told["count"] + told.get("passing", 0)) if "count" in told else int(image["placed"])


def filter_failures(annotations: Iterable[Entry], settings: Mapping[str, Any]) -> Iterator[str]:
    """No annotation is below the run's filters, but for those marked to be ignored."""
    area, visible = settings.get("min_area", 0), settings.get("min_visible", 0.0)
    if not all(isinstance(value, int | float) for value in (area, visible)):
        yield f"run.yaml: expected min_area and min_visible to be numbers, got {area!r} and {visible!r}"
        return
    filters = Filters(area, visible)
    for item in annotations:
        reason = filters.reason(item)
        if reason is not None and not item.get("ignore"):
            yield f"annotation {item['id']}: {reason} should have taken it out"
        elif reason is None and item.get("ignore") and "keep_ignored" in settings:
            yield f"annotation {item['id']}: it is marked to be ignored, no filter says so"


def amodal_mask_failures(annotations: Iterable[Entry], images: Mapping[int, Entry]) -> tuple[int, list[str]]:
    """Amodal masks hold the visible ones, and the occlusion is what is left of them; how many there are, too."""
    looked, failures = 0, []
    for item in annotations:
        image = images.get(item["image_id"])
        if image is None or "amodal_segmentation" not in item:
            continue
        looked += 1
        try:
            whole, visible = (
                masks.decode(item[key], image["height"], image["width"])
                for key in ("amodal_segmentation", "segmentation")
            )
        except DatasetError as error:
            failures.append(f"annotation {item['id']}: its amodal mask: {error}")
            continue
        if (visible & ~whole).any():
            failures.append(f"annotation {item['id']}: its mask leaves its amodal mask")
        elif abs(1.0 - visible.sum() / whole.sum() - item["occlusion"]) > SHARE_SLACK:
            hidden = 1.0 - visible.sum() / whole.sum()
            failures.append(
                f"annotation {item['id']}: its occlusion is {item['occlusion']}, its masks say {hidden:.4f}"
            )
    return looked, failures
