"""Settings that only labels tell of are found again: each for itself, and what belongs together."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import spearmanr

from measure.comparing import of_labels
from measure.fit import Fit, Wish, fit
from measure.fit.pool import sample_pool
from measure.properties.labels import add_things
from measure.readers import open_source
from measure.statistics import total_variation
from measure.table import Table
from scenes import SceneParams, SceneScript
from tests.measure.fit.conftest import SIZE, Plant

HIDDEN = {
    "count": "choice({2: 1, 3: 3, 4: 1})",
    "kind": "choice({crate: 5, post: 1, plate: 2})",
    "scale": "uniform(0.9, 1.3)",
    "distance_m": "uniform(7, 12)",
    "height_m": "uniform(3.5, 5.5)",
    "pan_deg": "uniform(2, 14)",
    "spread_m": "uniform(2.5, 5)",
}
TOGETHER = {
    "count": "choice({1: 1, 5: 1})",
    "distance_m": "given(count, {1: 'uniform(6, 9)', else: 'uniform(15, 22)'})",
    "height_m": "given(count, {1: 'uniform(1, 2)', else: 'uniform(4, 6)'})",
}
LOOKED_AT = 400  # pictures, to see what was found


@pytest.fixture(scope="module")
def found(script: SceneScript, plant: Plant) -> Fit:
    return fit(script, as_it_is(script), open_source(plant(HIDDEN, 700)), Wish(frames=1400))


def test_labels_are_within_five_hundredths_of_the_hidden_ones(found: Fit, script: SceneScript) -> None:
    hidden, fitted, before = (labels(script, settings) for settings in (HIDDEN, found.params, {}))
    was, now = (of_labels(hidden, table, (Path("a"), Path("b")), frozenset()) for table in (before, fitted))
    columns = [item for item in now if not item.key.endswith("_pairs")]
    assert {"count", "size", "aspect", "across", "down", "category"} <= {item.key for item in columns}
    assert {item.key: item.beyond for item in columns if item.beyond > 0.05} == {}
    assert sum(item.beyond > 0.1 for item in was) >= 5, "the scene as it is must be far off, or this says nothing"


def test_parameters_are_found_or_said_to_be_undetermined(found: Fit, script: SceneScript) -> None:
    hidden, fitted = (script.params.read(settings, "planted") for settings in (HIDDEN, found.params))
    off = {key: apart(key, hidden, fitted) for key in HIDDEN}
    right = [key for key in HIDDEN if off[key] <= 0.1 or not found.spreads[key].determined]
    assert len(right) >= 0.8 * len(HIDDEN), off
    assert sum(off[key] <= 0.1 for key in HIDDEN) >= 6, off


def test_what_no_label_tells_of_stays_and_is_named(found: Fit) -> None:
    assert not found.spreads["tint"].determined
    assert "tint" not in found.params
    assert any("they stay" in note and "tint" in note for note in found.notes)


def test_a_model_and_a_network_keep_what_belongs_together_where_tables_do_not(
    script: SceneScript, plant: Plant
) -> None:
    """Two samples of 400 differ by 0.07 for no reason, of 1,600 by half of it; on two processors it was 0.05."""
    real = open_source(plant(TOGETHER, 400))
    wanted = correlations(labels(script, TOGETHER, 1600))
    off = {}
    for method, frames in (("distributions", 500), ("model", 1200), ("deep", 1200)):
        one = fit(script, as_it_is(script), real, Wish(method=method, frames=frames))
        off[method] = np.abs(correlations(labels(script, dict(one.params), 1600)) - wanted).max()
    assert off["model"] < 0.15, off
    assert off["deep"] < 0.2, off
    assert off["distributions"] > 0.3, off


def as_it_is(script: SceneScript) -> SceneParams:
    return script.params.read({}, script.name)


def labels(script: SceneScript, settings: Mapping[str, object], pictures: int = LOOKED_AT) -> Table:
    params = script.params.read(settings, script.name).with_size(SIZE)
    table = Table()
    for drawn in sample_pool(script, params, pictures, 4711):
        table.pictures += 1
        add_things(table, drawn.item, {}, {})
    return table


def correlations(table: Table) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Of how many things there are, how large and how low."""
    counts = np.bincount(table.groups())[table.groups()]
    columns = (counts, table.numbers("size"), table.numbers("down"))
    return np.array([spearmanr(columns[a], columns[b]).statistic for a, b in ((0, 1), (0, 2), (1, 2))])


def apart(key: str, hidden: SceneParams, fitted: SceneParams) -> float:
    """Means by the range of what the parameter may be; shares of names."""
    domain = hidden.domain(key)
    laws = getattr(hidden, key), getattr(fitted, key)
    if domain.kind == "name":
        shares = [domain.shares(law) for law in laws]
        return total_variation(*(np.array([each.get(name, 0.0) for name in domain.options]) for each in shares))
    rng = np.random.default_rng(0)
    means = [np.mean([float(law.sample(rng)) for _ in range(2000)]) for law in laws]
    return float(abs(means[0] - means[1]) / (domain.high - domain.low))
