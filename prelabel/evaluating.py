"""What the command ``prelabel evaluate`` does, from Python."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from measure.evaluate.conditions import parse_bins, parse_by
from measure.evaluate.evaluating import evaluate as evaluate_files
from measure.report import Report


def evaluate(
    dataset: str | Path,
    *predictions: str | Path,
    map: Mapping[str, str] | None = None,
    match: str = "boxes",
    by: Sequence[str] = (),
    bins: Sequence[str] = (),
    confidence: float | None = None,
) -> Report:
    """How good predictions are, and under which conditions they are worse.

    >>> report = evaluate(folder, results)
    >>> round(report.figures["AP"], 6), report["findings"].rows
    (1.0, [])

    Args:
        dataset: its folder, or a COCO file.
        predictions: COCO's results, a folder of YOLO's text files, or CSV; of a model each.
        map: the dataset's names for categories that the models call, or number, otherwise; empty to leave one out.
        match: by what things are found: ``boxes``, ``masks`` or ``keypoints``.
        by: columns and pairs of columns whose tables are wanted, such as ``light`` and ``light*weather``.
        bins: how numbers are cut, such as ``5`` or ``occlusion=0.1:0.4``.
        confidence: from which on predictions count for recall; by default where F1 is best.

    Returns:
        A report: ``figures`` by name, ``report["findings"].rows``, ``to_json()``.

    Raises:
        ConfigError: something is not there, or has not what was asked for.
        DatasetError: a file cannot be read, or is not what it should be.
    """
    files = [Path(path) for path in predictions]
    return evaluate_files(Path(dataset), files, map, match, parse_by(by), parse_bins(bins), confidence)
