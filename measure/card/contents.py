"""What a set holds and how it was made, as properties of its card. Nothing is said that the set does not say."""

import shlex
from collections.abc import Mapping
from typing import Any

import numpy as np

from annotate.stats import FEW
from measure.card.facts import Facts, Head
from measure.card.history import derived, history
from measure.card.plots import MOST_BARS, Histogram
from measure.plots import Bars
from measure.report import Cell, Property
from measure.table import Table

MOST_COLUMNS, MOST_NAMES = 60, 64  # that are shown; names beyond which they say who a thing is
TOP = 12  # names in a table
MADE = (
    "scenes",
    "seed",
    "size",
    "engine",
    "preset",
    "samples",
    "noise",
    "format",
    "quality",
    "views",
    "balance",
    "augment",
)
FILTERS = ("min_area", "min_visible", "keep_ignored")


def contents(facts: Facts) -> list[Property]:
    """What is in it: counts, categories, what labels mean, splits."""
    rows: list[dict[str, Cell]] = [{"what": "format", "value": facts.kind}]
    rows += [{"what": "pictures", "value": facts.images.pictures}]
    rows += [{"what": "labelled things", "value": len(facts.things) if facts.labelled else "no labels"}]
    rows += [{"what": "sizes", "value": ", ".join(f"{name} ({n})" for name, n in facts.sizes.most_common(5))}]
    if facts.scenes:
        rows += [{"what": "scenes", "value": ", ".join(f"{name} ({n})" for name, n in facts.scenes.most_common(8))}]
    figures = {"pictures": float(facts.images.pictures), "things": float(len(facts.things))}
    out = [Property("contents", "counts", "contents", rows, figures=figures)]
    if facts.categories:
        total = sum(facts.categories.values())
        kinds: list[dict[str, Cell]] = [
            {"category": name, "things": count, "share": count / total}
            for name, count in facts.categories.most_common()
        ]
        shares = np.array([float(row["share"] or 0) for row in kinds])
        plot = Bars([str(row["category"]) for row in kinds], shares, most=MOST_BARS)
        out.append(Property("categories", "categories", "contents", kinds, plot=plot))
    if labels := _labels(facts):
        out.append(Property("labels", "what the labels mean", "contents", labels))
    return [*out, _splits(facts)]


def _labels(facts: Facts) -> list[dict[str, Cell]]:
    out: list[dict[str, Cell]] = []
    schemas = facts.info.get("attribute_schema")
    for category, schema in (schemas if isinstance(schemas, dict) else {}).items():
        for key, said in (schema if isinstance(schema, dict) else {}).items():
            if isinstance(said, dict):
                out.append({"category": str(category), "attribute": str(key), **_defined(said)})
    known = {str(row["attribute"]) for row in out}
    for key, kind in facts.things.columns().items():
        if key not in known and key != "category":
            meaning = _SHARES.get(key, "not said by the set")
            out.append({"category": "", "attribute": key, "type": kind, "values": "", "meaning": meaning})
    return out


_SHARES = {
    "visible_fraction": "of the whole thing's outline, what is seen; docs/labels.md",
    "truncation": "share of it outside the picture",
    "occlusion": "of what is inside the picture, the share behind other things",
}


def _defined(said: Head) -> dict[str, Cell]:
    values, bounds = said.get("values"), said.get("range")
    told = ", ".join(map(str, values)) if isinstance(values, list) else ""
    if not told and isinstance(bounds, list):
        told = " to ".join("any" if bound is None else str(bound) for bound in bounds)
    unit = f" {said['unit']}" if isinstance(said.get("unit"), str) else ""
    meaning = str(said.get("description", ""))
    return {"type": str(said.get("type", "")), "values": told + unit, "meaning": meaning}


def _splits(facts: Facts) -> Property:
    if not facts.splits:
        return Property("splits", "splits", "contents", [], notes=("the set is in one piece",))
    rows: list[dict[str, Cell]] = [
        {"split": name, "pictures": count, "share": count / max(facts.images.pictures, 1)}
        for name, count in facts.splits.items()
    ]
    return Property("splits", "splits", "contents", rows)


def making(facts: Facts) -> list[Property]:
    """How it was made, from what, and what was done to it since."""
    return [_made(facts), _sources(facts), history(facts)]


def _made(facts: Facts) -> Property:
    config = facts.info.get("config")
    if not facts.ours or not isinstance(config, dict):
        note = "the set does not say how it was made"
        if derived(facts):
            note = "it was made from other pictures: 'what was done to it' has what is known"
        marked: list[dict[str, Cell]] = [{"what": "marks in pictures", "value": _marks(facts)}]
        rows = marked if set(facts.marks) - {""} else []
        return Property("made", "how it was made", "made", rows, notes=(note,))
    versions = facts.info.get("versions")
    rows = [
        {"what": f"version of {name}", "value": str(value)}
        for name, value in (versions if isinstance(versions, dict) else {}).items()
    ]
    rows.append({"what": "hash of the settings", "value": str(facts.info["config_hash"])})
    rows += [{"what": key, "value": _said(config[key])} for key in MADE if config.get(key) not in (None, {}, [])]
    rows.append({"what": "marks in pictures", "value": _marks(facts)})
    return Property("made", "how it was made", "made", rows, notes=(_command(facts),))


def _command(facts: Facts) -> str:
    settings = facts.settings
    if isinstance(settings.get("count"), int) and settings.get("scenes"):
        again = shlex.join(["prelabel", "render", "--config", "run.yaml", "--out", "again"])
        return f"the command that makes it again, byte for byte with the same versions: {again}"
    return "run.yaml, which makes it again, does not lie beside it; info.config of the COCO file has all but its frames"


def _marks(facts: Facts) -> str:
    if not facts.marks:
        return "not looked at: no picture was found"
    told = ", ".join(f"{name or 'none'} ({count})" for name, count in facts.marks.most_common())
    return f"{told}, of {facts.marks.total()} pictures looked at"


def _sources(facts: Facts) -> Property:
    title = "sources and licences"
    said = facts.info.get("asset_licences")
    known = (
        {(str(item.get("origin")), item.get("licence")) for item in said if isinstance(item, dict)}
        if isinstance(said, list)
        else set()
    )
    known |= set(facts.sources)
    if not known:
        return Property("sources", title, "made", [], notes=("the set does not say what it was made from",))
    rows: list[dict[str, Cell]] = [
        {"source": origin, "licence": licence or "not stated", "pictures": facts.sources.get((origin, licence), 0)}
        for origin, licence in sorted(known, key=str)
    ]
    notes = [
        "every mesh, texture and sky, by the pictures in which it was used",
        "the pictures' own licence is their maker's to give",
    ]
    if unstated := sum(row["licence"] == "not stated" for row in rows):
        notes.append(f"{unstated} of these came without a licence: ask who gave them")
    return Property("sources", title, "made", rows, figures={"unlicensed": float(unstated)}, notes=tuple(notes))


def distributions(facts: Facts) -> list[Property]:
    """A plot of every attribute and parameter that differs from one to the next."""
    out: list[Property] = []
    for table, of in ((facts.things, "labels"), (facts.images, "pictures")):
        for key in table.columns():
            if key != "category" and len(out) < MOST_COLUMNS and (found := _distribution(facts, table, key, of)):
                out.append(found)
    return out


def _distribution(facts: Facts, table: Table, key: str, of: str) -> Property | None:
    name, title = f"{of}_{key}", f"{key.replace('_', ' ')} ({of})"
    if table.columns()[key] == "number":
        values = table.numbers(key)
        values = values[np.isfinite(values)]
        whole = bool((values == np.round(values)).all())
        if not len(values) or np.ptp(values) == 0.0:
            return None
        if not whole or len(np.unique(values)) > FEW:
            cuts = np.quantile(values, (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0))
            marks = zip(("least", "5 %", "25 %", "median", "75 %", "95 %", "most"), map(float, cuts), strict=True)
            rows: list[dict[str, Cell]] = [{"values": len(values), "mean": float(values.mean()), **dict(marks)}]
            return Property(name, title, "distributions", rows, plot=Histogram(values, _unit(key)))
        found, counts = np.unique(values, return_counts=True)
        return _bars(name, title, [f"{value:g}" for value in found], counts, False)
    codes, names = table.names(key)
    counts = np.bincount(codes[codes >= 0], minlength=len(names))
    if not 1 < len(names) <= MOST_NAMES:
        return None
    return _bars(name, title, names, counts, True)


def _bars(name: str, title: str, names: list[str], counts: Any, ordered: bool) -> Property:
    order = sorted(range(len(names)), key=lambda place: -counts[place]) if ordered else list(range(len(names)))
    shares = counts / max(counts.sum(), 1)
    told = [names[place] for place in order]
    rows: list[dict[str, Cell]] = [
        {"value": names[place], "number": int(counts[place]), "share": float(shares[place])} for place in order[:TOP]
    ]
    more = (f"{len(names) - TOP} more",) if len(names) > TOP else ()
    return Property(name, title, "distributions", rows, plot=Bars(told, shares[order], most=MOST_BARS), notes=more)


def limits(facts: Facts) -> Property:
    """What is known to be missing, or not known."""
    notes = [f"{count} × {sentence}" for sentence, count in sorted(facts.told.items())]
    if facts.ours:
        notes.append("pictures are rendered: a model that learnt from them alone has seen no photograph")
        config = facts.info["config"] if isinstance(facts.info.get("config"), dict) else {}
        cut = {key: config[key] for key in FILTERS if config.get(key)}
        if cut:
            notes.append(
                f"things are labelled only from these limits on: {', '.join(f'{k} {v}' for k, v in cut.items())}"
            )
    if len(facts.origins) > 1:
        notes.append("sets were mixed: what is labelled in one may be there without a label in another")
    if facts.replaced:
        notes.append(
            "labels of replaced faces and plates are those of what was rendered; others are as they were given"
        )
    if not facts.labelled:
        notes.append("there are no labels: nothing is known of what the pictures show")
    if not facts.info:
        notes.append("the set has no head that says what it is: versions, settings, sources and licences are not known")
    if not facts.pictures:
        notes.append("no picture was found beside the labels")
    if facts.labelled and not facts.categories.get("face"):
        notes.append("there are no faces: fairness and identities are not told")
    if facts.marks.get("") and facts.ours:
        notes.append(
            f"{facts.marks['']} of {facts.marks.total()} pictures looked at have no mark that they are synthetic"
        )
    return Property("limits", "known limits", "limits", [], notes=tuple(notes))


def _unit(key: str) -> str:
    return next((unit for unit in ("deg", "px", "mm", "m", "years") if key.endswith(f"_{unit}")), "")


def _said(value: Any) -> str:
    if isinstance(value, list):
        return "×".join(map(str, value)) if all(isinstance(item, int) for item in value) else ", ".join(map(str, value))
    if isinstance(value, Mapping):
        return str(value.get("name") or ", ".join(map(str, value)))
    return str(value)
