"""Keypoints by category: their names in order, which of them are joined, and which change places in a mirror."""

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from assets import Asset, SceneError
from assets.names import nearest
from assets.writing import CORNERS


def _repeated(names: Iterable[str]) -> list[str]:
    counts = Counter(names)
    return sorted(name for name, count in counts.items() if count > 1)


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
        if not self.names or not all(isinstance(name, str) and name for name in self.names):
            raise SceneError(f"skeleton: expected names of keypoints, got {self.names}")
        if repeated := _repeated(self.names):
            raise SceneError(f"skeleton: expected each name once, got {', '.join(repeated)} again")
        for kind, pairs in (("edges", self.edges), ("flip_pairs", self.flip_pairs)):
            for pair in pairs:
                if isinstance(pair, str) or len(pair) != 2 or pair[0] == pair[1]:
                    raise SceneError(f"skeleton: expected {kind} of two names each, got {pair!r}")
        used = {name for pair in (*self.edges, *self.flip_pairs) for name in pair} | set(self.parts)
        if unknown := sorted(used - set(self.names)):
            raise SceneError(
                f"skeleton: expected its own names in edges, flip_pairs and parts, got {', '.join(unknown)}"
                f"{nearest(unknown[0], self.names)}"
            )
        if repeated := _repeated(name for pair in self.flip_pairs for name in pair):
            raise SceneError(
                f"skeleton: expected each name in one of the flip_pairs, got {', '.join(repeated)} in more"
            )
        if not 0.0 <= self.depth_share <= 1.0:
            raise SceneError(f"skeleton: expected a depth_share in 0..1, got {self.depth_share}")

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

# A number plate's corners in reading order: those of the picture in a mirrored one.
PLATE = Skeleton(
    CORNERS,
    edges=tuple(itertools.pairwise((*CORNERS, CORNERS[0]))),
    flip_pairs=(("top_left", "top_right"), ("bottom_left", "bottom_right")),
    depth_share=0.005,  # of the vehicle: 2 cm
)

_skeletons: dict[str, Skeleton] = {
    **dict.fromkeys(("car", "truck", "bus"), CAR),
    **dict.fromkeys(("motorcycle", "bicycle"), CYCLE),
    "face": FACE,
    "license_plate": PLATE,
}
BUILT_IN = frozenset(_skeletons)
SKELETONS: Mapping[str, Skeleton] = MappingProxyType(_skeletons)
"""By category: the built-in ones and those of ``define_skeleton``. Read it when a skeleton is needed, never before."""


def define_skeleton(
    category: str,
    names: Sequence[str],
    edges: Iterable[Sequence[str]] = (),
    flip_pairs: Iterable[Sequence[str]] = (),
    parts: Mapping[str, str] | None = None,
    depth_share: float = 0.025,
) -> None:
    """Give a category of your own keypoints. Assets with its label carry them by name, as many as they have.

    Call it in the scene's file, or in a module that it imports: worker processes read those too. The same definition
    may come again.

    Args:
        category: a label's; none that has built-in keypoints.
        names, edges, flip_pairs, parts, depth_share: as of ``Skeleton``.

    Raises:
        SceneError: names, pairs or parts do not fit each other, or the category has other keypoints already.
    """
    if not category or category in BUILT_IN:
        raise SceneError(
            f"define_skeleton: expected a category without built-in keypoints ({', '.join(sorted(BUILT_IN))}), "
            f"got '{category}'"
        )
    try:
        skeleton = Skeleton(
            (names,) if isinstance(names, str) else tuple(names),
            tuple(_pair(pair) for pair in edges),
            tuple(_pair(pair) for pair in flip_pairs),
            dict(parts or {}),
            depth_share,
        )
    except SceneError as error:
        raise SceneError(f"category '{category}': {error}") from error
    if _skeletons.get(category, skeleton) != skeleton:
        raise SceneError(f"category '{category}': expected its skeleton to be defined once, got another one")
    _skeletons[category] = skeleton


def keypoint_fault(asset: Asset) -> str | None:
    """A sentence about keypoints of an asset that none of its categories' skeletons names; None for none.

    Nobody looks at the keypoints of an asset whose categories have no skeleton.
    """
    skeletons = {label.category: SKELETONS[label.category] for label in asset.labels if label.category in SKELETONS}
    names = {name for skeleton in skeletons.values() for name in skeleton.names}
    unknown = sorted(set(asset.keypoints) - names)
    if not skeletons or not unknown:
        return None
    return (
        f"asset '{asset.name}': expected keypoints of the skeleton of {' or '.join(skeletons)}, "
        f"got {', '.join(unknown)}{nearest(unknown[0], sorted(names))}"
    )


def _pair(pair: Sequence[str]) -> tuple[str, str]:
    """Lists, as YAML has them, are as good as tuples; ``Skeleton`` says what is wrong with anything else."""
    return pair if isinstance(pair, str) else tuple(pair)  # type: ignore[return-value]
