"""Users' files: what they import from beside them, and which version of it all this is."""

import sys
from pathlib import Path

import pytest

from assets import ConfigError
from scenes.files import neighbours, run_file, version


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A script that imports a module beside it, which imports another."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.delitem(sys.modules, "parts_two", raising=False)
    (tmp_path / "scene_one.py").write_text("import json\nfrom parts_two import VALUE\nassert VALUE == 1\n")
    (tmp_path / "parts_two.py").write_text("def later():\n    import parts_three\nVALUE = 1\n")
    (tmp_path / "parts_three.py").write_text("")
    (tmp_path / "unused.py").write_text("")
    return tmp_path / "scene_one.py"


def test_what_it_imports_from_beside_it_belongs_to_it(script: Path) -> None:
    assert [path.name for path in neighbours(script)] == ["scene_one.py", "parts_two.py", "parts_three.py"]
    run_file(script)


def test_the_version_follows_every_file_that_belongs_to_it_and_no_other(script: Path) -> None:
    before = version(script)
    (script.parent / "unused.py").write_text("x = 1")
    assert version(script) == before
    (script.parent / "parts_three.py").write_text("x = 1")
    assert version(script) != before


def test_a_changed_neighbour_is_read_again(script: Path) -> None:
    run_file(script)
    (script.parent / "parts_two.py").write_text("VALUE = 'other'\n")
    with pytest.raises(ConfigError, match=r"AssertionError: +\(scene_one.py, line 3\)"):
        run_file(script)


def test_a_neighbour_may_not_be_called_as_another_module(script: Path) -> None:
    (script.parent / "json.py").write_text("")
    with pytest.raises(ConfigError, match=r"another module is called 'json' too; rename json.py"):
        run_file(script)


def test_a_wrong_parameter_in_a_file_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "wrong.py"
    path.write_text("from scenes import integer\n\nCOUNT = integer('uniform(1, 9)', 1, 6)\n")
    with pytest.raises(ConfigError, match=r"wrong.py', line 3: expected a value in 1..6, got 9"):
        run_file(path)
