"""Expressions as weights of the 52 facial actions (ARKit's names, as MakeHuman's face units have them)."""

from collections.abc import Mapping

import numpy as np

from assets.random import stream

BOTH = ("Left", "Right")
MIXTURE = "mixture"


def _actions(**weights: float) -> dict[str, float]:
    """Weights by action; a name that ends in an underscore stands for the left and the right one."""
    out: dict[str, float] = {}
    for name, weight in weights.items():
        out |= {name[:-1] + side: weight for side in BOTH} if name.endswith("_") else {name: weight}
    return out


EXPRESSIONS: dict[str, dict[str, float]] = {
    "neutral": {},
    "slight_smile": _actions(mouthSmile_=0.55, cheekSquint_=0.25, eyeSquint_=0.1),
    "smile": _actions(
        mouthSmile_=0.8, cheekSquint_=0.5, eyeSquint_=0.25, mouthUpperUp_=0.55, mouthLowerDown_=0.25, jawOpen=0.05
    ),
    "laugh": _actions(
        mouthSmile_=1.0,
        cheekSquint_=0.8,
        eyeSquint_=0.45,
        jawOpen=0.3,
        mouthUpperUp_=0.7,
        mouthLowerDown_=0.5,
        browInnerUp=0.1,
    ),
    "surprise": _actions(browInnerUp=0.8, browOuterUp_=0.75, eyeWide_=0.7, jawOpen=0.4, mouthFunnel=0.15),
    "anger": _actions(
        browDown_=0.9, eyeSquint_=0.35, noseSneer_=0.45, mouthPress_=0.5, mouthFrown_=0.4, jawForward=0.15
    ),
    "sadness": _actions(browInnerUp=0.8, mouthFrown_=0.7, eyeSquint_=0.2, mouthShrugLower=0.45, browDown_=0.15),
    "disgust": _actions(noseSneer_=0.85, mouthUpperUp_=0.4, browDown_=0.5, eyeSquint_=0.4, mouthFrown_=0.3),
    "fear": _actions(browInnerUp=0.9, browDown_=0.3, eyeWide_=0.8, jawOpen=0.2, mouthStretch_=0.5),
    "talk": _actions(jawOpen=0.22, mouthFunnel=0.15, mouthLowerDown_=0.2, browInnerUp=0.1),
    "pucker": _actions(mouthPucker=0.8, browInnerUp=0.2),
    "blink": _actions(eyeBlink_=1.3),  # so that unevenness does not leave them open
    "squint": _actions(eyeSquint_=0.8, cheekSquint_=0.5, browDown_=0.4),
    MIXTURE: {},  # drawn anew for every picture
}

GAZE_FULL_RAD = 0.55  # eye turn at which a look action has its full weight
UNEVEN, UNEVEN_EYES = 0.11, 0.08  # deviation of a weight, and of what the left side does from what the right side does
# A mixture draws some of these: each is one movement of a part of the face, with the weight it reaches at most. Of what
# stands in one row no two happen at once: they pull against each other, or together they would leave the anatomy.
MOVEMENTS: tuple[dict[str, float], ...] = (
    {"browInnerUp": 0.9, "browOuterUp_": 0.8, "browDown_": 0.9},
    {"eyeWide_": 0.7, "eyeSquint_": 0.8, "eyeBlink_": 0.7},
    {"cheekSquint_": 0.8, "noseSneer_": 0.7, "cheekPuff": 0.7},
    {"jawOpen": 0.5, "jawForward": 0.5, "jawLeft": 0.4, "jawRight": 0.4, "mouthRollLower": 0.5, "mouthShrugLower": 0.7},
    {"mouthSmile_": 0.9, "mouthFrown_": 0.8, "mouthPucker": 0.8, "mouthFunnel": 0.7, "mouthStretch_": 0.7},
    {"mouthUpperUp_": 0.6, "mouthRollUpper": 0.5, "mouthShrugUpper": 0.5, "mouthPress_": 0.6},
    {"mouthLowerDown_": 0.6, "mouthDimple_": 0.7, "mouthLeft": 0.5, "mouthRight": 0.5},
)
CLOSED_BY = ("cheekPuff", "mouthPucker", "mouthPress", "mouthRollLower", "mouthRollUpper", "mouthShrugLower")
OPENED_BY = ("jawOpen", "mouthFunnel", "mouthUpperUp", "mouthLowerDown", "mouthStretch")
STILL, ONE_SIDED = 0.35, 0.15  # chance that a part keeps still; that a paired movement has one side only


def actions(name: str, strength: float, gaze_rad: tuple[float, float], rng: np.random.Generator) -> Mapping[str, float]:
    """Weights by action: the expression, left and right not quite alike, and lids that follow the gaze."""
    weights = mixture(stream(rng, "mixture")) if name == MIXTURE else EXPRESSIONS[name]
    out = {
        key: float(np.clip(weight * strength * (1.0 + _unevenness(key) * np.clip(rng.normal(), -2.0, 2.0)), 0.0, 1.0))
        for key, weight in weights.items()
    }
    if name not in ("blink", "surprise", "fear"):
        lids = float(rng.uniform(0.0, 0.12))  # nobody's lids are exactly at rest
        out |= {f"eyeBlink{side}": max(lids, out.get(f"eyeBlink{side}", 0.0)) for side in BOTH}
    yaw, pitch = gaze_rad[0] / GAZE_FULL_RAD, gaze_rad[1] / GAZE_FULL_RAD
    side = abs(yaw)
    out |= (
        {"eyeLookOutLeft": side, "eyeLookInRight": side}
        if yaw > 0
        else {"eyeLookInLeft": side, "eyeLookOutRight": side}
    )
    out |= {("eyeLookUp" if pitch > 0 else "eyeLookDown") + item: abs(pitch) for item in BOTH}
    return out


def _unevenness(action: str) -> float:
    """Nobody smiles quite straight; lids go together."""
    return UNEVEN_EYES if action.startswith("eye") else UNEVEN


def gaze_pitch(actions: Mapping[str, float]) -> float:
    """How far up, in radians, the eyes look by such weights."""
    return GAZE_FULL_RAD * (actions.get("eyeLookUpLeft", 0.0) - actions.get("eyeLookDownLeft", 0.0))


def mixture(rng: np.random.Generator) -> dict[str, float]:
    """Random weights by action that a face can take: none that pull against each other, no lips both shut and open."""
    drawn: dict[str, float] = {}
    for row in MOVEMENTS:
        chosen, weight = str(rng.choice(list(row))), float(rng.beta(1.4, 1.6))
        if rng.random() > STILL:
            drawn[chosen] = row[chosen] * weight
    if not drawn:
        drawn["mouthSmile_"] = 0.5
    shut, opened = (
        {key: drawn[key] for key in drawn if key.removesuffix("_") in group} for group in (CLOSED_BY, OPENED_BY)
    )
    if shut and opened:
        weaker = min(shut, opened, key=lambda group: sum(group.values()))
        drawn = {key: weight for key, weight in drawn.items() if key not in weaker}
    out: dict[str, float] = {}
    for key, weight in drawn.items():
        if not key.endswith("_"):
            out[key] = weight
            continue
        kept = rng.random() < ONE_SIDED and not key.startswith("eye")
        other = float(rng.uniform(0.1, 0.5)) if kept else float(np.clip(rng.normal(1.0, UNEVEN), 0.0, 1.2))
        sides = BOTH if rng.random() < 0.5 else BOTH[::-1]
        out |= {key[:-1] + sides[0]: weight, key[:-1] + sides[1]: weight * other}
    return out
