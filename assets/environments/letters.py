"""Shapes that look like letters from afar: made-up words for shops, offices and signs."""

import numpy as np

from assets.environments.panels import Panels, panels

# Strokes of made-up letters in a box of 1 by 1: low and high corner of each, in y and z.
_BAR = 0.2
_STROKES = {
    "left": (0.0, 0.0, _BAR, 1.0),
    "right": (1.0 - _BAR, 0.0, 1.0, 1.0),
    "top": (0.0, 1.0 - 0.15, 1.0, 1.0),
    "middle": (0.0, 0.43, 0.9, 0.57),
    "bottom": (0.0, 0.0, 1.0, 0.15),
    "stem": (0.4, 0.0, 0.6, 1.0),
}
_LETTERS = (
    ("left", "top", "middle"),
    ("left", "top", "middle", "bottom"),
    ("left", "bottom"),
    ("stem", "top"),
    ("left", "right", "middle"),
    ("left", "right", "top", "bottom"),
    ("left", "right", "bottom"),
    ("left", "right", "top", "middle"),
    ("stem",),
    ("left", "top", "bottom"),
)


def letters(rng: np.random.Generator, width: float, height: float, skin: str, x: float = 0.0) -> Panels:
    """A made-up word, centred on y = 0, from z = 0, in a plane at ``x`` that looks along +x; all metres.

    Args:
        width: the word is no longer than this, unless two letters are.
        height: of a letter.
    """
    pitch = height * float(rng.uniform(0.75, 1.0))
    count = int(np.clip(rng.integers(4, 12), 2, max(2, int(width / pitch))))
    rects = []
    for k in range(count):
        # Seen from +x, y runs to the right.
        start = (k - count / 2.0) * pitch
        strokes = [_STROKES[name] for name in _LETTERS[int(rng.integers(len(_LETTERS)))]]
        rects += [
            (start + a * pitch * 0.72, b * height, start + c * pitch * 0.72, d * height) for a, b, c, d in strokes
        ]
    low_y, low_z, high_y, high_z = np.array(rects).T
    corners = [(low_y, low_z), (high_y, low_z), (high_y, high_z), (low_y, high_z)]
    out = x + 0.0005 * (np.arange(len(rects)) % 4)  # strokes in one plane would shade each other where they cross
    return panels(np.stack([np.stack([out, y, z], axis=1) for y, z in corners], axis=1), skin)
