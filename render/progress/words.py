"""What terminals, logs and notebooks say of a run in the same words."""

from render.progress.tally import Tally


def duration(seconds: float) -> str:
    """Such as ``45 s``, ``3 min 20 s``, ``5 h 12 min``, ``2 d 7 h``."""
    whole = round(seconds)
    for large, large_unit, small, small_unit in (
        (86_400, "d", 3_600, "h"),
        (3_600, "h", 60, "min"),
        (60, "min", 1, "s"),
    ):
        if whole >= large:
            return f"{whole // large} {large_unit} {whole % large // small} {small_unit}"
    return f"{whole} s"


def time_left(tally: Tally) -> str:
    """Of a run, at its present rate."""
    seconds = tally.seconds_left()
    return "time left –" if seconds is None else f"{duration(seconds)} left"


def failures(tally: Tally) -> str:
    """Failed tries, and frames that were given up."""
    text = "1 failure" if tally.failures == 1 else f"{tally.failures} failures"
    return f"{text}, {len(tally.set_aside)} set aside" if tally.set_aside else text


def figures(tally: Tally) -> str:
    """Frames, frames a second, the time left and failures, in one line."""
    parts = [f"{tally.there}/{tally.frames} frames", f"{tally.rate():.2f} frames/s", time_left(tally)]
    return ", ".join([*parts, failures(tally)] if tally.failures else parts)
