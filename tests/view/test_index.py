"""The index of a set: what it holds, when it is made anew, and what it says of a set that is wrong."""

import json
from pathlib import Path

import pytest

from assets import ConfigError, DatasetError
from assets.reading.lists import json_places
from tests.view.conftest import content, write
from view.index.index import open_index, view_cache
from view.index.reading import find
from view.query.facets import facets
from view.query.selecting import Filter, select
from view.query.unknown import unknown


def test_all_that_is_known_becomes_columns(folder: Path) -> None:
    index = open_index(find(folder))
    assert (index.pictures, index.things) == (12, 18)
    kinds = {name: (column.scope, column.kind) for name, column in index.columns.items()}
    wanted = {"category": ("thing", "name"), "occlusion": ("thing", "number"), "color": ("thing", "name")}
    wanted |= {"brake": ("thing", "name"), "size": ("thing", "number"), "light": ("picture", "name")}
    assert wanted.items() <= kinds.items()
    assert (index.columns["occlusion"].low, index.columns["occlusion"].high) == (0.0, 0.85)


@pytest.mark.parametrize(
    ("line", "pictures", "things"),
    [
        ("", 12, 18),
        ("category = bus", 6, 6),
        ("category = bus and occlusion > 0.4", 3, 3),
        ("not category = bus", 12, 12),  # three pictures have nothing, which is no bus either
        ("light = day", 4, 6),
        ("light = day and brake = true", 3, 3),
        ("things = 0", 3, 0),
        ("things in 1..2", 6, 9),
        ("color in (blue, white)", 6, 9),
        ("yaw_deg is missing", 3, 0),
        ("file ~ 01", 3, 6),
        ("id = 7", 1, 3),
        ("color = grey", 0, 0),
    ],
)
def test_a_filter_leaves_pictures_with_a_thing_that_meets_it(
    folder: Path, line: str, pictures: int, things: int
) -> None:
    found = select(open_index(find(folder)), Filter(line))
    assert (len(found.positions), found.things) == (pictures, things)


@pytest.mark.parametrize(
    ("line", "sentences"),
    [
        ("color = bus", ["no color is 'bus'; category = bus is there"]),
        ("color = bleu and occlusion > 0.1", ["no color is 'bleu' (did you mean 'blue'?)"]),
        ("color in (re, xyz)", ["no color is 're'; color ~ re is red", "no color is 'xyz'"]),
        ("color = red and light = noon", ["no light is 'noon'"]),
        ("color = red and occlusion > 5", []),  # both are known
    ],
)
def test_what_a_line_asks_for_in_vain_is_told(folder: Path, line: str, sentences: list[str]) -> None:
    index = open_index(find(folder))
    assert not len(select(index, Filter(line)).positions)
    assert unknown(index, line) == sentences


def test_facets_count_what_is_left_and_their_own_column_as_if_it_were_free(folder: Path) -> None:
    index = open_index(find(folder))
    by_name = {facet.name: facet for facet in facets(index, Filter("", ('category in ("bus")',)))}
    assert dict(by_name["category"].counts) == {"car": 12, "bus": 6}
    assert dict(by_name["color"].counts) == {"blue": 6}
    assert dict(by_name["light"].counts) == {"night": 4, "day": 2}  # pictures
    assert sum(by_name["occlusion"].bins) == 6


def test_order_is_by_a_column_when_it_is_asked_for(folder: Path) -> None:
    index = open_index(find(folder))
    assert select(index, Filter()).positions.tolist() == list(range(12))
    assert select(index, Filter("category = car", sort="-occlusion")).positions.tolist()[:3] == [11, 10, 9]
    with pytest.raises(ConfigError, match="sort: there is no 'colour'"):
        select(index, Filter(sort="colour"))


def test_it_is_found_again_and_made_anew_when_the_set_changes(folder: Path) -> None:
    first = open_index(find(folder))
    stamp = first.path.stat().st_mtime_ns
    again = open_index(find(folder))
    assert (again.path, again.path.stat().st_mtime_ns) == (first.path, stamp)
    (folder / "annotations" / "instances.json").write_text(json.dumps(content(5)))
    new = open_index(find(folder))
    assert (new.pictures, new.path != first.path) == (5, True)
    assert list(view_cache(folder).glob("index-*")) == [new.path]
    assert first.ask("select count(*) from base.pictures") == [(12,)]  # who still looks at the old one may


def test_a_damaged_index_is_made_anew(folder: Path) -> None:
    path = open_index(find(folder)).path
    path.write_bytes(b"no database")
    assert open_index(find(folder)).pictures == 12


def test_nothing_is_written_into_the_set(folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    open_index(find(folder))
    assert sorted(folder.rglob("*")) == before


def test_annotations_may_come_before_images_and_categories(tmp_path: Path) -> None:
    coco = content()
    turned = {key: coco[key] for key in ("annotations", "categories", "images")}
    index = open_index(find(write(tmp_path / "set", turned)))
    assert len(select(index, Filter("category = bus and light = day")).positions) == 2


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda coco: coco["images"].append(dict(coco["images"][0])), "image 0 comes more than once"),
        (lambda coco: coco["annotations"][0].update(image_id=99), "annotations name image 99, which is not there"),
        (lambda coco: coco["annotations"][0].update(bbox=[1, 2, "x", 4]), "expected 'bbox' to be"),
        (lambda coco: coco["images"][0].pop("file_name"), "expected 'file_name' to be a file's name"),
    ],
)
def test_a_set_that_contradicts_itself_is_one_sentence(tmp_path: Path, change: object, sentence: str) -> None:
    coco = content()
    change(coco)  # type: ignore[operator]
    (tmp_path / "set" / "annotations").mkdir(parents=True)
    (tmp_path / "set" / "annotations" / "instances.json").write_text(json.dumps(coco))
    with pytest.raises(DatasetError, match=sentence):
        open_index(find(tmp_path / "set"))


def test_a_column_may_turn_out_to_hold_names(tmp_path: Path) -> None:
    coco = content()
    coco["annotations"][0]["attributes"]["lane"] = 3
    coco["annotations"][5]["attributes"]["lane"] = "left"
    index = open_index(find(write(tmp_path / "set", coco)))
    assert len(select(index, Filter("lane = 3")).positions) == len(select(index, Filter("lane = left")).positions) == 1


def test_names_that_sets_choose_are_only_names(tmp_path: Path) -> None:
    coco = content()
    name = 'x"; drop table pictures; --'
    coco["annotations"][0]["attributes"][name] = "'; select 1; --"
    index = open_index(find(write(tmp_path / "set", coco)))
    line = '"x\\"; drop table pictures; --" = "\'; select 1; --"'
    assert select(index, Filter(line)).things == 1


@pytest.mark.parametrize(
    "text", ['{"images": [{"id": 1},\n {"id": 2, "é": "ü"} ], "annotations": [ {"id": 3} ]}', "\ufeff"]
)
def test_entries_say_where_they_stand_in_the_file(tmp_path: Path, text: str) -> None:
    whole = (
        text
        if len(text) > 1
        else '\ufeff{"images":[' + ", ".join(f'{{"id":{k},"n":"é{k}"}}' for k in range(90_000)) + "]}"
    )
    path = tmp_path / "coco.json"
    path.write_text(whole, encoding="utf-8")
    data = path.read_bytes()
    with path.open("rb") as file:
        found = list(json_places(file, "coco", ("images", "annotations")))
    assert len(found) > 2
    assert all(json.loads(data[begin : begin + count]) == entry for _, entry, (begin, count) in found)
