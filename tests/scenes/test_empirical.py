"""Values from a CSV file."""

from pathlib import Path

import numpy as np
import pytest

from assets import ConfigError
from scenes.distributions import parse

TABLE = "type,length_m\ncar,4.5\nbus,12\ncar,4.1\nvan,\n"


@pytest.fixture
def table(tmp_path: Path) -> str:
    (tmp_path / "seen (2).csv").write_text(TABLE)
    return str(tmp_path / "seen (2).csv")


def test_numbers_and_names_come_as_often_as_in_the_file(table: str) -> None:
    lengths, types = parse(f"empirical({table}:length_m)"), parse(f"empirical({table}:type)")
    assert lengths.support() == (4.1, 4.5, 12.0)
    rng = np.random.default_rng(0)
    drawn = [types.sample(rng) for _ in range(2000)]
    assert drawn.count("car") / 2000 == pytest.approx(0.5, abs=0.04)


def test_a_file_that_changes_is_noticed(table: str) -> None:
    from scenes.empirical import _column

    written = str(parse(f"empirical({table}:length_m)"))
    assert parse(written) == parse(f"empirical({table}:length_m)")
    Path(table).write_text(TABLE.replace("12", "13"))
    _column.cache_clear()
    with pytest.raises(ConfigError, match="the file has changed"):
        parse(written)


@pytest.mark.parametrize(
    ("column", "complaint"),
    [("lenght_m", r"among type, length_m \(did you mean 'length_m'\?\)"), ("", r"empirical\(file.csv:column\)")],
)
def test_a_wrong_column_is_one_sentence(table: str, column: str, complaint: str) -> None:
    with pytest.raises(ConfigError, match=complaint):
        parse(f"empirical({table}:{column})")


def test_a_missing_and_an_empty_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="No such file"):
        parse(f"empirical({tmp_path}/none.csv:a)")
    (tmp_path / "empty.csv").write_text("a\n\n")
    with pytest.raises(ConfigError, match="expected values below the header"):
        parse(f"empirical({tmp_path}/empty.csv:a)")
