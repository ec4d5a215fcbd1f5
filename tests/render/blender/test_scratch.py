"""The folder in memory: a killed process leaves it, the next one removes it."""

import subprocess
import sys
from pathlib import Path

import pytest

from render.blender import scratch
from render.blender.scratch import Scratch


def test_folders_of_killed_processes_are_removed_and_others_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "import os, pathlib, sys; from render.blender import scratch; "
    code += "scratch._memory_folder = lambda: pathlib.Path(sys.argv[1]); mine = scratch.Scratch(); "
    code += "print(mine.path.name, flush=True); os.kill(os.getpid(), 9)"
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False, capture_output=True, text=True)
    killed = tmp_path / done.stdout.strip()
    (killed / "frame.exr").write_bytes(b"pixels")
    other = tmp_path / "prelabel-other"
    other.mkdir()
    monkeypatch.setattr(scratch, "_memory_folder", lambda: tmp_path)
    mine, again = Scratch(), Scratch()
    assert {path.name for path in tmp_path.iterdir()} == {"prelabel-other", mine.path.name, again.path.name}
    mine.remove()
    again.remove()
    assert [path.name for path in tmp_path.iterdir()] == ["prelabel-other"]
