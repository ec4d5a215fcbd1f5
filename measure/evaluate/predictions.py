"""What a model says is there, as arrays; and what a file of it may say wrong, a sentence each."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assets import ConfigError, DatasetError
from assets.names import nearest
from assets.reading import shown
from measure.evaluate.truth import Truth
from measure.items import LEAST_PX, SLACK_PX, Tell

MANY_OUTSIDE = 0.5  # of boxes that reach far out of their picture: they are of pictures of another size
FAR = 1.25  # times the picture's side
AS_SHARES = 1.5  # px: boxes that all end before are no pixels

type Floats = NDArray[np.float64]
type Codes = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Predictions:
    """Of one model.

    Attributes:
        name: of the model, for people.
        image, category: (D,) index of the truth's.
        box: (D, 4) x, y, width, height in pixels.
        score: (D,)
        area: (D,) px² as pycocotools takes it: of the box, or of the mask where there is no box.
        segmentation, points: COCO's, of each; empty where there are none.
        told: sentences for what was left out, with how often.
    """

    name: str
    image: Codes
    category: Codes
    box: Floats
    score: Floats
    area: Floats
    segmentation: tuple[Any, ...] = ()
    points: tuple[Any, ...] = ()
    told: Tell = field(default_factory=Counter)

    def __len__(self) -> int:
        return len(self.image)


class Collector:
    """Takes predictions one by one, in any format, and leaves out those that say nothing about this truth.

    Args:
        mapping: names of the truth's categories, by a name or an id that the model has for them; empty to leave out.
        match: what is asked for: ``boxes``, ``masks`` or ``keypoints``.
    """

    def __init__(self, truth: Truth, mapping: Mapping[str, str], match: str, where: str) -> None:
        self.truth, self.where, self.match = truth, where, match
        self.told: Tell = Counter()
        self._images = {int(number): place for place, number in enumerate(truth.image_ids)}
        self._by_id = dict(zip(truth.category_ids, range(len(truth.categories)), strict=True))
        self._by_name = {name: place for place, name in enumerate(truth.categories)}
        self._mapping = {old: self._target(new) for old, new in mapping.items()}
        self._unknown: Counter[str] = Counter()
        self._of: list[tuple[int, int]] = []
        self._box: list[Sequence[float]] = []
        self._score: list[float] = []
        self._more: list[Any] = []
        self._area: list[float] = []
        self._seen = 0

    def _target(self, name: str) -> int | None:
        if name and name not in self._by_name:
            known = shown(", ".join(self.truth.categories), 200)
            hint = nearest(name, self._by_name) or f"; it has {known}"
            raise ConfigError(f"--map: the dataset has no category '{shown(name)}'{hint}")
        return self._by_name[name] if name else None

    def image(self, number: int) -> int | None:
        """Place of a picture by its id."""
        return self._images.get(number)

    def category(self, key: int | str) -> int | None:
        """By id or name, after the mapping; None, and counted, for one that the truth has not."""
        if (text := str(key)) in self._mapping:
            return self._mapping[text]
        found = self._by_id.get(key) if isinstance(key, int) else self._by_name.get(key)
        if found is None:
            self._unknown[text] += 1
        return found

    def take(
        self,
        image: int | None,
        key: int | str,
        box: Sequence[float],
        score: float,
        more: Any = None,
        area: float = -1.0,
    ) -> None:
        """Args:
        image: its place; None for a picture that the truth has not.
        key: the category's id or name.
        more: a mask or keypoints.
        area: px²; that of the box by default.
        """
        if image is None:
            self.leave_out("predictions are of pictures that the dataset does not have, and are left out")
            return
        self._seen += 1
        category = self.category(key)
        if category is None:
            return
        self._of.append((image, category))
        self._box.append(box)
        self._score.append(score)
        self._area.append(area if area >= 0.0 else box[2] * box[3])
        if self.match != "boxes":
            self._more.append(more)

    def leave_out(self, sentence: str) -> None:
        """Count a prediction that nothing can be said of."""
        self._seen += 1
        self.told[sentence] += 1

    def finish(self, name: str) -> Predictions:
        """Raises:
        DatasetError: nothing of all that was said is about the truth, or its boxes are no pixels of these pictures.
        """
        self._tell_unknown()
        if self._seen and not self._of:
            raise DatasetError(f"{self.where}: expected predictions for {self.truth.place}, got none: {self._excuse()}")
        of = np.array(self._of, np.intp).reshape(-1, 2)
        box = np.array(self._box, np.float64).reshape(-1, 4)
        _expect_pixels(box, self.truth.sizes[of[:, 0]], self.where, self.told)
        more = tuple(self._more)
        silent = len(self.truth.image_ids) - len(np.unique(of[:, 0]))
        if silent:
            self.told["pictures have no prediction"] += silent
        return Predictions(
            name,
            of[:, 0].copy(),
            of[:, 1].copy(),
            box,
            np.array(self._score, np.float64),
            np.array(self._area, np.float64),
            more if self.match == "masks" else (),
            more if self.match == "keypoints" else (),
            self.told,
        )

    def _tell_unknown(self) -> None:
        if self._unknown:
            names = shown(", ".join(name for name, _ in self._unknown.most_common(8)), 120)
            sentence = f"predictions are of categories that the dataset does not have ({names}), and are left out"
            self.told[sentence] += self._unknown.total()

    def _excuse(self) -> str:
        return "; ".join(f"{count} {sentence}" for sentence, count in self.told.items()) or "--map leaves out all"


def _expect_pixels(box: Floats, sizes: Floats, where: str, told: Tell) -> None:
    """Boxes are of pictures of these sizes, as far as one can tell."""
    if not len(box):
        return
    end = box[:, :2] + box[:, 2:]
    if end.max() <= AS_SHARES < sizes.min():
        raise DatasetError(f"{where}: expected boxes in pixels, got all within {AS_SHARES} px: these look like shares")
    far = (end > FAR * sizes).any(axis=1)
    if far.mean() > MANY_OUTSIDE:
        w, h = (int(side) for side in sizes[far][0])
        raise DatasetError(
            f"{where}: {100 * far.mean():.0f} % of the boxes end far outside of their picture, such as one of {w}×{h}: "
            "expected boxes in the pixels of the dataset's pictures, these look like those of another size"
        )
    outside = (end <= LEAST_PX).any(axis=1) | (box[:, :2] >= sizes - LEAST_PX).any(axis=1)
    reaching = ~outside & ((box[:, :2] < -SLACK_PX) | (end > sizes + SLACK_PX)).any(axis=1)
    if outside.any():
        told["predicted boxes lie outside of their picture, and count as they are"] += int(outside.sum())
    if reaching.any():
        told["predicted boxes reach out of their picture, and count as they are"] += int(reaching.sum())


def model_name(path: Path) -> str:
    """Short: the file's name without its ending."""
    return path.stem or path.name
