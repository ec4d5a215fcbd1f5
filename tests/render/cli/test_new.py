"""``prelabel new``: files to start from, whose scenes can be sampled at once. tests/blender renders them."""

from pathlib import Path

import numpy as np
import pytest

from assets import ConfigError
from render.cli.new import write_new
from scenes import find_scene, sample


@pytest.mark.parametrize(("kind", "name"), [("scene", "fresh_yard"), ("asset", "fresh_cart")])
def test_a_new_file_is_a_scene_of_its_name(tmp_path: Path, kind: str, name: str) -> None:
    path = write_new(kind, name, tmp_path)
    script = find_scene(str(path))
    spec, _ = sample(script, script.params(), np.random.default_rng(np.random.SeedSequence(0)))
    assert script.name == name
    assert spec.labelled()
    assert "my_" not in path.read_text()


def test_an_asset_serves_a_scene_beside_it(tmp_path: Path) -> None:
    write_new("asset", "fresh_barrow", tmp_path)
    text = write_new("scene", "fresh_square", tmp_path).read_text()
    text = text.replace("import numpy as np\n", "import numpy as np\nfrom fresh_barrow import fresh_barrow\n", 1)
    text = text.replace(
        'buoys.append(buoy(own, params.of(index).name(own, "color")))', "buoys.append(fresh_barrow(own))"
    )
    text = text.replace('("buoy",), parts=("foot", "ball")', '("fresh_barrow",), parts=("tray", "wheel", "handle")')
    (tmp_path / "fresh_square.py").write_text(text)
    script = find_scene(str(tmp_path / "fresh_square.py"))
    spec, _ = sample(script, script.params(), np.random.default_rng(np.random.SeedSequence(0)))
    assert {item.asset.name for item in spec.labelled()} == {"fresh_barrow"}


@pytest.mark.parametrize(
    ("kind", "name", "complaint"),
    [
        ("sceen", "yard", r"expected scene or asset, got 'sceen' \(did you mean 'scene'\?\)"),
        ("scene", "My-Yard", "expected a name of small letters"),
        ("scene", "class", "expected a name of small letters"),
        ("scene", "street", "expected a name that no built-in scene has"),
        ("scene", "there", "there.py is there already"),
    ],
)
def test_what_cannot_be_begun_is_one_sentence(tmp_path: Path, kind: str, name: str, complaint: str) -> None:
    (tmp_path / "there.py").write_text("x = 1")
    with pytest.raises(ConfigError, match=complaint):
        write_new(kind, name, tmp_path)
    assert (tmp_path / "there.py").read_text() == "x = 1"
