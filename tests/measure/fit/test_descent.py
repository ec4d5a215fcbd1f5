"""Picture descent: what only pictures show is moved towards REAL's, with few renders."""

import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest
import yaml
from numpy.typing import NDArray

from annotate.frame import Frame
from assets import ConfigError
from measure.fit.pictures import Aim, Descent, descend
from measure.fit.pictures.choices import Part, shown_only, weigher
from measure.fit.pictures.descent import Render
from measure.fit.pictures.objectives import CLASSIFIER, KID, OBJECTIVES, by_kernel
from measure.items import Source
from measure.readers import open_source
from render.cli import arguments, commands
from render.run.fake import FakeRenderer
from render.run.here import run
from render.settings.config import make_config
from scenes import SceneParams, SceneSpec, find_scene
from tests.calling import call

SCRIPT = """
import numpy as np
import prelabel as pl

class Lit(pl.SceneParams):
    count: pl.Distribution = pl.integer("uniform(1, 3)", 1, 9)
    lamp: pl.Distribution = pl.name({"white": 8, "red": 1, "blue": 1}, ("white", "red", "blue"))
    dim: pl.Distribution = pl.number("uniform(0.2, 1)", 0, 1)
    other: pl.Distribution = pl.number("uniform(0, 1)", 0, 1)

@pl.scene("NAME", params=Lit, categories=("box",), parts=("box",))
def lit(rng: np.random.Generator, params: Lit) -> pl.SceneSpec:
    placed = []
    for number in range(params.integer(rng, "count")):
        own = pl.random.stream(rng, f"box {number}")
        asset = pl.primitives.box(tuple(own.uniform(0.4, 1.0, 3)), pl.Material("paint"), category="box")
        placed.append(pl.Placed(asset, pl.Pose.at(own.uniform(-1, 1), 1.6 * (number - 1)), number + 1))
    camera = pl.PinholeCamera.from_fov(params.size, 0.9, pl.look_at((-7.0, 0.0, 2.0), (0.0, 0.0, 0.3)))
    shown = {"lamp": params.name(rng, "lamp"), "dim": params.number(rng, "dim"), "other": params.number(rng, "other")}
    return pl.SceneSpec(tuple(placed), camera, pl.World("city"), parameters=shown)
"""
SIZE, RENDERS = (64, 48), 160
LAMPS = {"white": (1.0, 1.0, 1.0), "red": (1.0, 0.45, 0.4), "blue": (0.4, 0.5, 1.0)}
HIDDEN = {"lamp": "choice({white: 1, red: 8, blue: 1})", "dim": "uniform(0.2, 0.5)"}


class Lamps(FakeRenderer):
    """In whose pictures the lamp shows, and nothing else of it."""

    def render(self, spec: SceneSpec) -> Frame:
        frame = super().render(spec)
        light = np.array(LAMPS[str(spec.parameters["lamp"])]) * float(spec.parameters["dim"])
        frame.rgb[:] = (frame.rgb * light).astype(np.uint8)
        return frame


def look(pictures: Iterable[NDArray[np.uint8]]) -> Iterator[NDArray[np.float32]]:
    """In place of a network: what eight places of a picture have of each colour."""
    for rgb in pictures:
        blocks = rgb.reshape(2, SIZE[1] // 2, 4, SIZE[0] // 4, 3).mean(axis=(1, 3))
        yield (blocks.ravel() / 64.0 - 1.0).astype(np.float32)


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("scene") / "lit.py"
    path.write_text(SCRIPT.replace("NAME", f"lit {path.parent.name}"))
    return str(path)


def rendering(script: str, work: Path, renders: list[int]) -> Render:
    """Into folders of ``work``; notes how many frames were rendered anew."""

    def render(params: SceneParams, count: int, seed: int, name: str) -> Source:
        values = {"scenes": [script], "size": SIZE, "count": count, "seed": seed, "format": "png"}
        config = make_config({**values, "params": {find_scene(script).name: params.model_dump()}}, ())
        renders.append(run(config, work / name, lambda watch: Lamps()).done)
        return open_source(work / name)

    return render


@pytest.fixture(scope="module")
def real(script: str, tmp_path_factory: pytest.TempPathFactory) -> Source:
    params = find_scene(script).params.read(HIDDEN, "lit").with_size(SIZE)
    return rendering(script, tmp_path_factory.mktemp("real"), [])(params, 60, 99, "real")


def found(script: str, real: Source, work: Path, renders: list[int], objective: str = KID) -> Descent:
    scene = find_scene(script)
    params = scene.params.read({}, "lit").with_size(SIZE)
    return descend(scene, params, real, rendering(script, work, renders), look, work, Aim(objective, RENDERS))


@pytest.mark.parametrize("objective", [KID, CLASSIFIER])
def test_hidden_light_is_found_with_few_renders(objective: str, script: str, real: Source, tmp_path: Path) -> None:
    renders: list[int] = []
    descent = found(script, real, tmp_path, renders, objective)
    assert sum(renders) == descent.curve[-1].renders == RENDERS
    assert [step.part for step in descent.curve] == ["as it is", "widely", "nearer", "nearest", "as found"]
    assert descent.curve[-1].kid < 0.5 * descent.curve[0].kid
    assert descent.curve[-1].figures < descent.curve[0].figures
    rng = np.random.default_rng(np.random.SeedSequence(0))
    lamps = [descent.params["lamp"].sample(rng) for _ in range(300)]
    assert lamps.count("red") > 0.5 * len(lamps)  # of one in ten; four in five are hidden
    assert np.mean([float(descent.params["dim"].sample(rng)) for _ in range(300)]) == pytest.approx(0.35, abs=0.1)


def test_a_search_that_was_stopped_goes_on_and_finds_the_same(script: str, real: Source, tmp_path: Path) -> None:
    first, again = list[int](), list[int]()
    whole = found(script, real, tmp_path, first)
    last = tmp_path / "as found"
    for path in sorted(last.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    resumed = found(script, real, tmp_path, again)
    assert again == [0, 0, 0, 0, first[-1]]
    assert resumed.params == whole.params
    for step, before in zip(resumed.curve, whole.curve, strict=True):
        assert (step.part, step.renders, step.kid) == (before.part, before.renders, before.kid)
        assert step.figures == pytest.approx(before.figures, abs=0.02)  # flat pictures have them by rounding alone
    with pytest.raises(ConfigError, match="expected what this search has left there, got another's"):
        found(script, real, tmp_path, again, CLASSIFIER)


def test_the_command_renders_small_pictures_beside_its_config(
    script: str, real: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once: with what lies there it goes on, and writes the same."""
    monkeypatch.setattr(commands, "RENDERER", "render.run.fake:fake_renderer")
    shutil.copytree(real.place / "images", tmp_path / "pictures")
    out, figures = tmp_path / "fitted.yaml", tmp_path / "figures.json"
    asked = ["fit", script, "--to", str(tmp_path / "pictures"), "--out", str(out), "--json", str(figures), "--quiet"]
    for _ in range(2):
        assert call(*asked, "--renders", "50", "--set", "other=0.5") == 0
    written = yaml.safe_load(out.read_text())["params"][find_scene(script).name]
    assert written.keys() == {"other", "dim", "lamp"}
    assert find_scene(script).params.read(written, "lit")
    curve = json.loads((tmp_path / "fitted-renders" / "curve.json").read_text())
    assert curve == json.loads(figures.read_text())["curve"]
    assert [step["renders"] for step in curve] == [10, 25, 35, 45, 55]
    assert (tmp_path / "fitted-renders" / "curve.png").read_bytes().startswith(b"\x89PNG")


def test_of_a_built_in_scene_what_labels_move_stays() -> None:
    vehicles = find_scene("vehicles")
    moved = shown_only(vehicles, vehicles.params.read({}, "vehicles"))
    assert {"light", "weather", "hdri"} <= moved
    assert not moved & {"count", "type", "camera", "fill", "place", "contrast", "saturation"}
    assert "light" not in shown_only(vehicles, vehicles.params.read({"light": "day"}, "vehicles"))


def test_the_command_knows_every_objective() -> None:
    assert arguments.OBJECTIVES == OBJECTIVES


def test_weights_turn_one_share_into_another() -> None:
    """A pool of even halves, seen as if nine of ten were of the first kind."""
    cells = np.array([[0], [1]] * 50)
    weights = weigher([Part(cells, np.array([0.5, 0.5]))])(np.array([[0.9, 0.1]]))[0]
    assert weights.sum() == pytest.approx(1.0)
    assert weights[cells[:, 0] == 0].sum() == pytest.approx(0.9)


def test_the_weighted_distance_knows_which_pictures_are_near_and_trusts_no_single_one() -> None:
    rng = np.random.default_rng(np.random.SeedSequence(1))
    real, far, near = (rng.normal(mean, 1.0, (40, 6)) for mean in (0.0, 0.7, 0.0))
    distance = by_kernel(real, np.concatenate([far, near]))
    half, one = np.full(40, 1.0 / 40), np.eye(80)[79]
    none = np.zeros(40)
    weights = np.array([np.full(80, 1.0 / 80), [*none, *half], [*half, *none], one])
    even, of_near, of_far, of_one = distance(weights)
    assert even == pytest.approx(1.0)
    assert of_near < 0.7
    assert of_far > 1.3
    assert of_one > even


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"objective": "fid"}, "--objective: expected kid or classifier, got 'fid'"),
        ({"renders": 10}, "--renders: expected 50 or more, got 10"),
    ],
)
def test_what_is_no_aim_is_refused(values: dict[str, object], sentence: str) -> None:
    with pytest.raises(ConfigError, match=sentence):
        Aim(**values)  # type: ignore[arg-type]
