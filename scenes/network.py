"""A small network that has learnt what belongs together: which cell of each parameter a picture has, given others'.

It was taught with parts of each example hidden (an order-agnostic autoregressive network, Uria et al. 2014): its input
is what is known already, its output the shares of all cells of what is not. So whatever a user fixes is known from the
start, and the rest is drawn one by one. NumPy alone runs it.
"""

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assets import AttributeValue
from assets.random import stream
from scenes.families import Choice, Constant, Distribution

type Floats = NDArray[np.float64]
type Layers = tuple[tuple[Floats, Floats], ...]
type Tell = Callable[[str], AttributeValue | None]
"""The value of a parameter that is not drawn here; None for one that is, or that nobody knows."""


@dataclass(frozen=True)
class Variable:
    """A parameter, where another has one value.

    Attributes:
        key: its name.
        condition, case: holds where that other parameter has this value; both None for always.
        cells: what a picture that has each of them draws it from.
        each: it is drawn for each thing.
    """

    key: str
    condition: str | None
    case: AttributeValue | None
    cells: tuple[Distribution, ...]
    each: bool

    def place(self, value: AttributeValue | None) -> int | None:
        """The cell of a value; None where it has none."""
        return next((at for at, cell in enumerate(self.cells) if _holds(cell, value)), None)


@dataclass(frozen=True, eq=False)
class Network:
    """Attributes:
    variables: in the order in which they are drawn; what pictures draw comes first, and conditions before what they
        are conditions of.
    layers: weights (out, in) and offsets (out,): input and output are all variables' cells side by side.
    """

    variables: tuple[Variable, ...]
    layers: Layers

    def keys(self) -> frozenset[str]:
        """All parameters that it looks at."""
        return frozenset(key for one in self.variables for key in (one.key, one.condition) if key is not None)

    def drawn(self, key: str, frame: np.random.Generator, thing: int | None, tell: Tell) -> tuple[int, int] | None:
        """The place of the parameter's variable and its cell; None where its condition has a value that was not learnt.

        Args:
            frame: the picture's stream, whatever attempt at it.
            thing: the number of the thing that draws it; None for the picture.
            tell: of all other parameters.
        """
        asked = [(place, one) for place, one in enumerate(self.variables) if thing is not None or not one.each]
        told = {one.key: None if one.key == key else tell(one.key) for _, one in asked}
        known, starts = self._told(told), self.starts()
        values = {name: value for name, value in told.items() if value is not None}
        for place, variable in asked:
            condition = variable.condition
            if condition is not None and values.get(condition, tell(condition)) != variable.case:
                continue
            cell = variable.place(values.get(variable.key))
            if variable.key not in values:
                own = stream(frame, f"{variable.key} of {thing}" if variable.each else variable.key)
                cell = self._choice(known, starts[place], starts[place + 1], own)
                if variable.key == key:
                    return place, cell
                values |= _value_of(variable, cell)
            if cell is not None:
                known[starts[place] + cell] = 1.0
        return None

    def _told(self, told: Mapping[str, AttributeValue | None]) -> Floats:
        """(K,) what is known from the start, so that all the rest is drawn given that."""
        known = np.zeros(self.layers[0][0].shape[1])
        for start, variable in zip(self.starts(), self.variables, strict=False):
            cell = variable.place(told.get(variable.key))
            if cell is not None and (variable.condition is None or told.get(variable.condition) == variable.case):
                known[start + cell] = 1.0
        return known

    def _choice(self, known: Floats, start: int, end: int, rng: np.random.Generator) -> int:
        shares = tuple(self.shares(known)[start:end].tolist())
        return int(Choice(tuple(range(len(shares))), shares).sample(rng))

    def starts(self) -> list[int]:
        """Where each variable's cells begin, and the end."""
        return [0, *np.cumsum([len(variable.cells) for variable in self.variables]).tolist()]

    def shares(self, known: Floats) -> Floats:
        """(K,) of each variable's cells, given what is known (K,): 1 for cells that the picture has."""
        return np.asarray(shares_of(forward(self.layers, known[None])[-1], self.starts())[0])


def forward(layers: Layers, known: Floats, fast: bool = False) -> list[Floats]:
    """(N, …) what each layer gives, of (N, K); the last is no share yet. ``fast`` may differ in its last digits."""
    out = [known]
    for number, (weights, offsets) in enumerate(layers):
        # einsum adds up in the same order whatever machine it is, which BLAS does not.
        value = (out[-1] @ weights.T if fast else np.einsum("ni,oi->no", out[-1], weights)) + offsets
        out.append(np.tanh(value) if number < len(layers) - 1 else value)
    return out


def shares_of(logits: Floats, starts: Sequence[int]) -> Floats:
    """(N, K) with a sum of 1 in each block."""
    out = np.empty_like(logits)
    for start, end in itertools.pairwise(starts):
        part = np.exp(logits[:, start:end] - logits[:, start:end].max(axis=1, keepdims=True))
        out[:, start:end] = part / part.sum(axis=1, keepdims=True)
    return out


def _value_of(variable: Variable, cell: int) -> dict[str, AttributeValue]:
    """By its key, where a cell is one value, which others may be conditional on."""
    found = variable.cells[cell]
    return {variable.key: found.value} if isinstance(found, Constant) else {}


def _holds(cell: Distribution, value: AttributeValue | None) -> bool:
    if value is None:
        return False
    if isinstance(cell, Constant):
        return bool(cell.value == value)
    low, high = cell.support()[0], cell.support()[-1]
    numbers = all(isinstance(each, int | float) for each in (low, high, value))
    return numbers and float(low) <= float(value) <= float(high)
