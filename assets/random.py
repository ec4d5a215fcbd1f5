"""Independent random streams by name, so that sampling one more quantity does not move the others."""

import zlib

import numpy as np


def stream(rng: np.random.Generator, name: str) -> np.random.Generator:
    """A generator that depends on how ``rng`` was seeded and on ``name`` alone, not on what was drawn from ``rng``.

    Args:
        rng: a generator made from a ``SeedSequence``, as ``np.random.default_rng`` makes them.
        name: what the stream is for; the same name gives the same stream again.
    """
    seed = rng.bit_generator.seed_seq
    if not isinstance(seed, np.random.SeedSequence):
        raise TypeError(f"stream '{name}': expected a generator seeded by a SeedSequence, got {type(seed).__name__}")
    key = (*seed.spawn_key, zlib.crc32(name.encode()))
    return np.random.default_rng(np.random.SeedSequence(seed.entropy, spawn_key=key))
