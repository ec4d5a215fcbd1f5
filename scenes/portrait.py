"""The scene ``portrait``."""

import numpy as np

from assets.faces import PARTS
from scenes.people import People, picture
from scenes.registry import scene
from scenes.spec import SceneSpec


@scene("portrait", params=People, categories=("face", "person_head"), parts=PARTS)
def portrait(rng: np.random.Generator, params: People) -> SceneSpec:
    """One person, close."""
    return picture(rng, params, "portrait")
