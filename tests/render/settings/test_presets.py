"""What is given stands in place of the preset's own."""

from dataclasses import replace

import pytest

from render.settings.config import make_config
from render.settings.presets import PRESETS, preset_of


@pytest.mark.parametrize("name", PRESETS)
def test_numbers_of_the_user_win(name: str) -> None:
    own = PRESETS[name]
    assert preset_of(name) == own
    assert preset_of(name, samples=5) == replace(own, samples=5)
    assert preset_of(name, noise=0.0) == replace(own, noise=0.0)


def test_no_threshold_is_not_the_presets() -> None:
    values = {"scenes": ["examples/boxes.py"]}
    assert make_config(values).noise is None
    assert make_config({**values, "noise": 0}).noise == 0.0
