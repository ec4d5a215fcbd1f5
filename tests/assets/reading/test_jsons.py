"""JSON: one way to fail."""

import pytest

from assets import AssetError, DatasetError
from assets.reading import json_value


def test_json_is_read() -> None:
    assert json_value(b'{"a": [1, 2.5, "\\ud83d\\ude00", null, true]}', "here") == {"a": [1, 2.5, "😀", None, True]}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{", r"^here, line 1, column 2: this is not JSON"),
        ("[1,\n,]", r"^here, line 2, column 1: this is not JSON"),
        ("[NaN]", r"JSON has no NaN"),
        ("[-Infinity]", r"JSON has no -Infinity"),
        ('{"a": 1, "b": {"c": 1, "c": 2}}', r"the key 'c' comes twice"),
        ("[" * 200_000, r"brackets too deep"),
        ('{"a":' * 200_000, r"brackets too deep"),
        ("9" * 5000, r"this is not JSON"),
        ('"\\ud800"', r"surrogates not allowed"),
        ('{"\\uDFFF": 1}', r"surrogates not allowed"),
        ('["a\\u0000b"]', r"NUL"),
        (b'"\xff"', r"not UTF-8"),
        (b"\xff\xfe[\x00]\x00", r"not UTF-8"),
    ],
)
def test_what_is_refused_is_one_sentence(text: str | bytes, complaint: str) -> None:
    with pytest.raises(DatasetError, match=complaint):
        json_value(text, "here")


def test_one_line_of_many_is_named_by_its_number() -> None:
    with pytest.raises(AssetError, match=r"^here, line 7: this is not JSON"):
        json_value("{", "here", line=7, error=AssetError)
