"""Make-up suits the skin that it is on."""

import numpy as np
import pytest

from assets.faces import Identity, Look, bake
from assets.faces.complexion import LIPSTICKS, vertex_tint
from assets.faces.look import FACE_PAINT, MONK_ALBEDO

WOMAN = Identity(age_years=30.0, gender=1.0, african=0.4, asian=0.3, european=0.3)


@pytest.mark.parametrize("tone", [1, 5, 8, 10])
def test_lipstick_is_never_far_lighter_than_the_skin(tone: int) -> None:
    lips = bake.load().masks["lips"] > 0.9
    red = [
        vertex_tint(np.random.default_rng(seed), WOMAN, Look(skin_tone=tone, makeup="strong"))[lips, 0].max()
        for seed in range(12)
    ]
    albedo = np.array(red) * MONK_ALBEDO[tone][0]
    assert albedo.max() < 2.4 * MONK_ALBEDO[tone][0] + 0.03
    assert tone > 5 or albedo.max() > 0.7 * max(color[0] for color in LIPSTICKS)


@pytest.mark.parametrize("name", FACE_PAINT[1:])
@pytest.mark.parametrize("tone", [1, 10])
def test_paint_is_as_bright_on_any_skin_and_stays_on_the_face(name, tone):
    looks = Look(skin_tone=tone, face_paint=name), Look(skin_tone=tone)
    painted, bare = (vertex_tint(np.random.default_rng(2), WOMAN, look) * MONK_ALBEDO[tone] for look in looks)
    moved = np.abs(painted - bare).max(1) > 0.02
    rest = bake.load().rest
    assert moved.sum() > 60
    assert painted.max() < 0.8
    assert not moved[rest[:, 2] < 0.55].any(), "no paint below the chin"
    assert not moved[rest[:, 0] < 0.03].any(), "nor behind the ears"
