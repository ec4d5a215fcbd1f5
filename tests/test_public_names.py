"""The public names of each package, so that none comes or goes unnoticed."""

import importlib.util

import pytest

import annotate
import assets
import measure
import prelabel
import scenes
from scenes import blocks


def test_public_names() -> None:
    assert set(assets.__all__) == {
        *("Asset", "AttributeValue", "Colour", "Curves", "Label", "Material", "Mesh"),
        *("PrelabelError", "ConfigError", "AssetError", "SceneError", "RenderError", "DatasetError", "StorageError"),
        *("compose", "environments", "faces", "library", "people", "primitives", "random", "rotations", "vehicles"),
    }
    assert set(scenes.__all__) == {
        *("DepthOfField", "Distortion", "Distribution", "Fisheye", "Light", "PinholeCamera", "Placed", "Pose"),
        *("Film", "Filmed"),
        "SceneParams",
        *(
            "SceneScript",
            "SceneSpec",
            "Sky",
            "Weather",
            "World",
            "find_scene",
            "integer",
            "look_at",
            "name",
            "number",
            "rotation_zyx",
            "sample",
        ),
        *("blocks", "motion", "people", "scene", "traffic"),
    }
    assert set(annotate.__all__) == {
        *("CATEGORIES", "Attribute", "Coverage", "Filters", "Frame", "Labels", "Report", "Row", "Surface", "annotate"),
        *("category_table", "check", "contact_sheet", "define_attributes", "define_skeleton", "draw", "record"),
        *("Sections", "join_datasets", "write_dataset"),
    }
    assert set(blocks.__all__) == {
        *(
            "Area",
            "along",
            "line_up",
            "overlap",
            "scatter",
            "dash",
            "further",
            "look_from",
            "orbit",
            "shared",
            "watching",
        ),
        *("Conditions", "ceiling", "head_lamps", "lamp", "sample_conditions", "street_lamps", "sunny", "three_point"),
        *("Turntable", "backdrop", "distractors", "hall", "pedestrians", "scenery", "turntable"),
    }
    assert set(measure.__all__) == {"Property", "Report", "compare", "open_source", "plan_mix", "write_mix"}
    for package in (assets, scenes, annotate, measure, blocks):
        assert all(hasattr(package, name) for name in package.__all__)


def test_names_of_the_facade() -> None:
    """Few: what a stream, a run, a dataset and a scene script are made with."""
    assert set(prelabel.__all__) == {
        *("stream", "Stream", "LabelledFrame", "render", "open", "Dataset", "compare", "distributions", "torch"),
        "evaluate",
        *(
            "scene",
            "SceneParams",
            "Distribution",
            "integer",
            "name",
            "number",
            "SceneSpec",
            "Placed",
            "Pose",
            "look_at",
        ),
        *("look_at", "PinholeCamera", "Light", "Sky", "Weather", "World", "Asset", "Material", "define_attributes"),
        *("define_skeleton", "Distortion", "Film", "Filmed", "Fisheye"),
        *("annotate", "assets", "blocks", "compose", "motion", "primitives", "random", "scenes"),
        *("PrelabelError", "ConfigError", "AssetError", "SceneError", "RenderError", "DatasetError", "StorageError"),
    }
    assert set(dir(prelabel)) == {*prelabel.__all__, "__version__"}


@pytest.mark.parametrize("name", sorted(prelabel.__all__))
def test_each_name_is_there_and_says_what_it_is(name: str) -> None:
    if name == "torch" and importlib.util.find_spec("torch") is None:
        with pytest.raises(ModuleNotFoundError, match=r"needs PyTorch, .*pip install torch"):
            prelabel.torch  # noqa: B018
        return
    assert (getattr(prelabel, name).__doc__ or "").strip()


def test_another_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="module 'prelabel' has no attribute 'steam'"):
        prelabel.steam  # noqa: B018
