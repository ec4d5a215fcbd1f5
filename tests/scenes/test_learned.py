"""What is learnt together is drawn together: one class a picture, whatever is drawn where."""

from pathlib import Path

import numpy as np
import pytest

from assets import ConfigError
from assets.random import stream
from scenes.distributions import Distribution, Histogram, Learned, parse
from scenes.learned_file import written_model
from scenes.params import SceneParams, integer, name, number

TABLES = {
    "count": ("1", "choice({4: 1, 5: 1})"),
    "length": ("histogram({0: 1, 0.2: 0})", "given(kind, {small: 0.8, else: 0.9})"),
}


class Params(SceneParams):
    count: Distribution = integer("uniform(1, 3)", 1, 9)
    length: Distribution = number("uniform(0, 1)", 0, 1)
    kind: Distribution = name(("small", "large"), ("small", "large"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "fitted.npz"
    path.write_bytes(written_model((0.25, 0.75), TABLES))
    return path


def test_a_histogram_has_its_shares_and_says_itself() -> None:
    found = parse("histogram({0: 2, 1: 6, 4: 0})")
    assert isinstance(found, Histogram) and parse(str(found)) == found and found.support() == (0.0, 4.0)
    rng = np.random.default_rng(0)
    drawn = np.array([found.sample(rng) for _ in range(4000)])
    assert (drawn < 1.0).mean() == pytest.approx(0.25, abs=0.03)
    assert ((drawn > 1.0) & (drawn < 2.5)).mean() == pytest.approx(0.375, abs=0.03)
    assert found.within(0.5, 2.5) == Histogram((0.5, 1.0, 2.5), (1.0, 3.0)) and found.within(5.0, 6.0) is None


@pytest.mark.parametrize(
    "text", ["histogram({0: 2})", "histogram({0: 1, 1: 1})", "histogram({1: 1, 0: 0})", "histogram({0: 0, 1: 0})"]
)
def test_what_is_no_histogram_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match="histogram"):
        parse(text)


def test_a_pictures_parameters_come_of_one_class(file: Path) -> None:
    params = Params.read({"count": f"learned({file}:count)", "length": f"learned({file}:length)"}, "s")
    assert isinstance(params.count, Learned) and Params.read(params.model_dump(), "s") == params
    counts = []
    for k in range(200):
        rng = np.random.default_rng(np.random.SeedSequence(3, spawn_key=(k,)))
        own, other = (stream(rng, f"attempt {n}") for n in (0, 1))
        here = params.for_picture(k).in_frame(rng)
        count, kind = here.integer(own, "count"), here.name(own, "kind")
        size = here.number(stream(own, "camera"), "length")
        assert size <= 0.2 if count == 1 else size == (0.8 if kind == "small" else 0.9)
        assert (here.integer(other, "count") == 1) == (count == 1), "another attempt is of the same class"
        counts.append(count)
    assert np.mean(np.array(counts) == 1) == pytest.approx(0.25, abs=0.08)


def test_bytes_are_the_same_for_the_same_model_and_a_changed_file_is_told(file: Path) -> None:
    assert file.read_bytes() == written_model((0.25, 0.75), TABLES)
    written = str(parse(f"learned({file}:count)"))
    file.write_bytes(written_model((0.5, 0.5), TABLES))
    with pytest.raises(ConfigError, match="it has changed"):
        parse(written)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("learned({file}:speed)", "expected one of count, length"),
        ("learned({file})", "fitted.npz:key"),
        ("learned({file}.gone:count)", "No such file"),
        ("learned({csv}:count)", "expected a file that `prelabel fit"),
    ],
)
def test_other_files_and_keys_are_refused(file: Path, text: str, sentence: str) -> None:
    csv = file.with_suffix(".csv")
    csv.write_text("count\n1\n")
    with pytest.raises(ConfigError, match=sentence):
        parse(text.replace("{file}", str(file)).replace("{csv}", str(csv)))
