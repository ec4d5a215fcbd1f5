"""A ``run.yaml`` has a Python file run only where its user has had that very file run before, or says so now."""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from assets import ConfigError
from prelabel._options import run_config as options_config
from render.run.deep import run_config
from render.settings.trust import expect_trust, remember

SCENES = ["vehicles", "mine.py"]


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ``run.yaml`` of the user's own, and in the working folder a scene and the module that it imports."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    Path("mine.py").write_text("import beside")
    Path("beside.py").write_text("")
    Path("run.yaml").write_text("")
    return Path("run.yaml")


def asked(settings: Path, scenes: Sequence[str] = SCENES, trust: bool = False) -> list[str]:
    """What is said before they run."""
    said: list[str] = []
    expect_trust(settings, scenes, trust, said.append)
    return said


def test_a_file_that_never_ran_is_not_run(settings: Path) -> None:
    with pytest.raises(ConfigError, match=r"mine\.py, which would run with your rights.*--trust"):
        asked(settings)


def test_trust_says_which_file_runs(settings: Path) -> None:
    (said,) = asked(settings, trust=True)
    assert said == f"run.yaml (yours) has the Python file {settings.resolve().parent / 'mine.py'} run"


def test_a_file_that_its_user_had_run_needs_no_asking(settings: Path) -> None:
    remember(SCENES)
    assert len(asked(settings)) == 1


@pytest.mark.parametrize("changed", ["mine.py", "beside.py"])
def test_not_once_it_has_changed(settings: Path, changed: str) -> None:
    remember(SCENES)
    with Path(changed).open("a") as file:
        file.write("\nprint('new')")
    with pytest.raises(ConfigError, match="not rendered with it"):
        asked(settings)


def test_not_from_another_place(settings: Path) -> None:
    remember(SCENES)
    Path("theirs").mkdir()
    for name in ("mine.py", "beside.py"):
        Path("theirs", name).write_bytes(Path(name).read_bytes())
    with pytest.raises(ConfigError, match="not rendered with it"):
        asked(settings, ["theirs/mine.py"])


def test_not_on_behalf_of_another_user(settings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    remember(SCENES)
    own = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: own + 1)
    with pytest.raises(ConfigError, match=r"run\.yaml is another user's"):
        asked(settings)
    assert asked(settings, trust=True)[0].startswith(f"run.yaml (of user {own}) has the Python file ")


@pytest.mark.parametrize("state", ["/proc/nowhere", None])
def test_a_home_that_cannot_be_written_is_no_hindrance(
    settings: Path, monkeypatch: pytest.MonkeyPatch, state: str | None
) -> None:
    monkeypatch.delenv("HOME")
    monkeypatch.setenv("XDG_STATE_HOME", state or "")
    remember(SCENES)
    with pytest.raises(ConfigError):
        asked(settings)


def test_nothing_is_asked_where_no_file_is_named(settings: Path) -> None:
    assert asked(settings, ("vehicles", "faces")) == []


@pytest.mark.parametrize("scenes", ["!!set {mine.py}", "[!!binary bWluZS5weQ==]", "&a [mine.py]"])
def test_no_other_way_of_writing_it_is_read(settings: Path, scenes: str) -> None:
    Path("mine.py").write_text("from pathlib import Path\nPath('ran').touch()")
    settings.write_text(f"scenes: {scenes}")
    with pytest.raises(ConfigError, match=r"run\.yaml"):
        run_config(Path(), trust=True)
    assert not Path("ran").exists()


@pytest.mark.parametrize("scenes", ["[mine.py]", "[vehicles, ./mine.py]", '["mine\\x2epy"]'])
def test_however_a_file_is_written_it_is_asked_for(settings: Path, scenes: str) -> None:
    Path("mine.py").write_text("from pathlib import Path\nPath('ran').touch()")
    settings.write_text(f"scenes: {scenes}")
    with pytest.raises(ConfigError, match="with your rights"):
        run_config(Path())
    assert not Path("ran").exists()
    with pytest.raises(ConfigError, match="expected one @scene"):
        run_config(Path(), trust=True)
    assert Path("ran").exists()


def test_python_code_names_the_file_itself_to_have_it_run(settings: Path) -> None:
    Path("mine.py").write_text("from pathlib import Path\nPath('ran').touch()")
    settings.write_text("scenes: [mine.py]")
    with pytest.raises(ConfigError, match="naming it as a scene"):
        options_config((), None, settings, {})
    assert not Path("ran").exists()
    with pytest.raises(ConfigError, match="expected one @scene"):
        options_config(("mine.py",), None, settings, {})
    assert Path("ran").exists()
