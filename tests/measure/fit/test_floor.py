"""An entry that fewer real objects support than asked for is not written."""

import numpy as np
import pytest

from measure.fit.cells import Cells
from measure.fit.written import as_distributions
from scenes import SceneParams
from scenes.distributions import Choice, Constant, Distribution, Given, Histogram, TruncNormal
from scenes.params import integer, name, number

LAW = Constant(0)
KINDS = ("car", "truck", "bus", "tram")


class Params(SceneParams):
    kind: Distribution = name(KINDS, KINDS)
    speed: Distribution = number("uniform(0, 4)", 0, 4)
    count: Distribution = integer("uniform(1, 4)", 1, 4)


PARAMS = Params.read({}, "s")


def of_kinds(shares: list[float], support: float, at_least: int = 5) -> Choice:
    table = Cells("kind", None, None, KINDS, (), LAW, np.array([0.4, 0.3, 0.2, 0.1]))
    found = as_distributions(PARAMS, [table], np.array(shares), [support], at_least)["kind"]
    assert isinstance(found, Choice)
    return found


def test_a_rare_name_is_left_out() -> None:
    assert of_kinds([0.6, 0.37, 0.03, 0.0], 100).options == ("car", "truck")
    assert of_kinds([0.6, 0.37, 0.03, 0.0], 1000).options == ("car", "truck", "bus")


def test_rare_names_that_are_enough_together_share_as_the_scene_has_them() -> None:
    found = of_kinds([0.5, 0.44, 0.04, 0.02], 100)
    assert dict(zip(found.options, found.weights, strict=True)) == pytest.approx(
        {"car": 0.5, "truck": 0.44, "bus": 0.04, "tram": 0.02}
    )
    found = of_kinds([0.5, 0.44, 0.01, 0.05], 90)
    assert dict(zip(found.options, found.weights, strict=True))["bus"] == pytest.approx(0.04), "the scene's, not REAL's"


@pytest.mark.parametrize("support", [20.0, 60.0, 400.0])
def test_every_interval_has_enough_behind_it(support: float) -> None:
    shares = np.array([0.05, 0.5, 0.02, 0.01, 0.1, 0.3, 0.01, 0.01])
    edges = tuple(float(edge) for edge in np.linspace(0.0, 4.0, 9))
    table = Cells("speed", None, None, (), edges, LAW, np.full(8, 0.125))
    found = as_distributions(PARAMS, [table], shares, [support], 5)["speed"]
    assert isinstance(found, Histogram) and found.support() == (0.0, 4.0)
    assert min(weight / sum(found.weights) * support for weight in found.weights) >= 5.0
    assert Params.read({"speed": str(found)}, "s").speed == found


def test_what_is_normal_is_written_as_such() -> None:
    edges = tuple(float(edge) for edge in np.linspace(0.0, 4.0, 11))
    middle = np.add(edges[1:], edges[:-1]) / 2.0
    shares = np.exp(-((middle - 2.0) ** 2) / 2.0 / 0.7**2)
    table = Cells("speed", None, None, (), edges, LAW, np.full(10, 0.1))
    found = as_distributions(PARAMS, [table], shares / shares.sum(), [1e6], 5)["speed"]
    assert isinstance(found, TruncNormal) and found.mean == pytest.approx(2.0, abs=0.02)


def test_a_case_with_too_few_behind_it_is_left_to_the_scene() -> None:
    tables = [Cells("speed", "kind", case, (), (0.0, 1.0, 2.0), LAW, np.array([0.5, 0.5])) for case in ("car", "bus")]
    found = as_distributions(PARAMS, tables, np.array([0.5, 0.5, 0.9, 0.1]), [50.0, 4.0], 5)["speed"]
    assert isinstance(found, Given) and [case for case, _ in found.cases] == ["car"]
