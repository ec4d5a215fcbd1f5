"""What several commands share of their options: how help shows defaults, and what shells complete.

Help and completion must come at once, so this imports no package of ours. The words here stand elsewhere, too, where
they mean something; a test holds both to be the same.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

SCENES = (
    *("vehicles", "street", "junction", "highway", "parking_lot", "drone", "studio"),
    *("plates", "faces", "portrait", "group", "crowd", "faces_cctv", "passport", "webcam"),
)
FORMATS = (
    *("yolo", "yolo-seg", "yolo-pose", "kitti", "voc", "openimages-csv", "webdataset", "hf", "croissant"),
    *("mot", "kitti-tracking", "coco-vid", "tao", "paddleocr", "plates-csv"),
)
ENGINES = ("cycles", "eevee")
PRESETS = ("draft", "standard", "high")
DEVICES = ("auto", "cpu", "cuda", "optix", "hip", "metal", "oneapi")
STILL_PASSES = ("depth", "normals", "masks", "parts", "parsing")
PASSES = (*STILL_PASSES, "flow", "flow_backward", "scene_flow")  # with those that only clips have
PICTURES = ("jpg", "png")
MARKS = ("none", "iptc", "c2pa")
SEGMENTATIONS = ("polygon", "rle")
MATCHES = ("boxes", "masks", "keypoints")
DESIGNS = ("grid", "one", "lhs")
OF = ("first", "all")
METERS = ("surroundings", "picture")
METHODS = ("distributions", "model", "deep")
OBJECTIVES = ("kid", "classifier")
WHAT = ("boxes", "masks", "keypoints", "cuboids", "amodal", "attributes", "tracks")
ANONYMIZED = ("faces", "plates")
REPLACED_BY = ("render", "blur", "pixelate", "solid")
KEPT = ("pose", "expression", "skin_tone", "age")
REGIONS = ("inner", "head")
BEGINNINGS = ("scene", "asset")
LIBRARY_VARIABLE = "PRELABEL_LIBRARY"
SIGNER_VARIABLE = "PRELABEL_SIGNER"


class Group(TyperGroup):
    """A group of commands whose own flags are False where they are not given.

    Typer leaves None in those for help and completion, and loads pydantic to look at it: a fifth of a second.
    """

    def get_params(self, ctx: Any) -> list[Any]:
        options = list(super().get_params(ctx))
        for option in options:
            if option.default is None:
                option.default = False
        return options


def shown(default: str) -> str:
    """What help says of a default that the option itself does not have, because it may come from elsewhere.

    The bracket is escaped: rich would take it for a style, and show nothing.
    """
    return rf"  [dim]\[default: {default}][/dim]"


def listed(words: Sequence[str]) -> str:
    """``a, b or c``."""
    return f"{', '.join(words[:-1])} or {words[-1]}"


def one_of(words: Sequence[str]) -> Callable[[str], list[str]]:
    """Completes a word. Where none fits, shells offer files."""

    def complete(incomplete: str) -> list[str]:
        return [word for word in words if word.startswith(incomplete)]

    return complete


def some_of(words: Sequence[str]) -> Callable[[str], list[str]]:
    """Completes the last of several words between commas, by one that is not among them."""

    def complete(incomplete: str) -> list[str]:
        before, comma, last = incomplete.rpartition(",")
        taken = before.split(",")
        return [f"{before}{comma}{word}" for word in words if word.startswith(last) and word not in taken]

    return complete


def path(text: str) -> Path:
    """What every option and argument that is a path is read by."""
    from assets.reading import user_path

    return user_path(text)


DRAWN = "boxes,masks,keypoints,attributes"

Dataset = Annotated[Path, typer.Argument(metavar="DIR", help="A dataset's folder.", parser=path)]
Settings = Annotated[
    list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="A scene parameter; repeatable.")
]
Quiet = Annotated[bool, typer.Option("--quiet", help="Plain lines instead of a progress bar.")]
What = Annotated[
    str,
    typer.Option(
        metavar="WHAT,...",
        help="Of boxes, masks, keypoints, cuboids, amodal, attributes and tracks.",
        autocompletion=some_of(WHAT),
    ),
]
