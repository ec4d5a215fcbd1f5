"""One line of a records file, as far as a run relies on it: files of a folder may be anybody's."""

from pathlib import PurePosixPath
from typing import Any

from assets import DatasetError
from assets.reading import json_value
from render.settings.config import LAST_FRAME


def record_of(line: bytes | str) -> dict[str, Any]:
    """The record that a line is.

    Raises:
        ValueError: it is none: no JSON, or without a frame's number, sources, annotations with categories, or names and
            sizes of files, where it has any.
    """
    try:
        found: Any = json_value(line, "record")
    except DatasetError as error:
        raise ValueError(str(error)) from error
    image = found.get("image") if isinstance(found, dict) else None
    if not isinstance(image, dict) or not _is_whole(image.get("frame"), LAST_FRAME):
        raise ValueError("expected an image with the number of its frame")
    if not all(_is_source(item) for item in _list(image.get("assets"))):
        raise ValueError("expected sources of assets, each with origin and licence")
    if not all(_is_annotation(item, image["frame"]) for item in _list(found.get("annotations"))):
        raise ValueError("expected annotations of this frame, each with id and category")
    if not isinstance(found.get("run", ""), str):
        raise ValueError("expected the name of its run")
    files = found.get("files", {})
    if not isinstance(files, dict) or not all(_is_file(*item) for item in files.items()):
        raise ValueError("expected names of files and their sizes")
    record: dict[str, Any] = found
    return record


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [None]


def _is_whole(value: Any, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most


def _is_source(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and isinstance(value.get("origin"), str)
        and isinstance(value.get("licence", 0), str | None)
    )


def _is_annotation(value: Any, frame: int) -> bool:
    return (
        isinstance(value, dict)
        and _is_whole(value.get("id"), 2**63)
        and value.get("image_id") == frame
        and isinstance(value.get("category"), str)
    )


def _is_file(name: str, told: Any) -> bool:
    """A name in the folder, and its bytes, alone or with a checksum."""
    path = PurePosixPath(name)
    size = told[0] if isinstance(told, list) and len(told) == 2 and isinstance(told[1], str) else told
    return bool(name) and not path.is_absolute() and ".." not in path.parts and _is_whole(size, 2**63)
