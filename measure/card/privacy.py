"""What supports that nobody in a set is a real person, and how far apart its people are. Nothing here renders."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from assets import AssetError, ConfigError, SceneError
from assets.faces import bake, shape
from assets.faces.identity import Identity
from assets.faces.person import head_vertices
from measure.card.facts import Facts
from measure.card.history import origin_of, statement_of
from measure.card.plots import Histogram
from measure.card.recognised import UNASKED, recognised
from measure.judge.recognition import Recognition
from measure.plots import Plot
from measure.report import Cell, Property
from scenes import find_scene
from scenes.people.identities import kept
from scenes.people.params import People
from scenes.registry import BUILT_IN

MOST_PEOPLE = 300  # whose shapes are compared
CLOSE_MM = 0.5  # two heads that differ by less are one for the eye
PHOTOGRAPHS = "real"  # what `mix` calls its first set
DIGITS = 6  # of the number of an identity that is kept

type Floats = NDArray[np.float64]


def privacy(facts: Facts, network: Recognition | None = None) -> list[Property]:
    """The statement of provenance; where there are faces, who they are and how far apart.

    Args:
        network: looks at faces, where it is asked to.
    """
    out = [_provenance(facts)]
    if facts.identities:
        out += [_people(facts, network is not None), *_shapes(facts), *recognised(facts, network)]
    elif facts.categories.get("face"):
        notes = ("faces have no identity_id: who comes more than once is not known, nor how alike any two are",)
        out.append(Property("identities", "identities", "privacy", [], notes=notes))
    return out


def _provenance(facts: Facts) -> Property:
    rows: list[dict[str, Cell]] = []
    notes: list[str] = []
    for whose, said in _statements(facts):
        statement = statement_of(said)
        if not statement:
            whole = whose or "the set has "
            notes.append(f"{whole}no statement of provenance: whether a real person is in these pictures is not known")
            continue
        notes += [f"{whose}{statement}", "supported by the sources below, each named by the pictures made from it"]
        sources = said.get("sources")
        for source in sources if isinstance(sources, list) else ():
            if isinstance(source, dict):
                content = source.get("content")
                rows.append({"source": str(source.get("origin", "")), "what it gives": str(content or "not known")})
    if facts.replaced:
        notes.append(
            f"{facts.replaced.total()} labelled faces or plates were replaced in pictures that were there before. What "
            "else these show is as it was taken: faces that nobody labelled, bodies, clothes, places"
        )
    if photographs := facts.marks["compositeSynthetic"]:
        of = facts.marks.total()
        notes.append(f"{photographs} of {of} pictures looked at are marked as photographs of which a part is synthetic")
    return Property("provenance", "real people", "privacy", rows, notes=tuple(dict.fromkeys(notes)))


def _statements(facts: Facts) -> list[tuple[str, Any]]:
    """Of the set, or of each that it was mixed from: a beginning of the sentence, and ``info.provenance``."""
    if not facts.origins:
        return [("", facts.info.get("provenance"))]
    as_photographs = {PHOTOGRAPHS: ", which were mixed in as photographs"}
    return [
        (
            f"of the {count} pictures of '{name}'{as_photographs.get(name, '')}: ",
            origin_of(facts, name).get("provenance"),
        )
        for name, count in facts.origins.items()
    ]


def _people(facts: Facts, looked_at: bool) -> Property:
    counts = np.array(list(facts.identities.values()))
    rows: list[dict[str, Cell]] = [
        {"what": "identities", "value": len(counts)},
        {"what": "faces", "value": int(counts.sum())},
        {"what": "faces of the most frequent identity", "value": int(counts.max())},
        {"what": "identities with one face", "value": int((counts == 1).sum())},
    ]
    figures = {"identities": float(len(counts)), "faces_per_identity": float(counts.mean())}
    notes = () if looked_at else (f"not measured: {UNASKED}",)
    return Property("identities", "identities", "privacy", rows, figures=figures, notes=notes)


def _shapes(facts: Facts) -> list[Property]:
    """Nearest neighbours among the heads of the set's people, or of people drawn as they were."""
    title = "identities: nearest neighbour in shape"
    try:
        found = _heads(facts)
    except (ConfigError, AssetError, SceneError) as error:
        return [Property("shapes", title, "privacy", [], notes=(f"not measured: {error}",))]
    if found is None:
        why = "no settings of the set name a built-in scene of people, by which shapes could be drawn again"
        return [Property("shapes", title, "privacy", [], notes=(f"not measured: {why}",))]
    heads, whose = found
    if len(heads) < 2:
        return [Property("shapes", title, "privacy", [], notes=("one person: there is no other to compare with",))]
    nearest = neighbours(heads)
    marks = dict(zip(("nearest", "5 %", "median", "95 %"), np.quantile(nearest, (0.0, 0.05, 0.5, 0.95)), strict=True))
    row: dict[str, Cell] = {"people": len(heads), **{key: float(value) for key, value in marks.items()}}
    close = int((nearest < CLOSE_MM).sum())
    notes = (
        f"of {whose}: to the most similar other, the mean distance of the heads' vertices in mm, both with the middle "
        "between their eyes in one place",
        f"{close} are within {CLOSE_MM} mm of another, which the eye would not tell apart",
        "skin, hair, eyes and light, which differ beside the shape, are not in this",
    )
    figures = {"nearest_mm": float(nearest.min()), "median_nearest_mm": float(np.median(nearest))}
    plot: Plot = Histogram(nearest, "mm")
    return [Property("shapes", title, "privacy", [row], figures=figures, plot=plot, notes=notes)]


def neighbours(heads: Floats) -> Floats:
    """(N,) mean distance of vertices to the nearest other of (N, V, 3) heads, in their unit."""
    out = np.full(len(heads), np.inf)
    for number, head in enumerate(heads[:-1]):
        far = np.linalg.norm(heads[number + 1 :] - head, axis=2).mean(axis=1)
        out[number] = min(out[number], far.min())
        out[number + 1 :] = np.minimum(out[number + 1 :], far)
    return out


def _heads(facts: Facts) -> tuple[Floats, str] | None:
    """(N, V, 3) heads in mm, and whose they are; None where the set's settings do not say how to draw them."""
    params = _params(facts)
    if params is None:
        return None
    numbers = sorted(int(name) for name in facts.identities if len(name) >= DIGITS and name.isdecimal())
    kept_people = len(numbers) == len(facts.identities)
    some = numbers[:: -(-len(numbers) // MOST_PEOPLE)] if kept_people else []
    if kept_people:
        people = [kept(np.random.default_rng(), params, number).identity for number in some]
        return _shaped(people), f"{len(people)} of the set's {len(numbers)} people"
    count = min(MOST_PEOPLE, len(facts.identities))
    people = [kept(np.random.default_rng((0, number)), params, None).identity for number in range(count)]
    whose = f"{count} people drawn from the set's own parameters, as each face of it is somebody new"
    return _shaped(people), whose


def _params(facts: Facts) -> People | None:
    config = facts.info.get("config")
    if not facts.ours or not isinstance(config, dict) or not isinstance(config.get("scenes"), list):
        return None
    given = config.get("params")
    for name in config["scenes"]:
        if name in BUILT_IN and issubclass(find_scene(name).params, People):
            own = given.get(name, {}) if isinstance(given, dict) else {}
            found = find_scene(name).params.read(own if isinstance(own, dict) else {}, name)
            assert isinstance(found, People)
            return found
    return None


def _shaped(people: list[Identity]) -> Floats:
    data = bake.load()
    faces = head_vertices(data)
    out = []
    for identity in people:
        points = np.asarray(shape.neutral(identity), np.float64)
        middle = shape.eye_centers(data, points.astype(np.float32)).mean(axis=0)
        out.append((points[faces] - middle) * 1000.0)
    return np.stack(out)
