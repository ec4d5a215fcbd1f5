"""Scalp hair: where it grows, how each style is combed and cut, and the strands."""

from assets.faces.hair.growth import scalp_hair
from assets.faces.hair.scalp import scalp_density, stubble_look
from assets.faces.hair.styles import LENGTHS, STYLES

__all__ = ["LENGTHS", "STYLES", "scalp_density", "scalp_hair", "stubble_look"]
