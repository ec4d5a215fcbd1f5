"""Nothing that a file holds brings out more than a sentence: no traceback, no hang, no gigabyte.

A few seconds each; ``PRELABEL_FUZZ=10000 uv run pytest tests/fuzz`` tries that many mutants of each.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
READERS = (
    "settings",
    "options",
    "csv",
    "records",
    "coco",
    "manifests",
    "npz",
    "pictures",
    "sets",
    "evaluations",
    "views",
    "flows",
)
MUTANTS = int(os.environ.get("PRELABEL_FUZZ", "60"))


@pytest.mark.parametrize("reader", READERS)
def test_mutants_are_read_or_refused_in_a_sentence(reader: str, tmp_path: Path) -> None:
    root = HERE.parents[1]
    child = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.trying", reader, str(MUTANTS), str(tmp_path)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(root), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60 + MUTANTS,
        check=False,
    )
    assert child.returncode == 0, child.stderr[-6000:]
    found = json.loads(child.stdout.splitlines()[-1])
    sys.stdout.write(f"{reader}: {found}\n")  # pytest -rP shows it
    assert found["mutants"] >= MUTANTS
    assert found["refused"] > 0 or reader == "records"  # a damaged record costs its frame, and is no error
    assert found["slowest_s"] < 10.0
    assert found["grown_bytes"] < 2**30


def test_every_reader_is_tried() -> None:
    listed = subprocess.run(
        [sys.executable, "-c", "from tests.fuzz.readers import READERS; print(*READERS)"],
        env={**os.environ, "PYTHONPATH": str(HERE.parents[1])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert tuple(listed.stdout.split()) == READERS
