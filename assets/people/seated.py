"""People on and in vehicles: riders and drivers."""

from copy import copy
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from assets.geometry import Mesh
from assets.names import expect_name
from assets.people import bake, build, poses
from assets.people.clothes import dress
from assets.people.head import headgear
from assets.people.helmets import HELMETS
from assets.people.luggage import luggage
from assets.people.pedestrian import figure_of
from assets.people.sheet import to_mesh
from assets.people.skeleton import Points, Posture, joints_of
from assets.people.wardrobe import Outfit, cloth_color, random_outfit
from assets.random import stream

type Pair = tuple[tuple[float, float, float], tuple[float, float, float]]

SHIN = -0.46  # of the base body: a driver ends here
SEAT = 0.115  # the pelvis's joint above a seat, of the base body's height


@dataclass(frozen=True, eq=False)
class Rider:
    """Somebody who rides: seated, hands on the bars, and feet wherever pegs or pedals are.

    Attributes:
        rest: (V, 3) the body at rest.
        outfit: what they wear.
        seated: joints of the body, all of which are where they belong but for the legs.
        knee: how far the knees point outward.
    """

    rest: Points
    outfit: Outfit
    seated: Posture
    knee: float

    @classmethod
    def of(
        cls,
        rng: np.random.Generator,
        hips: ArrayLike,
        hands: Pair,
        lean_rad: float = 0.0,
        helmet: bool | str = False,
    ) -> Self:
        """Who rides, by the arguments of ``rider``."""
        who = build.random_build(stream(rng, "build"), float(stream(rng, "age").uniform(17.0, 60.0)))
        outfit = _sporty(random_outfit(stream(rng, "outfit"), who), "bicycle" if helmet is True else helmet or "")
        motor = helmet in ("open", "full")
        if motor:
            outfit = _riding(stream(rng, "riding"), outfit)
        elbow, knee = (0.6, 0.45) if motor else (1.0, 0.25)
        rest = build.body(who)
        posture = joints_of(rest, bake.load().joints)
        targets = np.asarray(hands[0], np.float64), np.asarray(hands[1], np.float64)
        poses.lean_until(posture, np.asarray(hips, np.float64), lean_rad, SEAT * who.height_m / 1.67, targets)
        for (side, sign), target in zip(poses.SIDES, targets, strict=True):
            poses.grip(
                posture,
                side,
                target,
                np.array([1.0, 0.0, -0.25]),
                np.array([0.0, 0.0, 1.0]),
                np.array([-0.2, sign * elbow, -0.6]),
            )
        return cls(rest, outfit, posture, knee)

    def on(self, feet: ArrayLike) -> Mesh:
        """The rider with the balls of the left and of the right foot (2, 3) as near there as legs reach.

        A mesh of the part ``rider``, of the same faces wherever feet are.
        """
        posture = copy(self.seated)
        posture.turned = dict(self.seated.turned)
        for (side, sign), foot in zip(poses.SIDES, np.asarray(feet, np.float64), strict=True):
            poses.tread(posture, side, foot, 0.1, np.array([1.0, sign * self.knee, 0.3]))
        figure = figure_of(self.rest, posture)
        pieces = [
            *dress(figure, self.outfit),
            *headgear(figure, posture, self.outfit),
            *luggage(figure, posture, self.outfit),
        ]
        return to_mesh("rider", "rider", pieces)


def rider(
    rng: np.random.Generator,
    hips: ArrayLike,
    hands: Pair,
    feet: Pair,
    lean_rad: float = 0.0,
    helmet: bool | str = False,
) -> tuple[Mesh, ...]:
    """Somebody who rides: seated, hands on the bars, feet on pegs or pedals, as near as the limbs reach.

    Args:
        hips: on the saddle's surface, under the middle of the pelvis; metres in the vehicle's frame.
        hands: middle of the left and of the right grip.
        feet: where the ball of the left and of the right foot rests.
        lean_rad: of the trunk, forward; more where the hands would not reach.
        helmet: ``bicycle``, ``open`` (a scooter's) or ``full``; true is a bicycle's.

    Returns:
        Meshes of the part ``rider``.
    """
    return (Rider.of(rng, hips, hands, lean_rad, helmet).on(feet),)


def driver(rng: np.random.Generator, hips: ArrayLike, hands: Pair) -> tuple[Mesh, ...]:
    """Somebody at a steering wheel: upper body and thighs only, coarse.

    Args:
        hips: on the seat's surface, under the middle of the pelvis; metres in the vehicle's frame.
        hands: where the left and the right hand hold the wheel.

    Returns:
        Meshes of the part ``driver``.
    """
    who = build.random_build(stream(rng, "build"), float(stream(rng, "age").uniform(19.0, 75.0)))
    outfit = replace(
        _sporty(random_outfit(stream(rng, "outfit"), who), ""), hat="none", open_front=False, bottom="trousers"
    )
    rest = build.body(who)
    posture = joints_of(rest, bake.load().joints)
    targets = np.asarray(hands[0], np.float64), np.asarray(hands[1], np.float64)
    poses.lean_until(posture, np.asarray(hips, np.float64), -0.25, SEAT * who.height_m / 1.67, targets)
    for (side, sign), target in zip(poses.SIDES, targets, strict=True):
        poses.grip(
            posture,
            side,
            target,
            np.array([0.8, -0.3 * sign, 0.6]),
            np.array([-0.3, sign, 0.3]),
            np.array([-0.2, sign * 0.7, -1.0]),
        )
        ahead = posture.joint(f"thigh_{side}") + np.array([0.75, 0.06 * sign, -0.3]) * who.height_m / 1.67
        poses.plant(posture, side, ahead, 0.0, np.array([0.3, sign * 0.2, 1.0]))
    figure = figure_of(rest, posture, far=True)
    return (to_mesh("driver", "driver", [*dress(figure, outfit, SHIN), *headgear(figure, posture, outfit)]),)


def _riding(rng: np.random.Generator, outfit: Outfit) -> Outfit:
    """Mostly a closed jacket and long trousers, dark more often than in the street; sometimes as they are."""
    if rng.random() < 0.25:
        return outfit
    top, bottom = cloth_color(rng, dark=0.7), cloth_color(rng, dark=0.85)
    return replace(
        outfit,
        top="jacket",
        bottom="trousers" if outfit.bottom == "shorts" else outfit.bottom,
        sleeve=2.0,
        hem=0.3 * outfit.hem,
        wide=0.4 + 0.6 * outfit.wide,
        open_front=outfit.open_front and rng.random() < 0.3,
        boots=bool(rng.random() < 0.5),
        colors=outfit.colors | {"top": top, "bottom": outfit.colors["bottom"] if outfit.bottom == "jeans" else bottom},
    )


def _sporty(outfit: Outfit, helmet: str) -> Outfit:
    """Nothing that would catch in a wheel."""
    hat = expect_name(helmet, HELMETS, "rider's helmet") if helmet else outfit.hat
    return replace(
        outfit,
        top="jacket" if outfit.top == "coat" else outfit.top,
        bottom="trousers" if outfit.bottom == "skirt" else outfit.bottom,
        bag="backpack" if outfit.bag == "backpack" else "none",
        hat=hat,
        hair="short" if helmet and outfit.hair == "afro" else outfit.hair,
        tucked=False,
    )
