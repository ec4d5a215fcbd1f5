"""What a dataset says about where it comes from."""

import numpy as np

from assets import environments
from assets.faces import Identity, Look, person
from assets.vehicles import car
from render.stores.provenance import NO_REAL_PERSON, NOT_ALL_KNOWN, provenance

SKY = (environments.ORIGIN, environments.LICENCE)


def test_the_built_in_things_are_no_real_persons() -> None:
    rng = np.random.default_rng(0)
    things = [person(rng, Identity(), Look(hair_style="bald")), car(rng, "suv", "red")]
    out = provenance({(thing.origin, thing.licence) for thing in things} | {SKY})
    assert (out["statement"], out["real_people"]) == (NO_REAL_PERSON, "none")
    assert len(out["sources"]) == 3
    assert all(source["licence"] == "CC0-1.0" and source["content"] for source in out["sources"])


def test_nothing_is_claimed_of_what_others_gave() -> None:
    out = provenance({SKY, ("mine.glb", None)})
    assert (out["statement"], out["real_people"]) == (NOT_ALL_KNOWN, "unknown")
    assert {"origin": "mine.glb", "licence": None, "content": None} in out["sources"]
