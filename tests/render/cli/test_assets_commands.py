"""``prelabel assets`` where it needs no Blender: what it reads, and what it says of what it cannot."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assets import ConfigError
from assets.geometry import BOX_CORNERS, BOX_FACES
from assets.library.manifest import MaterialRow, Table
from assets.library.raw import Raw
from render.cli import assets_add, commands
from render.cli.options import parse_attributes
from tests.calling import call


@pytest.fixture
def prelabel(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Runs a command in an empty folder: exit code, and what it wrote."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PRELABEL_LIBRARY", "")

    def run(*arguments: str) -> tuple[int, str]:
        code, captured = call("assets", *arguments), capsys.readouterr()
        return code, captured.out + captured.err

    return run


def test_an_empty_library(prelabel) -> None:
    code, said = prelabel("list")
    assert not code and "empty" in said


@pytest.mark.parametrize(
    ("arguments", "match"),
    [
        (("show", "nothing"), "which is empty"),
        (("add", "truck.glb", "--category", "truck"), "found none"),
        (("add", "truck.exe", "--category", "truck"), "ends in"),
        (("add", "bad.glb", "--category", "truck"), "header"),
        (("add", "bad.glb", "--category", "truck", "--forward", "y"), "two different axes"),
        (("add", "bad.glb", "--category", "truck", "--attr", "type=spaceship"), "type=spaceship"),
        (("add", "bad.glb", "--category", "truck", "--attr", "axles"), "key=value"),
        (("add", "bad.glb", "--category", "truck", "--attr", "weight=.inf"), "weight=.inf: expected a finite number"),
        (
            ("add", "bad.glb", "--category", "truck", "--attr", "weight=1e300"),
            "weight=1e+300: expected a finite number",
        ),
        (("add", "bad.glb", "--category", "truck", "--name", "builtin"), "built in"),
        (("add", "bad.hdr", "--category", "environment", "--paint", "Red"), "no axes"),
        (("add", "bad.glb", "--category", "truck", "--root", "nowhere"), "--root nowhere: expected a folder"),
        (("preview", "nothing"), "which is empty"),
    ],
)
def test_what_it_cannot_do_is_one_sentence_and_leaves_nothing(prelabel, tmp_path, arguments, match) -> None:
    for name in ("bad.glb", "bad.hdr", "truck.exe"):
        (tmp_path / name).write_bytes(b"no model at all, whatever it is called")
    code, said = prelabel(*arguments)
    assert code == 2 and said.startswith("error: ") and said.count("\n") == 1 and match in said
    assert not (tmp_path / "prelabel-assets").exists()


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A file of a box as long as a truck, which is read without Blender; pictures are rendered without it, too."""
    corners = (BOX_CORNERS * np.array([7.0, 2.4, 3.0]) / 2.0).astype(np.float32)
    faces, loops = len(BOX_FACES), np.array(BOX_FACES, np.int32).ravel()
    table = Table(objects=("Cargo",), materials=(MaterialRow(name="Paint"),))
    sizes, zeros = np.full(faces, 4, np.int32), np.zeros(faces, np.int32)
    raw = Raw(corners, loops, sizes, zeros, zeros, np.zeros((4 * faces, 2), np.float32), table, ())
    monkeypatch.setattr(assets_add, "import_model", lambda path, root: raw)
    (tmp_path / "truck.obj").write_text("v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n")
    return "truck.obj"


def thumbnails(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("prelabel-assets/*/*.png"))


FOUR = ["front.png", "left.png", "rear.png", "right.png"]
ADD = ("--category", "truck", "--up", "z", "--forward", "x")


def test_adding_a_model_says_how_far_its_thumbnails_are(prelabel, model: str, tmp_path: Path) -> None:
    code, said = prelabel("add", model, *ADD)
    assert not code
    assert [line for line in ("1/4", "2/4", "3/4", "4/4") if f"{line} frames" not in said] == []
    assert said.index("rendering it from its four sides") < said.index("1/4") < said.index("truck: added to")
    assert thumbnails(tmp_path) == FOUR


def test_thumbnails_can_be_left_out_and_preview_makes_them(
    prelabel, model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, said = prelabel("add", model, *ADD, "--no-thumbnails")
    assert not code and "rendering" not in said and "truck: added to" in said
    assert thumbnails(tmp_path) == []
    code, said = prelabel("preview", "truck")
    assert not code and "4/4 frames" in said
    assert thumbnails(tmp_path) == FOUR
    sheet = (tmp_path / "asset-truck.png").read_bytes()
    assert sheet.startswith(b"\x89PNG")
    monkeypatch.setattr(commands, "RENDERER", "nowhere:none")  # what is there is not rendered again
    code, said = prelabel("preview", "truck")
    assert not code and "rendering" not in said
    assert (tmp_path / "asset-truck.png").read_bytes() == sheet
    code, _ = prelabel("check")
    assert not code


def test_a_poster_is_added(prelabel, model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Flat things have a box, and pictures from all sides."""
    raw = assets_add.import_model(Path(model), root=None)
    flat = replace(raw, vertices=raw.vertices * np.float32([0.0, 1.0, 1.0]))
    monkeypatch.setattr(assets_add, "import_model", lambda path, root: flat)
    code, said = prelabel("add", model, "--category", "poster", "--up", "z", "--forward", "x")
    assert not code and "error" not in said
    assert thumbnails(tmp_path) == FOUR
    code, said = prelabel("show", "truck")
    assert not code and "0.001 x 2.40 x 3.00 m" in said


def test_what_a_model_loses_is_in_the_table(
    prelabel, model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = assets_add.import_model(Path(model), root=None)
    monkeypatch.setattr(assets_add, "import_model", lambda path, root: replace(raw, lost=("2 lights", "sheen (Seat)")))
    code, said = prelabel("add", model, *ADD, "--no-thumbnails")
    rows = [line.split() for line in said.splitlines() if line.strip().startswith("not kept")]
    assert not code and [row[2:] for row in rows] == [["warning", "2", "lights"], ["warning", "sheen", "(Seat)"]]


def test_a_damaged_manifest_is_named_and_the_others_stay(prelabel, model: str, tmp_path: Path) -> None:
    prelabel("add", model, *ADD, "--no-thumbnails")
    folder = tmp_path / "prelabel-assets" / ("0" * 64)
    folder.mkdir()
    (folder / "manifest.json").write_text('{"name": "other", "attributes": {"weight": Infinity}}')
    code, said = prelabel("list")
    assert not code and "truck" in said and folder.name in said and "it is left out" in said
    code, said = prelabel("check")
    assert code == 1 and folder.name in said and "1 NOT right" in said
    code, said = prelabel("show", "truck")
    assert not code and folder.name not in said


def test_a_damaged_thumbnail_is_one_sentence(prelabel, model: str, tmp_path: Path) -> None:
    prelabel("add", model, *ADD)
    next(tmp_path.glob("prelabel-assets/*/rear.png")).write_bytes(b"no picture")
    code, said = prelabel("preview", "truck")
    assert code == 2 and said.count("\n") == 1 and "rear.png: expected a picture" in said


def test_a_library_that_cannot_be_written_is_one_sentence(
    prelabel, model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prelabel("add", model, *ADD, "--no-thumbnails")
    (folder,) = (tmp_path / "prelabel-assets").iterdir()
    (folder / ".front.png.part").mkdir()  # in the way, for whoever may write anywhere, too
    code, said = prelabel("preview", "truck")
    assert code == 1 and said.splitlines()[-1].startswith("error: library ") and "cannot write" in said


def test_attributes_are_numbers_flags_or_text() -> None:
    assert parse_attributes(["axles=2", "load_t=7.5", "own=true", "make=a=b", "since=2024-01-01"]) == {
        "axles": 2,
        "load_t": 7.5,
        "own": True,
        "make": "a=b",
        "since": "2024-01-01",
    }
    with pytest.raises(ConfigError, match="expected key=value"):
        parse_attributes(["axles"])


def test_what_was_not_kept_is_shown_later_a_line_each(prelabel, model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = replace(assets_add.import_model(Path(model), None), lost=("lights: 2", "sheen (Seat)"), missing=("a.png",))
    monkeypatch.setattr(assets_add, "import_model", lambda path, root: raw)
    code, said = prelabel("add", model, *ADD, "--no-thumbnails")
    assert not code and "lights: 2" in said
    code, said = prelabel("show", "truck")
    lines = [line.split("not kept")[-1].strip() for line in said.splitlines()]
    assert not code and lines.index("lights: 2") + 2 == lines.index("the image a.png: it was not found")
    assert "not kept" in said.splitlines()[lines.index("lights: 2")] and "sheen (Seat)" in lines
    code, said = prelabel("check", "truck")
    assert not code and "sheen (Seat)" in said
