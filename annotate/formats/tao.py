"""TAO's JSON: COCO with videos, tracks, and which categories a video was searched for.

Source: https://github.com/TAO-Dataset/tao, docs/; what TrackEval's reader asks for.
"""

from annotate.formats.clips import frame_index
from annotate.formats.coco_vid import Layout, Row, write_file
from annotate.formats.source import Dataset
from annotate.formats.target import Format, Target

SPLITS = {"train": "train", "val": "validation"}


def write(dataset: Dataset, target: Target) -> None:
    for split in dataset.splits:
        write_file(dataset, target, split, f"annotations/{SPLITS.get(split, split)}.json", TAO)


def _category(row: Row) -> Row:
    """Everything is labelled, so that each category counts as frequent; it stands for itself."""
    return {"id": row["id"], "name": row["name"], "synset": row["name"], "frequency": "f"}


TAO = Layout(
    video=lambda clip: {
        "fps": clip.fps,
        "neg_category_ids": [],
        "not_exhaustive_category_ids": [],
        "metadata": {"dataset": "Prelabel"},
    },
    image=lambda clip, record: {
        "video": clip.name,
        "frame_index": frame_index(record) - frame_index(clip.records[0]),
    },
    annotation=lambda clip, item: {},
    category=_category,
    keeps_ignored=False,
)
FORMAT = Format("tao", "TAO's JSON of tracks, as TrackEval reads it", write)
