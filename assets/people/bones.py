"""The bones of a figure: MakeHuman's game rig with the fingers of a hand as one, and how they are named and joined."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assets.errors import AssetError
from assets.faces import source

RIG = "mpfb2/rigs/standard/weights.game_engine.json"


@dataclass(frozen=True)
class Bone:
    """Attributes:
    name: with ``_l`` or ``_r`` where there are two.
    parent: name of the bone it hangs on, empty for the pelvis.
    head, tail: groups of the base mesh whose middle is the joint it turns about, and its end.
    takes: bones of the source rig whose weights it gets.
    """

    name: str
    parent: str
    head: str
    tail: str
    takes: tuple[str, ...]


def _side(s: str) -> list[Bone]:
    fingers = ("index", "middle", "ring", "pinky")
    arm = [
        ("clavicle", "chest", "clavicle", "shoulder", ("clavicle",)),
        ("upperarm", "clavicle", "shoulder", "elbow", ("upperarm",)),
        ("lowerarm", "upperarm", "elbow", "hand", ("lowerarm",)),
        ("hand", "lowerarm", "hand", "finger-3-1", ("hand",)),
        ("fingers", "hand", "finger-3-1", "finger-3-2", tuple(f"{f}_01" for f in fingers)),
        ("tips", "fingers", "finger-3-2", "finger-3-4", tuple(f"{f}_0{k}" for f in fingers for k in (2, 3))),
        ("thumb", "hand", "finger-1-1", "finger-1-4", ("thumb_01", "thumb_02", "thumb_03")),
        ("thigh", "pelvis", "upper-leg", "knee", ("thigh",)),
        ("calf", "thigh", "knee", "ankle", ("calf",)),
        ("foot", "calf", "ankle", "foot-1", ("foot",)),
        ("ball", "foot", "foot-1", "toe-2-4", ("ball",)),
    ]
    return [
        Bone(
            f"{name}_{s}",
            parent if parent in ("chest", "pelvis") else f"{parent}_{s}",
            f"joint-{s}-{head}",
            f"joint-{s}-{tail}",
            tuple(f"{bone}_{s}" for bone in takes),
        )
        for name, parent, head, tail, takes in arm
    ]


BONES = (
    Bone("pelvis", "", "joint-pelvis", "joint-spine-4", ("pelvis", "Root")),
    Bone("belly", "pelvis", "joint-spine-4", "joint-spine-3", ("spine_01",)),
    Bone("waist", "belly", "joint-spine-3", "joint-spine-2", ("spine_02",)),
    Bone("chest", "waist", "joint-spine-2", "joint-spine-1", ("spine_03",)),
    Bone("neck", "chest", "joint-neck", "joint-head", ("neck_01",)),
    Bone("head", "neck", "joint-head", "joint-head-2", ("head",)),
    *_side("l"),
    *_side("r"),
)


def joint_cubes(base: source.BaseMesh) -> dict[str, NDArray[np.int32]]:
    """Vertices of the little cubes that mark the joints which the bones use."""
    names = sorted({name for bone in BONES for name in (bone.head, bone.tail)})
    return {name: np.unique(base.faces[base.group == name]) for name in names}


def rig_weights(folder: Path, count: int) -> NDArray[np.float32]:
    """(count, B) share of each bone in each vertex of the base mesh."""
    path = folder / RIG
    try:
        table = json.loads(path.read_text())["weights"]
    except (OSError, ValueError, KeyError) as error:
        raise AssetError(f"people: the MakeHuman rig {path} cannot be read ({error})") from error
    out = np.zeros((count, len(BONES)), np.float32)
    for column, bone in enumerate(BONES):
        for name in bone.takes:
            pairs = np.array(table.get(name, []), np.float64).reshape(-1, 2)
            out[pairs[:, 0].astype(np.int64), column] += pairs[:, 1].astype(np.float32)
    return np.asarray(out / np.maximum(out.sum(1, keepdims=True), 1e-6), np.float32)
