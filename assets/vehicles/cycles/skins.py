"""Materials with parts that many pieces of two-wheelers wear."""

from assets.polygons import Skin

PAINT: Skin = ("paint", "body")
SHADE: Skin = ("shade", "body")  # the second colour of panels
PLASTIC: Skin = ("plastic", "trim")
BAR: Skin = ("bars", "handlebar")
