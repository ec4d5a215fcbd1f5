"""What a run that is there already has to do with this one: its settings, its frames, and who made them."""

import os

from assets import ConfigError, StorageError
from assets.reading import MOST_YAML_BYTES, yaml_value
from render.settings.config import MOST_FRAMES, NOT_CONTENT, RunConfig
from render.settings.identity import this_maker, told


def earlier_run(text: bytes, where: str) -> RunConfig:
    """The run that a ``run.yaml`` is of.

    Raises:
        StorageError: it is none of this version; ``where`` names the file.
    """
    try:
        values = yaml_value(text if len(text) <= MOST_YAML_BYTES else b"", where)
        return RunConfig(**{**values, "shard_frames": values["shard_frames"]})  # without it, others were meant
    except (ConfigError, TypeError, ValueError, KeyError) as error:
        raise StorageError(f"{where}: expected the settings of a run; --overwrite starts anew") from error


def continued(earlier: RunConfig, config: RunConfig, place: str, allow_upgrade: bool = False) -> RunConfig:
    """The frames of both runs as one, in the earlier one's shards.

    Args:
        place: where the earlier one is.
        allow_upgrade: go on with frames that another version made.

    Raises:
        ConfigError: they differ in more than their frames, leave a gap, or are of different versions.
    """
    if earlier.content_hash() != config.content_hash():
        content = [key for key in RunConfig.model_fields if key not in NOT_CONTENT]
        names = {"scripts": "version of a scene's file"}
        keys = ", ".join(names.get(key, key) for key in content if getattr(earlier, key) != getattr(config, key))
        raise ConfigError(
            f"{place} holds a run with another {keys}; choose another --out, or --overwrite removes that run"
        )
    mine, theirs = config.frames(), earlier.frames()
    start, stop = min(mine.start, theirs.start), max(mine.stop, theirs.stop)
    if len(mine) + len(theirs) < stop - start:
        raise ConfigError(
            f"{place} holds frames {theirs.start}..{theirs.stop - 1}; expected --start and --count that adjoin them, "
            f"got {mine.start}..{mine.stop - 1}"
        )
    if stop - start > MOST_FRAMES:
        raise ConfigError(
            f"{place}: expected at most {MOST_FRAMES} frames in one run, got {stop - start} with those there"
        )
    before, now = (run.makers[-1] if run.makers else {} for run in (earlier, config))
    if before != now and not allow_upgrade:
        raise ConfigError(
            f"{place} holds frames that {told(before)} rendered, and this is {told(now)}: they may look different. "
            "Choose another --out, or go on knowingly with --allow-upgrade"
        )
    others = [maker for maker in earlier.makers or ({},) if maker not in (config.makers or ({},))]
    update = {"start": start, "count": stop - start, "shard_frames": earlier.shard_frames}
    return config.model_copy(update={**update, "makers": (*others, *config.makers)})


def check_maker(config: RunConfig) -> None:
    """Raises:
    ConfigError: this process has another version of the program than the one that the run was started by.
    """
    if config.makers and config.makers[-1] != this_maker():
        raise ConfigError(
            f"the run was started by {told(config.makers[-1])}, and {os.uname().nodename} has {told(this_maker())}: "
            "expected the same on every machine, and as long as a run lasts"
        )
