"""A hand and its arm without the person: of somebody beside the picture, who cheers, waves, points or films."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from assets.asset import Asset
from assets.compose import boxed
from assets.faces.held import bones, hand
from assets.faces.held.flesh import flesh
from assets.faces.held.gestures import gesture
from assets.faces.held.hand import Hand
from assets.faces.identity import Identity
from assets.faces.look import Look
from assets.faces.person import LICENCE, ORIGIN
from assets.faces.shape import rotate
from assets.faces.skin import skin_material
from assets.faces.wear.sheets import around, fabric, patterned, sheet
from assets.geometry import Mesh
from assets.people.wardrobe import cloth_color
from assets.random import stream

type Points = NDArray[np.float64]

WRIST_RAD = (0.08, 0.35, 0.18)  # spread of a turn about the forearm, towards palm or back, towards the little finger
SLEEVES: Mapping[float, float] = {0.05: 5, 0.55: 1.5, 1.05: 5}  # where they begin, of the forearm; how often
ELBOW_M = 0.047  # radius there and behind
UPPER_M = 0.75  # straight behind the elbow, longer than an upper arm: it ends out of sight
RINGS, AROUND = 14, 20


def arm_alone(rng: np.random.Generator) -> Asset:
    """A left or a right arm in a gesture, bare or in a sleeve; scenery without labels.

    The frame is the hand's: origin between the knuckles, x along the fingers, z out of the hand's back, metres. The
    arm lies about along -x, 0.25 m of it to the elbow and ``UPPER_M`` behind.

    Raises:
        ConfigError: the MakeHuman data is not installed.
    """
    who = stream(rng, "who")
    african, asian, european = (float(share) for share in who.dirichlet((1.0, 1.0, 1.0)))
    identity = Identity(float(who.uniform(12.0, 75.0)), float(who.uniform()), african, asian, european)
    look = Look(skin_tone=int(who.integers(1, 11)))
    whole = hand.hand(identity)
    turn = stream(rng, "wrist").normal(0.0, WRIST_RAD).clip(-0.6, 0.6)
    dress = stream(rng, "sleeve")
    mirror = np.array([1.0, 1.0 if dress.random() < 0.5 else -1.0, 1.0])
    points = _turned(whole.bent(gesture(stream(rng, "gesture"))), whole, turn) * mirror
    elbow = _about(whole.wrist, whole.elbow[None], turn)[0] * mirror
    faces = bones.load().faces if mirror[1] > 0.0 else bones.load().faces[:, ::-1]
    bare = float(dress.choice(list(SLEEVES), p=np.array(list(SLEEVES.values())) / sum(SLEEVES.values())))
    meshes = (
        flesh(points, faces, look, skin_material(stream(rng, "skin"), identity, look)),
        _sleeve(dress, points, whole.wrist * mirror, elbow, bare),
    )
    return boxed(Asset("arm", meshes, (1.0, 1.0, 1.0), LICENCE, ORIGIN))


def _turned(points: Points, whole: Hand, turn: Points) -> Points:
    """(V, 3) with the forearm turned at the wrist, rotation vector in radians."""
    return _about(whole.wrist, points, bones.load().weights[:, bones.ARM, None] * turn)


def _about(wrist: Points, points: Points, turn: Points) -> Points:
    return rotate((points - wrist).astype(np.float32), turn).astype(np.float64) + wrist


def _sleeve(rng: np.random.Generator, points: Points, wrist: Points, elbow: Points, bare: float) -> Mesh:
    """From ``bare`` of the forearm to where the shoulder would be; wrinkled, open at the hand."""
    back = elbow - wrist
    long = float(np.linalg.norm(back))
    back = back / long
    rest = points - wrist
    along = rest @ back
    apart = np.linalg.norm(rest - along[:, None] * back, axis=1)
    inside = along > 0.0
    gap = float(rng.uniform(0.004, 0.012))
    far = np.linspace(bare * long, long + UPPER_M, RINGS)
    near = [apart[inside & (np.abs(along - at) < 0.03)] for at in far]
    flesh_m = [
        ELBOW_M if at > long - 0.02 else float(np.percentile(own, 95)) for own, at in zip(near, far, strict=True)
    ]
    radius = np.maximum.accumulate(np.array(flesh_m)) + gap
    turn, circle = around(back, AROUND)
    phase = rng.uniform(0.0, 2.0 * np.pi, 2)
    down = far[:, None]
    wave = 1.0 + 0.03 * np.sin(3.0 * turn + 80.0 * down + phase[0]) + 0.02 * np.sin(60.0 * down + phase[1])
    rings = wrist + far[:, None, None] * back + (radius[:, None] * wave)[..., None] * circle
    hem = wrist + (far[0] + np.array([0.012, 0.001]))[:, None, None] * back + (radius[0] - 0.003) * circle
    rings = np.concatenate([hem, rings])
    flat = np.stack([0.0 * wave, turn * 0.04 + 0.0 * wave, far[:, None] + 0.0 * wave], -1)
    flat = np.concatenate([flat[1:2], flat[:1], flat])
    color = cloth_color(rng)
    cloth = patterned(rng, color) if rng.random() < 0.3 else fabric(rng, color, folds=float(rng.uniform(0.2, 0.7)))
    return sheet("sleeve", rings[::-1], "clothing", cloth, flat[::-1], closed=True)
