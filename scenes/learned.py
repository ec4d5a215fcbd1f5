"""A distribution that was learnt together with others: a mixture of tables, of which each picture takes one class.

Which class a picture has is drawn once, from the picture's own stream. Within it, parameters are independent; what
belongs together, such as near and large, is in which classes there are.
"""

import hashlib
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assets import AttributeValue, ConfigError, files
from assets.reading import shown
from scenes import notation
from scenes.families import Choice, Distribution
from scenes.given import Given

DIGEST = 8  # hexadecimal digits that tell one file from another
MOST_BYTES, MOST_CLASSES, MOST_KEYS = 16 * 2**20, 1000, 1000
_WRITTEN = re.compile(r"[0-9a-f]{8}")


@dataclass(frozen=True, eq=False)
class Model:
    """Attributes:
    shares: (C,) of the classes.
    tables: by parameter, the notation of what each class (C) has.
    digest: of the file.
    """

    shares: tuple[float, ...]
    tables: dict[str, tuple[str, ...]]
    digest: str


@dataclass(frozen=True)
class Learned:
    """What a picture's class says of one parameter.

    Attributes:
        path: a file that ``prelabel fit --method model`` has written.
        key: the parameter's name in it.
        digest: of the file, so that a run is not continued with one that has changed since.
        shares: (C,) of the classes.
        cases: (C,) what each class has.
    """

    path: str
    key: str
    digest: str
    shares: tuple[float, ...] = field(repr=False, compare=False)
    cases: tuple[Distribution, ...] = field(repr=False, compare=False)

    def of(self, place: int) -> Distribution:
        """What the class of that number has; it may be a condition."""
        return self.cases[place]

    def drawn_class(self, rng: np.random.Generator) -> int:
        return int(Choice(tuple(range(len(self.shares))), self.shares).sample(rng))

    def conditions(self) -> frozenset[str]:
        """Keys of other parameters that some of its classes look at."""
        return frozenset(case.key for case in self.cases if isinstance(case, Given))

    def sample(self, rng: np.random.Generator) -> AttributeValue:
        """Whatever the class; of a condition each case is as likely as the next, which is for looking at it alone."""
        case = self.of(self.drawn_class(rng))
        if isinstance(case, Given):
            every = case.all_cases()
            case = every[int(rng.integers(len(every)))]
        return case.sample(rng)

    def support(self) -> tuple[AttributeValue, ...]:
        values = [value for case in self.cases for value in case.support()]
        return tuple(dict.fromkeys(values))

    def __str__(self) -> str:
        plain = all(notation.word(text, notation.is_any_word) == text for text in (self.path, self.key))
        where = (
            f"{self.path}:{self.key}" if plain else f"{notation.in_quotes(self.path)}, {notation.in_quotes(self.key)}"
        )
        return f"learned({where}, {self.digest})"


def read_learned(inner: str, parse: Callable[[str], Distribution]) -> Learned:
    """From what stands in the brackets: ``fitted.npz:fill`` or ``fitted.npz:fill, digest``.

    Args:
        parse: reads the tables.

    Raises:
        ConfigError: the file or the key is not there, is not what it should be, or has another digest.
    """
    path, key, digest = _arguments(inner)
    where = f"learned({shown(path)}:{shown(key)})"
    model = _model(path, _state(path))
    if digest not in ("", model.digest):
        raise ConfigError(
            f"{where}: expected the file that the run began with ({digest}), got another ({model.digest}); "
            "it has changed"
        )
    if key not in model.tables:
        raise ConfigError(f"{where}: expected one of {', '.join(model.tables)}")
    cases = tuple(parse(text) for text in model.tables[key])
    if any(isinstance(case, Learned) for case in cases):
        raise ConfigError(f"{where}: expected plain distributions in the file, got another learned(...)")
    return Learned(path, key, model.digest, model.shares, cases)


def written_model(shares: tuple[float, ...], tables: dict[str, tuple[str, ...]]) -> bytes:
    """The file's content: plain arrays, the same bytes for the same model."""
    arrays: dict[str, NDArray[np.float64] | NDArray[np.str_]] = {
        "shares": np.array(shares, np.float64),
        "keys": np.array(list(tables), np.str_),
        "tables": np.array(list(tables.values()), np.str_),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in arrays.items():
            entry = io.BytesIO()
            np.save(entry, array, allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), entry.getvalue(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _arguments(inner: str) -> tuple[str, str, str]:
    """Path, key and digest."""
    if inner.lstrip()[:1] == '"':
        items = notation.read_items(inner, f"learned({inner})")
        words = [item.text for item in items if isinstance(item, notation.Word)]
        if not 2 <= len(words) == len(items) <= 3:
            raise ConfigError(f'learned({shown(inner)}): expected learned("fitted.npz", "key")')
        return words[0], words[1], words[2] if len(words) == 3 else ""
    text, _, last = (part.strip() for part in inner.rpartition(","))
    if not text or not _WRITTEN.fullmatch(last):
        text, last = inner.strip(), ""
    path, colon, key = text.rpartition(":")
    if not colon or not path.strip() or not key.strip():
        raise ConfigError(f"learned({shown(inner)}): expected learned(fitted.npz:key)")
    return path.strip(), key.strip(), last


def _state(path: str) -> tuple[int, int]:
    """So that a file is read again once it has been written anew."""
    try:
        found = Path(path).stat()
    except (OSError, ValueError):
        return 0, 0
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=16)
def _model(path: str, state: tuple[int, int]) -> Model:
    where = f"learned({shown(path)})"
    try:
        data = files.read(Path(path), MOST_BYTES)
    except (OSError, ValueError) as error:
        raise ConfigError(f"{where}: {getattr(error, 'strerror', None) or error}") from error
    try:
        shares, keys, tables = _arrays(data)
    except (ValueError, KeyError, EOFError, NotImplementedError, RuntimeError, zipfile.BadZipFile) as error:
        raise ConfigError(f"{where}: expected a file that `prelabel fit --method model` wrote") from error
    numbers = tuple(float(share) for share in shares)
    by_key = dict(zip(keys.tolist(), (tuple(row) for row in tables.tolist()), strict=True))
    return Model(numbers, by_key, hashlib.sha256(data).hexdigest()[:DIGEST])


def _arrays(data: bytes) -> tuple[NDArray[np.float64], NDArray[np.str_], NDArray[np.str_]]:
    """Raises:
    ValueError: and others that are raised by what is no such file.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > 4 * MOST_BYTES:
            raise ValueError("too large")
        shares, keys, tables = (
            np.load(io.BytesIO(archive.read(f"{name}.npy")), allow_pickle=False)
            for name in ("shares", "keys", "tables")
        )
    if shares.dtype != np.float64 or keys.dtype.kind != "U" or tables.dtype.kind != "U":
        raise ValueError("other kinds of arrays")
    if not 1 <= shares.size <= MOST_CLASSES or shares.ndim != 1 or not 1 <= keys.size <= MOST_KEYS or keys.ndim != 1:
        raise ValueError("other shapes")
    if tables.shape != (keys.size, shares.size) or not np.isfinite(shares).all() or shares.min() < 0:
        raise ValueError("other shapes or shares")
    if not 0 < shares.sum() < np.inf or len(set(keys.tolist())) != keys.size:
        raise ValueError("no shares")
    return shares, keys, tables
