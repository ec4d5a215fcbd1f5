"""Runs without Blender as tests compare them."""

import json
from pathlib import Path

from render.run.fake import FakeRenderer
from render.run.here import run
from render.run.sampling import LastScene, Sampled, sample_frame
from render.settings.config import RunConfig, scene_params


def pictures_and_records(config: RunConfig, out: Path) -> dict[str, bytes]:
    """The pictures, and the records by frame, of a run."""
    run(config, out, lambda watch: FakeRenderer())
    found = {path.name: path.read_bytes() for path in (out / "images").iterdir()}
    lines = [line for path in (out / "records").iterdir() for line in path.read_bytes().splitlines()]
    records = [{**json.loads(line), "run": None} for line in lines]
    return found | {f"record {item['image']['id']}": json.dumps(item).encode() for item in records}


def sampled_of(config: RunConfig, number: int, last: LastScene | None) -> Sampled:
    """A frame of a run before it is rendered."""
    return sample_frame(number, [scene_params(config, name) for name in config.scenes], config.seed, last)
