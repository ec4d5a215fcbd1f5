"""OBJ, PLY and STL: polygons counted without keeping any; FBX by its first bytes."""

import itertools
import re
from pathlib import Path

from assets.errors import AssetError
from assets.library.limits import NAME_LENGTH, POLYGONS, TEXT_BYTES, VERTICES
from assets.library.preflight.beside import NAMES, beside

CHUNK_BYTES = 2**22  # read at once
# Possessive (*+): what they have taken they do not give back to try another way.
FACE, VERTEX = re.compile(rb"\n[ \t]*+f[ \t]"), re.compile(rb"\n[ \t]*+v[ \t]")
MATERIAL_FILE = re.compile(rb"\n[ \t]*+mtllib[ \t]([^\n]*+)")
MATERIAL_FILES = 64
MAPS = ("bump", "norm", "disp", "decal", "refl")  # beside map_*: keys of a material file's textures
PLY_HEADER_BYTES = 65_536
FBX_MAGIC, FBX_VERSION = b"Kaydara FBX Binary  \x00\x1a\x00", 7100
STL_HEADER_BYTES, STL_TRIANGLE_BYTES = 84, 50


def check_obj(path: Path, root: Path) -> None:
    """Counts its lines, and looks at the material files and textures that they name."""
    faces = vertices = 0
    named: list[str] = []
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            text = b"\n" + chunk + file.readline(CHUNK_BYTES)
            faces += len(FACE.findall(text))
            vertices += len(VERTEX.findall(text))
            named += [name.decode("utf-8", "replace").strip() for name in MATERIAL_FILE.findall(text)]
            if faces > POLYGONS or vertices > VERTICES or len(named) > MATERIAL_FILES:
                raise AssetError(
                    f"{path}: expected at most {POLYGONS} polygons, {VERTICES} vertices and {MATERIAL_FILES} material "
                    "files, it has more; reduce it in your modelling program, 200000 polygons are plenty"
                )
    if not faces:
        raise AssetError(f"{path}: expected an OBJ file with faces, found none")
    for name in named:
        if (library := beside(path, root, name, must_exist=False)) is not None:
            _check_maps(library, root)


def missing_material_files(path: Path, root: Path) -> list[str]:
    """Material files that an OBJ file, which has been looked at, names and that are not there."""
    named: dict[str, None] = {}
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            text = b"\n" + chunk + file.readline(CHUNK_BYTES)
            named |= dict.fromkeys(name.decode("utf-8", "replace").strip() for name in MATERIAL_FILE.findall(text))
    return [name[:NAME_LENGTH] for name in named if beside(path, root, name, must_exist=False) is None]


def _check_maps(library: Path, root: Path) -> None:
    """Textures of a material file. Options such as ``-bm 0.5`` stand before the name, which may hold blanks."""
    if library.stat().st_size > TEXT_BYTES:
        raise AssetError(f"{library}: expected a material file of at most {TEXT_BYTES} bytes")
    names: dict[str, None] = {}
    for line in library.read_text("utf-8", "replace").splitlines():
        key, _, rest = line.strip().replace("\t", " ").partition(" ")
        name = rest.strip()
        if name and (key.lower().startswith("map_") or key.lower() in MAPS):
            names[name.split()[-1] if name.startswith("-") else name] = None
    for name in itertools.islice(names, NAMES):
        beside(library, root, name, must_exist=False)


def check_ply(path: Path, root: Path) -> None:
    """Its header's counts against its length: every element takes a byte at least."""
    with path.open("rb") as file:
        header, end, _ = file.read(PLY_HEADER_BYTES).partition(b"end_header")
    if not header.startswith(b"ply") or not end:
        raise AssetError(f"{path}: expected a PLY file, its header is damaged")
    counts = {name: int(count) for name, count in re.findall(rb"\nelement[ \t]++(\w++)[ \t]++(\d{1,18}+)", header)}
    faces, vertices = counts.get(b"face", 0), counts.get(b"vertex", 0)
    if faces > POLYGONS or vertices > VERTICES:
        raise AssetError(f"{path}: expected at most {POLYGONS} polygons and {VERTICES} vertices, got {faces} of them")
    if sum(counts.values()) > path.stat().st_size:
        raise AssetError(f"{path}: claims {faces} polygons and {vertices} vertices, and is too short for them")
    if not faces:
        raise AssetError(f"{path}: expected a PLY file with faces, found none: point clouds have no surface")


def check_stl(path: Path, root: Path) -> None:
    """Triangles of a binary file by its header; of a text file by its length."""
    size = path.stat().st_size
    with path.open("rb") as file:
        header = file.read(STL_HEADER_BYTES)
    count = int.from_bytes(header[80:84], "little") if len(header) == STL_HEADER_BYTES else -1
    if count >= 0 and size == STL_HEADER_BYTES + STL_TRIANGLE_BYTES * count:
        triangles = count
    elif header.lstrip()[:5] == b"solid":
        triangles = size // 200  # the least that one takes as text is about that
    else:
        raise AssetError(f"{path}: expected an STL file, its length does not fit its header's {count} triangles")
    if not 0 < triangles <= POLYGONS:
        raise AssetError(f"{path}: expected 1 to {POLYGONS} triangles, got {triangles}")


def check_fbx(path: Path, root: Path) -> None:
    """Its first bytes: Blender reads binary files of 7.1 and later, and finds nothing in others."""
    with path.open("rb") as file:
        header = file.read(len(FBX_MAGIC) + 4)
    if not header.startswith(FBX_MAGIC):
        raise AssetError(f"{path}: expected a binary FBX file, got one of text or damaged; export it again as binary")
    version = int.from_bytes(header[len(FBX_MAGIC) :], "little")
    if version < FBX_VERSION:
        raise AssetError(f"{path}: expected FBX {FBX_VERSION / 1000} or later, got {version / 1000}; export it again")
