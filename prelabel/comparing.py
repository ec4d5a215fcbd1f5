"""What the command ``prelabel compare`` does, from Python."""

from collections.abc import Mapping
from pathlib import Path

from measure.comparing import compare as compare_sets
from measure.judge.judging import judged
from measure.judge.network import Network
from measure.report import Report


def compare(
    first: str | Path,
    second: str | Path,
    *,
    map: Mapping[str, str] | None = None,
    judge: bool = False,
    sample: int | None = None,
) -> Report:
    """How far two sets of pictures are from each other, worst first.

    >>> report = compare(folder, folder)
    >>> report.scores["score"]
    100.0

    Args:
        first, second: dataset folders, COCO files, or folders of pictures with COCO, YOLO, KITTI, VOC or no labels.
        map: other names for categories; an empty one leaves its things out.
        judge: also compare as a network sees them; needs the extra ``judge``.
        sample: of how many pictures of each the pixels are looked at; all by default.

    Returns:
        A report: ``scores``, ``properties`` worst first, ``figures`` by name, ``to_json()``.

    Raises:
        ConfigError: a set is not there, they have nothing in common, or the judge is not installed.
        DatasetError: one cannot be read.
    """
    network = Network() if judge else None
    return compare_sets(
        Path(first), Path(second), map, sample, None if network is None else lambda a, b: judged(a, b, network)
    )
