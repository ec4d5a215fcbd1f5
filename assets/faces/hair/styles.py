"""The styles: how each is combed, cut and laid. Lengths are metres on an adult's head."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assets.faces.groom import Cut, Points
from assets.faces.hair.combs import Maker, cropped, falling, outward, over_forehead, swept

type Profile = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Style:
    """Attributes:
    label: none, short, medium or long, as the labels say.
    cut: how strands hang.
    comb: makes the field of directions.
    length: metres by height of the root over the eyes of the base head: (height, length), lowest first.
    strands: how many.
    parting: how far from the middle of the head a parting may be, metres; none without.
    spread: the least and the greatest factor on the length, from person to person.
    scissors: what is cut off, by place (N, 3) in the frame of the base head, and root (N, 3).
    tied: bun, ponytail or braids: strands end where the hair is tied.
    over_ears: whether hair falls over the ears rather than round them.
    """

    label: str
    cut: Cut
    comb: Maker
    length: Profile
    strands: int
    parting: tuple[float, float] | None = None
    spread: tuple[float, float] = (0.85, 1.15)
    scissors: Callable[[Points, Points], NDArray[np.bool_]] | None = None
    tied: str = ""
    over_ears: bool = False


def _bob(points: Points, roots: Points) -> NDArray[np.bool_]:
    """A straight fringe over the brows, the rest level with the chin."""
    low = np.where(over_forehead(roots), 0.024 + 3.0 * points[:, 1] ** 2, -0.105)
    return np.asarray(points[:, 2] < low, np.bool_)


_TIED = Cut(
    steps=10, points=8, volume_m=(0.003, 0.010), depth=0.9, clump=0.45, lock_m=0.007, stray_m=0.002,
    frizz_m=0.0012, ragged=0.02, radius_m=0.00026,
)  # fmt: skip
_LONG = Cut(
    steps=16, points=10, stiffness=0.55, gravity=0.35, lift=0.15, volume_m=(0.005, 0.012), rise_m=0.03, depth=0.85,
    hug=0.65, clump=0.55, lock_m=0.008, stray_m=0.006, frizz_m=0.0025, ragged=0.22, radius_m=0.00028,
)  # fmt: skip


STYLES: dict[str, Style] = {
    "buzz": Style(
        "short",
        Cut(
            steps=4, points=6, stiffness=0.8, gravity=0.05, lift=0.8, volume_m=(0.001, 0.002), rise_m=0.01, depth=0.3,
            hug=0.0, clump=0.0, lock_m=0.004, stray_m=0.0003, frizz_m=0.0006, ragged=0.3, radius_m=0.0002,
        ),
        cropped((0.0, 0.5), 0.0), ((-0.06, 0.004), (0.06, 0.007)), 24000, spread=(0.7, 1.3),
    ),
    "short": Style(
        "short",
        Cut(
            steps=8, points=7, stiffness=0.5, gravity=0.03, lift=0.55, volume_m=(0.002, 0.012), rise_m=0.018,
            depth=0.7, hug=0.35, clump=0.6, lock_m=0.008, stray_m=0.003, frizz_m=0.0016, ragged=0.4, radius_m=0.00021,
        ),
        cropped((0.0, 1.2), 0.35), ((-0.06, 0.008), (0.0, 0.012), (0.04, 0.022), (0.085, 0.042)), 18000,
    ),
    "short_sides": Style(
        "short",
        Cut(
            steps=8, points=8, stiffness=0.55, gravity=0.02, lift=0.75, volume_m=(0.0008, 0.022), rise_m=0.022,
            depth=0.75, hug=0.3, clump=0.65, lock_m=0.010, stray_m=0.004, frizz_m=0.0016, ragged=0.22,
            radius_m=0.00022,
        ),
        cropped((2.2, 3.1), 0.9), ((-0.06, 0.0012), (0.0, 0.002), (0.045, 0.0045), (0.062, 0.028), (0.095, 0.062)),
        20000,
    ),
    "side_part": Style(
        "short",
        Cut(
            steps=9, points=8, stiffness=0.45, gravity=0.08, lift=0.55, volume_m=(0.002, 0.013), rise_m=0.02,
            depth=0.75, hug=0.45, clump=0.5, lock_m=0.007, stray_m=0.0028, frizz_m=0.0013, ragged=0.25,
            radius_m=0.00024,
        ),
        swept, ((-0.06, 0.007), (0.0, 0.010), (0.05, 0.028), (0.085, 0.080)), 17000, parting=(0.030, 0.042),
    ),
    "fringe": Style(
        "medium",
        replace(
            _LONG, stray_m=0.003, ragged=0.07, frizz_m=0.0015, clump=0.4,
        ),
        falling(fringe=True), ((-0.06, 0.10), (0.02, 0.18), (0.10, 0.27)), 16000, parting=(0.0, 0.006),
        spread=(1.0, 1.1), scissors=_bob, over_ears=True,
    ),
    "medium": Style(
        "medium", replace(
            _LONG, stray_m=0.008, curl_m=0.004, curl_turns=1.0,
        ),
        falling(), ((-0.06, 0.09), (0.02, 0.16), (0.10, 0.23)), 15000, parting=(0.0, 0.03), over_ears=True,
    ),
    "wavy": Style(
        "medium",
        replace(
            _LONG, points=12, gravity=0.5, lift=0.2, curl_m=0.007, curl_turns=2.2, round=0.3, clump=0.7, lock_m=0.010,
            volume_m=(0.006, 0.018), hug=0.4, frizz_m=0.0025, stray_m=0.005,
        ),
        falling(), ((-0.06, 0.11), (0.02, 0.18), (0.10, 0.25)), 14000, parting=(0.0, 0.035), over_ears=True,
    ),
    "long_straight": Style(
        "long", replace(
            _LONG, steps=18, stray_m=0.006,
        ),
        falling(forward=0.25), ((-0.06, 0.26), (0.02, 0.33), (0.10, 0.42)), 15000, parting=(0.0, 0.025),
        over_ears=True,
    ),
    "long_wavy": Style(
        "long",
        replace(
            _LONG, steps=18, points=14, gravity=0.6, lift=0.15, curl_m=0.009, curl_turns=2.8, round=0.45, clump=0.75,
            lock_m=0.012, volume_m=(0.006, 0.018), hug=0.5, frizz_m=0.002, stray_m=0.005,
        ),
        falling(forward=0.3), ((-0.06, 0.26), (0.02, 0.33), (0.10, 0.42)), 13000, parting=(0.0, 0.035),
        over_ears=True,
    ),
    "curly": Style(
        "medium",
        Cut(
            steps=10, points=12, stiffness=0.4, gravity=0.9, lift=0.7, volume_m=(0.008, 0.026), rise_m=0.03,
            depth=0.75, hug=0.25, clump=0.75, lock_m=0.011, stray_m=0.006, frizz_m=0.002, curl_m=0.0065,
            curl_turns=2.3, round=1.0, ragged=0.3, radius_m=0.00025,
        ),
        outward(0.6), ((-0.06, 0.055), (0.02, 0.09), (0.10, 0.12)), 16000, spread=(0.7, 1.25), over_ears=True,
    ),
    "coily": Style(
        "short",
        Cut(
            steps=5, points=10, stiffness=0.6, gravity=0.0, lift=0.9, volume_m=(0.003, 0.006), rise_m=0.02, depth=0.3,
            hug=0.0, clump=0.55, lock_m=0.006, stray_m=0.002, frizz_m=0.0015, curl_m=0.0022, curl_turns=2.2,
            round=1.0, ragged=0.35, radius_m=0.0002,
        ),
        outward(0.0), ((-0.06, 0.009), (0.02, 0.016), (0.09, 0.030)), 20000, spread=(0.6, 1.2),
    ),
    "afro": Style(
        "medium",
        Cut(
            steps=6, points=10, stiffness=0.6, gravity=0.0, lift=0.9, volume_m=(0.01, 0.02), rise_m=0.03, depth=0.2,
            hug=0.0, clump=0.45, lock_m=0.008, stray_m=0.006, frizz_m=0.004, curl_m=0.004, curl_turns=2.4, round=1.0,
            ragged=0.35, radius_m=0.00025,
        ),
        outward(0.0), ((-0.06, 0.040), (0.0, 0.060), (0.10, 0.072)), 20000, spread=(0.8, 1.25),
    ),
    "braids": Style("long", _TIED, outward(0.0), ((-0.06, 0.1), (0.1, 0.1)), 14000, (0.0, 0.004), tied="braids"),
    "bun": Style("long", _TIED, outward(0.0), ((-0.06, 0.1), (0.1, 0.1)), 14000, tied="bun"),
    "ponytail": Style("long", _TIED, outward(0.0), ((-0.06, 0.1), (0.1, 0.1)), 14000, tied="ponytail"),
    "receding": Style(
        "short",
        Cut(
            steps=8, points=7, stiffness=0.5, gravity=0.06, lift=0.5, volume_m=(0.0015, 0.005), rise_m=0.015,
            depth=0.7, hug=0.5, clump=0.5, lock_m=0.008, stray_m=0.003, frizz_m=0.0016, ragged=0.4, radius_m=0.00019,
        ),
        cropped((2.0, 3.0), 0.1), ((-0.06, 0.009), (0.0, 0.013), (0.05, 0.022), (0.09, 0.030)), 13000,
    ),
}  # fmt: skip

LENGTHS: Mapping[str, str] = {"bald": "none", **{name: style.label for name, style in STYLES.items()}}
