"""Do identities stay themselves, and are two never one person? A recognition network's answer, on some faces."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assets.pictures import opened_picture
from measure.card.faces import LEAST_PX, Portrait
from measure.card.facts import Facts
from measure.judge.recognition import REMEDY, Recognition
from measure.judge.verification import USUAL, Floats, Verification, verification
from measure.plots import Curves, density
from measure.report import Cell, Property

PEOPLE, ALONE = 100, 300  # looked at: with several faces each; with one, where nobody has more
QUANTILES = {"least": 0.0, "5 %": 0.05, "25 %": 0.25, "median": 0.5, "75 %": 0.75, "95 %": 0.95, "most": 1.0}
PASSED = (0.001, 0.01, 0.05, 0.1)  # shares of pairs of two people, in a table
ENOUGH = 10  # pairs behind such a share
LOWER = ("recognition_eer", "recognition_within", "recognition_others_below")  # figures of which less is better
TITLE = "identities: as a recognition network sees them"
UNASKED = f"embeddings of a face recognition network (--recognition does; {REMEDY})"

type Look = Callable[[NDArray[np.uint8], tuple[float, float, float, float]], tuple[bool, Floats]]


@dataclass(frozen=True, eq=False)
class Recognised:
    """Faces through the network.

    Attributes:
        numbers: (N, D).
        who: (N,) identities.
        found: (N,) whether the network's own detector found the face; elsewhere the label's box stood in.
        unread: pictures that could not be read.
    """

    numbers: Floats
    who: NDArray[np.str_]
    found: NDArray[np.bool_]
    unread: int = 0


def recognised(facts: Facts, network: Recognition | None) -> list[Property]:
    """Args:
    network: None where nobody asked for it.
    """
    if network is None:
        return []
    chosen = _chosen(facts)
    if len(chosen) < 2:
        why = f"{len(chosen)} identities have a face of {LEAST_PX} px or more, of which at least half is seen"
        return [Property("recognition", TITLE, "privacy", [], notes=(f"not measured: {why}",))]
    faces = through(facts, chosen, network.numbers)
    pairs = verification(faces.numbers, faces.who)
    if not len(pairs.between):
        why = f"{faces.unread} pictures cannot be read"
        return [Property("recognition", TITLE, "privacy", [], notes=(f"not measured: {why}",))]
    return [_distances(facts, faces, pairs), *([_curve(pairs)] if len(pairs.within) else [])]


def through(facts: Facts, chosen: Sequence[tuple[str, Sequence[Portrait]]], look: Look) -> Recognised:
    """Args:
    look: of the network: a picture and a box in, whether it was found, and numbers, out.
    """
    numbers, who, found, unread = [], [], [], 0
    for identity, portraits in chosen:
        for portrait in portraits:
            try:
                with opened_picture(portrait.picture, within=facts.root) as picture:
                    pixels = np.asarray(picture.convert("RGB"))
            except OSError:
                unread += 1
                continue
            seen, own = look(pixels, portrait.box)
            numbers.append(own)
            who.append(identity)
            found.append(seen)
    return Recognised(np.array(numbers), np.array(who, np.str_), np.array(found, np.bool_), unread)


def _chosen(facts: Facts) -> list[tuple[str, list[Portrait]]]:
    """People with several faces; where fewer than two have, people with one."""
    people = list(facts.portraits)
    several = [(identity, own) for identity, own in people if len(own) > 1]
    return several[:PEOPLE] if len(several) > 1 else people[:ALONE]


def _distances(facts: Facts, faces: Recognised, pairs: Verification) -> Property:
    rows: list[dict[str, Cell]] = []
    for name, apart in (("of one person", pairs.within), ("of two people", pairs.between)):
        if len(apart):
            marks = dict(zip(QUANTILES, np.quantile(apart, list(QUANTILES.values())).tolist(), strict=True))
            rows.append({"pairs": name, "number": len(apart), **marks, f"below {USUAL}": _below(apart)})
    others, nearest = _below(pairs.between), float(pairs.between[0])
    figures = {"recognition_between": float(np.median(pairs.between)), "recognition_nearest": nearest}
    figures["recognition_others_below"] = others
    notes = [
        f"distances of dlib's 128 numbers of {len(faces.who)} faces of {len(set(faces.who.tolist()))} people; it "
        f"usually takes a pair below {USUAL} for one person. It was trained on photographs, and knows people of some "
        "groups better than others: this says what it makes of these pictures, and nothing of how they look to anybody",
        f"its own detector found {100.0 * float(faces.found.mean()):.0f} % of them; the others were looked at where "
        "their labels are",
        f"{100.0 * others:.1f} % of the pairs of two people are below {USUAL}; the nearest two are {nearest:.3f} apart",
    ]
    if len(pairs.within):
        same = _below(pairs.within)
        figures |= {"recognition_within": float(np.median(pairs.within)), "recognition_same_below": same}
        notes.append(f"{100.0 * (1.0 - same):.1f} % of the pairs of one person are not below {USUAL}")
        notes.append("in the plot pairs of one person are blue, of two people orange")
    else:
        notes.append("not measured: whether an identity stays itself, as nobody has two such faces here")
    if left := facts.portraits.small:
        notes.append(f"{left} faces of the set were left out: below {LEAST_PX} px, or more than half hidden")
    if faces.unread:
        notes.append(f"{faces.unread} pictures cannot be read")
    plot = density(pairs.within, pairs.between) if len(pairs.within) else None
    return Property("recognition", TITLE, "privacy", rows, figures=figures, plot=plot, notes=tuple(notes))


def _curve(pairs: Verification) -> Property:
    """The receiver's operating characteristic."""
    shares = np.linspace(0.0, 1.0, 201)
    told = np.array([share for share in PASSED if share * len(pairs.between) >= ENOUGH])
    rows: list[dict[str, Cell]] = [
        {"pairs of two people that pass": f"{100.0 * share:g} %", "pairs of one person that pass": float(passed)}
        for share, passed in zip(told.tolist(), pairs.roc(told).tolist() if len(told) else [], strict=True)
    ]
    figures = {"recognition_auc": pairs.auc, "recognition_eer": pairs.equal_error}
    notes = (
        f"AUC {pairs.auc:.4f}: how often two pictures of one person are nearer than two of two people, 0.5 for a guess",
        f"equal error rate {100.0 * pairs.equal_error:.2f} %: at the distance where as many pairs of one person are "
        "refused as pairs of two are let pass",
        "in the plot, to the right pairs of two people that pass, upwards pairs of one person; orange is a guess",
    )
    plot = Curves(shares, pairs.roc(shares), shares)
    title = "identities: verification (ROC)"
    return Property("verification", title, "privacy", rows, figures=figures, plot=plot, notes=notes)


def _below(apart: Floats) -> float:
    return float((apart < USUAL).mean())
