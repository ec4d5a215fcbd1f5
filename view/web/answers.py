"""The answers themselves, as plain values."""

from typing import Any

import numpy as np

from assets import ConfigError, DatasetError
from view.beside import again, documents, files
from view.beside.likeness import features
from view.index.columns import Column
from view.query.facets import FREE
from view.query.selecting import Filter, Selection
from view.sets.opened import OpenSet, View

MOST_WINDOW = 400  # pictures of one answer
NEIGHBOURS = 8
WORST = 60  # rows of a comparison


def whole(view: View) -> dict[str, Any]:
    """What does not change while the page is open."""
    sets = []
    for one in view.sets:
        index = one.index
        sets.append(
            {
                "letter": one.letter,
                "place": str(one.place.place),
                "columns": [_column(column) for column in index.columns.values()],
                "skeletons": {name: [list(pair) for pair in pairs] for name, pairs in index.skeletons.items()},
                "points": {name: list(names) for name, names in index.points.items()},
                "dropped": index.dropped,
                **_counts(one),
            }
        )
    matches = view.sets[0].matches
    told = None
    if matches is not None:
        told = {"name": matches.name, "confidence": matches.confidence, "figures": dict(matches.figures)}
        told["findings"] = [dict(each) for each in matches.findings]
        told["notes"] = list(matches.told)
    return {"sets": sets, "predictions": told}


def state(view: View) -> dict[str, Any]:
    """What may change: how many pictures there are."""
    return {"changed": [one.refresh() for one in view.sets], "sets": [_counts(one) for one in view.sets]}


def _counts(one: OpenSet) -> dict[str, Any]:
    return {"pictures": one.index.pictures, "things": one.index.things, "live": one.live, "tags": counts(one)}


def counts(one: OpenSet) -> dict[str, int]:
    """How many pictures have each tag."""
    return {tag: len(ids) for tag, ids in one.tags.all().items()}


def _column(column: Column) -> dict[str, Any]:
    out: dict[str, Any] = {"name": column.name, "scope": column.scope, "kind": column.kind}
    return out | {"listed": column.kind == "number" or column.distinct <= FREE}


def window(one: OpenSet, filter: Filter, offset: int, count: int, masked: bool) -> list[dict[str, Any]]:
    """Some pictures of what a filter leaves, as they are drawn in the grid."""
    if not (0 < count <= MOST_WINDOW and offset >= 0):
        raise ConfigError(f"window: expected 1 to {MOST_WINDOW} pictures, got {count} from {offset} on")
    positions = one.select(filter).positions[offset : offset + count].tolist()
    if not positions:
        return []
    found = documents.pictures(one.place, one.index, positions, masked, full=False)
    return _judged(one, found)


def _judged(one: OpenSet, pictures: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """With tags, and what predictions made of them."""
    tags = one.tags.all()
    for picture in pictures:
        picture["tags"] = [tag for tag, ids in tags.items() if picture["id"] in ids]
    if one.matches is None:
        return pictures
    things = {thing["ordinal"]: thing for picture in pictures for thing in picture["things"]}
    if things:
        marks = ", ".join("?" * len(things))
        rows = one.index.ask(f"select ordinal, outcome from outcomes where ordinal in ({marks})", list(things))
        for ordinal, outcome in rows:
            things[ordinal]["outcome"] = outcome
    for picture in pictures:
        picture["wrong"] = one.matches.wrong(picture["id"])
    return pictures


def place_in(selection: Selection, position: int) -> dict[str, Any]:
    """Where a picture stands among those of a filter, and its neighbours there; null where it is not."""
    found = np.flatnonzero(selection.positions == position)
    if not len(found):
        return {"place": None, "before": None, "after": None, "of": len(selection.positions)}
    at = int(found[0])
    near = [int(selection.positions[k]) if 0 <= k < len(selection.positions) else None for k in (at - 1, at + 1)]
    return {"place": at, "before": near[0], "after": near[1], "of": len(selection.positions)}


def picture(one: OpenSet, position: int) -> dict[str, Any]:
    """All that is known of a picture."""
    found = documents.pictures(one.place, one.index, [position], masked=True, full=True)
    if not found:
        raise DatasetError(f"{one.place.place}: there is no picture {position}")
    entry = _judged(one, found)[0]
    entry["passes"] = files.passes(one.place, entry["name"])
    entry["command"] = again.command(one.place.settings, entry["fields"])
    return entry


def small_picture(one: OpenSet, position: int) -> tuple[bytes, str]:
    return files.small(one.place, files.picture_path(one.place, one.index, position))


def whole_picture(one: OpenSet, position: int) -> tuple[bytes, str]:
    return files.original(files.picture_path(one.place, one.index, position), one.place.root)


def layer(one: OpenSet, position: int, kind: str) -> bytes:
    """A pass as a picture."""
    if kind not in files.PASSES:
        raise ConfigError(f"layer: expected one of {', '.join(files.PASSES)}")
    rows = one.index.ask("select name, width, height from base.pictures where position = ?", [position])
    if not rows:
        raise DatasetError(f"{one.place.place}: there is no picture {position}")
    name, width, height = rows[0]
    return files.layer(one.place, {"file_name": name, "width": width, "height": height}, kind)


def comparison(view: View, first: int, second: int) -> dict[str, Any]:
    """``compare``'s report of two of the sets, or how far it is."""
    report, share = view.comparison(first, second).ask()
    if report is None:
        return {"ready": False, "share": share}
    rows = [
        {"key": item.key, "title": item.title, "group": item.group, "score": item.score, "moved": list(item.moved_by)}
        for item in report.properties[:WORST]
    ]
    return {"ready": True, "scores": dict(report.scores), "rows": rows, "notes": list(report.notes)}


def alike(one: OpenSet, position: int, among: OpenSet) -> dict[str, Any]:
    """Pictures of a set that look like one, or how far the look through the set is.

    Raises:
        DatasetError: no picture of the set can be read.
    """
    likeness, share = among.likeness.ask()
    if likeness is None:
        return {"ready": False, "share": share}
    if not likeness.count:
        raise DatasetError(f"{among.place.place}: none of its pictures can be read")
    to = features(one.place, files.picture_path(one.place, one.index, position))
    nearest = likeness.nearest(to, NEIGHBOURS, position if among is one else None)
    return {"ready": True, "near": [{"position": place, "distance": distance} for place, distance in nearest]}


def expect_ids(one: OpenSet, ids: list[int]) -> None:
    """Raises:
    ConfigError: the set has no picture of one of them.
    """
    if not ids:
        raise ConfigError("tags: expected ids of pictures, got none")
    marks = ", ".join("?" * len(ids))
    rows = one.index.ask(f"select count(distinct number) from base.pictures where number in ({marks})", ids)
    if rows[0][0] != len(set(ids)):
        raise ConfigError("tags: expected ids of pictures of this set")
