"""A film beside what was fitted to labels, or alone: one fit, and one file."""

from collections import Counter
from dataclasses import replace
from statistics import median

from measure.fit.fitting import Fit
from measure.fit.pictures.descent import Descent
from measure.fit.pictures.twin import Twin
from measure.fit.real import shape_of
from measure.items import Source


def with_film(fit: Fit, twin: Twin, size: tuple[int, int] | None = None) -> Fit:
    """What labels and pictures say together; sides are those that the film is of, unless ``size`` says others."""
    return replace(
        fit,
        params={**fit.params, **twin.params},
        spreads={**fit.spreads, **twin.spreads},
        before=(*fit.before, *twin.before),
        after=(*fit.after, *twin.after),
        size=size or shape_of(fit.size[0] / fit.size[1], max(twin.size)),
        notes=(*fit.notes, *twin.notes),
    )


def nothing_yet(scene: str, real: Source, size: tuple[int, int] | None = None) -> Fit:
    """Of a set without labels, before anything is known of its pictures."""
    aspect = median(item.size[0] / item.size[1] for item in real.read(Counter()))
    return Fit(scene, {}, b"", {}, (), (), size or shape_of(aspect), ())


def with_descent(fit: Fit, descent: Descent) -> Fit:
    """What labels or a film say, and what only pictures show."""
    return replace(fit, params={**fit.params, **descent.params}, notes=(*fit.notes, *descent.notes))


def film_alone(scene: str, twin: Twin, size: tuple[int, int] | None = None) -> Fit:
    """Of a set without labels."""
    return Fit(scene, twin.params, b"", twin.spreads, twin.before, twin.after, size or twin.size, twin.notes)
