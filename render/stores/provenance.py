"""Where shapes and textures of a dataset come from, and whether any of them is a real person's."""

from collections.abc import Collection, Mapping
from typing import Any

from assets import environments, primitives
from assets.faces.person import ORIGIN as FACES
from assets.people.pedestrian import ORIGIN as FIGURES

# What comes from the built-in sources. None is a scan, a photograph or a measurement of a person.
CONTENT: Mapping[str, str] = {
    FACES: "people: an artists' base mesh and its shape targets; skin, eyes, hair and clothes are computed",
    FIGURES: "figures in the background: the same base mesh, its rig and targets; clothes are computed",
    primitives.ORIGIN: "shapes and materials: computed",
    environments.ORIGIN: "light and backgrounds: panoramas of places",
}
NO_REAL_PERSON = (
    "Nobody in these pictures is a real person: no scan, photograph or measurement of one went into any shape, texture "
    "or motion."
)
NOT_ALL_KNOWN = "Some sources are not Prelabel's own: ask those who gave them whether a real person is among them."


def provenance(used: Collection[tuple[str, str | None]]) -> dict[str, Any]:
    """``info.provenance``: a statement, and the sources behind it.

    Args:
        used: origin and licence of everything that the pictures were made from, as the records have them.

    Returns:
        ``statement``; ``real_people``, which is ``none``, or ``unknown`` where a source is not Prelabel's own; and
        ``sources`` with ``origin``, ``licence`` (null: nobody gave one) and ``content`` (null: unknown).
    """
    ours = all(origin in CONTENT for origin, _ in used)
    return {
        "statement": NO_REAL_PERSON if ours else NOT_ALL_KNOWN,
        "real_people": "none" if ours else "unknown",
        "sources": [
            {"origin": origin, "licence": licence, "content": CONTENT.get(origin)}
            for origin, licence in sorted(used, key=str)
        ],
    }
