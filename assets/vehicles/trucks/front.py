"""The front of a truck, whole: cab, bonnet if it has one, details and interior."""

from dataclasses import dataclass

import numpy as np

from assets.polygons import Shape, join
from assets.random import stream
from assets.vehicles.areas import painted
from assets.vehicles.pieces import Pieces, flat, smooth
from assets.vehicles.trucks.bonnet import bonnet_details, bonnet_hull, bonnet_shell, bonnet_style, cowl
from assets.vehicles.trucks.cab import FrontStyle, cab_hull, cab_shell, front_style
from assets.vehicles.trucks.cab_fittings import cab_details, face_details
from assets.vehicles.trucks.cab_livery import cab_areas, cab_words
from assets.vehicles.trucks.dimensions import Cab
from assets.vehicles.trucks.hull import Hull
from assets.vehicles.trucks.interior import interior


@dataclass(frozen=True, eq=False)
class Front:
    """Attributes:
    shell: painted surfaces with their glass.
    pieces: the rest.
    hull: of the cab; ``foremost``: the one that carries the lamps, the bonnet's if there is one.
    style: where the lamps are on it.
    """

    shell: Shape
    pieces: Pieces
    hull: Hull
    foremost: Hull
    style: FrontStyle


def make_front(rng: np.random.Generator, cab: Cab) -> Front:
    """Build it."""
    style = bonnet_style(stream(rng, "style"), cab) if cab.nose else front_style(stream(rng, "style"), cab)
    body = cab_hull(cab, style)
    shell = cab_shell(cab, body, style)
    details = stream(rng, "details")
    pieces = cab_details(details, cab, body, style) + interior(cab, body)
    foremost = body
    if cab.nose:
        foremost = bonnet_hull(stream(rng, "bonnet"), cab, style)
        shell = join([shell, bonnet_shell(cab, foremost, style)])
        pieces += bonnet_details(stream(rng, "bonnet details"), cab, foremost, style) + smooth(cowl(cab))
    shell = painted(shell, cab_areas(stream(rng, "areas"), cab))
    pieces += flat(*cab_words(stream(rng, "words"), cab, body, style))
    return Front(shell, pieces + face_details(details, cab, foremost, style), body, foremost, style)
