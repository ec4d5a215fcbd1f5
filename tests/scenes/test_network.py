"""What a network has learnt is drawn together, given what the user fixes; each picture for itself."""

import io
import zipfile
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from assets import ConfigError
from assets.random import stream
from scenes.distributions import Distribution, Learned, parse
from scenes.learned_file import Plan, written_network
from scenes.params import SceneParams, integer, name, number

# Night goes with few, few with near; of near ones lamps are lit. Weights by hand: what is known adds to its friends.
VARIABLES = (("light", "", "", ""), ("count", "", "", ""), ("away", "light", "night", ""), ("lamp", "", "", "each"))
CELLS = (("day", "night"), ("1", "6"), ("uniform(1, 2)", "uniform(8, 9)"), ("on", "off"))
FRIENDS = (
    ("night", "1"),
    ("day", "6"),
    ("1", "uniform(1, 2)"),
    ("6", "uniform(8, 9)"),
    ("night", "on"),
    ("day", "off"),
)
STRONG = 6.0


class Params(SceneParams):
    each = ("lamp",)

    count: Distribution = integer("uniform(1, 9)", 1, 9)
    light: Distribution = name(("day", "night"), ("day", "night"))
    away: Distribution = number("uniform(20, 30)", 0, 30)
    lamp: Distribution = name(("on", "off"), ("on", "off"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    names = [cell for each in CELLS for cell in each]
    weights = np.zeros((len(names), len(names)))
    for one, other in FRIENDS:
        a, b = names.index(one), names.index(other)
        weights[a, b] = weights[b, a] = STRONG
    path = tmp_path / "fitted.npz"
    plan = Plan(VARIABLES, CELLS, ((weights, np.zeros(len(names))),))
    path.write_bytes(written_network(plan, {"count": "3", "light": "day", "away": "uniform(20, 30)", "lamp": "on"}))
    return path


def drawn(file: Path, pictures: int, **fixed: object) -> list[dict[str, object]]:
    learned = {key: f"learned({file}:{key})" for key in Params.model_fields}
    params = Params.read(learned | fixed, "s")
    out = []
    for k in range(pictures):
        rng = np.random.default_rng(np.random.SeedSequence(8, spawn_key=(k,)))
        own, here = stream(rng, "attempt 0"), params.for_picture(k).in_frame(rng)
        found: dict[str, object] = {key: here.value(own, key) for key in ("count", "light", "away")}
        found["lamps"] = [here.of(i).name(stream(own, f"thing {i}"), "lamp") for i in range(3)]
        again = params.for_picture(k).in_frame(rng)
        if "count" not in fixed:
            assert again.value(stream(rng, "attempt 1"), "count") == found["count"], "another attempt, the same picture"
        out.append(found)
    return out


def test_what_belongs_together_comes_together(file: Path) -> None:
    found = drawn(file, 200)
    together = Counter((each["light"], each["count"]) for each in found)
    assert together["night", 1] + together["day", 6] > 190 and min(together["night", 1], together["day", 6]) > 60
    for each in found:
        away = float(str(each["away"]))
        assert away < 10.0 if each["light"] == "night" else away >= 20.0, "by day it says nothing, and the scene does"
    lamps = Counter((each["light"], lamp) for each in found for lamp in each["lamps"])  # type: ignore[attr-defined]
    assert lamps["night", "on"] > 0.95 * (lamps["night", "on"] + lamps["night", "off"])


@pytest.mark.parametrize(("fixed", "count"), [("night", 1), ("day", 6)])
def test_what_the_user_fixes_is_honoured(file: Path, fixed: str, count: int) -> None:
    found = drawn(file, 60, light=fixed)
    assert {each["light"] for each in found} == {fixed}
    assert np.mean([each["count"] == count for each in found]) > 0.9
    away = [float(str(each["away"])) for each in found]
    assert max(away) < 10.0 if fixed == "night" else min(away) >= 20.0


def test_what_comes_later_in_its_order_can_be_fixed_too(file: Path) -> None:
    assert np.mean([each["light"] == "night" for each in drawn(file, 60, count=1)]) > 0.9
    found = drawn(file, 60, count="choice({1: 1, 6: 1})")
    assert len({each["count"] for each in found}) == 2
    together = [(each["light"] == "night") == (each["count"] == 1) for each in found]
    assert np.mean(together) > 0.9, "what the user has drawn is looked at, picture by picture"


def test_it_says_itself_and_is_the_same_again(file: Path) -> None:
    params = Params.read({"count": f"learned({file}:count)"}, "s")
    assert isinstance(params.count, Learned) and params.count.network is not None
    assert Params.read(params.model_dump(), "s") == params
    assert parse(str(params.count)) == params.count
    assert {params.count.sample(np.random.default_rng(k)) for k in range(30)} == {1, 6}


def changed(data: bytes, **arrays: np.ndarray) -> bytes:
    """The same file with other arrays in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for entry in old.namelist():
            array = arrays.get(entry.removesuffix(".npy"))
            inner = io.BytesIO()
            if array is not None:
                np.save(inner, array, allow_pickle=False)
            new.writestr(entry, old.read(entry) if array is None else inner.getvalue())
    return buffer.getvalue()


@pytest.mark.parametrize(
    "arrays",
    [
        {"weights0": np.zeros((8, 7), np.float32)},
        {"weights0": np.full((8, 8), np.nan, np.float32)},
        {"weights0": np.zeros((8, 8))},
        {"offsets0": np.zeros(7, np.float32)},
        {"sizes": np.array([2, 2, 2, 3])},
        {"sizes": np.array([2, 2, 4, 0])},
        {"cells": np.array(["day"] * 8)[:, None]},
        {"keys": np.array(["count", "count", "away", "lamp"])},
        {"variables": np.array([["light", "", "", ""]])},
    ],
)
def test_what_is_no_network_is_refused(file: Path, arrays: dict[str, np.ndarray]) -> None:
    file.write_bytes(changed(file.read_bytes(), **arrays))
    with pytest.raises(ConfigError, match="expected a file that `prelabel fit` wrote"):
        parse(f"learned({file}:count)")
