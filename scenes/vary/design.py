"""Which frame of a suite shows what: repeats of base scenes, each in every cell of a design."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from typing import Any, Literal, Self

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, field_validator

from assets import AttributeValue, ConfigError
from assets.names import nearest
from assets.random import stream
from assets.reading import shown
from scenes.distributions import Constant
from scenes.domain import Domain
from scenes.params import SceneParams
from scenes.spec import SceneSpec
from scenes.vary.edits import EDITS, edited
from scenes.vary.levels import Levels, ends, read_levels

MOST_CELLS = 100_000

type Cell = Mapping[str, AttributeValue]
"""Values of factors in one frame; those that it does not name stay as the scene has them."""


class Suite(BaseModel):
    """What is varied, as ``run.yaml`` has it. ``read_suite`` makes one whose values are checked.

    Attributes:
        name: of the suite, which each image's entry bears.
        factors: values by name; with the design ``lhs`` also ``LOW:HIGH``.
        design: every combination of values, one factor at a time while the others stay as the scene has them, or as
            many points as ``cells`` says, spread evenly over each factor (a Latin hypercube).
        of: whether parameters of single things are set for the first one or for all.
        repeat: base scenes.
        cells: of a Latin hypercube.
        meter: what the light meter goes by: what lies around the things, so that a black car does not brighten the
            street, or the whole picture, as a camera does.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = "suite"
    factors: dict[str, Any] = Field(min_length=1)
    design: Literal["grid", "one", "lhs"] = "grid"
    of: Literal["first", "all"] | None = None
    repeat: int = Field(10, ge=1, le=1_000_000)
    cells: int | None = Field(None, ge=2, le=MOST_CELLS)
    meter: Literal["surroundings", "picture"] = "surroundings"

    @field_validator("name")
    @classmethod
    def _name(cls, value: str) -> str:
        if not value.strip() or not value.isprintable() or len(value) > 100:
            raise ValueError("expected a name of 1 to 100 printable characters")
        return value


def read_suite(value: Suite, params: Mapping[str, SceneParams]) -> Suite:
    """A suite whose values are those of the scenes' parameters, or of edits.

    Args:
        params: of each scene, by name.

    Raises:
        ConfigError: a factor is neither, or has a value that it cannot have.
    """
    if (value.design == "lhs") != (value.cells is not None):
        raise ConfigError("suite: expected the number of cells with the design lhs, and with it alone")
    factors = {key: _levels(key, levels, value.design, params) for key, levels in value.factors.items()}
    firsts = [key for key in factors if key in EDITS and EDITS[key].of_first and not _is_parameter(key, params)]
    if firsts and value.of == "all":
        raise ConfigError(f"suite: '{firsts[0]}' is of the first thing; expected of: first")
    out = value.model_copy(update={"factors": factors, "of": value.of or ("first" if firsts else "all")})
    _check_count(out)
    for name, own in params.items():
        kept = "identities" in type(own).model_fields and getattr(own, "identities") != Constant(0)  # noqa: B009
        each = [key for key in factors if key in own.each]
        if out.of == "first" and kept and each:
            raise ConfigError(f"suite: '{each[0]}' is part of who somebody is; expected of: all with {name}.identities")
    return out


def _check_count(suite: Suite) -> None:
    """Raises:
    ConfigError: its design has too many cells.
    """
    sizes = [len(levels) for levels in suite.factors.values()]
    count = {"one": sum(sizes), "grid": math.prod(sizes)}.get(suite.design, 0)
    if count > MOST_CELLS:
        raise ConfigError(f"suite: expected a design of at most {MOST_CELLS} cells, got {shown(count)}")


def _is_parameter(key: str, params: Mapping[str, SceneParams]) -> bool:
    return all(key in type(own).model_fields for own in params.values())


def _levels(key: str, value: Any, design: str, params: Mapping[str, SceneParams]) -> Levels | str:
    """A factor's values. Where a scene has a parameter of that name it is meant, and not the edit."""
    where = f"factor '{shown(key)}'"
    having = {name: own for name, own in params.items() if key in type(own).model_fields}
    if key not in EDITS and len(having) < len(params):
        fields = {field for own in params.values() for field in type(own).model_fields}
        known = sorted({*fields, *EDITS})
        without = next(name for name in params if name not in having)
        edits = ", ".join(EDITS)
        raise ConfigError(f"{where}: expected a parameter of '{without}', or {edits}{nearest(key, known)}")
    if having and len(having) < len(params):
        raise ConfigError(f"{where}: expected scenes that all have the parameter, {', '.join(having)} alone does")
    domains: Sequence[Domain] = [own.domain(key) for own in having.values()] or [EDITS[key].domain]
    found = [read_levels(domain, value, where) for domain in domains]
    if isinstance(found[0], str) and design != "lhs":
        raise ConfigError(f"{where}: expected LOW:HIGH:STEP, such as 0:345:15, with the design {design}, got {value}")
    return found[0]


@dataclass(frozen=True, eq=False)
class Plan:
    """A suite's frames.

    Attributes:
        suite: that ``read_suite`` has made.
        seed: of the run.
    """

    suite: Suite
    seed: int = 0

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """Of the design, in the order of frames."""
        _check_count(self.suite)  # it may have been read from anybody's file
        factors = self.suite.factors
        if self.suite.design == "one":
            return tuple({key: level} for key, levels in factors.items() for level in levels)
        if self.suite.design == "grid":
            return tuple(dict(zip(factors, row, strict=True)) for row in product(*factors.values()))
        columns = [self._spread(key, levels) for key, levels in factors.items()]
        return tuple(dict(zip(factors, row, strict=True)) for row in zip(*columns, strict=True))

    def __len__(self) -> int:
        """How many frames there are."""
        return self.suite.repeat * len(self.cells)

    def place(self, number: int) -> tuple[int, int]:
        """Repeat and cell of a frame: all cells of a base scene come in a row."""
        return divmod(number, len(self.cells))

    def entry(self, number: int) -> dict[str, Any]:
        """What an image's entry says beside its factors."""
        repeat, cell = self.place(number)
        return {"name": self.suite.name, "repeat": repeat, "cell": cell, "of": self.suite.of or "all"}

    def factors(self, number: int) -> Cell:
        return self.cells[self.place(number)[1]]

    def held(self, params: SceneParams, cell: Cell) -> SceneParams:
        """A scene's parameters as a cell sets them."""
        own = {key: Constant(value) for key, value in cell.items() if key in type(params).model_fields}
        return params.holding(own, 0 if self.suite.of == "first" else None)

    def edited(self, spec: SceneSpec, params: SceneParams, cell: Cell, rng: np.random.Generator) -> SceneSpec:
        """A scene that was sampled, after what no parameter of its script could set.

        Args:
            rng: the base scene's.

        Raises:
            SceneError: the scene has nothing that could be changed so.
        """
        own = {key: value for key, value in cell.items() if key not in type(params).model_fields}
        out = edited(spec, own, stream(rng, "vary"))
        if self.suite.meter == "surroundings":
            out = replace(out, camera=replace(out.camera, meters_things=False))
        return out

    def _spread(self, key: str, levels: Levels | str) -> list[AttributeValue]:
        """One value of a factor for each cell: each part of its range once, in an order of its own."""
        count = self.suite.cells or 0
        rng = stream(np.random.default_rng(np.random.SeedSequence(self.seed)), f"hypercube {key}")
        share = (rng.permutation(count) + 0.5) / count
        if isinstance(levels, str):
            low, high = ends(levels)
            return [float(f"{low + (high - low) * u:.6g}") for u in share.tolist()]
        return [levels[int(u * len(levels))] for u in share.tolist()]

    @classmethod
    def of(cls, suite: Suite | None, seed: int) -> Self | None:
        return None if suite is None else cls(suite, seed)
