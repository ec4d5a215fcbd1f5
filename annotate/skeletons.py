"""Keypoints by category: their names in order, which of them are joined, and which change places in a mirror."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assets import SceneError


@dataclass(frozen=True)
class Skeleton:
    """Attributes:
    names: keypoint names in the order of an annotation's triples.
    edges: pairs of names that a drawing joins.
    flip_pairs: pairs of names that change places when the picture is mirrored.
    parts: the part of the thing through which alone a point shows, by the point's name: a pupil by its eye.
    depth_share: of the thing's largest side: how far under the surface that shows it a point may lie.
    """

    names: tuple[str, ...]
    edges: tuple[tuple[str, str], ...] = ()
    flip_pairs: tuple[tuple[str, str], ...] = ()
    parts: Mapping[str, str] = field(default_factory=dict)
    depth_share: float = 0.025  # 11 cm of a car, 6 mm of a head; far sides are ten times that

    def __post_init__(self) -> None:
        unknown = sorted({name for pair in (*self.edges, *self.flip_pairs) for name in pair} - set(self.names))
        if unknown or len(set(self.names)) != len(self.names):
            raise SceneError(f"skeleton: expected unique names and pairs of them, got {unknown or self.names}")

    def flip_order(self) -> list[int]:
        """For each keypoint, the index of the one that takes its place in a mirrored picture."""
        partner = {a: b for pair in self.flip_pairs for a, b in (pair, pair[::-1])}
        return [self.names.index(partner.get(name, name)) for name in self.names]

    def coco(self) -> dict[str, list[str] | list[list[int]]]:
        """What COCO's category entry holds: ``skeleton`` counts from 1, ``flip_pairs`` from 0 as training tools do."""
        index = {name: i for i, name in enumerate(self.names)}
        return {
            "keypoints": list(self.names),
            "skeleton": [[index[a] + 1, index[b] + 1] for a, b in self.edges],
            "flip_pairs": [[index[a], index[b]] for a, b in self.flip_pairs],
        }


# OpenPifPaf's 24 points of a car, in its order.
CAR_NAMES = (
    *("front_up_right", "front_up_left", "front_light_right", "front_light_left", "front_low_right", "front_low_left"),
    *("central_up_left", "front_wheel_left", "rear_wheel_left", "rear_corner_left", "rear_up_left", "rear_up_right"),
    *("rear_light_left", "rear_light_right", "rear_low_left", "rear_low_right", "central_up_right"),
    *("rear_corner_right", "rear_wheel_right", "front_wheel_right", "rear_plate_left", "rear_plate_right"),
    *("mirror_edge_left", "mirror_edge_right"),
)
_CAR_SIDE = (
    *(("front_low", "front_light"), ("front_light", "front_up"), ("front_up", "central_up"), ("central_up", "rear_up")),
    *(
        ("rear_up", "rear_light"),
        ("rear_light", "rear_corner"),
        ("rear_corner", "rear_low"),
        ("rear_low", "rear_wheel"),
    ),
    *(("rear_wheel", "front_wheel"), ("front_wheel", "front_low"), ("front_light", "mirror_edge")),
    *(("mirror_edge", "front_up"), ("rear_plate", "rear_light")),
)
_CAR_ACROSS = ("front_low", "front_light", "front_up", "central_up", "rear_up", "rear_light", "rear_plate", "rear_low")

CAR = Skeleton(
    CAR_NAMES,
    edges=(
        *((f"{a}_{side}", f"{b}_{side}") for side in ("left", "right") for a, b in _CAR_SIDE),
        *((f"{name}_left", f"{name}_right") for name in _CAR_ACROSS),
    ),
    flip_pairs=tuple((name, name.replace("_left", "_right")) for name in CAR_NAMES if name.endswith("_left")),
)

# iBUG's 68 points of a face in its order, then both pupils; right and left are the person's.
_FACE_GROUPS = {"jaw": 17, "right_brow": 5, "left_brow": 5, "nose_bridge": 4, "nose_base": 5}
_FACE_LOOPS = {"right_eye": 6, "left_eye": 6, "outer_lip": 12, "inner_lip": 8}
FACE_NAMES = (
    *(f"{group}_{i}" for group, count in (_FACE_GROUPS | _FACE_LOOPS).items() for i in range(count)),
    *("right_pupil", "left_pupil"),
)
_FACE_MIRROR = (  # by number
    *((i, 16 - i) for i in range(8)),  # jaw
    *((17 + i, 26 - i) for i in range(5)),  # brows
    *((31, 35), (32, 34)),  # nose
    *((36, 45), (37, 44), (38, 43), (39, 42), (40, 47), (41, 46)),  # eyes
    *((48, 54), (49, 53), (50, 52), (55, 59), (56, 58)),  # outer lips
    *((60, 64), (61, 63), (65, 67)),  # inner lips
    (68, 69),  # pupils
)

FACE = Skeleton(
    FACE_NAMES,
    edges=(
        *((f"{name}_{i}", f"{name}_{i + 1}") for name, count in _FACE_GROUPS.items() for i in range(count - 1)),
        *((f"{name}_{i}", f"{name}_{(i + 1) % count}") for name, count in _FACE_LOOPS.items() for i in range(count)),
    ),
    flip_pairs=tuple((FACE_NAMES[a], FACE_NAMES[b]) for a, b in _FACE_MIRROR),
    parts={"right_pupil": "right_eye", "left_pupil": "left_eye"},
)

# Two-wheelers; right and left are the rider's.
CYCLE = Skeleton(
    (
        *("front_wheel", "rear_wheel", "handle_left", "handle_right", "saddle"),
        *("front_light", "rear_light", "foot_left", "foot_right"),
    ),
    edges=(
        *(("front_wheel", "front_light"), ("front_light", "handle_left"), ("front_light", "handle_right")),
        *(("front_light", "saddle"), ("saddle", "rear_light"), ("saddle", "rear_wheel")),
        *(("rear_wheel", "foot_left"), ("rear_wheel", "foot_right")),
    ),
    flip_pairs=(("handle_left", "handle_right"), ("foot_left", "foot_right")),
    depth_share=0.06,  # hubs lie between the legs of forks
)

SKELETONS: Mapping[str, Skeleton] = {
    **dict.fromkeys(("car", "truck", "bus"), CAR),
    **dict.fromkeys(("motorcycle", "bicycle"), CYCLE),
    "face": FACE,
}
