"""Keypoints of categories and annotations, checked."""

from annotate.formats.walk import Entry
from assets import DatasetError


def names_of(category: Entry) -> list[str]:
    """Names of a category's keypoints; none where it has none.

    Raises:
        DatasetError: they are no list of names.
    """
    names = category.get("keypoints", [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise DatasetError(f"category {category['id']}: expected 'keypoints' to be a list of names")
    return names


def keypoints_of(annotation: Entry, count: int) -> list[tuple[float, float, int]]:
    """x, y in pixels and COCO's v of each point; an annotation without any has them all unlabelled.

    Raises:
        DatasetError: they are not ``count`` triples.
    """
    flat = annotation.get("keypoints")
    if flat is None:
        return [(0.0, 0.0, 0)] * count
    where = f"annotation {annotation['id']}"
    if not isinstance(flat, list) or len(flat) != 3 * count or not all(_is_number(value) for value in flat):
        raise DatasetError(f"{where}: expected 'keypoints' to be {3 * count} numbers")
    if any(v not in (0, 1, 2) for v in flat[2::3]):
        raise DatasetError(f"{where}: expected a visibility of 0, 1 or 2 for each keypoint")
    return [(float(x), float(y), int(v)) for x, y, v in zip(flat[::3], flat[1::3], flat[2::3], strict=True)]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
