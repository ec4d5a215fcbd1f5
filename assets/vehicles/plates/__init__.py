"""Number plates: flat ones with letters of geometry, and written ones whose text is labelled."""

from assets.vehicles.plates.drawing import Drawing, drawn, plate_picture
from assets.vehicles.plates.flat import Plate, blank, plate_shape, sample_plate
from assets.vehicles.plates.grammar import (
    LAYOUTS,
    Registration,
    layout_of,
    layouts_of,
    own_text,
    written,
)
from assets.vehicles.plates.layouts import Layout

__all__ = [
    "LAYOUTS",
    "Drawing",
    "Layout",
    "Plate",
    "Registration",
    "blank",
    "drawn",
    "layout_of",
    "layouts_of",
    "own_text",
    "plate_picture",
    "plate_shape",
    "sample_plate",
    "written",
]
