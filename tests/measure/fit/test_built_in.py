"""What a fit may write of a built-in scene is a config of that scene."""

import pytest

from scenes import find_scene
from scenes.distributions import Constant, Given
from scenes.params import AUTO
from scenes.registry import BUILT_IN


@pytest.mark.parametrize("scene", sorted(BUILT_IN))
def test_what_follows_another_parameter_may_be_written_as_a_condition(scene: str) -> None:
    """Also where others are conditional on what is written so."""
    script = find_scene(scene)
    before = script.params.read({}, scene)
    keys = type(before).model_fields
    follows = [key for key in keys if getattr(before, key) == AUTO]
    followed = [
        key
        for key in keys
        if before.domain(key).kind != "number" and not isinstance(getattr(before, key), Constant | Given)
    ]
    pairs = [(key, other) for key in follows for other in followed]
    for key, other in pairs:
        law = Given(other, ((next(iter(before.domain(other).shares(getattr(before, other)))), AUTO),), AUTO)
        after = script.params.read({key: law}, scene)
        assert script.params.read(after.model_dump(), scene) == after
    assert pairs or not follows or not followed
