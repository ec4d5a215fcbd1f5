"""A run that is killed, as by a full memory or a power cut, and the one that goes on where it ended."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

Coco = Callable[..., Path]
NAMES = ("a.png", "b.png", "c.png")
FILES = (*(f"images/{name}" for name in NAMES), "annotations/instances.json", "records.jsonl", "found.json")
LIMIT_S = 300.0

# A run that stops for good in picture STUCK, once its file is written and before its record is.
CHILD = """
import sys, time
from render.anonymize import work
from render.cli import anonymizing, app

stuck, sys.argv[1:] = sys.argv[1], sys.argv[2:]
anonymizing.RENDERER = "render.run.fake:fake_renderer"
work.is_installed = lambda: False
made = work.Worker.picture

def picture(self, name):
    record = made(self, name)
    if name == stuck:
        print("stuck", flush=True)
        time.sleep(600)
    return record

work.Worker.picture = picture
app.main()
"""


def start(stuck: str, folder: Path, out: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", CHILD, stuck, "anonymize", str(folder / "photos")]
    command += ["--coco", str(folder / "boxes.json"), "--out", str(folder / out)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def run(folder: Path, out: str) -> str:
    """A run that nobody stops: what it said."""
    with start("", folder, out) as whole:
        said, _ = whole.communicate(timeout=LIMIT_S)
    assert whole.returncode == 0, said
    return said


@pytest.fixture
def folder(tmp_path: Path, coco: Coco) -> Path:
    (tmp_path / "photos").mkdir()
    for number, name in enumerate(NAMES):
        rgb = np.random.default_rng(number).normal((180, 130, 110), 12, (70, 90, 3)).clip(0, 255)
        Image.fromarray(rgb.astype(np.uint8)).save(tmp_path / "photos" / name)
    coco(tmp_path / "boxes.json", dict.fromkeys(NAMES, (90, 70)), {name: [[25, 15, 32, 40]] for name in NAMES})
    return tmp_path


def test_a_killed_run_goes_on_and_ends_with_the_same_bytes(folder: Path) -> None:
    run(folder, "whole")
    with start(NAMES[1], folder, "out") as killed:
        assert killed.stdout is not None
        assert any("stuck" in line for line in killed.stdout), "it ended before it was killed"
        killed.send_signal(signal.SIGKILL)
        assert killed.wait(LIMIT_S) == -signal.SIGKILL
    assert len((folder / "out" / "records.jsonl").read_bytes().splitlines()) == 1
    assert not (folder / "out" / "annotations" / "instances.json").exists()
    assert "1 pictures were there already" in run(folder, "out")
    for name in FILES:
        assert (folder / "out" / name).read_bytes() == (folder / "whole" / name).read_bytes(), name
    document = json.loads((folder / "out" / "annotations" / "instances.json").read_text())
    faces = [entry for entry in document["annotations"] if "replaced" in entry]
    assert [entry["replaced_by"] for entry in faces] == ["render"] * len(NAMES)
