"""How a scene that stands in Blender becomes a picture and its ground truth: one module for each engine."""

from render.blender.engines.cycles import Cycles
from render.blender.engines.eevee import Eevee
from render.blender.engines.engine import Engine, Shots, Through

__all__ = ["Engine", "Shots", "Through", "engine_of"]


def engine_of(name: str) -> Engine:
    """``cycles`` or ``eevee``."""
    return Eevee() if name == "eevee" else Cycles()
