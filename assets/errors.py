"""The error tree. It stands in the lowest package, so that every other one can raise from it.

    PrelabelError
    ├── ConfigError     what the user asked for: a key, a value, a file of settings, what is not installed for it
    ├── AssetError      a thing that a scene should hold
    ├── SceneError      a scene that cannot be described or placed
    ├── RenderError     Blender, or the device it renders on
    ├── DatasetError    a dataset on disk that is not what it says
    └── StorageError    a folder or file that cannot be read or written

Messages are one sentence for people: what was expected, what was got, and where (file, key, frame).
"""


def harmless(text: str) -> str:
    """Text whose characters can all be seen: those that a terminal obeys, or that are none, as Python writes them."""
    if text.isprintable():
        return text
    escaped = (letter.encode("unicode_escape", "surrogatepass").decode("ascii") for letter in text)
    return "".join(new if not old.isprintable() else old for old, new in zip(text, escaped, strict=True))


class PrelabelError(Exception):
    """Everything that Prelabel raises on purpose. It names what others gave, and is one line all the same."""

    def __str__(self) -> str:
        return harmless(super().__str__())


class ConfigError(PrelabelError):
    """A setting is unknown, out of range, contradicts another one, or needs what is not installed."""


class AssetError(PrelabelError):
    """An asset is malformed or its source is missing."""


class SceneError(PrelabelError):
    """A scene cannot be placed; the frame is sampled again a bounded number of times."""


class RenderError(PrelabelError):
    """Blender failed, or the device it should render on is not there."""


class DatasetError(PrelabelError):
    """A dataset on disk contradicts itself."""


class StorageError(PrelabelError):
    """A folder or a file cannot be read or written."""
