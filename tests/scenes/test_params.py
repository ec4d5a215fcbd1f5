"""Scene parameters: domains, errors that name the key, independent streams."""

import numpy as np
import pytest

from assets import ConfigError
from scenes import Distribution, SceneParams, integer, name, number


class Params(SceneParams):
    count: Distribution = integer("uniform(1, 6)", 1, 20, help="how many")
    color: Distribution = name({"red": 2, "blue": 1}, ("red", "blue"))
    sky: Distribution = name("noon", ("noon", "night"), open=True)
    yaw_deg: Distribution = number("normal(0, 40)", -180, 180, unit="deg")


def test_every_whole_number_of_a_range_is_equally_likely() -> None:
    drawn = [Params().integer(np.random.default_rng(seed), "count") for seed in range(1200)]
    assert set(drawn) == {1, 2, 3, 4, 5, 6}
    assert min(map(drawn.count, set(drawn))) > 150


def test_an_unbounded_normal_is_cut_to_the_domain() -> None:
    params = Params.read({"yaw_deg": "normal(170, 100)"}, "scene")
    drawn = [params.number(np.random.default_rng(seed), "yaw_deg") for seed in range(300)]
    assert min(drawn) >= -180
    assert max(drawn) <= 180


def test_one_parameter_does_not_move_another() -> None:
    before = Params().name(np.random.default_rng(3), "color")
    after = Params.read({"count": "choice(1, 2, 3)"}, "scene").name(np.random.default_rng(3), "color")
    assert before == after


def test_a_dump_reads_back() -> None:
    params = Params.read({"count": 3, "color": "choice({red: 1, blue: 3})"}, "scene")
    assert Params.read(params.model_dump(), "scene") == params


def test_an_open_name_takes_a_path() -> None:
    assert Params.read({"sky": "my/sky.exr"}, "scene").name(np.random.default_rng(0), "sky") == "my/sky.exr"


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"cuont": 3}, r"scene: .*got 'cuont' \(did you mean 'count'\?\)"),
        ({"count": 0}, r"scene.count: expected a value in 1..20, got 0"),
        ({"count": 2.5}, r"scene.count: expected whole numbers, got 2.5"),
        ({"count": "many"}, r"scene.count: expected a value in 1..20, got many"),
        ({"count": True}, r"scene.count: expected a value in 1..20, got True"),
        ({"color": "rad"}, r"scene.color: .*got 'rad' \(did you mean 'red'\?\)"),
        ({"yaw_deg": "uniform(0, 200)"}, r"scene.yaw_deg: expected a value in -180..180 deg, got 200"),
    ],
)
def test_errors_name_the_key_and_the_range(values: dict[str, object], complaint: str) -> None:
    with pytest.raises(ConfigError, match=complaint):
        Params.read(values, "scene")
