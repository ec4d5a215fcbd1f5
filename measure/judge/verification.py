"""Are two pictures of one person, or of two? What the distances of all pairs tell of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

USUAL = 0.6  # the distance below which dlib's network takes two faces for one person

type Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Verification:
    """Distances of all pairs of faces, ascending.

    Attributes:
        within: (N,) of one person.
        between: (M,) of two.
    """

    within: Floats
    between: Floats

    @property
    def auc(self) -> float:
        """How often two pictures of one person are nearer than two of two people; 0.5 for a guess.

        Raises:
            ValueError: there are no pairs of one person, or none of two.
        """
        self._expect_both()
        below = np.searchsorted(self.within, self.between, "left") + np.searchsorted(self.within, self.between, "right")
        return float(below.mean()) / 2.0 / len(self.within)

    @property
    def equal_error(self) -> float:
        """The share where as many pairs of one person are refused as pairs of two are let pass.

        Raises:
            ValueError: there are no pairs of one person, or none of two.
        """
        self._expect_both()
        at = np.sort(np.concatenate([self.within, self.between]))
        refused = 1.0 - np.searchsorted(self.within, at, "right") / len(self.within)
        passed = np.searchsorted(self.between, at, "right") / len(self.between)
        where = int(np.abs(refused - passed).argmin())
        return float((refused[where] + passed[where]) / 2.0)

    def roc(self, passed: Floats) -> Floats:
        """(N,) pairs of one person that pass, by the share of pairs of two that do.

        Args:
            passed: (N,) 0..1.

        Raises:
            ValueError: there are no pairs of one person, or none of two.
        """
        self._expect_both()
        limits = np.quantile(self.between, passed)
        return np.asarray(np.searchsorted(self.within, limits, "right") / len(self.within))

    def _expect_both(self) -> None:
        if not len(self.within) or not len(self.between):
            raise ValueError("expected several people, and several pictures of each")


def verification(numbers: Floats, who: Sequence[str] | NDArray[np.str_]) -> Verification:
    """Args:
    numbers: (N, D) of a network, a row a face.
    who: (N,) whose it is.
    """
    first, second = np.triu_indices(len(who), 1)
    # Row by row: differences of all pairs at once would be a thousand times the faces.
    rows = [np.linalg.norm(numbers[at + 1 :] - numbers[at], axis=1) for at in range(len(who))]
    apart = np.concatenate([np.zeros(0), *rows])
    names = np.asarray(who)
    same = names[first] == names[second]
    return Verification(np.sort(apart[same]), np.sort(apart[~same]))
