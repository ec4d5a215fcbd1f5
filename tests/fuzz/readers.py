"""What is fuzzed: each reader with sound input to begin with, and all that a command does with what it reads."""

import contextlib
import json
import os
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

import prelabel
from annotate import check
from annotate.flow import Flow, encode_flo, encode_kitti, read_flo, read_kitti
from annotate.formats import export
from annotate.formats.source import read_dataset
from annotate.stats import columns
from annotate.tags import read_tags
from annotate.unfinished import read_settings
from assets.library import library, library_asset
from assets.library.arrays import read_arrays, write_arrays
from measure import open_source, plan_mix, write_mix
from measure.evaluate.evaluating import evaluate
from measure.properties.labels import add_things
from measure.table import Table as Rows
from render.cli.options import parse_attributes, parse_balance, parse_ids, parse_size, parse_split, parse_workers
from render.settings.config import load_yaml, make_config
from render.settings.resume import earlier_run
from render.stores.claims import Claim
from render.stores.coco import write_coco
from render.stores.frame_folder import FrameFolder
from render.stores.shards import records_name
from render.stores.spooled import parse_record
from render.stores.storage import RunFolder
from scenes.distributions import parse
from tests.fuzz.refusals import refusals
from tests.fuzz.sound import NOTATIONS, SETTINGS, car, dataset
from view.beside.documents import pictures as documents
from view.index.index import open_index
from view.index.reading import find
from view.query.facets import facets
from view.query.selecting import Filter, select

type Try = Callable[[bytes], None]
type Reader = tuple[list[bytes], Try]
"""Sound input, and what is done with a mutant of it."""


def _settings(folder: Path) -> Reader:
    path = folder / "run.yaml"
    sound = make_config(SETTINGS).to_yaml().encode()
    by_hand = (
        b"scenes: [fuzzed]\nparams:\n  fuzzed:\n    kind: {off: 1, 007: 2}\n    count: {given: kind, off: 1, else: 2}\n"
    )

    def one(data: bytes) -> None:
        path.write_bytes(data)
        read_settings(path)
        with refusals():
            make_config(load_yaml(path)).frames()
        with refusals():
            earlier_run(data, "run.yaml").content_hash()
        with refusals():
            list(Claim.of(data, "run.yaml").mine(["images/000000000001.jpg", "records/shard-00000.jsonl", "mine"]))

    return [sound, by_hand, by_hand + b"balance: [kind, {count: {1: 10%}}]\naugment: none\nsplit: {a: 1.0}\n"], one


def _options(folder: Path) -> Reader:
    others = (parse_balance, parse_ids, parse_size, parse_split, parse_workers, lambda text: parse_attributes([text]))

    def one(data: bytes) -> None:
        text = os.fsdecode(data)
        with refusals():
            make_config({"scenes": ["fuzzed"]}, [text])
        with refusals():
            found = parse(text.partition("=")[2])
            assert parse(str(found)) == found
        for read in others:
            with refusals():
                read(text)

    more = [b"kind: {off: 10%}, count", b"1,5-9", b"640x480", b"train=0.8,val=0.2", b"key=1e3", b"auto"]
    return [*map(str.encode, NOTATIONS), *more], one


def _csv(folder: Path) -> Reader:
    path = folder / "t.csv"

    def one(data: bytes) -> None:
        path.write_bytes(data)
        for column in ("kind", "n"):
            with refusals():
                found = parse(f"empirical({path}:{column})")
                found.sample(np.random.default_rng(0))
                parse(str(found))
        from scenes.empirical import _column

        _column.cache_clear()

    return [b'kind,n\noff,1.5\n007,2\n"a, b",1e3\n', b"\xef\xbb\xbfn\r\n1\r\n2\r\n"], one


def _records(folder: Path) -> Reader:
    config = dataset(folder)
    path = folder / "records" / "shard-00000.jsonl"

    def one(data: bytes) -> None:
        path.write_bytes(data)
        for line in data.splitlines():
            with refusals():
                parse_record(line, path.name)
        with refusals():
            FrameFolder(folder, config).finished()
        with refusals(), contextlib.ExitStack() as stack:
            write_coco(stack.enter_context(RunFolder(folder, config)), ["box"], {"box": 1})

    return [path.read_bytes()], one


def _coco(folder: Path) -> Reader:
    dataset(folder)
    path = folder / "annotations" / "instances.json"
    sound = path.read_bytes()

    def one(data: bytes) -> None:
        path.write_bytes(data)
        _look(folder)

    return [sound, json.dumps(json.loads(sound)).encode()], one


def _pictures(folder: Path) -> Reader:
    dataset(folder, format="png", passes=["masks", "depth"])
    paths = [
        folder / kind / f"000000000000.{end}" for kind, end in (("images", "png"), ("masks", "png"), ("depth", "exr"))
    ]
    sound = [path.read_bytes() for path in paths]

    def one(data: bytes) -> None:
        path = next((path for path, own in zip(paths, sound, strict=True) if own[:4] == data[:4]), paths[0])
        before = path.read_bytes()
        path.write_bytes(data)
        try:
            _look(folder)
        finally:
            path.write_bytes(before)

    jpg = dataset(folder / "jpg")
    return [*sound, (folder / "jpg" / "images" / f"{jpg.start:012d}.jpg").read_bytes()], one


def _flows(folder: Path) -> Reader:
    way = np.random.default_rng(2).normal(0.0, 3.0, (6, 8, 2)).astype(np.float32)
    flow = Flow(way, np.zeros((6, 8, 3), np.float32), np.abs(way[..., 0]) < 3.0)

    def one(data: bytes) -> None:
        with refusals():
            read_flo(data)
        with refusals():
            read_kitti(data, 4_096)

    return [encode_flo(flow), encode_kitti(flow)], one


def _manifests(folder: Path) -> Reader:
    manifest = car(folder)
    path = library().folder(manifest) / "manifest.json"

    def one(data: bytes) -> None:
        path.write_bytes(data)
        with refusals():
            library().manifests()
        with refusals():
            library_asset("my-car")

    return [path.read_bytes()], one


def _npz(folder: Path) -> Reader:
    sound = []
    for packed in (True, False):
        arrays = {"vertices": np.ones((9, 3), np.float32), "faces": np.arange(12), "on": np.zeros((), np.bool_)}
        write_arrays(folder / "a.npz", arrays, packed)
        sound.append((folder / "a.npz").read_bytes())
    manifest = car(folder)
    model = library().folder(manifest) / "model.npz"

    def one(data: bytes) -> None:
        for path in (folder / "a.npz", model):
            path.write_bytes(data)
        with refusals():
            read_arrays(folder / "a.npz", 2**28)
        with refusals():
            library().arrays(manifest)

    return [*sound, model.read_bytes()], one


def _sets(folder: Path) -> Reader:
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


def _evaluations(folder: Path) -> Reader:
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


def _views(folder: Path) -> Reader:
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


READERS: dict[str, Callable[[Path], Reader]] = {
    "settings": _settings,
    "options": _options,
    "csv": _csv,
    "records": _records,
    "coco": _coco,
    "manifests": _manifests,
    "npz": _npz,
    "pictures": _pictures,
    "sets": _sets,
    "evaluations": _evaluations,
    "views": _views,
    "flows": _flows,
}


def _look(folder: Path) -> None:
    """What ``check``, ``stats``, ``export`` and Python do with a dataset."""
    with refusals():
        check(folder)
    with refusals():
        found = read_dataset(folder)
        for column in columns(found):
            column.counts()
    with refusals():
        for frame in (opened := prelabel.open(folder)):
            frame.rgb.mean()
            if (folder / "depth").is_dir():
                frame.depth.mean()
        repr(opened)
