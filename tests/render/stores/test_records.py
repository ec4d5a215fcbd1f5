"""What a line must say to be a record."""

import json
from typing import Any

import pytest

from render.stores.records import record_of

RECORD: dict[str, Any] = {
    "image": {"frame": 3, "assets": [{"origin": "here", "licence": None}]},
    "annotations": [{"id": 30001, "image_id": 3, "category": "car"}],
    "files": {"images/000000000003.jpg": [10, "c0ffee"], "masks/000000000003.png": 5},
}


def test_a_record_is_read() -> None:
    assert record_of(json.dumps(RECORD).encode()) == RECORD


@pytest.mark.parametrize(
    ("path", "value"),
    [
        *((("image",), value) for value in (None, [], "x", {}, {"frame": None, "assets": []})),
        *((("image", "frame"), value) for value in (None, -1, 1.0, True, "3", 10**12, 10**400)),
        *((("image", "assets"), value) for value in (None, {}, [1], [{}], [{"origin": 1, "licence": None}])),
        *(
            (("annotations",), value)
            for value in (None, {}, [1], [{}], [{"id": 1}], [{"id": -1, "image_id": 3, "category": "car"}])
        ),
        *(
            (("annotations",), value)
            for value in ([{"id": 1, "image_id": 3, "category": 1}], [{"id": 1, "image_id": 4, "category": "car"}])
        ),
        *((("run",), value) for value in (None, 1, [], {})),
        *((("files",), value) for value in (None, [], {"a": None}, {"a": "1"}, {"a": [1]}, {"a": [1, 2]}, {"": 1})),
        *((("files",), value) for value in ({"../a": 1}, {"/a": 1}, {"a/../../b": 1}, {"a": -1}, {"a\0b": 1})),
    ],
)
def test_anything_else_is_none(path: tuple[str, ...], value: object) -> None:
    record = json.loads(json.dumps(RECORD))
    holder = record
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    with pytest.raises(ValueError):
        record_of(json.dumps(record))


@pytest.mark.parametrize(
    "line", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000, b'{"image": {"frame": ' + b"9" * 5000]
)
def test_what_is_no_json_is_none(line: bytes) -> None:
    with pytest.raises(ValueError):
        record_of(line)
