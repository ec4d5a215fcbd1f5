"""Holes that are no geometry: a leaf on a card has the outline of the leaf."""

from dataclasses import replace

import numpy as np
import pytest

from annotate import Surface, annotate
from annotate.frame import Cutout
from annotate.silhouette import silhouette
from assets import RenderError
from scenes import Distortion, Fisheye, Placed, Pose, SceneSpec

UV = np.array([[0, 1], [0, 0], [1, 0], [1, 1]], np.float32)  # of the corners that `make.plate` has
DISC = np.hypot(*(np.mgrid[:64, :64] + 0.5 - 32.0)) < 26.0


def holed(plate: Surface, alpha: np.ndarray, times: float = 1.0) -> Surface:
    """A plate of the fixtures as a card with a picture on it, so many times in each direction."""
    uv = (UV[plate.triangles] * times).astype(np.float32)
    return replace(plate, cutouts=(Cutout(alpha.astype(np.float32)),), cutout=np.zeros(2, np.int32), uv=uv)


def joined(make, *surfaces: Surface) -> Surface:
    whole = make.joined(*surfaces)
    uv = [np.zeros((2, 3, 2), np.float32) if s.uv is None else s.uv for s in surfaces]
    cutouts = tuple(cutout for s in surfaces for cutout in s.cutouts)
    number = iter(range(len(cutouts)))
    cutout = [np.full(2, next(number) if s.cutouts else -1, np.int32) for s in surfaces]
    return replace(whole, cutouts=cutouts, cutout=np.concatenate(cutout), uv=np.concatenate(uv))


def disc(x: float, y: float, side: float) -> np.ndarray:
    rows, columns = np.mgrid[:30, :40] + 0.5
    return np.hypot(columns - x - side / 2, rows - y - side / 2) < 26.0 / 64.0 * side


def test_a_card_has_the_outline_of_what_is_on_it(make) -> None:
    got = silhouette(holed(make.plate((8, 5, 20, 20)), DISC), make.camera())
    assert np.count_nonzero(got.mask != disc(8, 5, 20)) <= 6
    assert got.area_px == np.count_nonzero(got.mask)
    assert got.amodal_bbox == pytest.approx((9.9, 6.9, 16.2, 16.2), abs=1.0)


def test_it_is_the_right_way_up(make) -> None:
    alpha = np.zeros((8, 8))
    alpha[4:, :4] = 1.0  # v above a half, u below: top left
    got = silhouette(holed(make.plate((8, 4, 16, 16)), alpha), make.camera())
    assert np.array_equal(got.mask, make.rectangle(8, 4, 8, 8))


@pytest.mark.parametrize("alpha", [0.0, 0.3, 0.49])
def test_what_lets_most_light_through_covers_nothing(make, alpha: float) -> None:
    got = silhouette(holed(make.plate((8, 5, 20, 20)), np.full((1, 1), alpha)), make.camera())
    assert not got.mask.any() and got.area_px == 0.0 and got.amodal_bbox is None


@pytest.mark.parametrize("alpha", [0.5, 0.7, 1.0])
def test_what_lets_half_through_or_less_covers_all(make, alpha: float) -> None:
    got = silhouette(holed(make.plate((8, 5, 20, 20)), np.full((1, 1), alpha)), make.camera())
    assert np.array_equal(got.mask, make.rectangle(8, 5, 20, 20))


def test_layers_behind_one_another_add_up(make) -> None:
    near, far = (holed(make.plate(box), np.full((1, 1), 0.35)) for box in ((4, 5, 20, 20), (12, 5, 20, 20)))
    got = silhouette(joined(make, near, far), make.camera())
    assert np.array_equal(got.mask, make.rectangle(12, 5, 12, 20)), "1 - 0.65² is more than half"


def test_a_decal_on_a_body_changes_nothing(make) -> None:
    body, decal = make.plate((4, 5, 20, 20)), holed(make.plate((10, 10, 4, 4)), np.zeros((2, 2)))
    got = silhouette(joined(make, body, decal), make.camera())
    alone = silhouette(body, make.camera())
    assert np.array_equal(got.mask, alone.mask) and got.amodal_bbox == alone.amodal_bbox


def test_a_texture_finer_than_pixels_counts_by_its_mean(make) -> None:
    checks = np.indices((256, 256)).sum(axis=0) % 2
    dense, sparse = np.maximum(checks, np.indices((256, 256))[0] % 2), checks * (np.indices((256, 256))[0] % 2)
    plate, camera = make.plate((8, 5, 20, 20)), make.camera()
    assert np.array_equal(silhouette(holed(plate, dense, 3.0), camera).mask, make.rectangle(8, 5, 20, 20))
    assert not silhouette(holed(plate, sparse, 3.0), camera).mask.any()


def test_what_lies_outside_the_picture_has_its_holes_too(make) -> None:
    whole = silhouette(holed(make.plate((8, 5, 20, 20)), DISC), make.camera())
    half = silhouette(holed(make.plate((-10, 5, 20, 20)), DISC), make.camera())
    assert half.area_px == pytest.approx(whole.area_px, rel=0.02)
    assert np.count_nonzero(half.mask) == pytest.approx(whole.area_px / 2, rel=0.05)
    assert half.amodal_bbox == pytest.approx((-8.1, 6.9, 16.2, 16.2), abs=1.0)
    corner = silhouette(holed(make.plate((-1, 5, 20, 20)), DISC), make.camera())
    assert corner.area_px == np.count_nonzero(corner.mask), "its leaf is in the picture, its card is not"
    huge = silhouette(holed(make.plate((-9e3, -9e3, 2e4, 2e4)), DISC), make.camera())
    assert huge.mask.all()
    assert huge.area_px == pytest.approx(np.pi * (26 / 64 * 2e4) ** 2, rel=0.01)


@pytest.mark.parametrize("lens", [Distortion(-0.2, 0.05), Fisheye(edge_rad=1.5), Fisheye(0.02, -0.01)], ids=str)
def test_the_lens_bends_the_holes_as_well(make, lens) -> None:
    camera = replace(make.camera(), distortion=lens)
    card = holed(make.plate((8, 5, 20, 20)), DISC)
    rows, columns = np.mgrid[:30, :40] + 0.5
    rays = camera.rays(np.stack([columns, rows], axis=-1).reshape(-1, 2)).reshape(30, 40, 3)
    at = make.camera().to_pixels(rays)
    expected = np.hypot(at[..., 0] - 18.0, at[..., 1] - 15.0) < 26.0 / 64.0 * 20.0
    assert np.count_nonzero(silhouette(card, camera).mask != expected) <= 6


def test_it_holds_through_the_near_plane(make) -> None:
    """A net on the floor that reaches behind the camera: what is seen of it lies before it."""
    floor = np.array([[-3, 2, -1], [-3, -2, -1], [6, -2, -1], [6, 2, -1]], np.float32)
    plate = replace(make.plate((8, 5, 20, 20)), vertices=floor)
    alpha = np.zeros((400, 90))
    alpha[200:] = 1.0  # v above a half: its left side
    got = silhouette(holed(plate, alpha), make.camera())
    solid = silhouette(plate, make.camera())
    assert solid.mask[:, :20].any() and solid.mask[:, 20:].any()
    assert np.array_equal(got.mask[:, :19], solid.mask[:, :19])
    assert not got.mask[:, 21:].any()


def test_a_leaf_card_that_nothing_hides_has_no_occlusion(make) -> None:
    spec: SceneSpec = make.scene(Placed(make.asset(), Pose.at(x=2.0), 1))
    card = holed(make.plate((8, 5, 20, 20)), DISC)
    frame = make.frame({(1, "body"): disc(8, 5, 20)}, {1: card})
    (got,) = annotate(spec, frame, amodal_masks=True).annotations
    assert got["occlusion"] <= 0.02 and got["visible_fraction"] >= 0.98 and got["truncation"] == 0.0
    (solid,) = annotate(spec, make.frame({(1, "body"): disc(8, 5, 20)}, {1: make.plate((8, 5, 20, 20))})).annotations
    assert solid["occlusion"] > 0.45, "as it was said before"


def test_only_some_parts_have_holes(make) -> None:
    stem, card = make.plate((2, 5, 4, 20), part="stem"), holed(make.plate((8, 5, 20, 20), part="leaf"), DISC)
    both = joined(make, stem, card)
    assert np.array_equal(silhouette(both, make.camera(), {"stem"}).mask, make.rectangle(2, 5, 4, 20))
    assert np.count_nonzero(silhouette(both, make.camera(), {"leaf"}).mask != disc(8, 5, 20)) <= 6


def test_a_surface_says_where_its_holes_are(make) -> None:
    with pytest.raises(RenderError, match="expected uv"):
        replace(make.plate((0, 0, 4, 4)), cutouts=(Cutout(np.ones((1, 1), np.float32)),))
    with pytest.raises(RenderError, match="a cutout of 0, or -1"):
        replace(make.plate((0, 0, 4, 4)), cutout=np.zeros(2, np.int32))
