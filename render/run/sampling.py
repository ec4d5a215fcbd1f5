"""A frame before it is rendered: from its number to the description of what it shows, a pure function of the seed."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from assets import SceneError
from assets.random import stream
from scenes import SceneParams, SceneScript, SceneSpec, sample
from scenes.motion import at
from scenes.vary.design import Cell, Plan


@dataclass
class LastScene:
    """The scene that was sampled last, which the views of it, or the frames of its clip, that follow share.

    Attributes:
        number: of the scene, in a suite with what is set of it; None for none yet.
        found: what sampling gave.
    """

    number: Hashable | None = None
    found: tuple[SceneSpec, int] | None = None

    def of(self, number: Hashable, sampled: Callable[[], tuple[SceneSpec, int]]) -> tuple[SceneSpec, int]:
        if self.number != number or self.found is None:
            self.number, self.found = None, None  # before another one takes its room
            self.number, self.found = number, sampled()
        return self.found


@dataclass(frozen=True)
class Sampled:
    """One frame before it is rendered.

    Attributes:
        number: k.
        scene: name of its script.
        scene_id, view: the number of its scene or clip, and which picture of it this is, from 0.
        rejected: attempts at the scene that could not be placed, where this is its first picture.
        suite, factors: of a suite's frame, for the image's entry.
    """

    number: int
    scene: str
    scene_id: int
    view: int
    spec: SceneSpec
    rejected: int
    rng: np.random.Generator
    suite: Mapping[str, Any] | None = None
    factors: Cell = field(default_factory=dict)


def sample_frame(
    number: int,
    scenes: list[tuple[SceneScript, SceneParams]],
    seed: int,
    last: LastScene | None = None,
    plan: Plan | None = None,
) -> Sampled:
    """Frame ``number`` before it is rendered: a pure function of its arguments. Scenes take turns.

    Frames in a row that are views of one scene share all of it but the camera, and ``last`` keeps it for them. Those of
    a clip share what stands still in it, and those of a suite's ``plan`` what no factor changes.

    Raises:
        SceneError: it cannot be placed; names the frame.
    """
    if plan is not None:
        return _suite_frame(number, scenes, seed, last or LastScene(), plan)
    clip = scenes[0][1].clip
    scene_id, view = divmod(number, scenes[0][1].views if clip is None else clip.frames)
    script, params = scenes[scene_id % len(scenes)]
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(scene_id,)))
    picture = params.for_picture(scene_id // len(scenes))
    try:
        spec, rejected = (last or LastScene()).of(scene_id, lambda: sample(script, picture, rng))
        seen = spec.seen_in(view) if clip is None else at(spec, clip.at(view))
    except SceneError as error:
        raise SceneError(f"frame {number}: {error}") from error
    own = stream(rng, f"frame of view {view}") if view else rng
    return Sampled(number, script.name, scene_id, view, seen, 0 if view else rejected, own)


def _suite_frame(
    number: int, scenes: list[tuple[SceneScript, SceneParams]], seed: int, last: LastScene, plan: Plan
) -> Sampled:
    """A frame of a suite: its base scene is sampled from the repeat's stream, whatever the cell."""
    repeat, _ = plan.place(number)
    cell = plan.factors(number)
    script, params = scenes[repeat % len(scenes)]
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(repeat,)))
    picture = plan.held(params, cell).for_picture(repeat // len(scenes))
    held = tuple(item for item in cell.items() if item[0] in type(params).model_fields)
    try:
        spec, rejected = last.of((repeat, held), lambda: sample(script, picture, rng))
        spec = plan.edited(spec, params, cell, rng)
    except SceneError as error:
        raise SceneError(f"frame {number}: {error}") from error
    return Sampled(number, script.name, repeat, 0, spec, rejected, rng, plan.entry(number), cell)
