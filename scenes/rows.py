"""Vehicles of one kind side by side: a dealer's cars, a depot's buses, motorcycles that meet."""

import numpy as np

from assets.random import stream
from assets.vehicles import FLEET
from scenes.params import SceneParams
from scenes.pose import Float64
from scenes.stands import Body, Standing, Stands

TRIES = 60  # types drawn until one is of the category that is wanted
PLACES = 6  # on either side of the first, and as many in the row behind
GAP_M = (0.45, 1.1)  # between two of a row
BEHIND_M = (0.8, 2.5)  # between two rows


def of_kind(rng: np.random.Generator, params: SceneParams, category: str) -> np.random.Generator:
    """A stream from which ``params`` draw a type of the category; ``rng`` where none was found."""
    for attempt in range(TRIES):
        own = stream(rng, f"alike {attempt}")
        if FLEET[params.name(own, "type")].category == category:
            return own
    return rng


def row_places(rng: np.random.Generator, first: Standing, body: Body, stands: Stands) -> Float64:
    """(N, 4) x, y, z, yaw beside the first vehicle and in a row behind it, nearest first; all head as it does.

    None lies outside all ``stands``, which reach as far as the ground is free.
    """
    steps = np.concatenate([np.arange(1, PLACES + 1), -np.arange(1, PLACES + 1)])
    steps = steps[np.argsort(np.abs(steps), kind="stable")]
    across = steps * (body.size[1] + rng.uniform(*GAP_M)) * rng.choice([-1.0, 1.0])
    back = body.size[0] + rng.uniform(*BEHIND_M)
    behind = np.concatenate([np.zeros(len(steps)), np.full(len(steps) + 1, -back)])
    aside = np.concatenate([across, [0.0], across])
    x, y, z, yaw = first.place
    ahead, left = np.array([np.cos(yaw), np.sin(yaw)]), np.array([-np.sin(yaw), np.cos(yaw)])
    off = behind + rng.normal(0.0, 0.12, len(behind))
    xy = [x, y] + off[:, None] * ahead + aside[:, None] * left
    turn = yaw + rng.normal(0.0, 0.04, len(behind))
    ground = stands.place[:, :2]
    within = ((xy >= ground.min(axis=0)) & (xy <= ground.max(axis=0))).all(axis=1)
    return np.asarray(np.column_stack([xy, np.full(len(behind), z), turn])[within])


def nearness(first: Standing, places: Float64) -> Float64:
    """(N,) weights of places (N, 4): a row is filled from where it began."""
    away = np.linalg.norm(places[:, :2] - first.place[:2], axis=1)
    return np.asarray(1.0 / away.clip(1.5) ** 3)
