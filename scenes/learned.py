"""A distribution that was learnt together with others: a mixture of tables, or a network.

Of a mixture each picture takes one class, which is drawn once, from the picture's own stream. Within it, parameters are
independent; what belongs together, such as near and large, is in which classes there are. A network says one by one
which cell of each parameter a picture has (``scenes.network``), from the picture's stream as well.
"""

import hashlib
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np

from assets import AttributeValue, ConfigError, files
from assets.random import stream
from assets.reading import shown
from scenes import notation
from scenes.families import Choice, Constant, Distribution
from scenes.given import Given
from scenes.learned_file import MOST_BYTES, Model, Plan, read_model
from scenes.network import Network, Tell, Variable

DIGEST = 8  # hexadecimal digits that tell one file from another
_WRITTEN = re.compile(r"[0-9a-f]{8}")


@dataclass(frozen=True)
class Learned:
    """What was learnt of one parameter.

    Attributes:
        path: a file that ``prelabel fit`` has written with ``--method model`` or ``deep``.
        key: the parameter's name in it.
        digest: of the file, so that a run is not continued with one that has changed since.
        shares: (C,) of the classes.
        cases: what each class has, or each cell of a network; see ``Model``.
        network: None for a mixture.
    """

    path: str
    key: str
    digest: str
    shares: tuple[float, ...] = field(repr=False, compare=False)
    cases: tuple[Distribution, ...] = field(repr=False, compare=False)
    network: Network | None = field(default=None, repr=False, compare=False)

    def law(self, frame: np.random.Generator, thing: int | None, tell: Tell) -> Distribution:
        """What a picture, or its thing of that number, draws the parameter from; it may be a condition.

        Args:
            frame: the picture's stream, whatever attempt at it.
            tell: the values of parameters that are not learnt here, as far as they are known.
        """
        own = stream(frame, f"class of {self.digest}")
        if self.network is None:
            return self.cases[int(Choice(tuple(range(len(self.shares))), self.shares).sample(own))]
        found = self.network.drawn(self.key, own, thing, tell)
        if found is None:
            return self.cases[-1]
        place, cell = found
        before = (len(one.cells) for one in self.network.variables[:place] if one.key == self.key)
        return self.cases[sum(before) + cell]

    def conditions(self) -> frozenset[str]:
        """Keys of other parameters that it looks at."""
        others = frozenset() if self.network is None else self.network.keys() - {self.key}
        return others | {case.key for case in self.cases if isinstance(case, Given)}

    def sample(self, rng: np.random.Generator) -> AttributeValue:
        """Whatever all else is; of a condition each case is as likely as the next: for looking at it alone."""
        case = self.law(rng, 0, lambda key: None)
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


type Parse = Callable[[str, str | None], Distribution]
"""Reads a distribution of this parameter, or of the one of that name."""


def read_learned(inner: str, parse: Parse) -> Learned:
    """From what stands in the brackets: ``fitted.npz:fill`` or ``fitted.npz:fill, digest``.

    Args:
        parse: reads what is in it.

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
    cases = tuple(parse(text, None) for text in model.tables[key])
    if any(isinstance(case, Learned) for case in cases):
        raise ConfigError(f"{where}: expected plain distributions in the file, got another learned(...)")
    network = None if model.plan is None else _network(model.plan, parse)
    return Learned(path, key, model.digest, model.shares, cases, network)


def _network(plan: Plan, parse: Parse) -> Network:
    variables = []
    for (key, condition, case, each), cells in zip(plan.variables, plan.cells, strict=True):
        value = parse(case, condition) if condition else None
        found = value.value if isinstance(value, Constant) else None
        variables.append(Variable(key, condition or None, found, tuple(parse(text, key) for text in cells), bool(each)))
    return Network(tuple(variables), plan.layers)


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
        return read_model(data, hashlib.sha256(data).hexdigest()[:DIGEST])
    except (ValueError, KeyError, EOFError, NotImplementedError, RuntimeError, zipfile.BadZipFile) as error:
        raise ConfigError(f"{where}: expected a file that `prelabel fit` wrote, of --method model or deep") from error
