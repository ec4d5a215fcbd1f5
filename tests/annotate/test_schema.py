import re
from pathlib import Path

import numpy as np
import pytest

from annotate.schema import (
    FACE,
    LICENSE_PLATE,
    VEHICLE,
    Attribute,
    Schema,
    attribute_faults,
    attribute_schemas,
    define_attributes,
    schema_of,
)
from assets import SceneError
from assets.faces import Identity, Look, person
from assets.vehicles import FLEET, car

DOCS = Path(__file__).parents[2] / "docs" / "labels.md"


@pytest.mark.parametrize(
    ("attribute", "good", "bad"),
    [
        (Attribute("string", ""), ["", "x"], [1, 1.0, True, None]),
        (Attribute("string", "", values=("a", "b")), ["a"], ["c", "", 0]),
        (Attribute("number", "", low=0.0, high=1.0), [0, 1, 0.5], [-0.1, 1.1, True, "0.5", float("nan")]),
        (Attribute("integer", ""), [3, -3], [3.0, True, "3"]),
        (Attribute("integer", "", values=(1, 2)), [1], [3, 1.0]),
        (Attribute("boolean", ""), [True, False], [0, 1, "true"]),
    ],
)
def test_what_an_attribute_allows(attribute, good, bad):
    assert [value for value in good if not attribute.allows(value)] == []
    assert [value for value in bad if attribute.allows(value)] == []


def test_a_fault_names_attribute_expected_and_got():
    assert attribute_faults({"yaw_deg": 270.0, "colour": "red", "type": "tank"}, VEHICLE) == [
        "attribute 'yaw_deg': expected a number in -180..180 deg, got 270.0",
        f"attribute 'colour': expected one of {', '.join(VEHICLE)} (did you mean 'color'?)",
        f"attribute 'type': expected one of {', '.join(FLEET)}, got 'tank'",
    ]


@pytest.mark.parametrize("schema", [VEHICLE, FACE])
def test_a_schema_survives_json(schema):
    assert {name: Attribute.from_json(attribute.to_json()) for name, attribute in schema.items()} == schema


@pytest.mark.parametrize("entry", [None, 3, {}, {"type": "text"}, {"type": "number", "range": [1]}, {"type": []}])
def test_junk_is_no_attribute(entry):
    with pytest.raises(SceneError, match="attribute: expected"):
        Attribute.from_json(entry)


def test_built_in_assets_fit_their_schemas():
    rng = np.random.default_rng(0)
    assert attribute_faults(car(rng, "suv", "red").attributes, VEHICLE) == []
    assert attribute_faults(person(rng, Identity(), Look()).attributes, FACE) == []
    assert set(car(rng, "suv", "red").attributes) == set(VEHICLE) - {"yaw_deg", "viewpoint"}
    by_the_camera = {"yaw_deg", "pitch_deg", "roll_deg", "gaze_x", "gaze_y", "gaze_z"}
    by_the_camera |= {"occluded_by", "defocus_px", "motion_px"}
    of_paper = {"printed"}
    assert set(person(rng, Identity(), Look()).attributes) == set(FACE) - by_the_camera - of_paper


def test_own_categories_may_have_a_schema(monkeypatch):
    monkeypatch.setattr("annotate.schema._schemas", {})
    assert schema_of("crate") is None
    define_attributes("crate", {"weight_kg": Attribute("number", "when empty", "kg", low=0.0)})
    define_attributes("crate", {"weight_kg": Attribute("number", "when empty", "kg", low=0.0)})
    with pytest.raises(SceneError, match="'weight_kg' to be defined once"):
        define_attributes("crate", {"weight_kg": Attribute("integer", "when empty", "kg")})
    assert attribute_schemas(["crate", "car"]) == {
        "crate": {
            "weight_kg": {"type": "number", "description": "when empty", "unit": "kg", "range": [0.0, None]},
        }
    }


@pytest.mark.parametrize(("category", "schema"), [("car", VEHICLE), ("license_plate", LICENSE_PLATE), ("face", FACE)])
def test_the_docs_show_the_schema(category, schema):
    section = re.search(rf"^## Category `{category}`.*?(?=^## )", DOCS.read_text(), re.M | re.S)
    assert section is not None
    assert table(schema) in section[0], f"docs/labels.md, category {category}: expected\n\n{table(schema)}"


def table(schema: Schema) -> str:
    rows = ["| attribute | type | may be | meaning |", "| --- | --- | --- | --- |"]
    for name, attribute in schema.items():
        values = attribute.expected().removeprefix("one of ")
        may_be = (
            values if attribute.values else values.removeprefix("a number ").removeprefix("in ").removeprefix("of ")
        )
        rows.append(f"| `{name}` | {attribute.type} | {may_be} | {attribute.description} |")
    return "\n".join(rows) + "\n"
