"""Does ``fit`` find settings that only labels tell of? ``python -m benchmarks planted vehicles``.

A set is made of a built-in scene with settings that are hidden from the fit: real descriptions, labelled by the fake
renderer, boxes and categories only. Then ``fit`` looks at it as at anybody's photographs.
"""

import json
import tempfile
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from annotate import annotate
from assets import AttributeValue
from benchmarks.report import Cell, JsonFile, Quick, Report, say, show
from measure.fit import Fit, Wish, fit
from measure.fit.fitting import METHODS
from measure.fit.pool import sample_pool
from measure.readers import open_source
from measure.statistics import total_variation
from render.run.fake import FakeRenderer
from scenes import SceneScript, find_scene, sample
from scenes.domain import Domain

SIZE = (320, 240)
LOOKED_AT = 400  # descriptions, to see what was found
CLOSE = 0.1  # of a number's range, or of the shares of names
HIDDEN: Mapping[str, Mapping[str, str]] = {
    "vehicles": {
        "count": "choice({1: 3, 2: 4, 3: 2, 5: 1})",
        "type": "choice({sedan: 3, suv: 2, box_truck: 3, city_bus: 2, motorcycle: 2, pickup: 1})",
        "camera": "choice({pedestrian: 4, dash: 3, cctv: 3})",
        "place": "choice({street: 5, highway: 3, parking_lot: 2})",
        "fill": "truncnormal(0.3, 0.12, 0.05, 0.7)",
        "fov_deg": "truncnormal(45, 6, 30, 60)",
        "camera_height_m": "given(camera, {cctv: 'uniform(5, 8)', else: 'uniform(1.1, 1.8)'})",
    },
    "faces": {
        "count": "choice({1: 3, 2: 4, 4: 3})",
        "shot": "choice({portrait: 4, group: 3, street: 3})",
        "face_height": "truncnormal(0.3, 0.1, 0.1, 0.6)",
        "yaw_deg": "truncnormal(15, 12, -60, 60)",
        "pitch_deg": "truncnormal(-8, 6, -30, 30)",
        "roll_deg": "truncnormal(6, 6, -30, 30)",
        "age_years": "truncnormal(30, 8, 18, 60)",
    },
}

type Drawn = Mapping[str, list[AttributeValue]]


def main(
    name: Annotated[str, typer.Argument(metavar="SCENE", help=f"{' or '.join(HIDDEN)}.")],
    pictures: Annotated[int, typer.Option(help="In the set.")] = 400,
    frames: Annotated[int, typer.Option(help="Descriptions that the fit may sample.")] = 3000,
    method: Annotated[str, typer.Option(help=f"One of {', '.join(METHODS)}.")] = METHODS[0],
    workers: Annotated[int, typer.Option(help="Processes of the fit.")] = 2,
    json_file: JsonFile = None,
    quick: Quick = False,
) -> None:
    """Hide settings of a scene in labels, fit the scene to them, and look how near each parameter came."""
    if name not in HIDDEN:
        raise typer.BadParameter(f"expected {' or '.join(HIDDEN)}, got '{name}'")
    pictures, frames = (60, 120) if quick else (pictures, frames)
    script = find_scene(name)
    with tempfile.TemporaryDirectory() as folder:
        say(f"{pictures} pictures with hidden settings")
        source = open_source(planted_set(script, HIDDEN[name], Path(folder), pictures, SIZE))
        say(f"{frames} descriptions to find them")
        params = script.params.read({}, script.name)
        found = fit(script, params, source, Wish(method=method, frames=frames, size=SIZE, workers=workers))
    rows = list(parameters(script, HIDDEN[name], found))
    right = sum(row["right"] == "yes" for row in rows)
    notes = [f"{right} of {len(rows)} within {CLOSE:.0%} or said to be undetermined", *labels(found), *found.notes]
    settings = {"scene": name, "pictures": pictures, "frames": frames, "method": method, "hidden": HIDDEN[name]}
    show(Report("planted", rows, notes, settings), json_file)


def parameters(script: SceneScript, hidden: Mapping[str, str], found: Fit) -> list[Mapping[str, Cell]]:
    """By hidden parameter: how far it was and is, and whether the fit says that labels determine it."""
    domains = script.params.read({}, script.name)
    planted, was, fitted = (drawn(script, each) for each in (hidden, {}, found.params))
    rows: list[Mapping[str, Cell]] = []
    for key in hidden:
        spread = found.spreads.get(key)
        sure = spread is not None and spread.determined and key in found.params
        off = apart(key, domains.domain(key), planted, fitted)
        rows.append(
            {
                "parameter": key,
                "apart before": apart(key, domains.domain(key), planted, was),
                "apart": off,
                "refits apart": None if spread is None else spread.of,
                "determined": "yes" if sure else "no",
                "right": "yes" if not sure or (off is not None and off <= CLOSE) else "no",
            }
        )
    return rows


def labels(found: Fit) -> list[str]:
    """A line a quantity of the labels: its distance beyond chance, before and after."""
    before = {item.key: item for item in found.before}
    return [
        f"{item.title}: {before[item.key].beyond:.3f} beyond chance before, {item.beyond:.3f} after"
        for item in found.after
        if item.key in before
    ]


def planted_set(
    script: SceneScript, settings: Mapping[str, object], folder: Path, pictures: int, size: tuple[int, int]
) -> Path:
    """A COCO file of so many pictures with the settings: boxes and categories alone."""
    params = script.params.read(settings, script.name).with_size(size)
    categories = {name: number for number, name in enumerate(script.categories, 1)}
    images, annotations = list[dict[str, object]](), list[dict[str, object]]()
    for k in range(pictures):
        rng = np.random.default_rng(np.random.SeedSequence(12_345, spawn_key=(k,)))
        spec, _ = sample(script, params.for_picture(k), rng)
        images.append({"id": k, "file_name": f"{k:06}.jpg", "width": size[0], "height": size[1]})
        for each in annotate(spec, FakeRenderer().render(spec)).annotations:
            entry = {"id": len(annotations) + 1, "image_id": k, "category_id": categories[each["category"]]}
            annotations.append(entry | {"bbox": each["bbox"], "area": each["area"], "iscrowd": 0})
    path = folder / "coco.json"
    named = [{"id": number, "name": name} for name, number in categories.items()]
    path.write_text(json.dumps({"images": images, "annotations": annotations, "categories": named}))
    return path


def drawn(script: SceneScript, settings: Mapping[str, object]) -> Drawn:
    """By parameter, the values that pictures with these settings draw."""
    params = script.params.read(settings, script.name).with_size(SIZE)
    out: dict[str, list[AttributeValue]] = defaultdict(list)
    for picture in sample_pool(script, params, LOOKED_AT, 4711):
        for values in (picture.picture, *picture.things.values()):
            for key, value in values.items():
                out[key].append(value)
    return out


def apart(key: str, domain: Domain, first: Drawn, second: Drawn) -> float | None:
    """Distance between what two settings of a parameter give: of means by its range; of shares of names.

    None where one of the two never draws it.
    """
    values = first.get(key, []), second.get(key, [])
    if not all(values):
        return None
    if domain.kind == "name":
        names = sorted({str(value) for each in values for value in each})
        shares = [np.array([sum(str(value) == name for value in each) for name in names]) for each in values]
        return total_variation(*(each / each.sum() for each in shares))
    means = [float(np.mean([float(value) for value in each])) for each in values]
    return abs(means[0] - means[1]) / (domain.high - domain.low)
