"""Expressions as weights of the 52 facial actions (ARKit's names, as MakeHuman's face units have them)."""

from collections.abc import Mapping

import numpy as np

BOTH = ("Left", "Right")


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
        mouthSmile_=0.8, cheekSquint_=0.5, eyeSquint_=0.25, mouthUpperUp_=0.45, mouthLowerDown_=0.15, jawOpen=0.03
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
    "blink": _actions(eyeBlink_=1.0),
    "squint": _actions(eyeSquint_=0.8, cheekSquint_=0.5, browDown_=0.4),
}

GAZE_FULL_RAD = 0.55  # eye turn at which a look action has its full weight


def actions(name: str, strength: float, gaze_rad: tuple[float, float], rng: np.random.Generator) -> Mapping[str, float]:
    """Weights by action: the expression, left and right not quite alike, and lids that follow the gaze."""
    out = {
        key: float(np.clip(weight * strength * rng.normal(1.0, 0.08), 0.0, 1.0))
        for key, weight in EXPRESSIONS[name].items()
    }
    if name not in ("blink", "surprise", "fear"):
        lids = float(rng.uniform(0.0, 0.12))  # nobody's lids are exactly at rest
        out |= {f"eyeBlink{side}": lids for side in BOTH}
    yaw, pitch = gaze_rad[0] / GAZE_FULL_RAD, gaze_rad[1] / GAZE_FULL_RAD
    side = abs(yaw)
    out |= (
        {"eyeLookOutLeft": side, "eyeLookInRight": side}
        if yaw > 0
        else {"eyeLookInLeft": side, "eyeLookOutRight": side}
    )
    out |= {("eyeLookUp" if pitch > 0 else "eyeLookDown") + item: abs(pitch) for item in BOTH}
    return out
