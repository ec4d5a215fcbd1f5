"""Users' own Python files: a scene script and the modules beside it that it imports, and their version."""

import ast
import hashlib
import importlib
import importlib.util
import sys
import traceback
from pathlib import Path

from assets import ConfigError

DIGITS = 16  # of a version


def run_file(path: Path) -> None:
    """Run a scene's file anew. It may import modules from its own folder, which are run anew with it.

    Raises:
        ConfigError: it cannot be run; says the line.
    """
    beside = neighbours(path)[1:]
    for module in beside:
        if _is_from(module.stem, module):
            del sys.modules[module.stem]
    if beside and str(path.parent) not in sys.path:
        sys.path.append(str(path.parent))  # last, so that no file there comes before a library of its name
    importlib.invalidate_caches()
    spec = importlib.util.spec_from_file_location(f"scene_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise ConfigError(f"scene '{path}': expected a Python file")
    try:
        spec.loader.exec_module(importlib.util.module_from_spec(spec))
    except SyntaxError as error:
        raise ConfigError(f"scene '{error.filename}', line {error.lineno}: {error.msg}") from error
    except ConfigError as error:
        raise ConfigError(f"scene '{path}'{_line(error, path)}: {error}") from error
    except Exception as error:  # whatever a user's file raises becomes one sentence about that file
        raise ConfigError(f"scene '{path}': running it raised {where(error, path)}") from error
    for module in beside:
        if module.stem in sys.modules and not _is_from(module.stem, module):
            raise ConfigError(f"scene '{path}': another module is called '{module.stem}' too; rename {module.name}")


def version(path: Path) -> str:
    """Digits of a hash of a scene's file and of the modules beside it that it imports.

    Raises:
        ConfigError: a file cannot be read.
    """
    digest = hashlib.sha256()
    for file in sorted(neighbours(path)):
        digest.update(file.name.encode() + b"\0" + _text(file) + b"\0")
    return digest.hexdigest()[:DIGITS]


def neighbours(path: Path) -> list[Path]:
    """The file itself, and the modules of its folder that it imports, directly or through each other."""
    found = [path]
    for file in found:  # which grows meanwhile
        try:
            tree = ast.parse(_text(file))
        except (SyntaxError, ValueError):
            continue  # running it tells
        names = {name for node in ast.walk(tree) for name in _imported(node)}
        beside = [path.parent / f"{name}.py" for name in sorted(names)]
        found += [module for module in beside if module.is_file() and module not in found]
    return found


def where(error: Exception, source: Path) -> str:
    """``ZeroDivisionError: division by zero (mine.py, line 12)``: the last line of the user's own file on the way."""
    return f"{type(error).__name__}: {error} ({source.name}{_line(error, source)})"


def _line(error: Exception, source: Path) -> str:
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename) == source]
    return f", line {lines[-1]}" if lines else ""


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name.partition(".")[0] for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [node.module.partition(".")[0]]
    return []


def _is_from(name: str, path: Path) -> bool:
    file = getattr(sys.modules.get(name), "__file__", None)
    return file is not None and Path(file).resolve() == path


def _text(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigError(f"scene '{path}': cannot be read, {error.strerror}") from error
