"""Pieces: kept apart by shading through every change."""

from assets.polygons import box
from assets.vehicles.pieces import Pieces, flat, gather, smooth

ROUND, PLANE, SOFT = (box((0, 0, 0), (1, 1, 1), (name, "body")) for name in ("paint", "dark", "paint"))


def test_sums_keep_the_order_within_each_kind():
    whole = smooth(ROUND) + flat(PLANE) + Pieces(soft=(SOFT,)) + smooth(PLANE)
    assert whole == gather(smooth(ROUND, PLANE), flat(PLANE), Pieces(soft=(SOFT,)))


def test_every_shape_moves_and_gets_its_mirror_image():
    moved = Pieces((ROUND,), (PLANE,), (SOFT,)).moved((0.0, 2.0, 0.0)).pair()
    for shape in (*moved.smooth, *moved.flat, *moved.soft):
        assert shape.points[:, 1].min() == -3.0
        assert shape.points[:, 1].max() == 3.0


def test_one_material_takes_the_place_of_another():
    whole = Pieces((ROUND,), (PLANE,), (SOFT,)).recolored("paint", "paint_2")
    assert [shape.skins[0][0] for shape in (*whole.smooth, *whole.flat, *whole.soft)] == ["paint_2", "dark", "paint_2"]
