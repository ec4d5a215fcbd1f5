"""One rule for whose a pixel is: masks, parts, parsing and annotations agree, exact halves and all."""

from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate import annotate, masks
from annotate.check_files import mask_file_failures
from annotate.entries import Entries
from annotate.frame import Coverage
from annotate.transform import Warp, move_frame, move_labels
from assets import Label
from render.stores.truth import instance_ids, parsing_map, part_map
from scenes import Pose
from scenes.spec import Placed

PARTS = ("hair", "nose", "skin")
LEAVES = tuple((number, part) for number in (2, 3, 300) for part in PARTS)
PART_IDS = {"skin": 1, "hair": 2, "nose": 3}  # not in the order of their names
HEIGHT, WIDTH = 30, 40


@dataclass(frozen=True, eq=False)
class Sampled:
    """Attributes:
    counts: (L, H, W) samples of each leaf, of so many samples a pixel.
    """

    coverage: Coverage
    counts: np.ndarray
    samples: int


@st.composite
def sampled(draw: st.DrawFn) -> Sampled:
    """Pixels of 1 to 8 samples, as drafts have them, each of a leaf or of nothing: halves and ties are common."""
    samples = draw(st.sampled_from([1, 2, 3, 4, 6, 8]))
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    few = rng.choice(len(LEAVES), size=draw(st.integers(1, 4)), replace=False)
    hit = rng.choice([*few, -1], size=(samples, HEIGHT, WIDTH))
    counts = np.stack([(hit == leaf).sum(axis=0) for leaf in range(len(LEAVES))])
    order = rng.permuted(np.broadcast_to(np.arange(len(LEAVES))[:, None, None], counts.shape).copy(), axis=0)
    weight = np.take_along_axis(counts, order, axis=0).astype(np.float32) / np.float32(samples)
    return Sampled(Coverage(LEAVES, np.where(weight > 0.0, order, -1).astype(np.int16), weight), counts, samples)


@given(sampled())
def test_a_pixel_is_the_instances_that_covers_most_and_of_equals_the_first_ones(frame: Sampled) -> None:
    coverage, by_instance = frame.coverage, frame.counts.reshape(3, 3, HEIGHT, WIDTH).sum(axis=1)
    half = 2 * by_instance.max(axis=0) >= frame.samples
    expected = np.where(half, np.array([2, 3, 300])[by_instance.argmax(axis=0)], 0)
    assert np.array_equal(coverage.owner, expected)
    assert np.array_equal(instance_ids(coverage), expected)
    assert sum(coverage.mask(number).sum() for number in (2, 3, 300)) == np.count_nonzero(expected)


@given(sampled())
def test_a_pixels_part_is_the_largest_one_of_its_owner(frame: Sampled) -> None:
    coverage, every = frame.coverage, frame.counts
    own = np.array([number for number, _ in LEAVES])[:, None, None]
    mine = np.where((own == coverage.owner) | (coverage.owner == 0), every, -1)
    covered = 2 * every.sum(axis=0) >= frame.samples
    assert np.array_equal(coverage.leaf, np.where(covered, mine.argmax(axis=0), -1))
    names = np.array([0, *(PART_IDS[part] for _, part in LEAVES)])
    assert np.array_equal(part_map(coverage, PART_IDS), names[coverage.leaf + 1])
    assert np.array_equal(parsing_map(coverage) > 0, covered)


@given(frame=sampled(), moved=st.booleans())
def test_files_and_annotations_of_any_frame_agree_pixel_for_pixel(frame, moved, make_labels) -> None:
    raw, _, ids, parts = make_labels(frame.coverage, moved)
    for item in raw["annotations"]:
        mask = masks.decode(item["segmentation"], HEIGHT, WIDTH)
        assert (ids[mask] == item["instance_id"]).all()
        names = {number: name for name, number in PART_IDS.items()}
        counts = {names[n]: int((parts[mask] == n).sum()) for n in np.unique(parts[mask]).tolist()}
        assert counts == item["parts"]
        assert sum(counts.values()) == item["area"]


def test_check_finds_no_fault_in_a_frame_of_exact_halves(make_labels, tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    first = rng.choice(len(LEAVES), size=(HEIGHT, WIDTH))
    second = rng.choice(len(LEAVES), size=(HEIGHT, WIDTH))
    coverage = Coverage(
        LEAVES, np.stack([first, second]).astype(np.int16), np.full((2, HEIGHT, WIDTH), 0.5, np.float32)
    )
    raw, image, ids, parts = make_labels(coverage, False)
    assert len(raw["annotations"]) == 6
    for name, values in (("masks", ids), ("parts", parts)):
        (tmp_path / name).mkdir()
        cv2.imwrite(str(tmp_path / name / "0.png"), values)
    entries = Entries(raw, (image,), tuple(raw["annotations"]), (), ())
    assert mask_file_failures(tmp_path, entries, {"passes": ["masks", "parts"]}) == (2, [])
    parts[masks.decode(raw["annotations"][0]["segmentation"], HEIGHT, WIDTH)] = 0
    cv2.imwrite(str(tmp_path / "parts" / "0.png"), parts)
    assert mask_file_failures(tmp_path, entries, {"passes": ["parts"]})[1], "and it looks"


@pytest.mark.parametrize("thirds", [(1 / 3, 1 / 6), (1 / 6, 1 / 3)])
def test_half_is_half_in_whatever_order_its_samples_are_summed(thirds: tuple[float, float]) -> None:
    weight = np.array([[[share]] for share in (*thirds, 0.5)], np.float32)
    coverage = Coverage(LEAVES, np.array([[[0]], [[1]], [[4]]], np.int16), weight)
    assert coverage.owner.tolist() == [[2]]


def test_more_leaves_than_16_bits_hold() -> None:
    leaves = tuple((number, "box") for number in range(1, 40_001))
    index = np.array([[[39_999, 0, 32_768]]], np.int32)
    assert Coverage(leaves, index, np.ones((1, 1, 3), np.float32)).owner.tolist() == [[40_000, 1, 32_769]]


@pytest.fixture(scope="session")
def make_labels(make):
    """Annotations, image, ids and parts of a coverage, as a run writes them; ``moved`` by a turn of the picture."""

    def of(coverage: Coverage, moved: bool):
        labels = (Label("face", frozenset({"skin", "nose"})), Label("person_head"))
        placed = [Placed(make.asset(labels=labels, parts=PARTS), Pose.at(x=4.0), n) for n in (2, 3, 300)]
        plate = make.plate((0, 0, WIDTH, HEIGHT), part="skin")
        frame = replace(make.frame({}, dict.fromkeys((2, 3, 300), plate)), coverage=coverage)
        if moved:
            turned = np.arange(HEIGHT * WIDTH).reshape(HEIGHT, WIDTH)[::-1, ::-1].copy()
            warp = Warp((HEIGHT, WIDTH), turned, np.ones((HEIGHT, WIDTH), np.bool_), lambda p: [WIDTH, HEIGHT] - p)
            whole = annotate(make.scene(*placed), frame, amodal_masks=True)
            frame = move_frame(frame, frame.rgb, warp)
            found = move_labels(whole, frame, warp)
        else:
            found = annotate(make.scene(*placed), frame)
        items = [{"id": i, "image_id": 0, **item} for i, item in enumerate(found.annotations)]
        image = {"id": 0, "file_name": "0.jpg", "width": WIDTH, "height": HEIGHT}
        image |= {"hidden": list(found.hidden), "filtered": []}
        raw = {"info": {"parts": PART_IDS}, "annotations": items}
        return raw, image, instance_ids(frame.coverage), part_map(frame.coverage, PART_IDS)

    return of
