"""What is in a model's file and does not come along, so that it is told and not dropped in silence."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from assets.library.preflight.gltf import DRACO, KNOWN, read_gltf

type Loss = tuple[str, str]
"""What is not kept, and the material or thing that has it; empty for the whole model."""

NAMED = 3  # materials or things that a line names
WORDS = {
    "KHR_animation_pointer": "animation by",
    "KHR_materials_dispersion": "dispersion by",
    "KHR_materials_variants": "other variants than the first by",
    "KHR_texture_basisu": "KTX2 images by",
    "MSFT_lod": "coarser levels of detail by",
}
READ = (KNOWN | {DRACO}) - WORDS.keys()  # extensions of glTF that are kept, or of which Blender shows what is not
LINES, TRIANGLES = 3, 4  # modes of a primitive: points and lines up to the first, faces from the second


class Losses:
    """Collects what is lost, each once, with who has it."""

    def __init__(self) -> None:
        self._found: dict[str, dict[str, None]] = {}

    def add_all(self, losses: Iterable[Loss]) -> None:
        for what, where in losses:
            self._found.setdefault(what, {})[where] = None

    def lines(self) -> tuple[str, ...]:
        """``sheen (Seat, Roof and 2 more)``, …"""
        return tuple(what + _named([name for name in where if name]) for what, where in self._found.items())


def _named(names: list[str]) -> str:
    if not names:
        return ""
    more = len(names) - NAMED
    return f" ({', '.join(names[:NAMED])}{f' and {more} more' if more > 0 else ''})"


def gltf_losses(path: Path) -> Iterator[Loss]:
    """What a glTF file that has been looked into holds beside what Blender makes of it."""
    tree, _ = read_gltf(path)
    for name in tree.get("extensionsUsed", ()):
        if name not in READ:
            yield f"{WORDS.get(name, 'the extension')} {name}", ""
    for material in tree.get("materials", ()):
        if "occlusionTexture" in material:
            yield "an image of ambient occlusion", material.get("name", "")
    modes = [p.get("mode", TRIANGLES) for mesh in tree.get("meshes", ()) for p in mesh["primitives"]]
    if any(mode <= LINES for mode in modes):
        yield "points and lines", ""
