"""Files of a dataset of ours: records, the COCO file, pictures, flow."""

import contextlib
import json
from pathlib import Path

import numpy as np

import prelabel
from annotate import check
from annotate.flow import Flow, encode_flo, encode_kitti, read_flo, read_kitti
from annotate.formats.source import read_dataset
from annotate.stats import columns
from render.stores.coco import write_coco
from render.stores.frame_folder import FrameFolder
from render.stores.spooled import parse_record
from render.stores.storage import RunFolder
from tests.fuzz.refusals import Reader, refusals
from tests.fuzz.sound import dataset


def records(folder: Path) -> Reader:
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


def coco(folder: Path) -> Reader:
    dataset(folder)
    path = folder / "annotations" / "instances.json"
    sound = path.read_bytes()

    def one(data: bytes) -> None:
        path.write_bytes(data)
        _look(folder)

    return [sound, json.dumps(json.loads(sound)).encode()], one


def pictures(folder: Path) -> Reader:
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


def flows(folder: Path) -> Reader:
    way = np.random.default_rng(2).normal(0.0, 3.0, (6, 8, 2)).astype(np.float32)
    flow = Flow(way, np.zeros((6, 8, 3), np.float32), np.abs(way[..., 0]) < 3.0)

    def one(data: bytes) -> None:
        with refusals():
            read_flo(data)
        with refusals():
            read_kitti(data, 4_096)

    return [encode_flo(flow), encode_kitti(flow)], one


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
