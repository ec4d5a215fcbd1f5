"""What is fuzzed: each reader with sound input to begin with, and all that a command does with what it reads."""

from collections.abc import Callable
from pathlib import Path

from tests.fuzz import datasets, models, sets, texts
from tests.fuzz.refusals import Reader

READERS: dict[str, Callable[[Path], Reader]] = {
    "settings": texts.settings,
    "options": texts.options,
    "csv": texts.csv,
    "records": datasets.records,
    "coco": datasets.coco,
    "manifests": models.manifests,
    "npz": models.npz,
    "pictures": datasets.pictures,
    "sets": sets.photographed,
    "evaluations": sets.evaluations,
    "views": sets.views,
    "flows": datasets.flows,
}
