"""The scene ``group``."""

import numpy as np

from assets.faces import PARTS
from scenes.distributions import Distribution
from scenes.params import integer
from scenes.people import People, picture
from scenes.people.params import MOST_PEOPLE
from scenes.registry import scene
from scenes.spec import SceneSpec


class Group(People):
    count: Distribution = integer(
        "choice({2: 3, 3: 3, 4: 2, 5: 1.5, 6: 1})", 1, MOST_PEOPLE, help="people in the picture"
    )


@scene("group", params=Group, categories=("face", "person_head"), parts=PARTS)
def group(rng: np.random.Generator, params: Group) -> SceneSpec:
    """Two to six people in one or two rows."""
    return picture(rng, params, "group")
