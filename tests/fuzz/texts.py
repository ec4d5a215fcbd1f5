"""Settings, options and tables: what people write by hand."""

import os
from pathlib import Path

import numpy as np

from annotate.unfinished import read_settings
from render.cli.options import parse_attributes, parse_balance, parse_ids, parse_size, parse_split, parse_workers
from render.settings.config import load_yaml, make_config
from render.settings.resume import earlier_run
from render.stores.claims import Claim
from scenes.distributions import parse
from tests.fuzz.refusals import Reader, refusals
from tests.fuzz.sound import NOTATIONS, SETTINGS


def settings(folder: Path) -> Reader:
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


def options(folder: Path) -> Reader:
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


def csv(folder: Path) -> Reader:
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
