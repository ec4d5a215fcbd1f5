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
from scenes import registry

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


def shown(folder: Path, plot: Path | None = None) -> str:
    out = io.StringIO()
    show_stats(folder, plot, Console(file=out, width=120))
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
