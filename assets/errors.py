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


class PrelabelError(Exception):
    """Everything that Prelabel raises on purpose."""


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
