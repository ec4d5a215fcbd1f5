"""What made a frame, beside its settings: versions, and the code that decides how frames look and what they say."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path

HOME = Path(__file__).parents[2]
CODE = ("assets", "scenes", "annotate", "render/blender", "render/camera", "render/run")
SOURCES = (".py", ".npz")  # code, and tables that it reads
DIGITS = 16

type Maker = Mapping[str, str]
"""``prelabel`` and ``bpy``, the versions, and ``code``, digits of a hash; empty for one that did not say."""


def this_maker() -> dict[str, str]:
    """The program as it runs here."""
    return {"prelabel": version("prelabel"), "bpy": version("bpy"), "code": code_fingerprint()}


@cache
def code_fingerprint() -> str:
    """Digits of a hash of the code that pictures and labels come from, as it lies there now."""
    digest = hashlib.sha256()
    for folder in CODE:
        for path in sorted(path for path in (HOME / folder).rglob("*") if path.suffix in SOURCES):
            digest.update(path.relative_to(HOME).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:DIGITS]


def identity(content: str, maker: Maker) -> str:
    """Of the frames that a run of this content hash has from this maker; empty where nobody knows who made them."""
    if not maker:
        return ""
    return hashlib.sha256(json.dumps([content, dict(maker)], sort_keys=True).encode()).hexdigest()[:DIGITS]


def told(maker: Maker) -> str:
    """A maker in words."""
    if not maker:
        return "an earlier version of Prelabel"
    return f"Prelabel {maker.get('prelabel')} (code {maker.get('code', '')[:8]}) with Blender {maker.get('bpy')}"
