"""A person whose face moves: the same hair, clothes and skin at every moment."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from assets.asset import Asset
from assets.faces import bake, shape
from assets.faces.grown import Grown
from assets.faces.identity import Identity
from assets.faces.look import Look
from assets.faces.person import expressed, person
from assets.faces.surface import body_faces, limit, normals

NECK_M = np.array([0.005, 0.0, 0.045])  # from the neck's joint to what shoulders turn about in ``shape``


@dataclass(frozen=True, eq=False)
class Actor:
    """Attributes:
    rng, identity, look, detail: as ``person`` has them; the look is that of one moment.
    grown: their hair.
    neck: (3,) what head and shoulders turn about, in the head's frame, metres.
    """

    rng: np.random.Generator
    identity: Identity
    look: Look
    detail: float
    grown: Grown
    neck: NDArray[np.float64]

    @classmethod
    def of(cls, rng: np.random.Generator, identity: Identity, look: Look, detail: float = 1.0) -> Self:
        """Who ``person`` makes, with empty hands that hang.

        Raises:
            ConfigError: the MakeHuman data is not installed.
        """
        look = replace(look, held="none", arms="hanging")
        data, start = bake.load(), shape.neutral(identity)
        control = shape.posed(start, expressed(rng, look), look.neck_rad)
        surface, facing = limit(control, body_faces()), normals(control, body_faces())
        grown = Grown.on(person(rng, identity, look, detail).curves, surface, facing)
        upright = shape.posed(start, {}, (0.0, 0.0, 0.0))
        neck = upright[data.vertices_of("joint-neck")].mean(0).astype(np.float64) + NECK_M
        return cls(rng, identity, look, detail, grown, neck)

    def at(
        self,
        strength: float,
        gaze_rad: tuple[float, float],
        neck_rad: tuple[float, float, float],
        more: Mapping[str, float],
    ) -> Asset:
        """The person at a moment.

        Args:
            strength: of the expression, 0..1.
            gaze_rad, neck_rad: as ``Look`` has them.
            more: weights of actions that are reached at least: blinks, speech.
        """
        look = replace(self.look, expression_strength=strength, gaze_rad=gaze_rad, neck_rad=neck_rad)
        acts = dict(expressed(self.rng, look))
        for name, weight in more.items():
            acts[name] = max(acts.get(name, 0.0), weight)
        return person(self.rng, self.identity, look, self.detail, acts, self.grown)
