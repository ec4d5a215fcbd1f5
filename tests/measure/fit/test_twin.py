"""The camera twin: a hidden film is found again from pictures alone."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import cv2
import numpy as np
import pytest
import yaml
from numpy.typing import NDArray

from assets import ConfigError
from measure.fit.pictures import Twin, camera_twin
from measure.fit.pictures.evolution import evolved
from measure.fit.pictures.films import BY_KEY, Laws
from measure.readers import open_source
from render.camera import film as plain
from render.cli.developed import develop
from render.run.fake import FakeRenderer
from render.run.here import run
from render.settings.config import make_config
from scenes import Film, Filmed, SceneParams, find_scene
from scenes.distributions import Distribution, parse
from tests.calling import call

PICTURES, FEW, SIZE = 50, 12, (96, 72)
HIDDEN = {
    **{"contrast": "truncnormal(1.45, 0.1, 0.7, 2)", "black": "truncnormal(0.04, 0.01, -0.1, 0.1)"},
    **{"saturation": "truncnormal(1.7, 0.15, 0, 2.5)", "warmth": "truncnormal(0.06, 0.02, -0.2, 0.2)"},
    **{"sharpening": "truncnormal(1, 0.2, 0, 2.5)", "iso": "loguniform(600, 1200)"},
    **{"vignette": "truncnormal(0.3, 0.05, 0, 0.6)", "jpeg": "truncnormal(70, 5, 10, 100)"},
}
FIGURES = 13


def negative(rng: np.random.Generator) -> NDArray[np.uint8]:
    """A picture on no film: ground, sky, things of all colours, texture."""
    width, height = SIZE
    y, x = np.mgrid[:height, :width]
    light = np.where(y < rng.uniform(0.2, 0.5) * height, rng.uniform(0.4, 1.2), rng.uniform(0.08, 0.25))[..., None]
    light = light * np.ones(3) * rng.uniform(0.9, 1.1, 3)
    for _ in range(rng.integers(4, 9)):
        left, top = rng.uniform(0, width), rng.uniform(0.2 * height, height)
        wide, high = rng.uniform(8, 40), rng.uniform(6, 25)
        inside = (np.abs(x - left) < wide / 2) & (np.abs(y - top) < high / 2)
        light[inside] = rng.uniform(0.01, 0.7) * rng.uniform(0.5, 1.0, 3)
    texture = cv2.GaussianBlur(rng.standard_normal((height, width)), (0, 0), rng.uniform(0.7, 1.5))
    light *= np.exp2(rng.uniform(0.1, 0.6) * texture)[..., None]
    return plain.tone((light * rng.uniform(0.6, 1.4)).astype(np.float32))


def write(folder: Path, pictures: Mapping[str, NDArray[np.uint8]]) -> Path:
    folder.mkdir()
    for name, rgb in pictures.items():
        cv2.imwrite(str(folder / name), rgb[..., ::-1])
    return folder


def negatives(seed: int) -> list[NDArray[np.uint8]]:
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    return [negative(rng) for _ in range(PICTURES)]


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("ours") / "set", {f"{n}.png": rgb for n, rgb in enumerate(negatives(1))})


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same pictures on the hidden film: nothing but that is between them, and what chance draws of it."""
    return write(tmp_path_factory.mktemp("real") / "set", dict(hidden()))


def hidden() -> Iterator[tuple[str, NDArray[np.uint8]]]:
    rng = np.random.default_rng(np.random.SeedSequence(3))
    for number, rgb in enumerate(negatives(1)):
        numbers = {key: float(parse(text, "number").sample(rng)) for key, text in HIDDEN.items()}
        yield f"{number}.png", develop(rgb, Film(**numbers, seed=number), 0.0)


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """REAL and ours, of a dozen pictures each."""
    folder = tmp_path_factory.mktemp("few")
    own = {f"{n}.png": rgb for n, rgb in enumerate(negatives(1)[:FEW])}
    return write(folder / "real", dict(list(hidden())[:FEW])), write(folder / "ours", own)


@pytest.fixture(scope="module")
def twin(ours: Path, real: Path) -> Twin:
    return camera_twin(Filmed(), open_source(real), open_source(ours), develop, rounds=4)


def test_pictures_on_the_film_that_was_found_are_reals(twin: Twin) -> None:
    """And were not, before: the film moves what it is asked to."""
    assert len(twin.after) == len(twin.before) == FIGURES
    before, after = ([item.figures[f"{item.key}_ks"] for item in found] for found in (twin.before, twin.after))
    assert np.mean(before) > 0.4
    assert np.mean(after) < 0.12
    assert max(after) < 0.25
    assert all(item.beyond == 0.0 for item in twin.after)
    assert not any("not reached" in note for note in twin.notes)


def test_the_hidden_numbers_are_found_or_said_to_be_undetermined(twin: Twin) -> None:
    away = {
        key: abs(of_range(key, twin.params[key]) - of_range(key, parse(text, "number")))
        for key, text in HIDDEN.items()
        if key in twin.params
    }
    known = [key for key in away if twin.spreads[key].determined]
    assert known
    assert all(away[key] < 0.1 for key in known), away
    assert sum(value < 0.1 for value in away.values()) >= 5, away
    loose = next(note for note in twin.notes if note.startswith("not determined")).partition("well: ")[2].split(", ")
    assert set(loose) == {key for key in twin.params if not twin.spreads[key].determined}


def of_range(key: str, law: Distribution) -> float:
    """The middle of a law, by the range of its number."""
    rng = np.random.default_rng(np.random.SeedSequence(5))
    return float(np.mean([BY_KEY[key].share(float(law.sample(rng))) for _ in range(400)]))


def test_what_nothing_asks_for_stays_plain_and_is_said(twin: Twin) -> None:
    gone = twin.spreads.keys() - twin.params.keys()
    assert gone
    assert not gone & {"saturation", "warmth", "jpeg", "iso"}
    stay = [note for note in twin.notes if "they stay plain" in note]
    assert {key for note in stay for key in note.partition("plain: ")[2].split(", ")} <= gone


def test_the_same_search_finds_the_same(few: tuple[Path, Path]) -> None:
    sources = [open_source(place) for place in few]
    found = [camera_twin(Filmed(), *sources, develop, rounds=1) for _ in range(2)]
    assert found[0].params == found[1].params


def test_what_is_set_stays(few: tuple[Path, Path]) -> None:
    params = Filmed.read({"saturation": 1.7, "iso": "loguniform(600, 1200)"}, "scene")
    found = camera_twin(params, *map(open_source, few), develop, rounds=0)
    assert found.spreads.keys() == BY_KEY.keys() - {"saturation", "iso", "exposure_ev"}


def test_the_command_writes_a_film_for_pictures_without_labels(few: tuple[Path, Path], tmp_path: Path) -> None:
    real, ours = map(str, few)
    out, figures = tmp_path / "fitted.yaml", tmp_path / "figures.json"
    given = ("--pictures", ours, "--out", str(out), "--json", str(figures), "--set", "halo=1", "--quiet")
    assert call("fit", "studio", "--to", real, *given) == 0
    written = yaml.safe_load(out.read_text())
    assert written["size"] == list(SIZE)
    assert written["params"]["studio"].keys() > {"halo", "saturation"}
    found = find_scene("studio").params.read(written["params"]["studio"], "studio")
    assert str(found.saturation) == written["params"]["studio"]["saturation"]
    assert json.loads(figures.read_text())["distances"]["saturation"].keys() == {"was", "is", "chance"}


def test_the_command_wants_pictures_of_its_scene(
    few: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = Path(__file__).parents[3] / "examples" / "boxes.py"
    config = make_config({"scenes": [str(script)], "size": (96, 72), "count": 12}, ())
    run(config, tmp_path / "boxes", lambda watch: FakeRenderer())
    asked = ("fit", "studio", "--to", str(few[0]), "--out", str(tmp_path / "fitted.yaml"), "--quiet")
    assert call(*asked, "--pictures", str(tmp_path / "boxes")) == 2
    assert "expected pictures of studio, got boxes" in " ".join(capsys.readouterr().err.split())
    assert call(*asked, "--pictures", str(tmp_path / "gone")) == 2
    assert not (tmp_path / "fitted.yaml").exists()


def test_pictures_on_a_film_already_are_refused(tmp_path: Path, few: tuple[Path, Path]) -> None:
    text = (Path(__file__).parents[3] / "examples" / "boxes.py").read_text()
    script = tmp_path / "filmed.py"
    script.write_text(text.replace("pl.SceneParams", "pl.Filmed").replace('scene("boxes"', 'scene("filmed boxes"'))
    config = make_config({"scenes": [str(script)], "size": (96, 72), "count": 12}, ("film=phone",))
    run(config, tmp_path / "set", lambda watch: FakeRenderer())
    with pytest.raises(ConfigError, match=r"expected pictures with film=linear, got .* on another film"):
        camera_twin(Filmed(), open_source(few[0]), open_source(tmp_path / "set"), develop)


def test_draws_of_a_search_are_those_of_its_laws() -> None:
    evenly = (np.arange(400) + 0.5) / 400
    for key, middle, spread in (
        ("contrast", 0.3, 0.1),
        ("sharpening", 0.02, 0.2),
        ("iso", 0.5, 0.1),
        ("iso", 0.05, 0.1),
    ):
        sought = BY_KEY[key]
        laws = Laws((key,), np.array([middle]), np.array([spread]))
        drawn = np.array([sought.value(share) for share in laws.shares(evenly[None])[0]])
        law, rng = laws.distributions()[key], np.random.default_rng(np.random.SeedSequence(1))
        sampled = np.sort([float(law.sample(rng)) for _ in range(400)])
        assert np.abs(np.sort(drawn) - sampled).mean() < 0.02 * (sought.high - sought.low)


def test_a_search_without_gradients_finds_the_bottom_of_a_bent_valley() -> None:
    def valley(points: NDArray[np.float64]) -> NDArray[np.float64]:
        x, y = points[:, 0], points[:, 1]
        return np.asarray(100.0 * (y - x**2) ** 2 + (1.0 - x) ** 2 + np.abs(points[:, 2:]).sum(axis=1))

    low, high = np.full(6, -2.0), np.full(6, 2.0)
    rng = np.random.default_rng(np.random.SeedSequence(0))
    found, value = evolved(valley, np.full(6, -1.0), low, high, 0.2, 400, rng)
    assert value == pytest.approx(valley(found[None])[0], abs=1e-8)
    assert value < 1e-4
    corner, _ = evolved(lambda points: points.sum(axis=1), np.zeros(3), np.full(3, -1.0), np.ones(3), 0.2, 100, rng)
    assert corner == pytest.approx([-1.0] * 3, abs=1e-3)


class Bare(SceneParams):
    """No films."""


@pytest.mark.parametrize(
    ("params", "sentence"),
    [
        (Bare(), "whose parameters are prelabel.Filmed"),
        (Filmed.read({"film": "phone"}, "scene"), "expected film=linear, .* got phone"),
        (Filmed.read({"iso": "given(film, {linear: 100})"}, "scene"), "expected iso to follow nothing else"),
    ],
)
def test_what_cannot_be_sought_is_one_sentence(params: SceneParams, sentence: str, ours: Path, real: Path) -> None:
    with pytest.raises(ConfigError, match=sentence):
        camera_twin(params, open_source(real), open_source(ours), develop)
