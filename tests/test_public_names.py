"""The public names of each package, so that none comes or goes unnoticed."""

import annotate
import assets
import scenes
from scenes import blocks


def test_public_names() -> None:
    assert set(assets.__all__) == {
        *("Asset", "AttributeValue", "Colour", "Curves", "Label", "Material", "Mesh"),
        *("PrelabelError", "ConfigError", "AssetError", "SceneError", "RenderError", "DatasetError", "StorageError"),
    }
    assert set(scenes.__all__) == {
        *("DepthOfField", "Distortion", "Distribution", "Fisheye", "Light", "PinholeCamera", "Placed", "Pose"),
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
        "scene",
    }
    assert set(annotate.__all__) == {
        *("CATEGORIES", "Attribute", "Coverage", "Filters", "Frame", "Labels", "Report", "Row", "Surface", "annotate"),
        *("category_table", "check", "contact_sheet", "define_attributes", "define_skeleton", "draw", "record"),
        "write_dataset",
    }
    assert set(blocks.__all__) == {
        *("Area", "along", "line_up", "overlap", "scatter", "dash", "look_from", "orbit", "shared", "watching"),
        *("Conditions", "ceiling", "head_lamps", "lamp", "sample_conditions", "street_lamps", "sunny", "three_point"),
        *("Turntable", "backdrop", "distractors", "hall", "pedestrians", "scenery", "turntable"),
    }
    for package in (assets, scenes, annotate, blocks):
        assert all(hasattr(package, name) for name in package.__all__)
