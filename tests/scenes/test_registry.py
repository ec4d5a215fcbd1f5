"""Scene scripts: built in, from a user's file, and what a broken file says."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assets import ConfigError, SceneError
from scenes import registry
from scenes.registry import find_scene, sample

SCRIPT = '''
import numpy as np
from assets import SceneError
from scenes import Distribution, SceneParams, SceneSpec, integer, scene

class Params(SceneParams):
    luck: Distribution = integer(1, 0, 1)

@scene("{name}", params=Params, categories=("box",), parts=("box",))
def build(rng: np.random.Generator, params: Params) -> SceneSpec:
    """Never placed.

    More words.
    """
    raise SceneError("no room")
'''


@pytest.fixture(autouse=True)
def clean_registry(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(registry, "_scripts", {})
    return


def write(path: Path, text: str) -> str:
    path.write_text(text)
    return str(path)


def test_a_file_registers_a_scene(tmp_path: Path) -> None:
    script = find_scene(write(tmp_path / "mine.py", SCRIPT.format(name="mine")))
    assert (script.name, script.summary, script.categories) == ("mine", "Never placed.", ("box",))


def test_the_same_file_may_be_loaded_twice(tmp_path: Path) -> None:
    path = write(tmp_path / "mine.py", SCRIPT.format(name="mine"))
    assert find_scene(path).name == find_scene(path).name


def test_a_second_file_with_the_same_name_is_refused(tmp_path: Path) -> None:
    find_scene(write(tmp_path / "a.py", SCRIPT.format(name="mine")))
    with pytest.raises(ConfigError, match=r"a.py has registered that name already"):
        find_scene(write(tmp_path / "b.py", SCRIPT.format(name="mine")))


def test_a_scene_that_cannot_be_placed_is_tried_a_bounded_number_of_times(tmp_path: Path) -> None:
    script = find_scene(write(tmp_path / "mine.py", SCRIPT.format(name="mine")))
    with pytest.raises(SceneError, match=f"'mine': {registry.MAX_ATTEMPTS} attempts .*no room"):
        sample(script, script.params(), np.random.default_rng(0))


def test_what_a_users_scene_raises_names_its_line(tmp_path: Path) -> None:
    text = SCRIPT.format(name="mine").replace('raise SceneError("no room")', "return 1 / 0")
    script = find_scene(write(tmp_path / "mine.py", text))
    with pytest.raises(SceneError, match=r"scene 'mine': ZeroDivisionError: division by zero \(mine.py, line 15\)"):
        sample(script, script.params(), np.random.default_rng(0))


def test_a_scene_must_declare_the_categories_of_its_assets(tmp_path: Path) -> None:
    text = Path("examples/boxes.py").read_text().replace('categories=("box",)', 'categories=("crate",)')
    script = find_scene(write(tmp_path / "mine.py", text))
    with pytest.raises(ConfigError, match=r"categories=.* misses box"):
        sample(script, script.params(), np.random.default_rng(0))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("def broken(:\n    pass\n", r"mine.py', line 1: "),
        ("import nothing_of_that_name\n", r"raised ModuleNotFoundError"),
        ("1 / 0\n", r"raised ZeroDivisionError"),
        ("x = 1\n", r"expected one @scene\(...\) function in the file, found 0"),
    ],
)
def test_a_broken_file_is_one_sentence(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(ConfigError, match=complaint):
        find_scene(write(tmp_path / "mine.py", text))


def test_a_missing_file_and_an_unknown_name_are_refused() -> None:
    with pytest.raises(ConfigError, match=r"expected a Python file, found none"):
        find_scene("nowhere.py")
    with pytest.raises(ConfigError, match=r"scene 'vehicels': .*did you mean 'vehicles'"):
        find_scene("vehicels")
