"""Entries of a COCO file many at a time: the same as one by one, but for what the index does not keep."""

import io
import json
from typing import Any

import pytest

from assets import DatasetError
from assets.reading import lists
from assets.reading.lists import json_places
from tests.view.conftest import content
from view.index import rows
from view.index.pieces import pieces

LISTS = ("images", "annotations")
LAYOUTS: tuple[dict[str, Any], ...] = (
    {},
    {"separators": (",", ":")},
    {"indent": 1},
    {"indent": 4, "ensure_ascii": False},
)
HARD = ('}, {"id": 1', "\\", '"', "é", "字", "[", "]}", "")


def coco(count: int = 40) -> dict[str, Any]:
    """With text that looks like the end of an entry, and objects within entries that begin as entries do."""
    out = content(count)
    for k, image in enumerate(out["images"]):
        image["parameters"]["note"] = HARD[k % len(HARD)]
        image["assets"] = [{"id": 1}, {"id": 2}, {"id": 3}][: k % 4]
    for k, annotation in enumerate(out["annotations"]):
        annotation["attributes"]["note"] = HARD[k % len(HARD)]
        annotation["attributes"]["long"] = "é字" * (k % 3 * 300)
        annotation["bbox3d"] = {"center": [0.5, 1e-7, -3], "corners": [[1, 2]] * 8}
    return out


def read(data: bytes, fast: dict[str, Any] | None = None) -> list[tuple[str, Any, tuple[int, int]]]:
    return list(json_places(io.BytesIO(data), "coco", LISTS, pieces=fast))


@pytest.fixture
def counted() -> tuple[dict[str, Any], list[int]]:
    """The decoders of an index, and how many entries each call of them has decoded."""
    counts: list[int] = []

    def of(keys: tuple[str, ...]) -> Any:
        decode = pieces(keys)

        def call(text: str) -> Any:
            found = decode(text)
            counts.append(len(found or ()))
            return found

        return call

    return {"images": of(rows.PICTURE_KEYS), "annotations": of(rows.THING_KEYS)}, counts


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(("chunk", "piece"), [(2**20, 2**16), (3000, 1500), (700, 400), (97, 97)])
def test_many_at_once_are_what_they_are_one_by_one(
    layout: dict[str, Any],
    chunk: int,
    piece: int,
    counted: tuple[dict[str, Any], list[int]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lists, "CHUNK", chunk)
    monkeypatch.setattr(lists, "PIECE", piece)
    data = ("\ufeff" + json.dumps(coco(), **layout)).encode()
    keys = {"images": rows.PICTURE_KEYS, "annotations": rows.THING_KEYS}
    slow, quick = read(data), read(data, counted[0])
    assert [(key, place) for key, _, place in quick] == [(key, place) for key, _, place in slow]
    for (name, entry, (begin, count)), (_, whole, _) in zip(quick, slow, strict=True):
        assert {key: entry[key] for key in keys[name] if key in entry} == {
            key: whole[key] for key in keys[name] if key in whole
        }
        assert json.loads(data[begin : begin + count]) == whole
    if chunk == 3000 and "indent" not in layout:
        assert sum(counts := counted[1]) > len(slow) / 3
        assert max(counts) > 2


def test_rows_of_an_index_need_no_other_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "CHUNK", 3000)
    folders = rows.Folders(lambda file, name: None)
    data = json.dumps(coco()).encode()
    fast = {"images": pieces(rows.PICTURE_KEYS), "annotations": pieces(rows.THING_KEYS)}

    def made(found: list[tuple[str, Any, tuple[int, int]]]) -> list[Any]:
        return [
            rows.picture(entry, at, 0, folders, "coco") if key == "images" else rows.thing(entry, at, 0, "coco")
            for key, entry, at in found
        ]

    assert made(read(data, fast)) == made(read(data))


@pytest.mark.parametrize(
    ("good", "bad", "sentence"),
    [
        ('"red"', "NaN", "this is not JSON"),
        ('"red"', '"\\ud800"', "this is not JSON"),
        ('"red"', '"\\u0000"', "text holds a NUL character"),
        ('"red"', "red", "this is not JSON"),
        ('"red"', "9" * 5000, "a number too long|this is not JSON"),
        ('"red"', '"red",', "this is not JSON"),
    ],
)
def test_a_fault_is_told_as_elsewhere(
    good: str, bad: str, sentence: str, counted: tuple[dict[str, Any], list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "CHUNK", 3000)
    text = json.dumps(coco())
    at = text.rindex(good)
    data = (text[:at] + bad + text[at + len(good) :]).encode()
    with pytest.raises(DatasetError, match=sentence):
        read(data, counted[0])
    assert max(counted[1]) > 2  # those before it were decoded at once
