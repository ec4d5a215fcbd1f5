"""What people carry: backpacks, bags over a shoulder or in a hand, phones."""

from dataclasses import replace

import numpy as np

from assets.people.clothes import ON_ARM, ROUNDS, Figure, cloth_scale, top_gap
from assets.people.sheet import Piece, Sheet, cut, of_shape, shell
from assets.people.skeleton import INDEX, Posture
from assets.people.vectors import turn
from assets.people.wardrobe import Outfit
from assets.polygons import pillow, tube

SKIN = ("", "")
STRAP_M = 0.006  # a strap's thickness over the cloth


def luggage(figure: Figure, posture: Posture, outfit: Outfit, held: str = "") -> list[Piece]:
    """The outfit's bag, and what is ``held`` in the right hand (``phone`` or nothing)."""
    out = []
    if held == "phone":
        out.append(_phone(posture, outfit))
    if outfit.bag == "backpack":
        out += _backpack(figure, posture, outfit)
    elif outfit.bag == "shoulder":
        out += _shoulder_bag(figure, posture, outfit)
    elif outfit.bag == "tote":
        out += _tote(posture, outfit, figure.scale)
    return out


def _over_top(figure: Figure, outfit: Outfit) -> Sheet:
    """The envelope lifted to the outside of the top."""
    sheet = figure.sheet("tights", ROUNDS)
    gap = top_gap(sheet, outfit, cloth_scale(figure))
    return replace(sheet, points=sheet.points + sheet.normals * gap[:, None])


def _backpack(figure: Figure, posture: Posture, outfit: Outfit) -> list[Piece]:
    sheet = _over_top(figure, outfit)
    x, y, z = sheet.rest.T
    trunk = np.where(sheet.arm > ON_ARM, 1.0, -1.0).astype(np.float32)
    side = np.abs(y)
    strap = cut(sheet, side - 0.127, 0.083 - side, 0.34 - z, trunk)
    behind = (z > 0.2) & (z < 0.45) & (np.abs(y) < 0.1) & (x < 0.0)
    chest, middle = posture.rotation("chest"), posture.joint("chest")
    local = (sheet.points[behind] - middle) @ chest
    depth, width, height = np.array([0.15, 0.29, 0.42]) * (0.3 + 0.7 * figure.scale) * (0.8 + 0.3 * outfit.length)
    place = np.array([local[:, 0].min() - 0.40 * depth, 0.0, local[:, 2].max() - 0.42 * height])
    box = pillow((depth, width, height), SKIN, 3.6, 14)
    pocket = pillow((0.5 * depth, 0.75 * width, 0.42 * height), SKIN, 3.6, 10).moved(
        (-0.42 * depth, 0.0, -0.2 * height)
    )
    material = outfit.material("bag")
    return [
        shell(strap, STRAP_M, material),
        *(of_shape(part, material, (part.points + place) @ chest.T + middle) for part in (box, pocket)),
    ]


def _shoulder_bag(figure: Figure, posture: Posture, outfit: Outfit) -> list[Piece]:
    """A strap from one shoulder across to the bag at the other hip."""
    sheet = _over_top(figure, outfit)
    _, y, z = sheet.rest.T
    sign = 1.0 if outfit.seed % 1.0 < 0.5 else -1.0
    plane = (sign * y - 0.085) * 0.86 - (z - 0.56) * 0.51  # through the shoulder, down to the other side's hip
    trunk = np.where((sheet.arm > ON_ARM) | (z < 0.02) & (sign * y < 0), 1.0, -1.0).astype(np.float32)
    strap = cut(sheet, plane - 0.019, -0.019 - plane, trunk, 0.0 - z)
    side = (np.abs(z - 0.0) < 0.06) & (sign * y < 0.0)
    edge = sheet.points[side][np.argmin(sign * sheet.points[side][:, 1])]
    material = outfit.material("bag")
    size = np.array([0.30, 0.10, 0.22]) * (0.5 + 0.5 * figure.scale)
    bag = pillow(size, SKIN, 3.4, 12)
    place = edge + np.array([-0.03, -sign * (0.5 * size[1] - 0.012), -0.4 * size[2]])
    return [shell(strap, STRAP_M, material), of_shape(bag, material, bag.points + place)]


def _tote(posture: Posture, outfit: Outfit, scale: float) -> list[Piece]:
    """A bag that hangs from the left hand."""
    hand = posture.end("fingers_l")
    depth, width, height = np.array([0.34, 0.11, 0.34]) * (0.6 + 0.4 * scale)
    bag = pillow((depth, width, height), SKIN, 4.5, 12)
    drop = 0.14 * scale
    material = outfit.material("bag")
    out = [of_shape(bag, material, bag.points + hand - [0.0, 0.0, drop + 0.46 * height])]
    for side in (-0.25, 0.25):
        ends = [[x * 0.22, side * width * (abs(x) > 0), -drop * abs(x)] for x in (-1.0, -0.5, 0.0, 0.5, 1.0)]
        strap = tube(np.array(ends) * [scale, 1.0, 1.0] + hand, (0.008, 0.004), SKIN, 4)
        out.append(of_shape(strap, material, strap.points))
    return out


def _phone(posture: Posture, outfit: Outfit) -> Piece:
    """Lies along the fingers of the right hand."""
    bone = "hand_r"
    along = posture.tail[INDEX[bone]] - posture.head[INDEX[bone]]
    place = posture.end("hand_r") + posture.rotation(bone) @ (0.15 * along) + np.array([0.0, 0.0, 0.03])
    face = pillow((0.01, 0.073, 0.15), SKIN, 6.0, 8).moved(place, posture.rotation("head") @ turn(pitch=0.5))
    return of_shape(face, outfit.material("phone"), face.points)
