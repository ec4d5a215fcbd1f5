"""Several cameras that look at one moment: frames in a row that share all but the camera."""

import numpy as np

from assets.random import stream
from scenes.params import SceneParams


def shared[P: SceneParams](rng: np.random.Generator, params: P, views: int) -> tuple[np.random.Generator, P, int]:
    """What ``views`` pictures of a scene in a row have in common, and which of them this one is.

    A frame is one picture from one camera, made by anybody at any time; so the cameras of a rig take turns, and each
    samples the same world anew. Pictures 0 to ``views - 1`` of the scene show the first moment, and so on.

    Returns:
        A random stream and parameters that are the same for all of them, from which the world is sampled, and the
        number of the view from 0. What only one camera has is sampled from ``rng``, and must not raise ``SceneError``:
        that would try another world for one picture alone.
    """
    seed = rng.bit_generator.seed_seq
    if not isinstance(seed, np.random.SeedSequence):
        raise TypeError(f"shared: expected a generator seeded by a SeedSequence, got {type(seed).__name__}")
    moment, view = divmod(params.picture, views)
    key = (moment, *seed.spawn_key[1:])  # the frame's number gives way to the moment's
    common = np.random.default_rng(np.random.SeedSequence(seed.entropy, spawn_key=key))
    return stream(common, f"moment of {views} views"), params.for_picture(moment), view
