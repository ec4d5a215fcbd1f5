"""How far apart a network for face recognition finds our people: ``python -m benchmarks identities DIR``.

DIR is a dataset of faces with several pictures of each person:

    prelabel render portrait --count 384 --out DIR --set identities=96 --set "yaw_deg=uniform(-25, 25)"

The network is that of ``prelabel card --recognition``, which ``uv sync --extra evaluation`` brings.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from benchmarks.report import Cell, JsonFile, Report, show
from measure.card.facts import read_facts
from measure.card.recognised import Recognised, through
from measure.judge.recognition import Recognition
from measure.judge.verification import USUAL, verification


def main(
    folder: Annotated[Path, typer.Argument(help="A dataset of faces.")],
    json_file: JsonFile = None,
) -> None:
    """Distances between pictures of one person and of two, as a recognition network sees them."""
    facts = read_facts(folder)
    faces = through(facts, list(facts.portraits), Recognition().numbers)
    report = Report("identities", [figures(faces)], [f"Distances below {USUAL} usually pass as one person."])
    show(report, json_file)


def figures(faces: Recognised) -> Mapping[str, Cell]:
    """What is told of the distances of all pairs of faces, of which some must be of one person and some of two."""
    pairs = verification(faces.numbers, faces.who)
    if not len(pairs.within) or not len(pairs.between):
        raise typer.BadParameter("expected several people, and several pictures of each")
    return {
        "faces": len(faces.who),
        "people": len(set(faces.who.tolist())),
        "found": round(float(faces.found.mean()), 3),
        "within": round(float(np.median(pairs.within)), 3),
        "between": round(float(np.median(pairs.between)), 3),
        "AUC": round(pairs.auc, 4),
        "EER": round(pairs.equal_error, 4),
        "same below 0.6": round(float((pairs.within < USUAL).mean()), 4),
        "others below 0.6": round(float((pairs.between < USUAL).mean()), 4),
        "nearest others": round(float(pairs.between[0]), 3),
    }
