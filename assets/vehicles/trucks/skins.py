"""Materials with parts that many bodies of trucks wear."""

from assets.polygons import Skin

BODY: Skin = ("paint_2", "cargo")  # the paint of boxes and tubs, not the cab's
ALU: Skin = ("aluminium", "cargo")
DARK: Skin = ("dark", "cargo")
FRAME: Skin = ("chassis", "cargo")
