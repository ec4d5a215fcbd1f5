"""``prelabel stats`` on a small dataset, and the sentences on balance."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from assets import ConfigError
from render.cli.stats import balance_lines, show_stats
from render.run.fake import FakeRenderer
from render.run.here import run
from render.settings.config import make_config
from scenes import find_scene, registry

SCENE = '''
import numpy as np
from assets import Material
from assets.primitives import box
from assets.random import stream
from scenes import Distribution, PinholeCamera, Placed, Pose, SceneParams, SceneSpec, World
from scenes import integer, look_at, name, number, scene

class Params(SceneParams):
    each = ("color", "weight")

    count: Distribution = integer("choice(1, 2)", 1, 2)
    light: Distribution = name("choice(lamp, sun)", ("lamp", "sun"))
    color: Distribution = name("choice({red: 9, blue: 1})", ("red", "blue"))
    weight: Distribution = number("uniform(0, 1)", 0, 1)

@scene("crates", params=Params, categories=("crate",), parts=("box",))
def build(rng, params):
    """Crates."""
    placed = []
    for index in range(params.integer(rng, "count")):
        own, mine = params.of(index), stream(rng, f"crate {index}")
        told = {"color": own.name(mine, "color"), "weight": own.number(mine, "weight")}
        asset = box((0.5, 0.5, 0.5), Material("paint"), category="crate")
        from dataclasses import replace
        asset = replace(asset, attributes={**asset.attributes, **told})
        placed.append(Placed(asset, Pose.at(0.0, 1.2 * index - 0.5), instance_id=index + 1))
    camera = PinholeCamera.from_fov(params.size, fov_rad=0.9, pose=look_at((-5.0, 0.0, 1.5), (0.0, 0.0, 0.2)))
    return SceneSpec(tuple(placed), camera, World("courtyard"), parameters={"light": params.name(rng, "light")})
'''


@pytest.fixture
def dataset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(registry, "_scripts", {})
    (tmp_path / "crates.py").write_text(SCENE)
    values = {"scenes": [str(tmp_path / "crates.py")], "count": 12, "size": (48, 32), "balance": ["color", "light"]}
    run(make_config(values), tmp_path / "out", lambda watch: FakeRenderer())
    return tmp_path / "out"


def shown(folder: Path, plot: Path | None = None, trust: bool = True) -> str:
    out = io.StringIO()
    show_stats(folder, plot, Console(file=out, width=120), trust)
    return out.getvalue()


def test_balance_deals_what_the_labels_then_say(dataset: Path) -> None:
    text = shown(dataset)
    assert "crates: color: 18 in 2 cells of 9 to 9, evenness 1.000" in text
    assert "crates: light: 12 in 2 cells of 6 to 6, evenness 1.000" in text


def test_quotas_stand_beside_what_came_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_scripts", {})
    (tmp_path / "crates.py").write_text(SCENE)
    balance = {"color": {"blue": "25%"}}
    values = {"scenes": [str(tmp_path / "crates.py")], "count": 8, "size": (48, 32), "balance": balance}
    run(config := make_config(values), tmp_path / "out", lambda watch: FakeRenderer())
    (line,) = balance_lines(tmp_path / "out", config)
    assert line.endswith("shares off by 0.0 % at most (red 75.0 % for 75 %, blue 25.0 % for 25 %)")


def test_values_stand_beside_what_was_asked_for(dataset: Path) -> None:
    rows = [line.split() for line in shown(dataset).splitlines()]
    assert ["color", "blue", "9", "50.0", "%", "50.0", "%", "1"] in rows or [
        *("color", "red", "9", "50.0", "%", "50.0", "%", "1")
    ] in rows
    weight = next(row for row in rows if row[:1] == ["weight"])
    asked = rows[rows.index(weight) + 1]
    assert asked[0] == "requested" and float(asked[3]) == pytest.approx(0.5, abs=0.05)
    assert 0.001 < float(weight[6]) <= 1.0


def test_a_histogram_is_written_for_each_quantity(dataset: Path, tmp_path: Path) -> None:
    shown(dataset, tmp_path / "plots")
    names = {path.name for path in (tmp_path / "plots").iterdir()}
    assert {"crates-things-color.png", "crates-things-weight.png", "crates-pictures-light.png"} <= names


def test_a_dataset_without_its_run_is_told_all_the_same(dataset: Path) -> None:
    (dataset / "run.yaml").unlink()
    assert "18 things" in shown(dataset)
    assert balance_lines(dataset, make_config({"scenes": ["examples/boxes.py"]})) == []


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="expected a dataset's folder"):
        shown(tmp_path / "nowhere")


def test_a_scene_file_is_not_run_to_say_what_was_asked_for(dataset: Path, tmp_path: Path) -> None:
    (tmp_path / "crates.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\nraise ValueError")
    text = shown(dataset, trust=False)
    assert not (tmp_path / "ran").exists()
    assert "18 things" in text and "requested: not shown for " in text
    assert [line for line in text.splitlines() if line.startswith("  requested")] == []


def test_what_was_asked_of_built_in_scenes_is_shown_beside_a_scene_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find_scene("studio")
    monkeypatch.setattr(registry, "_scripts", dict(registry._scripts))
    (tmp_path / "crates.py").write_text(SCENE)
    values = {"scenes": ["studio", str(tmp_path / "crates.py")], "count": 4, "size": (48, 32), "balance": ["color"]}
    run(make_config(values), tmp_path / "out", lambda watch: FakeRenderer())
    text = shown(tmp_path / "out", trust=False)
    assert "balance: studio: color" in text and "balance: crates" not in text
    assert "balance: crates" in shown(tmp_path / "out", trust=True)


@pytest.mark.parametrize("settings", ["scenes: 7", "scenes: [vehicels]", "- a", "scenes: [studio]\nassets: 5", "a: ["])
def test_settings_that_say_nothing_hide_no_data(dataset: Path, settings: str) -> None:
    (dataset / "run.yaml").write_text(settings)
    text = shown(dataset, trust=False)
    assert "18 things" in text and "requested: not shown, " in text


def test_text_of_a_dataset_is_printed_as_it_is(dataset: Path) -> None:
    path = dataset / "annotations" / "instances.json"
    path.write_text(path.read_text().replace('"light":"sun"', r'"light":"\u001b[2J[bold]a:car:b[/bold]\u202e\n"'))
    text = shown(dataset)
    assert r"\x1b[2J[bold]a:car:b[/bold]\u202e\n" in text
    assert "\x1b" not in text and "\u202e" not in text
