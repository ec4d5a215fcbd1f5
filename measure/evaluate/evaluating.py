"""``evaluate``: predictions against a labelled set, over all and by condition."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from assets import ConfigError
from measure.evaluate import tables
from measure.evaluate.conditions import BINS, Bins, Dimension, chosen, dimensions
from measure.evaluate.fairness import fairness
from measure.evaluate.model import Model, judge
from measure.evaluate.predictions import Predictions
from measure.evaluate.results import read_predictions
from measure.evaluate.search import search, worst_region
from measure.evaluate.trial_tables import of_suite
from measure.evaluate.truth import Truth, read_truth
from measure.report import Property, Report

MATCHES = ("boxes", "masks", "keypoints")
TABLES = 6  # columns whose tables are shown where nobody named any
AT_MOST = ("findings", "false_positives", "flips")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def evaluate(
    place: Path,
    files: Sequence[Path],
    mapping: Mapping[str, str] | None = None,
    match: str = "boxes",
    by: Sequence[tuple[str, ...]] = (),
    bins: Bins = (BINS, {}),
    confidence: float | None = None,
    advance: Callable[[str], None] = lambda step: None,
) -> Report:
    """How good predictions are, and where they are worse.

    Args:
        place: a dataset's folder, or a COCO file.
        files: predictions, of a model each: COCO's results, a folder of YOLO's text files, or CSV.
        mapping: names of the dataset's categories by the names or ids that the models have for them.
        match: ``boxes``, ``masks`` or ``keypoints``: by which predictions find things.
        by: columns, or pairs of them, whose tables are wanted; those of the worst findings by default.
        bins: how numbers are cut into ranges.
        confidence: from which on predictions count for recall; by default where a model's F1 is best.
        advance: called with a word before each step.

    Raises:
        ConfigError: something is not there, or has not what was asked for.
        DatasetError: a file cannot be read, or is not what it should be; says where.
    """
    if match not in MATCHES:
        raise ConfigError(f"--match: expected {', '.join(MATCHES)}, got '{match}'")
    if confidence is not None and not math.isfinite(confidence):
        raise ConfigError(f"--confidence: expected a finite number, got {confidence}")
    if not 1 <= len(files) <= len(LETTERS):
        raise ConfigError(f"--predictions: expected 1 to {len(LETTERS)} files, got {len(files)}")
    advance("truth")
    truth = read_truth(place, match)
    if not (~truth.ignored).any():
        raise ConfigError(f"{place}: expected labelled things to be found, it has none")
    known = dimensions(truth, bins)
    asked = chosen(by, known)
    read, models = [], []
    for file, name in zip(files, _names(files), strict=True):
        advance(f"predictions {name}")
        read.append(read_predictions(file, truth, mapping or {}, match))
        models.append(judge(truth, replace(read[-1], name=name), match, confidence))
    return _report(truth, read, models, known, asked, advance)


def _names(files: Sequence[Path]) -> list[str]:
    """Each file's name, with its folder's where two are the same."""
    stems = [file.stem or file.name for file in files]
    longer = [
        f"{file.parent.name}/{stem}" if stems.count(stem) > 1 else stem for file, stem in zip(files, stems, strict=True)
    ]
    return [f"{name} ({k + 1})" if longer.count(name) > 1 else name for k, name in enumerate(longer)]


def _report(
    truth: Truth,
    read: Sequence[Predictions],
    models: Sequence[Model],
    known: Mapping[str, Dimension],
    asked: Sequence[tuple[Dimension, ...]],
    advance: Callable[[str], None],
) -> Report:
    advance("conditions")
    searched = [search(truth, model.hit, known) for model in models]
    regions = [worst_region(truth, model.hit, known) for model in models]
    wanted = asked or [(dimension,) for dimension in tables.interesting(searched, known, TABLES)]
    first = searched[0].findings[0].condition if searched[0].findings else None
    inside, words = (~truth.ignored, "all") if first is None else (first.inside, first.words)
    parts: list[Property | None] = [
        tables.over_all(models),
        *of_suite(truth, models),
        tables.finding_rows(models, searched),
        tables.region_lines(models, regions),
        *(tables.by_condition(truth, models, by) for by in wanted),
        *fairness(truth, models, known),
        tables.precision_curves(truth, models),
        tables.worst_pictures(truth, models[0], inside, words),
    ]
    things, pictures = int((~truth.ignored).sum()), len(truth.image_ids)
    sets = {"truth": f"{truth.place}: {pictures} pictures, {things} labelled things"}
    sets |= {
        LETTERS[k]: f"{model.name}: {len(own)} predictions"
        for k, (model, own) in enumerate(zip(models, read, strict=True))
    }
    title = f"{', '.join(model.name for model in models)} on {truth.place}"
    told = [
        f"{tables.named(models, model)}{count} {sentence}"
        for model, own in zip(models, read, strict=True)
        for sentence, count in sorted(own.told.items())
    ]
    kept = tuple(part for part in parts if part is not None)
    return Report(title, sets, {}, kept, tuple(told), kind="evaluation", at_most=AT_MOST)
