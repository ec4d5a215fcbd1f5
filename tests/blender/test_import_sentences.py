"""What Blender's readers stumble over becomes one sentence that names no line of a program."""

from pathlib import Path

import pytest

from assets import AssetError
from render.blender.import_answer import _sentence
from render.blender.importing import import_model


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Error: glTF has no meshes\nLocation: /a/code/render/blender/imports.py:130\n", "glTF has no meshes"),
        (
            'Error: Python: Traceback (most recent call last):\n  File "/a/b.py", line 3, in execute\n    x = y[7]\n'
            "        ~^^^\nIndexError: list index out of range\nLocation: /a/imports.py:130\n",
            "IndexError: list index out of range",
        ),
        ("Error: unable to open a.usda\nError: Could not open USD archive, see console for detail\n", "open a.usda"),
        ("", "RuntimeError"),
    ],
)
def test_the_cause_is_told_and_not_the_place_in_a_program(said: str, told: str) -> None:
    text = _sentence(RuntimeError(said), Path("a.usda"))
    assert told in text and "\n" not in text
    assert not [word for word in ("Location", "Traceback", ".py", "^", "console") if word in text]


def test_a_layer_that_cannot_be_parsed(tmp_path: Path) -> None:
    path = tmp_path / "a.usda"
    path.write_text('#usda 1.0\ndef Cube "c" { double size = 100 }\n')  # without the line's end that it needs
    with pytest.raises(AssetError, match=r"a\.usda: Blender cannot read it \(.*unable to open stage") as caught:
        import_model(path)
    assert ".py" not in str(caught.value) and "\n" not in str(caught.value)
