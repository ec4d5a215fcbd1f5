"""What two sets differ in is found, and named first; where they do not differ, nothing is."""

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from assets import ConfigError, DatasetError
from measure.comparing import compare
from measure.properties.moves import MOVES, every_parameter
from render.cli.app import app

type Make = Callable[..., Path]
type Change = Callable[[Path, Callable[[dict[str, Any]], object]], None]

SHIFTS: Mapping[str, tuple[Mapping[str, Any], tuple[str, ...], str]] = {
    "size": ({"size": 0.42}, ("size",), "fill"),
    "place": ({"place": 0.8}, ("across",), "camera"),
    "count": ({"count": 6.0}, ("count",), "count"),
    "colour": ({"colors": {"red": 0.05, "blue": 0.8, "white": 0.15}}, ("color",), "color"),
    "categories": ({"categories": {"car": 0.15, "truck": 0.15, "bus": 0.7}}, ("category",), "type"),
    "yaw": ({"yaw": 40.0}, ("yaw_deg",), "yaw_deg"),
    "brightness": ({"brightness": 1.3}, ("exposure",), "exposure_ev"),
    "blur": ({"blur": 1.0}, ("sharpness",), "--augment"),
    "noise": ({"noise": 7.0}, ("noise",), "--augment"),
    "saturation": ({"saturation": 1.8}, ("saturation",), "color"),
}


@pytest.mark.parametrize("name", SHIFTS)
def test_a_planted_shift_is_named_first_with_what_moves_it(made: Make, name: str) -> None:
    changed, keys, parameter = SHIFTS[name]
    report = compare(made(seed=1), made(seed=2, **changed))
    first = report.properties[0]
    assert first.key in keys, [(item.key, item.score) for item in report.properties[:4]]
    assert first.score is not None and first.score < 75
    assert parameter in first.moved_by


def test_a_set_against_its_own_other_half_is_the_same(made: Make) -> None:
    report = compare(made(seed=1), made(seed=2))
    assert report.scores.keys() == {"score", "labels", "pictures"}
    assert min(report.scores.values()) >= 99.0
    assert len(report.properties) > 25  # it looked at something


def test_a_set_against_itself_is_no_distance(made: Make) -> None:
    report = compare(made(seed=1), made(seed=1))
    assert set(report.scores.values()) == {100.0}
    assert report.figures["size_ks"] == report.figures["noise_wasserstein"] == 0.0


def test_results_do_not_depend_on_order_or_folder(made: Make, tmp_path: Path, change: Change) -> None:
    first, second = made(seed=3, pictures=60), made(seed=4, pictures=60, size=0.3)
    again = tmp_path / "elsewhere"
    shutil.copytree(second, again)
    change(again, lambda content: (content["images"].reverse(), content["annotations"].reverse()))
    one, two = compare(first, second, sample=40), compare(first, again, sample=40)
    assert [item.to_json() for item in one.properties] == [item.to_json() for item in two.properties]


def test_a_sample_of_pictures_is_enough_for_pixels(made: Make) -> None:
    report = compare(made(seed=1), made(seed=2), sample=50)
    assert report["exposure"].rows[0]["values"] == 50
    assert report["count"].rows[0]["values"] == 200


def test_pictures_alone_are_compared_by_what_needs_no_labels(made: Make) -> None:
    report = compare(made(seed=1) / "images", made(seed=2))
    assert report.scores.keys() == {"score", "pictures"}
    assert "A: it has no labels: compared by pictures alone" in report.notes


def test_labels_alone_are_compared_by_what_needs_no_pictures(made: Make, own: Path) -> None:
    shutil.rmtree(own / "images")
    report = compare(own, made(seed=2))
    assert report.scores.keys() == {"score", "labels"}
    assert "A: its pictures are not beside its labels: compared by labels alone" in report.notes


def test_strange_categories_get_a_suggestion_and_are_mapped(made: Make, tmp_path: Path) -> None:
    other = made(seed=6, categories={"sedan": 1.0})
    with pytest.raises(
        ConfigError,
        match=r"categories that both have, got sedan in the first and bus, car, truck in the second; --map OLD=NEW",
    ):
        compare(other, made(seed=2))
    report = compare(other, made(seed=2), {"sedan": "car", "bus": ""})
    assert {row["value"] for row in report["category"].rows} == {"car", "truck"}
    assert any("B alone has truck" in note for note in report.notes)


def test_a_category_of_nearly_the_same_name_is_suggested(made: Make) -> None:
    with pytest.raises(ConfigError, match="--map trucks=truck renames one"):
        compare(made(seed=15, pictures=6, categories={"trucks": 1.0}), made(seed=2))


def test_one_picture_is_too_few(made: Make, own: Path, change: Change) -> None:
    change(
        own,
        lambda content: (
            content["images"].__delitem__(slice(1, None)),
            content.update(annotations=content["annotations"][:1]),
        ),
    )
    with pytest.raises(ConfigError, match="expected five pictures of each set or more, got 1"):
        compare(own, made(seed=2))


def test_a_picture_that_does_not_decode_is_named(made: Make, own: Path) -> None:
    (own / "images" / "5_00003.png").write_bytes((own / "images" / "5_00003.png").read_bytes()[:600])
    with pytest.raises(DatasetError, match=r"5_00003\.png: this picture cannot be read"):
        compare(own, made(seed=2))


def test_a_picture_of_another_size_than_its_labels_say_is_named(made: Make, own: Path, change: Change) -> None:
    change(own, lambda content: content["images"][2].update(width=80))
    with pytest.raises(DatasetError, match=r"5_00002\.png: expected 80×120 pixels, as its labels say, got 160×120"):
        compare(own, made(seed=2))


def test_everything_that_moves_a_quantity_is_a_parameter_or_an_option() -> None:
    options = {flag for option in get_command(app).commands["render"].params for flag in option.opts}
    for key, names in MOVES.items():
        assert names, key
        assert {name for name in names if name.startswith("--")} <= options
        assert {name for name in names if not name.startswith("--")} <= every_parameter(), key


def test_an_attribute_that_is_called_as_a_quantity_of_ours_is_told_apart(made: Make, own: Path, change: Change) -> None:
    def named(content: dict[str, Any]) -> None:
        for item in content["annotations"]:
            item["attributes"] |= {"size": "large", "score": 7.5}

    change(own, named)
    report = compare(own, own)
    assert {row["value"] for row in report["attribute_size"].rows} == {"large"}
    assert report["attribute_score"].rows[0]["median"] == 7.5
    assert 0.1 < float(report["size"].rows[0]["median"] or 0) < 0.5
    assert report.figures["score"] == 100.0


def test_a_report_is_json(made: Make) -> None:
    text = json.dumps(compare(made(seed=1), made(seed=2)).to_json(), allow_nan=False)
    assert json.loads(text)["properties"][0].keys() >= {"key", "score", "moved_by", "rows"}
