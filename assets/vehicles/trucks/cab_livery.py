"""What a cab wears beside its paint: a second colour, a banner over its windscreen, words on its doors."""

import numpy as np

from assets.polygons import Points, Shape, grid
from assets.rotations import FORWARD
from assets.vehicles.areas import Area, above, before, behind, below
from assets.vehicles.lettering import Face, lettering
from assets.vehicles.trucks.cab import FrontStyle
from assets.vehicles.trucks.dimensions import Cab
from assets.vehicles.trucks.hull import FRONT, Hull
from assets.vehicles.trucks.livery import WORDS

NAMES = ("MAJU", "KING", "STAR", "PUTRA", "JAYA", "TURBO", "LION", "SUPER", "ROYAL", "ANGEL", "NUSA", "GOLD", "RAJA")
BANNER_SEAM = 9  # stations from the middle to the banner's ends


def cab_areas(rng: np.random.Generator, cab: Cab) -> tuple[Area, ...]:
    """A second colour on some of the cabs, in one of five designs; x from the bumper at 0."""
    design = str(rng.choice(["none", "low", "band", "wedge", "face", "roof"], p=[0.48, 0.12, 0.14, 0.12, 0.07, 0.07]))
    paint = str(rng.choice(["paint_2", "paint_3"], p=[0.4, 0.6]))
    foot, slope = cab.belt - cab.belt_drop, float(rng.choice([0.0, rng.uniform(-0.12, 0.12)]))
    z = cab.bumper + (foot - cab.bumper) * float(rng.uniform(0.15, 0.8))
    if design == "low":
        return (Area((below(z, slope),), paint),)
    if design == "band":
        wide = float(rng.uniform(0.08, 0.25))
        low = Area((above(z, slope), below(z + wide, slope)), paint)
        if rng.uniform() < 0.5:
            return (low,)
        other = "paint_3" if paint == "paint_2" else "paint_2"
        return (low, Area((above(z + 1.25 * wide, slope), below(z + 1.7 * wide, slope)), other))
    if design == "wedge":
        x, lean = -cab.nose - cab.length * float(rng.uniform(0.45, 0.85)), float(rng.uniform(-0.8, 0.8))
        return (Area((behind(x, lean, cab.belt),), paint),)
    if design == "face":
        return (Area((before(-float(rng.uniform(0.15, 0.3)), 0.1, cab.bumper), below(foot + 0.1)), paint),)
    return (Area((above(cab.screen + 0.02),), paint),) if design == "roof" else ()


def cab_words(rng: np.random.Generator, cab: Cab, body: Hull, style: FrontStyle) -> list[Shape]:
    """A banner along the windscreen's upper edge, and the firm's or the owner's name on both doors; or neither."""
    u, out = rng.uniform, list[Shape]()
    face = Face(aspect=float(u(0.5, 0.8)), weight=float(u(0.13, 0.22)), roundness=float(u(0.0, 1.0)))
    if not cab.nose and u() < 0.34:
        out += _banner(rng, cab, body, face)
    low = style.door_low if not cab.nose else cab.rear_floor
    z, room = 0.45 * low + 0.55 * (cab.belt - cab.belt_drop), cab.door[1] - cab.door[0]
    if u() < 0.42:
        word = str(rng.choice(WORDS if u() < 0.6 else NAMES))
        line = lettering(word, float(u(0.10, 0.22)), (_ink(rng), "body"), face, fit=0.75 * room)
        at = np.array([-(cab.door[0] + cab.door[1]) / 2.0, cab.width / 2.0 + 0.005, z])
        out += [line.moved(at, FORWARD.T), line.moved(at * [1.0, -1.0, 1.0], FORWARD)]
    return out


def _ink(rng: np.random.Generator) -> str:
    return str(rng.choice(["art_0", "art_1", "accent", "reflex_white", "step"]))


def _banner(rng: np.random.Generator, cab: Cab, body: Hull, face: Face) -> list[Shape]:
    """A strip of film on the glass, and a name on it."""
    tall = float(rng.uniform(0.13, 0.2))
    low, high = cab.screen - tall - 0.06, cab.screen - 0.03
    rows = [_front_line(body, z) + np.array([0.006, 0.0, 0.0]) for z in (low, high)]
    strip = grid(np.stack(rows, axis=1), (str(rng.choice(["art_2", "art_3", "accent_2"])), "trim"))
    word = lettering(str(rng.choice(NAMES)), 0.75 * tall, (_ink(rng), "trim"), face, fit=0.62 * cab.width)
    share = (word.points[:, 2] + (high - low) / 2.0) / (high - low)
    ends = [np.interp(word.points[:, 1], row[:, 1], row[:, 0]) for row in rows]
    points = word.points + np.array([0.004, 0.0, (low + high) / 2.0])
    points[:, 0] += ends[0] + (ends[1] - ends[0]) * share
    return [strip, Shape(points, word.quads, word.skin, word.skins)]


def _front_line(body: Hull, z: float) -> Points:
    """(2 × ``BANNER_SEAM`` + 1, 3) places of the front at a height, from right to left."""
    seam = min(BANNER_SEAM, FRONT - 4)
    row = int(np.clip(np.searchsorted(body.points[0, : body.walls, 2], z), 1, body.walls - 1))
    below_, above_ = body.points[: seam + 1, row - 1], body.points[: seam + 1, row]
    share = (z - below_[0, 2]) / max(above_[0, 2] - below_[0, 2], 1e-6)
    half = below_ + (above_ - below_) * share
    return np.concatenate([half[:0:-1] * [1.0, -1.0, 1.0], half])
