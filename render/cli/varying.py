"""What ``prelabel vary`` says before it renders: how many frames, and what each factor changes, as it is measured."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from assets import SceneError
from render.progress.terminal import as_it_is, say
from render.run.sampling import sample_frame
from render.settings.config import RunConfig, scene_params
from scenes import SceneParams, SceneScript
from scenes.vary.design import Plan, Suite
from scenes.vary.effects import EFFECTS
from scenes.vary.levels import Levels, ends
from scenes.vary.moved import ASPECTS, moved

SCENES, LEVELS = 3, 5  # base scenes and values of a factor that are compared before anything is rendered
HELD = ("things", "place", "others", "scenery", "camera")  # what an experiment hopes to hold fixed


@dataclass(frozen=True)
class Measured:
    """What one factor does to descriptions.

    Attributes:
        key: of the factor.
        pairs: how many were compared.
        found: in how many of them each aspect differs.
        failed: the first description that could not be made, in words; None for none.
    """

    key: str
    pairs: int
    found: dict[str, int]
    failed: str | None = None

    @property
    def unheld(self) -> list[str]:
        """Aspects that an experiment would hold fixed and this factor is not there to change."""
        effect = EFFECTS.get(self.key)
        expected = set[str]()
        if effect is not None:
            expected = {"scenery"} if effect.seen and effect.moves != "all" else set()
            expected |= {"camera"} if effect.moves == "all" else {"place"} if effect.moves == "itself" else set()
            expected |= set() if effect.own else {"others"}  # such as lamps that are lit by night
            expected |= {"things"} if effect.labels else set()
        elsewhere = {"camera", "place"} if self.key in ("motion_px", "blur") else set()
        return [key for key in HELD if key in self.found and key not in expected | elsewhere]


def tell_plan(run: RunConfig, console: Console, only: bool) -> bool:
    """Print the design; returns whether to render.

    Args:
        only: nothing shall be rendered.
    """
    if run.suite is None:
        return not only
    plan = Plan(run.suite, run.seed)
    cells = len(plan.cells)
    say(console, f"suite '{run.suite.name}': {run.suite.repeat} base scenes x {cells} cells = {len(plan)} frames")
    found = measure(run, run.suite)
    console.print(_table(found), highlight=False)
    for item in found:
        if item.failed is not None:
            say(console, f"{item.key}: some frames cannot be made: {item.failed}")
        if item.unheld:
            words = ", ".join(ASPECTS[key] for key in item.unheld)
            say(console, f"{item.key} cannot hold the rest fixed: it also changes {words}")
    return not only


def measure(run: RunConfig, suite: Suite) -> list[Measured]:
    """What each factor alone changes in the first base scenes, as their descriptions say."""
    scenes = [scene_params(run, name) for name in run.scenes]
    return [_measured(run, suite, key, levels, scenes) for key, levels in suite.factors.items()]


def _measured(
    run: RunConfig, suite: Suite, key: str, levels: Levels | str, scenes: list[tuple[SceneScript, SceneParams]]
) -> Measured:
    some = _some(ends(levels) if isinstance(levels, str) else levels)
    repeat = min(suite.repeat, SCENES)
    update = {"factors": {key: some}, "design": "grid", "cells": None, "repeat": repeat}
    alone = Plan(suite.model_copy(update=update), run.seed)
    found, pairs, failed = dict[str, int](), 0, None
    for first in range(0, len(alone), len(some)):
        specs = []
        for number in range(first, first + len(some)):
            try:
                specs.append(sample_frame(number, scenes, run.seed, plan=alone).spec)
            except SceneError as error:
                failed = failed or str(error).partition(": ")[2]
        for spec in specs[1:]:
            pairs += 1
            for aspect in moved(specs[0], spec, suite.of == "first"):
                found[aspect] = found.get(aspect, 0) + 1
    return Measured(key, pairs, {aspect: found[aspect] for aspect in ASPECTS if aspect in found}, failed)


def _some[T](levels: Sequence[T]) -> tuple[T, ...]:
    """A few of them, from the first to the last."""
    if len(levels) <= LEVELS:
        return tuple(levels)
    return tuple(levels[round(place * (len(levels) - 1) / (LEVELS - 1))] for place in range(LEVELS))


def _table(found: Sequence[Measured]) -> Table:
    table = Table(box=None, header_style="dim")
    for heading in ("factor", "changes, in so many of the pairs compared"):
        table.add_column(heading, overflow="fold")
    for item in found:
        told = [f"{ASPECTS[key]} {count}/{item.pairs}" for key, count in item.found.items()]
        table.add_row(as_it_is(item.key), ", ".join(told) or f"nothing in {item.pairs} pairs")
    return table
