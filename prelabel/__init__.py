"""Synthetic pictures of vehicles and faces, born labelled.

    import prelabel

    for frame in prelabel.stream("vehicles", size=(320, 240), seed=1):    # endless
        frame.rgb, frame.annotations, frame.masks, frame.depth, frame.image
    prelabel.render("faces", count=100, out="dataset")                    # what the command does
    dataset = prelabel.open("dataset")

Everything is imported when it is first used: this module itself costs nothing.
"""

import importlib
from typing import TYPE_CHECKING, Any

from prelabel._shadows import find_shadows

if TYPE_CHECKING:
    import annotate
    import assets
    import scenes
    from annotate import define_attributes, define_skeleton
    from assets import (
        Asset,
        AssetError,
        ConfigError,
        DatasetError,
        Material,
        PrelabelError,
        RenderError,
        SceneError,
        StorageError,
        compose,
        primitives,
        random,
    )
    from prelabel import distributions, torch
    from prelabel.comparing import compare
    from prelabel.dataset import Dataset, open  # noqa: A004, it opens datasets
    from prelabel.evaluating import evaluate
    from prelabel.rendering import render
    from prelabel.streaming import stream
    from render.run.labelled import LabelledFrame
    from render.stream.stream import Stream
    from scenes import (
        Distortion,
        Distribution,
        Film,
        Filmed,
        Fisheye,
        Light,
        PinholeCamera,
        Placed,
        Pose,
        SceneParams,
        SceneSpec,
        Sky,
        Weather,
        World,
        blocks,
        integer,
        look_at,
        motion,
        name,
        number,
        scene,
    )

_HOMES = {
    **dict.fromkeys(("annotate", "assets", "scenes"), ""),
    **dict.fromkeys(("distributions", "torch"), "prelabel."),
    **dict.fromkeys(("compose", "primitives", "random"), "assets."),
    **dict.fromkeys(("blocks", "motion"), "scenes."),
    **dict.fromkeys(("define_attributes", "define_skeleton"), "annotate"),
    **dict.fromkeys(("Dataset", "open"), "prelabel.dataset"),
    "compare": "prelabel.comparing",
    "evaluate": "prelabel.evaluating",
    "render": "prelabel.rendering",
    "stream": "prelabel.streaming",
    "LabelledFrame": "render.run.labelled",
    "Stream": "render.stream.stream",
    **dict.fromkeys(("Asset", "Material"), "assets"),
    **dict.fromkeys(("PrelabelError", "ConfigError", "AssetError", "SceneError"), "assets"),
    **dict.fromkeys(("RenderError", "DatasetError", "StorageError"), "assets"),
    **dict.fromkeys(("Light", "PinholeCamera", "Placed", "Pose", "SceneParams", "SceneSpec"), "scenes"),
    **dict.fromkeys(("Sky", "Weather", "World", "look_at", "scene"), "scenes"),
    **dict.fromkeys(("Distortion", "Distribution", "Film", "Filmed", "Fisheye", "integer", "name", "number"), "scenes"),
}  # of each name: the module that has it; with a dot at its end, or empty, what the module of that name is in

__all__ = [
    "Asset",
    "AssetError",
    "ConfigError",
    "Dataset",
    "DatasetError",
    "Distortion",
    "Distribution",
    "Film",
    "Filmed",
    "Fisheye",
    "LabelledFrame",
    "Light",
    "Material",
    "PinholeCamera",
    "Placed",
    "Pose",
    "PrelabelError",
    "RenderError",
    "SceneError",
    "SceneParams",
    "SceneSpec",
    "Sky",
    "StorageError",
    "Stream",
    "Weather",
    "World",
    "annotate",
    "assets",
    "blocks",
    "compare",
    "compose",
    "define_attributes",
    "define_skeleton",
    "distributions",
    "evaluate",
    "integer",
    "look_at",
    "motion",
    "name",
    "number",
    "open",
    "primitives",
    "random",
    "render",
    "scene",
    "scenes",
    "stream",
    "torch",
]

find_shadows()


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("prelabel")
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'prelabel' has no attribute '{name}'")
    if not home or home.endswith("."):
        value: Any = importlib.import_module(f"{home}{name}")
    else:
        value = getattr(importlib.import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
