"""Parts of an evaluation's report: over all, findings, by condition, curves, and the worst pictures."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from assets import DatasetError
from measure.collecting import decoded
from measure.evaluate.averages import RECALLS, curves
from measure.evaluate.chance import Recall, recall_of
from measure.evaluate.conditions import Condition, Dimension, conditions
from measure.evaluate.model import DRAWN, Model, condition_ap, false_positives
from measure.evaluate.plots import Example, Examples, Intervals, PrecisionRecall
from measure.evaluate.search import RATE, Region, Searched
from measure.evaluate.truth import Truth
from measure.report import Cell, Property

LISTED = 20  # findings
PLOTTED = 40  # rows
SHOWN = 9  # pictures

type Flags = NDArray[np.bool_]
type Row = dict[str, Cell]


def over_all(models: Sequence[Model]) -> Property:
    """COCO's figures and those at the confidence, a column a model; of the first two models, their difference, too."""
    rows: list[Row] = []
    for key in models[0].figures:
        row: Row = {"figure": key.replace("_", " ")}
        for model in models:
            name = model.name if len(models) > 1 else "value"
            row[name] = None if model.figures[key] == -1.0 else model.figures[key]
            low, high = model.interval(key) if key in DRAWN else (None, None)
            row |= {f"{name} low": low, f"{name} high": high} if len(models) > 1 else {"low": low, "high": high}
        for model in models[1:]:
            known = key in DRAWN
            value, low, high = model.difference(models[0], key) if known else (None, None, None)
            name = f"{model.name} less {models[0].name}"
            row |= {name: value, f"{name} low": low, f"{name} high": high}
        rows.append(row)
    figures = {**models[0].figures}
    for model in models[1:]:
        figures |= {f"{model.name}.{key}": value for key, value in model.figures.items()}
    notes = tuple(
        f"{named(models, model)}recall, precision, F1 and false positives count predictions from a confidence of "
        f"{model.confidence:.3g} on{', where F1 is best' if model.chosen else ''}"
        for model in models
    )
    return Property("overall", "over all", "overall", rows, figures=figures, notes=notes)


def named(models: Sequence[Model], model: Model) -> str:
    """Begins a sentence about one of several models."""
    return f"{model.name}: " if len(models) > 1 else ""


def finding_rows(models: Sequence[Model], searched: Sequence[Searched]) -> Property:
    rows: list[Row] = []
    notes = []
    for model, found in zip(models, searched, strict=True):
        for finding in found.findings[:LISTED]:
            rows.append(
                {
                    "condition": finding.condition.words,
                    **model_cell(models, model),
                    **_cells(finding.recall),
                    "rest": finding.rest,
                    "worse by at least": finding.at_least,
                    "AP": _known(condition_ap(model, finding.condition)),
                    "false positives a picture": false_positives(model, finding.condition),
                }
            )
        more = len(found.findings) - LISTED
        notes.append(
            f"{named(models, model)}worse beyond chance: {len(found.findings) or 'none'} of {found.tested} conditions "
            f"and pairs of these (at most {100 * RATE:.0f} % of such findings are false)"
            + (f"; the worst {LISTED} are listed" if more > 0 else "")
        )
    figures = {"findings": float(len(searched[0].findings))}
    if searched[0].worst is not None:
        figures["worst"] = searched[0].worst
    return Property("findings", "worse than the rest", "findings", rows, figures=figures, notes=tuple(notes))


def region_lines(models: Sequence[Model], regions: Sequence[Region | None]) -> Property | None:
    """In words; None where no model has any."""
    rows: list[Row] = []
    notes = []
    for model, region in zip(models, regions, strict=True):
        if region is not None:
            rows.append(
                {"region": region.words, **model_cell(models, model), **_cells(region.recall), "rest": region.rest}
            )
            r = region.recall
            notes.append(
                f"{named(models, model)}{region.words}: recall {r.value:.2f} ({r.low:.2f} to {r.high:.2f}, n = {r.n}), "
                f"{region.rest:.2f} elsewhere"
            )
    if not rows:
        return None
    notes.append("found by a tree in half of the pictures, measured in the other half")
    return Property("region", "the worst region", "findings", rows, notes=tuple(notes))


def by_condition(truth: Truth, models: Sequence[Model], by: tuple[Dimension, ...]) -> Property:
    """A table of a column's conditions, or of two columns'."""
    rows: list[Row] = []
    plotted: list[tuple[str, int, Recall]] = []
    key = " * ".join(dimension.key for dimension in by)
    for own in conditions(truth, by):
        name = own.words if len(by) > 1 else own.words.removeprefix(f"{by[0].key} ").removeprefix("= ")
        for number, model in enumerate(models):
            recall = recall_of(model.hit, truth.image, own.inside)
            plotted.append((name, number, recall))
            rows.append({key: name, **model_cell(models, model), **condition_cells(model, own, recall)})
    kept = plotted[:PLOTTED]
    plot = Intervals(
        [name for name, _, _ in kept],
        [number for _, number, _ in kept],
        *(np.array([getattr(recall, end) for _, _, recall in kept]) for end in ("value", "low", "high")),
    )
    return Property(f"by {key}", f"by {key}", "conditions", rows, plot=plot)


def model_cell(models: Sequence[Model], model: Model) -> Row:
    return {"model": model.name} if len(models) > 1 else {}


def condition_cells(model: Model, own: Condition, recall: Recall) -> Row:
    return {
        **_cells(recall),
        "AP": _known(condition_ap(model, own)),
        "false positives a picture": false_positives(model, own),
    }


def _cells(recall: Recall) -> Row:
    return {"n": recall.n, "pictures": recall.pictures, "recall": recall.value, "low": recall.low, "high": recall.high}


def _known(value: float) -> float | None:
    return None if value == -1.0 else value


def precision_curves(truth: Truth, models: Sequence[Model]) -> Property:
    rows: list[Row] = []
    drawn = []
    for model in models:
        of = model.scored
        everything = np.ones(len(of.order.row), np.bool_)
        precision = curves(of, of.found[:1], ~truth.ignored, everything)[0][0]
        known = (precision > -1.0).all(axis=0)
        drawn.append(precision[:, known].mean(axis=1) if known.any() else np.zeros(len(RECALLS)))
    for place in range(0, len(RECALLS), 10):
        own = {model.name: float(line[place]) for model, line in zip(models, drawn, strict=True)}
        rows.append({"recall": float(RECALLS[place]), **own})
    at = [(model.figures["recall"], model.figures["precision"]) for model in models]
    plot = PrecisionRecall([model.name for model in models], RECALLS, drawn, at)
    return Property("curves", "precision by recall", "curves", rows, plot=plot, notes=("mean over categories",))


def worst_pictures(truth: Truth, model: Model, inside: Flags, words: str) -> Property | None:
    """Those with the most misses, drawn; None where there are no pictures, or nothing is missed.

    Args:
        inside: (N,) things that are looked at, such as those of the worst condition.
    """
    missed = inside & ~model.hit & ~truth.ignored
    if truth.folder is None or not missed.any():
        return None
    count = np.bincount(truth.image[missed], minlength=len(truth.image_ids))
    wrong = np.bincount(model.scored.image[model.wrong], minlength=len(truth.image_ids))
    order = np.lexsort((np.arange(len(count)), -wrong, -count))
    examples: list[Example] = []
    unread = 0
    for image in order[: 2 * SHOWN]:
        if count[image] and len(examples) < SHOWN:
            try:
                examples.append(_example(truth, model, int(image)))
            except DatasetError:  # figures do not need pictures: how many cannot be read is said
                unread += 1
    if not examples:
        return None
    notes = [
        f"most misses of: {words}",
        *([f"pictures that cannot be read, and are left out: {unread}"] if unread else []),
    ]
    return Property("examples", "the worst pictures", "examples", (), plot=Examples(examples), notes=tuple(notes))


def _example(truth: Truth, model: Model, image: int) -> Example:
    assert truth.folder is not None
    width, height = (int(side) for side in truth.sizes[image])
    pixels, _ = decoded(truth.folder / truth.names[image], truth.root, (width, height))
    here = (truth.image == image) & ~truth.ignored
    wrong = model.scored.order.row[model.wrong & (model.scored.image == image)]
    return Example(
        truth.names[image],
        pixels,
        truth.box[here & model.hit].tolist(),
        truth.box[here & ~model.hit].tolist(),
        model.scored.predictions.box[wrong].tolist(),
    )


def interesting(searched: Sequence[Searched], known: Mapping[str, Dimension], most: int) -> Iterator[Dimension]:
    """Columns whose tables are shown where nobody named any: those of the worst findings, categories first."""
    keys = dict.fromkeys(("category", *(key for one in searched for f in one.findings for key in f.condition.keys)))
    yield from [known[key] for key in keys if key in known][:most]
