"""What a report looks like, wherever it goes; and its gate."""

import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from rich.console import Console
from typer.testing import CliRunner

from assets import ConfigError, StorageError
from measure.page import page
from measure.plots import DARK, DIM, FIRST, INK, SECOND, Bars, Curves, Drawing, Gallery, Rectangle, Words
from measure.report import Property, Report, parse_gate
from measure.terminal import shown_report
from measure.writing import write_json, write_page, write_plots
from render.cli.app import app

type Make = Callable[..., Path]
EVIL = '<b>"name"</b>\x1b[2J'


@pytest.fixture
def report() -> Report:
    bars = Bars([EVIL, "car"], np.array([0.2, 0.8]), np.array([0.6, 0.4]))
    medians = ({"set": "A", "median": 0.1}, {"set": "B", "median": 0.4})
    size = Property("size", "box size", "labels", medians, 40.0, 0.6, ("fill",))
    named = {"value": EVIL, "A": 0.2, "B": 0.6}
    figures = {"kid": 0.03, "accuracy": 0.7}
    judge = Property("judge", "as a network sees them", "judge", (), figures=figures, notes=("KID 0.03",))
    return Report(
        "a against b",
        {"A": "a: 5 pictures", "B": f"b: {EVIL}"},
        {"score": 81.0, "labels": 81.0},
        (size, Property("category", "categories", "labels", (named,), 90.0, 0.1, plot=bars), judge),
        ("a note",),
    )


def test_the_terminal_names_the_worst_with_what_moves_it_and_nothing_that_it_would_act_on(report: Report) -> None:
    out = io.StringIO()
    Console(file=out, width=140).print(shown_report(report))
    lines = out.getvalue().splitlines()
    assert "score 81.0, labels 81.0 of 100" in lines
    row = next(line for line in lines if "box size" in line)
    assert row.split() == ["40.0", "box", "size", "0.1", "0.4", "fill"]
    assert "  KID 0.03" in lines and "a note" in lines
    assert "\x1b" not in out.getvalue() and "\\x1b[2J" in out.getvalue()


def test_the_page_stands_alone_and_runs_nothing(report: Report) -> None:
    text = page(report)
    assert EVIL not in text and "<b>&quot;" not in text and "&lt;b&gt;" in text
    assert not re.findall(r"(?:src|href)=\"(?!#|data:)", text)
    assert re.findall(r"<script([^>]*)>", text) == [' type="application/json" id="report"']
    (data,) = re.findall(r'<script type="application/json" id="report">(.*?)</script>', text, re.S)
    assert json.loads(data) == report.to_json()
    assert text.index('id="size"') < text.index('id="category"')


def test_plots_can_be_read_on_a_dark_page(report: Report) -> None:
    """Ink is light there, and no plot lies on paper of its own."""
    text = page(report)
    dark = text[text.index("(prefers-color-scheme: dark)") :]
    used = set(re.findall(r"var\((--plot-\w+), #\w{6}\)", text))
    assert len(used) >= 3 and all(f"{name}: #" in dark for name in used)
    assert DARK.keys() >= {FIRST, SECOND, INK, DIM} and all(_light(DARK[color]) > 0.3 for color in (INK, DIM, FIRST))
    assert "#fff" not in dark[: dark.index("</style>")]


def _light(color: str) -> float:
    return sum(int(color[at : at + 2], 16) for at in (1, 3, 5)) / 3 / 255


def test_files_are_whole_or_not_there(report: Report, tmp_path: Path) -> None:
    write_json(report, tmp_path / "r.json")
    write_page(report, tmp_path / "r.html")
    assert json.loads((tmp_path / "r.json").read_text()) == report.to_json()
    assert write_plots(report, tmp_path / "plots") == 1
    (plot,) = (tmp_path / "plots").iterdir()
    assert plot.name == "00-category.png"
    with Image.open(plot) as picture:
        assert picture.format == "PNG"
    with pytest.raises(StorageError, match="cannot be written"):
        write_json(report, tmp_path / "nowhere" / "r.json")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["plots", "r.html", "r.json"]


@pytest.mark.parametrize(
    "plot",
    [
        Bars(["a", "b & <c>"], np.array([0.25, 0.75]), np.array([1.0, 0.0])),
        Curves(np.arange(5.0), np.arange(5.0), np.zeros(5), "px"),
        Curves(np.zeros(1), np.zeros(1), np.zeros(1)),
        Gallery([np.zeros((300, 200, 3), np.uint8)], []),
    ],
)
def test_a_plot_is_the_same_as_svg_and_as_pixels(plot: Bars | Curves | Gallery) -> None:
    drawing = plot.drawing()
    width, height = drawing.size
    root = ET.fromstring(drawing.svg())
    assert root.attrib["viewBox"] == f"0 0 {width} {height}"
    assert len(root) == len(drawing.strokes)
    assert drawing.pixels().shape == (height, width, 3)


def test_strokes_lie_where_they_should() -> None:
    pixels = Drawing(
        (40, 20), (Rectangle(0, 0, 9, 19, FIRST), Rectangle(30, 0, 9, 19, SECOND), Words(12, 15, "x"))
    ).pixels()
    assert tuple(pixels[10, 5]) == (0x3F, 0x6F, 0xB5)
    assert tuple(pixels[10, 35]) == (0xD9, 0x74, 0x2B)
    assert (pixels[:, 10:25] < 128).any()


# --- the gate


def test_a_gate_is_read() -> None:
    assert parse_gate("score=80, kid=0.05") == {"score": 80.0, "kid": 0.05}
    assert parse_gate(None) == {}


@pytest.mark.parametrize("text", ["", "score", "score=", "score=good", "score=nan", "score=1,score=2", "=1"])
def test_a_gate_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match=r"expected figures and limits, such as score=80,kid=0\.05"):
        parse_gate(text)


def test_scores_are_least_values_and_distances_are_most(report: Report) -> None:
    assert report.shortfalls({"score": 81.0, "worst": 40.0, "kid": 0.03, "accuracy": 0.7, "size": 40.0}) == []
    assert report.shortfalls({"score": 90.0, "kid": 0.01}) == [
        "score is 81, expected at least 90",
        "kid is 0.03, expected at most 0.01",
    ]
    with pytest.raises(ConfigError, match=r"--gate scor: this report has no such figure \(did you mean 'score'\?\)"):
        report.shortfalls({"scor": 1.0})


# --- the command


def run(*words: object) -> tuple[int, str]:
    done = CliRunner(env={"COLUMNS": "160"}).invoke(app, ["compare", *map(str, words)])
    return done.exit_code, done.output if isinstance(done.exception, SystemExit | None) else str(done.exception)


def test_the_gate_decides_on_the_exit_code(made: Make, tmp_path: Path) -> None:
    same = (made(seed=1), made(seed=2), "--no-judge", "--quiet")
    code, said = run(*same, "--gate", "score=99,size=90", "--html", tmp_path / "r.html", "--json", tmp_path / "r.json")
    assert (code, "gate:" in said) == (0, False)
    assert (tmp_path / "r.html").exists() and json.loads((tmp_path / "r.json").read_text())["scores"]["score"] >= 99
    code, said = run(made(seed=1), made(seed=2, size=0.42), "--no-judge", "--gate", "size=90")
    assert code == 1
    assert re.search(r"gate: size is \d+\.\d+, expected at least 90", said)


def test_a_shift_is_the_first_row_of_the_terminal(made: Make) -> None:
    _, said = run(made(seed=1), made(seed=2, size=0.42), "--no-judge")
    lines = said.splitlines()
    first = lines[next(k for k, line in enumerate(lines) if "moved by" in line) + 1]
    assert "box size" in first and "fill" in first


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nowhere", "--no-judge"], "nowhere: expected a dataset's folder or a COCO file, found none"),
        (["--map", "car"], "--map car: expected OLD=NEW, such as sedan=car"),
        (["--gate", "kid"], "expected figures and limits"),
        (["--html", "nowhere/r.html"], "--html nowhere/r.html: expected a file in a folder that is there"),
    ],
)
def test_wrong_options_get_one_sentence_and_write_nothing(
    made: Make, words: list[str], sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    given = [made(seed=5, pictures=6)] if words[0] == "nowhere" else [made(seed=5, pictures=6)] * 2
    _, said = run(*given, *words)
    assert sentence in said
    assert not list(tmp_path.iterdir())
