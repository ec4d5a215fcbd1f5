"""Whether our packages are the ones that Python finds: other projects have an ``assets`` or a ``render.py``, too."""

import sys
from importlib.machinery import PathFinder
from pathlib import Path

PACKAGES = ("assets", "scenes", "annotate", "measure", "render", "view")
HOME = Path(__file__).resolve().parents[1]


def find_shadows() -> None:
    """Raises:
    ImportError: something else comes before one of our packages; says which file, and what to do.
    SystemExit: with the same words, where the command was to start.
    """
    for name in PACKAGES:
        found = _origin(name)
        if found is not None and found.resolve() != HOME / name / "__init__.py":
            sentence = (
                f"prelabel: its package '{name}' is hidden by {found}, which Python finds first. Rename that one, or "
                f"start Python from another folder; or take its folder off sys.path, or put {HOME} before it there."
            )
            if sys.argv and Path(sys.argv[0]).stem == "prelabel":  # before this, the command has nothing that could
                sys.exit(f"error: {sentence}")
            raise ImportError(sentence, name="prelabel")  # named, so that `python -m` says it without a traceback


def _origin(name: str) -> Path | None:
    """The file that ``import name`` gives, or has given; None where it gives a folder without a file, or nothing."""
    module = sys.modules.get(name)
    spec = PathFinder.find_spec(name) if module is None else module.__spec__
    file = spec.origin if spec is not None else getattr(module, "__file__", None)
    return Path(file) if file else None
