"""Tries one reader in this process, under limits: ``python -m tests.fuzz.trying NAME MUTANTS FOLDER``.

It writes a line of JSON; it ends with a traceback and the mutant where something else than the tree's errors comes out.
"""

import contextlib
import io
import json
import resource
import signal
import sys
import time
import warnings
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis.errors import HypothesisWarning

from tests.fuzz.mutants import mutants
from tests.fuzz.readers import READERS
from tests.fuzz.refusals import COUNTS

SECONDS, BYTES = 10, 2**30  # that one mutant may take


class _HangError(BaseException):
    pass


def _out_of_time(number: int, frame: object) -> None:
    raise _HangError(f"more than {SECONDS} s")


def _limit_memory() -> None:
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + BYTES, used + BYTES))


def main() -> None:
    name, number, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    seeds, one = READERS[name](folder)
    for seed in seeds:
        one(seed)  # what is loaded once is loaded now
    assert COUNTS["read"], "nothing of the sound input was read"
    warnings.simplefilter("error")
    warnings.simplefilter("ignore", HypothesisWarning)  # a failure's mutant may be long
    signal.signal(signal.SIGALRM, _out_of_time)
    slowest, before = 0.0, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    _limit_memory()

    @given(mutants(seeds))
    @settings(
        max_examples=number,
        database=None,
        deadline=None,
        derandomize=number < 1000,
        suppress_health_check=list(HealthCheck),
    )
    def fuzz(data: bytes) -> None:
        nonlocal slowest
        COUNTS["mutants"] += 1
        began = time.monotonic()
        signal.setitimer(signal.ITIMER_REAL, SECONDS)
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                one(data)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0.0)
        slowest = max(slowest, time.monotonic() - began)

    fuzz()
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    sys.stdout.write(json.dumps({**COUNTS, "slowest_s": round(slowest, 3), "grown_bytes": grown}) + "\n")


if __name__ == "__main__":
    main()
