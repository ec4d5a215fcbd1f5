"""Skeletons: what they may be, and those of categories of one's own."""

from collections.abc import Iterator

import pytest

from annotate import category_table, define_skeleton
from annotate import skeletons as registry
from annotate.skeletons import CAR, SKELETONS, Skeleton, keypoint_fault
from assets import Asset, Label, Material, SceneError
from assets.primitives import box


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    """What a test defines is gone after it."""
    yield
    for name in set(registry._skeletons) - registry.BUILT_IN:
        del registry._skeletons[name]


def test_flipping_twice_is_nothing_and_swaps_left_and_right() -> None:
    order = CAR.flip_order()
    assert [order[i] for i in order] == list(range(24))
    assert CAR.names[order[CAR.names.index("mirror_edge_left")]] == "mirror_edge_right"


def test_coco_counts_edges_from_1_and_flip_pairs_from_0() -> None:
    small = Skeleton(("a_left", "a_right"), (("a_left", "a_right"),), (("a_left", "a_right"),))
    assert small.coco() == {"keypoints": ["a_left", "a_right"], "skeleton": [[1, 2]], "flip_pairs": [[0, 1]]}


def test_a_category_of_ones_own_has_its_keypoints_in_the_categories() -> None:
    define_skeleton("ladder", ["foot_left", "foot_right", "top"], [["foot_left", "top"]], [["foot_left", "foot_right"]])
    (row,) = category_table(["ladder"])
    assert row["keypoints"] == ["foot_left", "foot_right", "top"]
    assert row["skeleton"] == [[1, 3]]
    assert row["flip_pairs"] == [[0, 1]]


def test_a_definition_may_come_again_as_it_is() -> None:
    """Scene files are read again, by worker processes and after changes."""
    for _ in range(2):
        define_skeleton("ladder", ("foot", "top"), edges=(("foot", "top"),), parts={"top": "rung"})
    assert SKELETONS["ladder"].parts == {"top": "rung"}
    with pytest.raises(SceneError, match="category 'ladder': expected its skeleton to be defined once, got another"):
        define_skeleton("ladder", ("top", "foot"), edges=(("foot", "top"),), parts={"top": "rung"})
    assert SKELETONS["ladder"].names == ("foot", "top")


@pytest.mark.parametrize("category", ["car", "face", ""])
def test_built_in_keypoints_stay(category: str) -> None:
    with pytest.raises(SceneError, match=f"expected a category without built-in keypoints .*, got '{category}'"):
        define_skeleton(category, ("a",))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"names": ()}, r"expected names of keypoints, got \(\)"),
        ({"names": ("a", 3)}, "expected names of keypoints, got"),
        ({"names": ("a", "b", "a")}, "expected each name once, got a again"),
        ({"edges": [("a", "c")]}, "its own names in edges, flip_pairs and parts, got c"),
        ({"flip_pairs": [("foot_lft", "a")]}, r"got foot_lft \(did you mean 'foot_left'\?\)"),
        ({"parts": {"c": "hull"}}, "its own names in edges, flip_pairs and parts, got c"),
        ({"edges": ["ab"]}, "expected edges of two names each, got 'ab'"),
        ({"edges": [("a", "b", "foot_left")]}, "expected edges of two names each"),
        ({"flip_pairs": [("a", "a")]}, "expected flip_pairs of two names each"),
        ({"flip_pairs": [("a", "b"), ("b", "foot_left")]}, "each name in one of the flip_pairs, got b in more"),
        ({"depth_share": -0.1}, r"a depth_share in 0\.\.1, got -0\.1"),
    ],
)
def test_what_does_not_fit_gets_one_sentence(given: dict, message: str) -> None:
    with pytest.raises(SceneError, match=f"category 'ladder': skeleton: .*{message}"):
        define_skeleton("ladder", **{"names": ("a", "b", "foot_left"), **given})
    assert "ladder" not in SKELETONS


def thing(*categories: str, points: tuple[str, ...]) -> Asset:
    plain = box((1.0, 1.0, 1.0), Material("grey"), "box")
    labels = tuple(Label(category) for category in categories)
    return Asset(
        "thing", plain.meshes, plain.size, None, "test", labels=labels, keypoints=dict.fromkeys(points, (0.0, 0.0, 0.0))
    )


def test_keypoints_that_no_skeleton_of_an_asset_names_are_a_fault() -> None:
    define_skeleton("ladder", ("foot", "top"))
    assert keypoint_fault(thing("ladder", points=("top",))) is None
    assert keypoint_fault(thing("ladder", "car", points=("top", "front_up_left"))) is None
    assert keypoint_fault(thing("crate", points=("anything",))) is None
    assert keypoint_fault(thing("ladder", points=("top", "feet"))) == (
        "asset 'thing': expected keypoints of the skeleton of ladder, got feet (did you mean 'foot'?)"
    )
