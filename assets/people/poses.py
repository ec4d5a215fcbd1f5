"""How people stand, wait, walk and sit."""

import numpy as np
from numpy.typing import ArrayLike

from assets.people.skeleton import INDEX, Posture
from assets.people.vectors import Vector, about, cross, frame, turn

BENT = 1.06  # shoulder to grip in arm lengths (the hand adds some) that still leaves the elbows a little bent
SIDES = (("l", 1.0), ("r", -1.0))
# Degrees over a stride that starts with the heel's strike, every tenth of it: hip and knee bent, foot lifted against
# the shin, toes bent. After the usual curves of gait analysis (Winter 2009), rounded.
HIP = (26, 23, 16, 8, -1, -8, -4, 12, 24, 28)
KNEE = (5, 15, 15, 9, 6, 11, 36, 60, 48, 16)
ANKLE = (0, -5, 3, 7, 9, 4, -14, -8, 0, 1)
TOES = (8, 0, 0, 0, 6, 24, 12, 0, 4, 8)
REACHED_M = 1e-3
TIPTOE = 0.85  # radians, toes down at most


def stand(rng: np.random.Generator, posture: Posture) -> None:
    """On both feet, the weight on one of them."""
    sway, side = float(rng.uniform(-0.05, 0.05)), float(rng.choice([-1.0, 1.0]))
    posture.turned["pelvis"] = turn(roll=0.5 * sway)
    posture.turn("chest", turn(yaw=float(rng.normal(0.0, 0.06)), roll=-sway))
    _head(rng, posture, 0.35)
    wide = float(rng.uniform(0.02, 0.10))
    for s, sign in SIDES:
        bent = float(rng.uniform(0.12, 0.3)) if sign == side else float(rng.uniform(0.02, 0.06))
        _leg(posture, s, 0.5 * bent, bent, 0.0, 0.0, sign * wide, sign * float(rng.uniform(0.05, 0.3)))
    for s, sign in SIDES:
        _hang(
            posture,
            s,
            float(rng.normal(0.0, 0.06)),
            float(rng.uniform(0.10, 0.35)),
            sign * float(rng.uniform(0.10, 0.2)),
        )


def wait(rng: np.random.Generator, posture: Posture) -> str:
    """Standing with something to do: a hand in the pocket, a phone, hands joined.

    Returns:
        ``phone`` if the right hand holds one, ``l`` or ``lr`` for the hands in pockets, or nothing.
    """
    stand(rng, posture)
    what = str(rng.choice(["pocket", "phone"]))
    if what == "phone":
        posture.turn("head", turn(pitch=float(rng.uniform(0.2, 0.45))))
        chest = posture.joint("neck")
        arm = posture.length("upperarm_r", "lowerarm_r")
        target = chest + np.array([1.15 * arm, -0.25 * arm, -0.75 * arm])
        _hold(posture, "r", target, np.array([-0.2, -0.5, -1.0]))
        return "phone"
    if what == "pocket":
        sides = SIDES[: 1 + int(rng.random() < 0.5)]
        for s, sign in sides:
            hip = posture.joint(f"thigh_{s}")
            target = hip + np.array([0.055, sign * 0.10, 0.03]) * (posture.length("thigh_l", "calf_l") / 0.42)
            posture.reach(f"upperarm_{s}", f"lowerarm_{s}", f"hand_{s}", target, np.array([-0.9, sign * 0.8, 0.0]))
        return "".join(s for s, _ in sides)
    return ""


def walk(rng: np.random.Generator, posture: Posture, phase: float | None = None) -> None:
    """Somewhere in a stride: at ``phase`` of it, 0..1 from the left heel's strike; None draws one."""
    drawn, pace = float(rng.uniform()), float(rng.uniform(0.75, 1.1))
    phase = drawn if phase is None else phase % 1.0
    posture.turned["pelvis"] = turn(yaw=-0.08 * pace * np.cos(2.0 * np.pi * phase), pitch=0.03)
    posture.turn("chest", turn(yaw=0.16 * pace * np.cos(2.0 * np.pi * phase), pitch=float(rng.uniform(0.0, 0.06))))
    _head(rng, posture, 0.2)
    lively = float(rng.uniform(0.6, 1.3))
    for s, sign in SIDES:
        at = (phase + 0.5 * (s == "r")) % 1.0
        hip, knee, ankle, toes = (np.radians(_curve(row, at)) for row in (HIP, KNEE, ANKLE, TOES))
        _leg(posture, s, pace * hip, pace**0.5 * knee, ankle, toes, sign * 0.015, sign * 0.06)
        back = np.cos(2.0 * np.pi * at)  # the arm goes against its leg
        flex = float(rng.uniform(0.15, 0.4)) + 0.25 * max(0.0, -back) * lively
        _hang(posture, s, -0.38 * lively * pace * back, flex, sign * 0.13)


def sit(posture: Posture, hips: Vector, lean: float, seat: float) -> None:
    """Pelvis on a seat, the trunk leaning forward by ``lean`` radians, the head level.

    Args:
        hips: on the seat's surface, under the middle of the pelvis.
        seat: of the pelvis's joint above it, metres.
    """
    posture.root = hips + np.array([0.0, 0.0, seat])
    posture.turned["pelvis"] = turn(pitch=-0.12 + 0.55 * lean)
    for bone, share in (("belly", 0.25), ("waist", 0.2), ("chest", 0.15)):
        posture.turn(bone, turn(pitch=share * lean + 0.03))
    back = -min(1.0 * lean, 0.85)
    posture.turn("neck", turn(pitch=0.5 * back))
    posture.turn("head", turn(pitch=0.5 * back))


def lean_until(posture: Posture, hips: Vector, lean: float, seat: float, hands: tuple[Vector, Vector]) -> None:
    """Sit, and bring the shoulders and then the trunk forward as far as the hands need to reach their targets."""
    for extra in np.arange(0.0, 0.61, 0.06):
        posture.turned.clear()
        sit(posture, hips, lean + float(extra), seat)
        gaps = []
        for (s, sign), hand in zip(SIDES, hands, strict=True):
            posture.turn(f"clavicle_{s}", turn(yaw=-sign * min(0.3, 0.15 + float(extra))))
            arm = posture.length(f"upperarm_{s}", f"lowerarm_{s}") + posture.length(f"lowerarm_{s}", f"hand_{s}")
            gaps.append(float(np.linalg.norm(hand - posture.joint(f"upperarm_{s}"))) / arm)
        if max(gaps) < BENT:
            return


def grip(posture: Posture, side: str, target: Vector, along: Vector, over: Vector, pole: Vector) -> None:
    """Close a hand around a bar.

    Args:
        target: middle of the grip.
        along: direction of the fingers when they lie on the bar.
        over: where the back of the hand looks.
        pole: where the elbow goes.
    """
    up = over - (over @ along) * along / (along @ along)
    up /= np.linalg.norm(up)
    palm = posture.length(f"hand_{side}", f"fingers_{side}")
    wrist = target - 0.9 * palm * along / np.linalg.norm(along) + 0.018 * up
    posture.reach(f"upperarm_{side}", f"lowerarm_{side}", f"hand_{side}", wrist, pole)
    rest_along, rest_side = _hand_rest(posture, side)
    sign = 1.0 if side == "l" else -1.0
    # towards the thumb: right of a left hand that points away with its back up
    thumb = cross(along, up) * sign
    rotation = frame(along, thumb) @ frame(rest_along, rest_side).T
    posture.twist(f"lowerarm_{side}", f"hand_{side}", rotation)
    _curl(posture, side, 1.1, 1.3)


def plant(posture: Posture, side: str, target: Vector, pitch: float, pole: Vector) -> float:
    """Put the ball of a foot on a point; ``pitch`` tips the toes down, radians. How far it stays from it, metres."""
    rotation = turn(pitch=pitch) @ _foot_level(posture, side)
    ball = rotation @ (posture.head[INDEX[f"ball_{side}"]] - posture.head[INDEX[f"foot_{side}"]])
    ankle = target + np.array([0.0, 0.0, 0.035]) - ball  # above a sole
    found = posture.reach(f"thigh_{side}", f"calf_{side}", f"foot_{side}", ankle, pole)
    posture.turned[f"foot_{side}"] = rotation
    return float(np.linalg.norm(found - ankle))


def tread(posture: Posture, side: str, target: Vector, pitch: float, pole: Vector) -> None:
    """``plant``, with the toes further down where the leg is too short, as far as it takes."""
    off = plant(posture, side, target, pitch, pole)
    if off < REACHED_M:
        return
    low, high = pitch, TIPTOE
    if plant(posture, side, target, high, pole) > off:  # it is too long
        plant(posture, side, target, pitch, pole)
        return
    for _ in range(8):
        middle = (low + high) / 2.0
        low, high = (low, middle) if plant(posture, side, target, middle, pole) < REACHED_M else (middle, high)
    plant(posture, side, target, high, pole)


def _foot_level(posture: Posture, side: str) -> Vector:
    """Turns a foot to point straight ahead."""
    along = posture.tail[INDEX[f"ball_{side}"]] - posture.head[INDEX[f"foot_{side}"]]
    return turn(yaw=-float(np.arctan2(along[1], along[0])))


def _hand_rest(posture: Posture, side: str) -> tuple[Vector, Vector]:
    """Direction of a hand's fingers at rest, and towards its thumb."""
    wrist, knuckle = posture.head[INDEX[f"hand_{side}"]], posture.tail[INDEX[f"hand_{side}"]]
    along = knuckle - wrist
    return along, posture.tail[INDEX[f"thumb_{side}"]] - wrist


def _hold(posture: Posture, side: str, target: Vector, pole: Vector) -> None:
    """A hand in front of the body, its palm up and towards the face."""
    posture.reach(f"upperarm_{side}", f"lowerarm_{side}", f"hand_{side}", target, pole)
    along = target - posture.joint(f"lowerarm_{side}")
    thumb = cross(along, [-0.5, 0.0, 0.9]) * (-1.0 if side == "l" else 1.0)
    posture.twist(f"lowerarm_{side}", f"hand_{side}", frame(along, thumb) @ frame(*_hand_rest(posture, side)).T)
    _curl(posture, side, 0.5, 0.6)


def _head(rng: np.random.Generator, posture: Posture, spread: float) -> None:
    yaw, pitch = float(rng.normal(0.0, spread)), float(rng.normal(0.05, 0.1))
    posture.turn("neck", turn(yaw=0.5 * np.clip(yaw, -1.1, 1.1), pitch=0.5 * pitch))
    posture.turn("head", turn(yaw=0.5 * np.clip(yaw, -1.1, 1.1), pitch=0.5 * pitch))


def _leg(
    posture: Posture, side: str, hip: float, knee: float, ankle: float, toes: float, out: float, yaw: float
) -> None:
    """Bend a leg: all angles radians, forward and bent positive; ``out`` spreads it, ``yaw`` turns the foot out."""
    heading = turn(yaw=yaw)
    thigh = heading @ np.array([np.sin(hip), 0.0, -np.cos(hip)]) + np.array([0.0, out, 0.0])
    calf = heading @ np.array([np.sin(hip - knee), 0.0, -np.cos(hip - knee)]) + np.array([0.0, 0.3 * out, 0.0])
    hinge = heading @ np.array([0.0, 1.0, 0.0])
    posture.aim(f"thigh_{side}", f"calf_{side}", f"foot_{side}", (thigh, calf / np.linalg.norm(calf)), hinge)
    level = _foot_level(posture, side)
    posture.turned[f"foot_{side}"] = heading @ turn(pitch=-(hip - knee + ankle)) @ level
    posture.turn(f"ball_{side}", about(hinge, -toes))


def _hang(posture: Posture, side: str, swing: float, flex: float, out: float) -> None:
    """An arm at the side: ``swing`` forward, bent by ``flex``, ``out`` to its side, radians."""
    sign = 1.0 if side == "l" else -1.0
    upper = np.array([np.sin(swing), out, -np.cos(swing)])
    lower = np.array([np.sin(swing + flex), -0.1 * out, -np.cos(swing + flex)])
    hinge = turn(yaw=-0.35 * sign) @ np.array([0.0, -1.0, 0.0])
    upper, lower = upper / np.linalg.norm(upper), lower / np.linalg.norm(lower)
    posture.aim(f"upperarm_{side}", f"lowerarm_{side}", f"hand_{side}", (upper, lower), hinge)
    thumb = np.array([1.0, -0.35 * sign, 0.3])
    posture.twist(f"lowerarm_{side}", f"hand_{side}", frame(lower, thumb) @ frame(*_hand_rest(posture, side)).T)
    _curl(posture, side, 0.3, 0.45)


def _curl(posture: Posture, side: str, knuckles: float, tips: float) -> None:
    """Bend the fingers towards the palm, radians."""
    along, thumb = _hand_rest(posture, side)
    palm = cross(along, thumb) * (1.0 if side == "l" else -1.0)
    axis = posture.rotation(f"hand_{side}") @ cross(along, palm)
    for bone, angle in ((f"fingers_{side}", knuckles), (f"tips_{side}", tips)):
        posture.turn(bone, about(axis, angle))


def _curve(values: ArrayLike, at: float) -> float:
    """A closed curve through values at even steps, 0..1."""
    table = np.asarray(values, np.float64)
    return float(np.interp(at * len(table), np.arange(len(table) + 1), np.append(table, table[0])))
