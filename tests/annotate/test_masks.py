import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from annotate import masks
from assets import DatasetError

MASKS = arrays(np.bool_, array_shapes(min_dims=2, max_dims=2, max_side=14))


def drawn(text):
    return np.array([[character == "#" for character in line] for line in text.split()])


RING_IN_RING = drawn("""
#########
#.......#
#.#####.#
#.#...#.#
#.#.#.#.#
#.#...#.#
#.#####.#
#.......#
#########""")


@settings(max_examples=400)
@given(MASKS)
def test_polygons_give_the_mask_back_bit_for_bit(mask):
    assert (masks.decode(masks.polygons(mask), *mask.shape) == mask).all()


@pytest.mark.parametrize("density", [0.3, 0.5, 0.7, 0.9, 0.97])
def test_polygons_of_a_large_random_mask_are_exact(density):
    mask = np.random.default_rng(3).random((120, 161)) < density
    assert (masks.decode(masks.polygons(mask), 120, 161) == mask).all()


@given(MASKS)
def test_run_lengths_give_the_mask_back_bit_for_bit(mask):
    assert (masks.decode(masks.rle(mask), *mask.shape) == mask).all()


@given(MASKS)
def test_polygon_edges_run_along_pixel_edges_without_redundant_points(mask):
    for flat in masks.polygons(mask):
        points = np.array(flat).reshape(-1, 2)
        steps = np.sign(np.roll(points, -1, axis=0) - points)
        assert (np.abs(steps).sum(axis=1) == 1).all(), "axis-parallel and of some length"
        assert (steps != np.roll(steps, 1, axis=0)).any(axis=1).all(), "no point inside a straight run"


def test_one_pixel_is_its_unit_square():
    mask = drawn("...  .#.  ...")
    (square,) = masks.polygons(mask)
    assert sorted(zip(square[::2], square[1::2], strict=True)) == [(1, 1), (1, 2), (2, 1), (2, 2)]


def test_a_full_picture_is_its_border():
    (square,) = masks.polygons(np.ones((3, 5), np.bool_))
    assert sorted(zip(square[::2], square[1::2], strict=True)) == [(0, 0), (0, 3), (5, 0), (5, 3)]


def test_one_polygon_for_each_component_with_diagonals_connected():
    assert len(masks.polygons(drawn("#..  .#.  ..#"))) == 1
    assert len(masks.polygons(drawn("#.#  #.#"))) == 2


def test_nested_holes_belong_to_their_own_ring():
    rings = masks.polygons(RING_IN_RING)
    assert len(rings) == 3
    assert (masks.decode(rings, 9, 9) == RING_IN_RING).all()


@given(MASKS)
def test_bridges_to_holes_stay_inside_the_mask(mask):
    for flat in masks.polygons(mask):
        points = np.array(flat, int).reshape(-1, 2)
        for (x0, y0), (x1, y1) in zip(points, np.roll(points, -1, axis=0), strict=True):
            for x, y in {(min(x0, x1), y) for y in range(min(y0, y1), max(y0, y1)) if x0 == x1}:
                assert mask[y, max(x - 1, 0) : x + 1].any(), "every vertical unit step touches the mask"


def test_nothing_has_no_polygon_and_no_box():
    empty = np.zeros((4, 6), np.bool_)
    assert masks.polygons(empty) == []
    assert masks.box(empty) == [0.0, 0.0, 0.0, 0.0]
    assert not masks.decode([], 4, 6).any()


@given(MASKS.filter(lambda mask: mask.any()))
def test_box_touches_the_mask_on_all_sides(mask):
    x, y, w, h = masks.box(mask)
    rows, columns = np.nonzero(mask)
    assert (x, y, x + w, y + h) == (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)


@pytest.mark.parametrize(
    "segmentation",
    [
        {"size": [4, 5], "counts": "P1"},
        {"size": [4, 6], "counts": "\x01"},
        {"size": [4, 6], "counts": "oooooooooooo0"},
        {"size": [4, 6], "counts": "o"},
        {"size": [4, 6], "counts": ""},
        {"size": [4, 6], "counts": 7},
        {"size": [4, 6]},
        [[0.0, 0.0, 1.0, 1.0]],
        [[0.0, 0.0, 1.0, 0.0, 1.0, 1.0, 0.0]],
        [[0.0, 0.0, 7.0, 0.0, 7.0, 1.0]],
        [[0.0, 0.0, float("nan"), 0.0, 1.0, 1.0]],
        [[0.0, 0.0, "a", 0.0, 1.0, 1.0]],
        [[0.0, 0.0, None, 0.0, 1.0, 1.0]],
    ],
)
def test_damaged_segmentations_are_refused(segmentation):
    with pytest.raises(DatasetError, match=r"^segmentation: expected"):
        masks.decode(segmentation, 4, 6)


@given(st.text(alphabet=[chr(code) for code in range(48, 112)], max_size=12))
def test_any_text_of_run_lengths_decodes_or_is_refused(counts):
    try:
        assert masks.decode({"size": [3, 4], "counts": counts}, 3, 4).shape == (3, 4)
    except DatasetError as error:
        assert "segmentation" in str(error)


@given(MASKS)
def test_polygon_areas_add_up_to_the_mask(mask):
    """Holes run the other way round than the ring that they are joined to."""
    total = 0.0
    for flat in masks.polygons(mask):
        x, y = np.array(flat).reshape(-1, 2).T
        total += abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2
    assert total == mask.sum()
