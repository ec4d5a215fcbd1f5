"""People: heads from MakeHuman's CC0 base mesh and targets, with procedural skin, eyes, hair and clothes."""

from assets.faces.expressions import EXPRESSIONS
from assets.faces.identity import Identity
from assets.faces.look import EYE_COLORS, FACIAL_HAIR, GARMENTS, GLASSES, HAIR_COLORS, HAIR_STYLES, MONK_SRGB, Look
from assets.faces.parts import FACE_PARTS, HEAD_PARTS, PARSING, PARSING_CLASS, PARTS
from assets.faces.person import detail_for, person
from assets.faces.prior import random_local

__all__ = [
    "EXPRESSIONS",
    "EYE_COLORS",
    "FACE_PARTS",
    "FACIAL_HAIR",
    "GARMENTS",
    "GLASSES",
    "HAIR_COLORS",
    "HAIR_STYLES",
    "HEAD_PARTS",
    "MONK_SRGB",
    "PARSING",
    "PARSING_CLASS",
    "PARTS",
    "Identity",
    "Look",
    "detail_for",
    "person",
    "random_local",
]
