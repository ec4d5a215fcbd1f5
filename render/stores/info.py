"""The ``info`` of a COCO file: what made it, and whose it is."""

import platform
from collections.abc import Collection, Iterable, Mapping
from importlib.metadata import version
from typing import Any

from annotate.schema import attribute_schemas
from assets.faces import PARSING
from render.settings.config import NOT_CONTENT, RunConfig
from render.stores.provenance import provenance

type Source = tuple[str, str | None]
"""Origin and licence of something that a picture was made from."""


def sources(records: Iterable[Mapping[str, Any]]) -> frozenset[Source]:
    """Of all that these records' pictures were made from."""
    return frozenset((asset["origin"], asset["licence"]) for item in records for asset in item["image"]["assets"])


def dataset_info(
    config: RunConfig, part_ids: Mapping[str, int], categories: Iterable[str], used: Collection[Source]
) -> dict[str, Any]:
    """COCO's ``info``: config, versions, legends, attribute schemas, and the licences that the assets used came with.

    No date, and no licence of the pictures: the one would make equal runs differ, the other is the user's to give.

    Args:
        used: by the pictures, see ``sources``.
    """
    return {
        "description": f"Synthetic pictures of {', '.join(config.scenes)}, rendered by Prelabel",
        "version": version("prelabel"),
        "contributor": "",
        "url": "",
        "config": config.plain(exclude=NOT_CONTENT),
        "config_hash": config.content_hash(),
        "versions": {
            "prelabel": version("prelabel"),
            "bpy": version("bpy"),
            "numpy": version("numpy"),
            "python": platform.python_version(),
        },
        "marks": config.marks,
        "makers": [dict(maker) for maker in config.makers],
        "parts": {"none": 0, **part_ids},
        **({"parsing": dict(PARSING)} if "parsing" in config.passes else {}),
        "attribute_schema": attribute_schemas(categories),
        "asset_licences": [{"origin": origin, "licence": licence} for origin, licence in sorted(used, key=str)],
        "provenance": provenance(used),
    }
