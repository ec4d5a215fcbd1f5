"""A mixture's classes as the file that ``learned`` reads."""

import hashlib
from collections.abc import Mapping, Sequence

from measure.fit.cells import Floats
from scenes import SceneParams
from scenes.distributions import Distribution, Learned
from scenes.learned import DIGEST
from scenes.learned_file import written_model

FILE = "fitted.npz"  # until it has a name


def learned_model(
    params: SceneParams, shares: Floats, laws: Sequence[Mapping[str, Distribution]]
) -> tuple[dict[str, Distribution], bytes]:
    """What each parameter is, and the file.

    Args:
        shares: (C,) of the classes.
        laws: (C,) by parameter; an empty one leaves its class out, a key that is missing leaves it to the scene.
    """
    kept = [(float(f"{share:.4g}"), law) for share, law in zip(shares, laws, strict=True) if law]
    keys = list(dict.fromkeys(key for _, law in kept for key in law))
    cases = {key: tuple(law.get(key, getattr(params, key)) for _, law in kept) for key in keys}
    data = written_model(tuple(share for share, _ in kept), {key: tuple(map(str, each)) for key, each in cases.items()})
    digest = hashlib.sha256(data).hexdigest()[:DIGEST]
    numbers = tuple(share for share, _ in kept)
    return {key: Learned(FILE, key, digest, numbers, each) for key, each in cases.items()}, data
