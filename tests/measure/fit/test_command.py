"""``prelabel fit``: what it writes renders, and what it cannot take is one sentence."""

import json
from pathlib import Path

import pytest
import yaml

from render.cli import commands
from tests.calling import call
from tests.measure.fit.conftest import SCENE, Plant

FEW = ("--frames", "100", "--size", "160x120", "--quiet")


@pytest.fixture(scope="module")
def real(plant: Plant) -> Path:
    return plant({"count": "choice({2: 1, 3: 3})", "distance_m": "uniform(7, 12)"}, 60)


@pytest.mark.parametrize("method", ["distributions", "model"])
def test_what_is_written_renders(method: str, real: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "RENDERER", "render.run.fake:fake_renderer")
    out, figures, dataset = tmp_path / "fitted.yaml", tmp_path / "figures.json", tmp_path / "dataset"
    given = ("--set", "height_m=2.5", "--method", method, "--json", str(figures))
    assert call("fit", SCENE, "--to", str(real), "--out", str(out), *given, *FEW) == 0
    written = yaml.safe_load(out.read_text())
    assert written["size"] == [160, 120] and written["params"]["planted"]["height_m"] == "2.5"
    assert "count" in written["params"]["planted"]
    assert out.with_suffix(".npz").exists() == (method == "model") == ("learned(fitted.npz:" in out.read_text())
    found = json.loads(figures.read_text())
    assert found["distances"]["size"].keys() == {"was", "is", "chance"} and "height_m" not in found["undetermined_by"]
    rendered = ("--config", str(out), "--out", str(dataset), "--count", "3", "--workers", "0", "--trust")
    assert call("render", *rendered) == 0
    assert len(json.loads((dataset / "annotations" / "instances.json").read_text())["images"]) == 3


def test_the_same_fit_is_the_same_file(real: Path, tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        assert call("fit", SCENE, "--to", str(real), "--out", str(tmp_path / name), "--method", "model", *FEW) == 0
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


@pytest.mark.parametrize(
    ("change", "options", "sentence"),
    [
        ({"annotations": []}, (), "expected labelled things, found none"),
        ({"categories": [{"id": n, "name": f"box{n}"} for n in (1, 2, 3)]}, (), "--map"),
        ({"images": 1}, (), "expected 10 pictures"),
        ({}, ("--method", "deeper"), "expected distributions, model or deep, got 'deeper'"),
        ({}, ("--frames", "20"), "expected 100 or more"),
        ({}, ("--at-least", "0"), "expected 1 or more"),
        ({}, ("--set", "count=1"), "expected parameters"),
        ({}, ("--set", "weather=rain"), "expected a key among"),
        ({}, ("--json", "gone/figures.json"), "in a folder that is there"),
    ],
)
def test_what_cannot_be_fitted_is_one_sentence(
    change: dict[str, object],
    options: tuple[str, ...],
    sentence: str,
    real: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    values = json.loads(real.read_text())
    if "images" in change:
        change = {
            "images": values["images"][:1],
            "annotations": [each for each in values["annotations"] if each["image_id"] == values["images"][0]["id"]],
        }
    if "--set" in options and "count=1" in options:
        keys = ("kind=crate", "scale=1", "distance_m=9", "height_m=2", "pan_deg=0", "spread_m=2", "tint=0")
        options = (*options, *(part for key in keys for part in ("--set", key)))
    path, out = tmp_path / "real.json", tmp_path / "fitted.yaml"
    path.write_text(json.dumps({**values, **change}))
    assert call("fit", SCENE, "--to", str(path), "--out", str(out), *FEW, *options) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert sentence in said and "Traceback" not in said
    assert sorted(item.name for item in tmp_path.iterdir()) == ["real.json"], "nothing half-written"


def test_pictures_alone_have_nothing_to_fit_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from PIL import Image

    for n in range(3):
        Image.new("RGB", (64, 48)).save(tmp_path / f"{n}.jpg")
    assert call("fit", SCENE, "--to", str(tmp_path), "--out", str(tmp_path / "f.yaml"), *FEW) == 2
    assert "expected labels to fit to" in " ".join(capsys.readouterr().err.split())


def test_another_name_than_yaml_is_refused(real: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("fit", SCENE, "--to", str(real), "--out", str(tmp_path / "fitted.txt"), *FEW) == 2
    assert "ends with .yaml" in " ".join(capsys.readouterr().err.split())
