"""The blind spots that are planted: what the first training set does not show. Needs nothing but Python."""

from collections.abc import Mapping
from typing import Any

# Settings that make such pictures rare. Those that are left (one vehicle of several may be seen from behind) are not
# trained on: that is what `seeing` is for.
RARE = ("light=choice({day: 6, hdri: 2, dusk: 1})", "bearing_deg=uniform(0, 110)")
SPOTS = {  # column, and its values
    "night": ("time_of_day", ("night",)),
    "motorcycle": ("category", ("motorcycle",)),
    "rear": ("viewpoint", ("rear", "rear-left", "rear-right")),
}


def seeing(coco: Mapping[str, Any]) -> dict[str, Any]:
    """A COCO file's pictures without night, motorcycles and whatever is seen from behind, with their labels."""
    names = {item["id"]: item["name"] for item in coco["categories"]}
    spoilt = {image["id"] for image in coco["images"] if _hit({**image.get("parameters", {})})}
    for item in coco["annotations"]:
        if _hit({**item["attributes"], "category": names[item["category_id"]]}):
            spoilt.add(item["image_id"])
    return {
        **coco,
        "images": [image for image in coco["images"] if image["id"] not in spoilt],
        "annotations": [item for item in coco["annotations"] if item["image_id"] not in spoilt],
    }


def _hit(columns: Mapping[str, Any]) -> bool:
    return any(columns.get(column) in values for column, values in SPOTS.values())
