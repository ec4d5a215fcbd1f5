"""What is described for its labels alone has the labels of the real thing, and costs a fraction."""

import numpy as np
import pytest

from annotate.outlines import Outline, outlines
from assets import Asset
from assets.standins import for_labels, labels_only
from scenes import SceneSpec, find_scene, sample
from scenes.places import SITES

SIZE = (320, 240)
MEASURED = ("plate_text", "identity_id", "size_class")  # two that tell one from another; one that goes by size


def described(scene: str, number: int) -> SceneSpec:
    script = find_scene(scene)
    params = script.params.read({}, scene).with_size(SIZE).for_picture(number)
    return sample(script, params, np.random.default_rng(np.random.SeedSequence(5, spawn_key=(number,))))[0]


def both(scene: str, count: int) -> list[tuple[SceneSpec, SceneSpec]]:
    pairs = []
    for number in range(count):
        with for_labels():
            cheap = described(scene, number)
        pairs.append((described(scene, number), cheap))
    return pairs


def shared(first: Outline, second: Outline) -> float:
    """Intersection over union of two boxes."""
    low = np.maximum(first.box[:2], second.box[:2])
    high = np.minimum(np.add(first.box[:2], first.box[2:]), np.add(second.box[:2], second.box[2:]))
    area = float(np.prod((high - low).clip(0.0)))
    return area / (float(np.prod(first.box[2:])) + float(np.prod(second.box[2:])) - area)


def told(asset: Asset) -> dict[str, object]:
    """Its category, and what its attributes name."""
    names = {key: value for key, value in asset.attributes.items() if isinstance(value, str | bool)}
    assert names
    return {key: value for key, value in names.items() if key not in MEASURED} | {"is": asset.labels[0].category}


@pytest.mark.parametrize(("scene", "count", "same", "middle"), [("vehicles", 10, 0.7, 0.85), ("faces", 6, 1.0, 0.92)])
def test_labels_are_those_of_the_real_thing(scene: str, count: int, same: float, middle: float) -> None:
    alike, boxes = [], []
    for real, cheap in both(scene, count):
        assert [told(item.asset) for item in real.labelled()] == [told(item.asset) for item in cheap.labelled()]
        camera = np.allclose(real.camera.pose.rotation, cheap.camera.pose.rotation, atol=0.05)
        first, second = outlines(real), outlines(cheap)
        alike.append(camera and [item.category for item in first] == [item.category for item in second])
        boxes += [shared(*pair) for pair in zip(first, second, strict=True)] if alike[-1] else []
    assert np.mean(alike) >= same
    assert len(boxes) >= count and np.median(boxes) > middle


@pytest.mark.parametrize("place", list(SITES))
def test_a_place_for_labels_has_the_same_room_for_vehicles_and_nothing_around(place: str) -> None:
    for seed in range(3):
        real = SITES[place](np.random.default_rng(seed), "summer", False)
        with for_labels():
            cheap = SITES[place](np.random.default_rng(seed), "summer", False)
        assert [lane.kind for lane in cheap.lanes] == [lane.kind for lane in real.lanes]
        for first, second in zip(real.lanes, cheap.lanes, strict=True):
            assert np.array_equal(first.points, second.points)
        assert np.array_equal(real.bays, cheap.bays) and np.array_equal(real.room, cheap.room)
        assert (real.free, real.bay_m, real.ceiling_m) == (cheap.free, cheap.bay_m, cheap.ceiling_m)
        assert len(real.props) > 0 and (place == "studio" or not cheap.props)


def test_a_description_for_labels_holds_no_scenery() -> None:
    with for_labels():
        assert labels_only()
        cheap = described("street", 3)
    assert not labels_only()
    assert len(cheap.placed) == len(cheap.labelled()) > 0
    assert len(described("street", 3).placed) > 3 * len(cheap.placed)
