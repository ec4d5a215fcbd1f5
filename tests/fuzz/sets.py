"""Sets that are compared, mixed, evaluated and looked at, whoever made them."""

import json
import os
import shutil
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from annotate.formats import export
from annotate.tags import read_tags
from measure import open_source, plan_mix, write_mix
from measure.evaluate.evaluating import evaluate
from measure.properties.labels import add_things
from measure.table import Table as Rows
from render.stores.shards import records_name
from tests.fuzz.refusals import Reader, refusals
from tests.fuzz.sound import dataset
from view.beside.documents import pictures as documents
from view.index.index import open_index
from view.index.reading import find
from view.query.facets import facets
from view.query.selecting import Filter, select


def photographed(folder: Path) -> Reader:
    """Photographs' labels in each format that ``compare`` and ``mix`` read."""
    dataset(folder / "ours")
    for to in ("yolo", "kitti", "voc"):
        export(folder / "ours", to, folder / to)
    paths = [
        folder / "ours" / "annotations" / "instances.json",
        folder / "yolo" / "data.yaml",
        folder / "yolo" / "labels" / "train" / "000000000000.txt",
        folder / "kitti" / "training" / "label_2" / "000000.txt",
        folder / "voc" / "Annotations" / "000000000000.xml",
    ]
    sound = [path.read_bytes() for path in paths]

    def one(data: bytes) -> None:
        at = next((place for place, own in enumerate(sound) if own[:5] == data[:5]), 0)
        path = paths[at]
        home = folder / path.relative_to(folder).parts[0]
        path.write_bytes(data)
        with refusals():
            source, rows = open_source(home), Rows()
            for item in source.read(Counter()):
                rows.pictures += 1
                add_things(rows, item, {}, source.keypoints)
        with refusals(), TemporaryDirectory(dir=folder) as out:
            write_mix(plan_mix(home, folder / ("voc" if at < 4 else "kitti")), Path(out) / "mix")
        path.write_bytes(sound[at])

    return sound, one


def evaluations(folder: Path) -> Reader:
    """What ``evaluate`` reads: labels, and predictions in each format, found by each of the three ways."""
    dataset(folder / "ours")
    labels = folder / "ours" / "annotations" / "instances.json"
    entries = json.loads(labels.read_text())["annotations"]
    kept = ("image_id", "category_id", "bbox", "segmentation", "keypoints")
    results = [{**{key: entry[key] for key in kept if key in entry}, "score": 0.5} for entry in entries]
    lines = [",".join(map(str, (e["image_id"], e["category_id"], *e["bbox"], 0.5))) for e in entries]
    (folder / "found").mkdir()
    texts = {
        labels: labels.read_text(),
        folder / "results.json": json.dumps(results),
        folder / "results.csv": "\n".join(["image,category,x,y,width,height,score", *lines]),
        folder / "found" / "000000000000.txt": "0 0.5 0.5 0.2 0.2 0.9\n",
    }
    sound = [text.encode() for text in texts.values()]
    for path, data in zip(texts, sound, strict=True):
        path.write_bytes(data)

    def one(data: bytes) -> None:
        at = next((place for place, own in enumerate(sound) if own[:3] == data[:3]), 1)
        path = list(texts)[at]
        path.write_bytes(data)
        models = [path.parent if path.suffix == ".txt" else path] if at else [folder / "results.json"]
        for match in ("boxes", "masks"):
            with refusals():
                evaluate(folder / "ours", models, match=match)
        path.write_bytes(sound[at])

    return sound, one


def views(folder: Path) -> Reader:
    """What a page is made of: labels, a run's records, tags; all that is drawn of them, and what is filtered."""
    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
    config = dataset(folder / "ours")
    shutil.copytree(folder / "ours", folder / "run", ignore=shutil.ignore_patterns("instances*.json"))
    tags = folder / "ours" / "tags.json"
    tags.write_text('{"tags":{"bad":[0,1]}}')
    labels = folder / "ours" / "annotations" / "instances.json"
    paths = [labels, folder / "run" / records_name(range(config.count), config), tags]
    sound = [path.read_bytes() for path in paths]

    def one(data: bytes) -> None:
        at = next((place for place, own in enumerate(sound) if own[:7] == data[:7]), 0)
        paths[at].write_bytes(data)
        with refusals():
            found = find(folder / ("run" if at == 1 else "ours"))
            index = open_index(found)
            left = select(index, Filter("size > 0.01 or not category = car", sort="-size"))
            documents(found, index, left.positions[:50].tolist(), masked=True, full=True)
            facets(index, Filter("", ("size in 0..1",)))
            read_tags(folder / "ours")
            index.close()
        shutil.rmtree(folder / "cache")
        paths[at].write_bytes(sound[at])

    return sound, one
