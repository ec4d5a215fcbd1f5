"""Looks of a USD file that Blender does not read: it knows ``UsdPreviewSurface``, and leaves out MaterialX."""

import importlib.util
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import bpy

from assets.library.losses import Loss

KNOWN, PRIMS = "UsdPreviewSurface", 200_000  # the shader that is read, and things that are looked at


def usd_losses(path: Path) -> Iterator[Loss]:
    """Materials without a shader that Blender reads, and sets of variants, of a file that Blender has read."""
    if not _has_usd():
        yield "shaders that are not UsdPreviewSurface, which cannot be looked for on this system", ""
        return
    from pxr import Usd

    stage = Usd.Stage.Open(str(path))
    for prim in islice(Usd.PrimRange.Stage(stage, Usd.TraverseInstanceProxies()), PRIMS):
        if prim.GetVariantSets().GetNames():
            yield "other variants than the one that is chosen", prim.GetName()
        if prim.GetTypeName() == "Material":
            shaders = list(_shaders(Usd.PrimRange(prim)))
            if shaders and KNOWN not in shaders:
                surface = next((name for name in shaders if "surface" in name.lower()), shaders[0])
                yield f"the shader {surface}", prim.GetName()


def _shaders(prims: Any) -> Iterator[str]:
    """What the shaders of a material are."""
    for prim in prims:
        attribute = prim.GetAttribute("info:id") if prim.GetTypeName() == "Shader" else None
        if attribute and attribute.Get():
            yield str(attribute.Get())


def _has_usd() -> bool:
    """Whether the USD that Blender brings can be imported; its folder is on no path."""
    for folder in Path(bpy.utils.system_resource("PYTHON")).glob("lib/**/site-packages"):
        if str(folder) not in sys.path:
            sys.path.append(str(folder))
    return importlib.util.find_spec("pxr") is not None
