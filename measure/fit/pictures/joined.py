"""A film beside what was fitted to labels, or alone: one fit, and one file."""

from dataclasses import replace

from measure.fit.fitting import Fit
from measure.fit.pictures.twin import Twin
from measure.fit.real import shape_of


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


def film_alone(scene: str, twin: Twin, size: tuple[int, int] | None = None) -> Fit:
    """Of a set without labels."""
    return Fit(scene, twin.params, b"", twin.spreads, twin.before, twin.after, size or twin.size, twin.notes)
