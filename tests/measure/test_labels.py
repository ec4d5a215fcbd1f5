"""What labels say, as rows; and the columns that they become."""

import math
from pathlib import Path

import numpy as np
import pytest

from measure.items import Item, Thing
from measure.properties.labels import add_things, geometry, overlaps
from measure.table import MOST_NAMES, OTHER, Table

SIZE = (200, 100)


def test_size_shape_and_place_are_shares() -> None:
    found = geometry(Thing("car", (50.0, 25.0, 100.0, 50.0)), SIZE)
    assert found == {"size": 0.5, "aspect": 2.0, "across": 0.5, "down": 0.5, "cut": "not"}


@pytest.mark.parametrize(
    ("box", "cut"),
    [
        ((0.0, 20.0, 30.0, 30.0), "left"),
        ((170.0, 20.0, 30.0, 30.0), "right"),
        ((50.0, 0.4, 30.0, 30.0), "top"),
        ((50.0, 69.5, 30.0, 30.0), "bottom"),
        ((0.0, 70.0, 30.0, 30.0), "several sides"),
    ],
)
def test_what_touches_the_border_is_cut_there(box: tuple[float, float, float, float], cut: str) -> None:
    assert geometry(Thing("car", box), SIZE)["cut"] == cut


def test_overlap_is_the_share_under_one_other_box() -> None:
    boxes = np.array([[0, 0, 10, 10], [5, 0, 20, 10], [100, 0, 5, 5]], float)
    assert overlaps(boxes).tolist() == [0.5, 0.25, 0.0]
    assert overlaps(boxes[:1]).tolist() == [0.0]
    assert overlaps(np.zeros((0, 4))).shape == (0,)


def test_rows_hold_attributes_and_leave_out_whose_it_is() -> None:
    table = Table()
    table.pictures = 1
    attributes = {"color": "red", "lit": True, "yaw_deg": 12.5, "plate_text": "AB 1"}
    points = np.array([[1, 1, 2], [2, 2, 1], [0, 0, 0], [3, 3, 2]], float)
    things = Thing("sedan", (10, 10, 20, 20), attributes, points), Thing("cow", (1, 1, 5, 5))
    add_things(table, Item("a", SIZE, things, Path("a.jpg")), {"sedan": "car", "cow": ""}, {})
    assert len(table) == 1
    assert table.names("category") == ([0], ["car"])
    assert table.names("attribute lit")[1] == ["true"]
    assert table.numbers("attribute yaw_deg").tolist() == [12.5]
    assert table.numbers("points").tolist() == [0.5]
    assert "attribute plate_text" not in table.columns()


def test_columns_that_come_late_or_end_early_are_filled() -> None:
    table = Table()
    for picture, row in enumerate(({"a": 1.0}, {"b": "x", "a": math.nan}, {"a": 3, "b": "y"}, {"b": "x"})):
        table.pictures = picture + 1
        table.add(row)
    np.testing.assert_array_equal(table.numbers("a"), [1.0, np.nan, 3.0, np.nan])
    codes, names = table.names("b")
    assert codes.tolist() == [-1, 0, 1, 0] and names == ["x", "y"]
    assert table.groups().tolist() == [0, 1, 2, 3]
    assert table.numbers("c").tolist() != table.numbers("a").tolist() and len(table.names("c")[1]) == 0


def test_names_without_end_are_told_together() -> None:
    table = Table()
    table.pictures = 1
    for number in range(MOST_NAMES + 50):
        table.add({"id": f"name {number}"})
    names = table.names("id")[1]
    assert len(names) == MOST_NAMES + 1 and names[-1] == OTHER
