"""Labels without a render are those of the renderer that draws flat silhouettes."""

import numpy as np
import pytest

from annotate import annotate
from annotate.outlines import outlines
from render.run.fake import FakeRenderer
from scenes import find_scene, sample


@pytest.mark.parametrize("scene", ["studio", "parking_lot"])
def test_boxes_are_those_of_the_fake_renderer(scene: str) -> None:
    script = find_scene(scene)
    params = script.params.read({}, scene).with_size((320, 240))
    for k in range(2):
        rng = np.random.default_rng(np.random.SeedSequence(5, spawn_key=(k,)))
        spec, _ = sample(script, params.for_picture(k), rng)
        ours = sorted((each.category, each.box) for each in outlines(spec))
        theirs = annotate(spec, FakeRenderer().render(spec)).annotations
        boxes = sorted((each["category"], tuple(each["bbox"])) for each in theirs)
        assert [name for name, _ in ours] == [name for name, _ in boxes]
        assert len(ours) >= 1
        off = np.abs(np.array([box for _, box in ours]) - np.array([box for _, box in boxes]))
        assert off.max() <= 3.0 and np.median(off) <= 0.5
        said = {(each["category"], each["attributes"]["yaw_deg"]) for each in theirs if "yaw_deg" in each["attributes"]}
        assert said <= {(each.category, each.attributes.get("yaw_deg")) for each in outlines(spec)}
