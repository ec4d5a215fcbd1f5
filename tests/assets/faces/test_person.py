"""What a person is: the head's frame, shape, hair, labels."""

import dataclasses

import numpy as np
import pytest

from assets import AssetError
from assets.faces import (
    EXPRESSIONS,
    FACE_PARTS,
    HAIR_STYLES,
    HEAD_PARTS,
    PARTS,
    Identity,
    Look,
    bake,
    hair,
    person,
    random_local,
    shape,
)
from assets.faces.regions import EYES
from assets.faces.surface import body_faces, sample

EUROPEAN_MAN = Identity(age_years=30.0, gender=0.0, african=0.0, asian=0.0, european=1.0)


def rng(seed=0):
    return np.random.default_rng(seed)


def make(seed=0, identity=EUROPEAN_MAN, **look):
    return person(rng(seed), identity, Look(**look))


def mesh(asset, name):
    return next(item for item in asset.meshes if item.name == name)


def part_vertices(asset, part):
    out = []
    for item in asset.meshes:
        if part in item.parts:
            starts = np.repeat(np.arange(len(item.face_sizes)), item.face_sizes)
            out.append(item.vertices[item.corners[item.face_part[starts] == item.parts.index(part)]])
    return np.concatenate(out)


def test_the_frame_is_the_heads():
    asset = make()
    nose, chin = part_vertices(asset, "nose"), part_vertices(asset, "skin")
    assert nose[:, 0].max() == pytest.approx(part_vertices(asset, "skin")[:, 0].max(), abs=0.03)
    assert nose[:, 0].max() > 0.03 and abs(nose[nose[:, 0].argmax(), 1]) < 0.01
    assert -0.15 < chin[:, 2].min() < -0.09
    left, right = part_vertices(asset, "left_eye").mean(0), part_vertices(asset, "right_eye").mean(0)
    assert left[1] > 0.02 > -0.02 > right[1]
    assert np.abs((left + right) / 2.0)[1:].max() < 0.002
    assert part_vertices(asset, "left_ear")[:, 1].min() > 0.0


def test_size_is_a_heads():
    asset = make()
    length, width, height = asset.size
    assert 0.17 < length < 0.24 and 0.14 < width < 0.21 and 0.20 < height < 0.27


def test_the_same_seed_gives_the_same_person():
    first, second = make(3, hair_style="curly"), make(3, hair_style="curly")
    for one, other in zip((*first.meshes, *first.curves), (*second.meshes, *second.curves), strict=True):
        field = "vertices" if hasattr(one, "vertices") else "points"
        np.testing.assert_array_equal(getattr(one, field), getattr(other, field))
    assert dict(first.attributes) == dict(second.attributes)


def test_other_seeds_give_other_shapes_and_no_monsters():
    heads = [
        shape.vertices(dataclasses.replace(EUROPEAN_MAN, local=random_local(rng(seed), 30.0)), {}, (0, 0, 0))
        for seed in range(6)
    ]
    base = shape.vertices(EUROPEAN_MAN, {}, (0, 0, 0))
    head = bake.load().masks["torso"] == 0.0
    apart = [np.linalg.norm(one - base, axis=1)[head] for one in heads]
    assert min(distance.max() for distance in apart) > 0.003
    assert max(distance.max() for distance in apart) < 0.04
    assert np.abs(heads[0] - heads[1]).max() > 0.002


def test_children_are_smaller_and_women_have_narrower_jaws():
    def extent(**change):
        points = shape.vertices(dataclasses.replace(EUROPEAN_MAN, **change), {}, (0, 0, 0))
        return np.ptp(points[(bake.load().masks["jaw"] > 0) & (bake.load().masks["torso"] == 0)], axis=0)

    heights = [extent(age_years=age)[2] for age in (3.0, 10.0, 25.0)]
    assert heights == sorted(heights)
    assert extent(gender=1.0)[1] < extent(gender=0.0)[1]


def test_a_turned_neck_moves_the_shoulders_and_not_the_head():
    straight, turned = (shape.vertices(EUROPEAN_MAN, {}, neck) for neck in ((0.0, 0.0, 0.0), (0.7, 0.0, 0.0)))
    torso = bake.load().masks["torso"]
    assert np.abs(straight - turned)[torso == 0.0].max() == 0.0
    shoulder = bake.load().vertices_of("joint-l-shoulder")
    assert (
        turned[shoulder].mean(0)[0] > straight[shoulder].mean(0)[0] + 0.05
    )  # head to its left, left shoulder to the front


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_every_expression_builds(name):
    asset = make(1, expression=name, hair_style="bald")
    neutral = make(1, hair_style="bald")
    moved = np.abs(mesh(asset, "skin").vertices - mesh(neutral, "skin").vertices).max()
    assert (moved > 0.002) == (name != "neutral")


@pytest.mark.parametrize("style", HAIR_STYLES)
def test_every_hair_style_builds_within_reach_of_the_head(style):
    asset = make(2, hair_style=style)
    strands = [curves for curves in asset.curves if curves.part == "hair"]
    assert bool(strands) == (style != "bald")
    for curves in strands:
        assert len(curves.points) > 1000
        assert np.linalg.norm(curves.points, axis=2).max() < 0.6
        assert np.linalg.norm(np.diff(curves.points, axis=1), axis=2).max() < 0.12  # no spikes


@pytest.mark.parametrize("style", ["buzz", "short", "side_part", "curly", "afro", "bun"])
def test_no_hair_grows_out_of_the_face(style):
    asset = make(4, hair_style=style)
    roots = next(curves for curves in asset.curves if curves.name == "hair").points[:, 0]
    face = np.concatenate([part_vertices(asset, part) for part in ("nose", "top_lip", "left_eye", "right_eye")])
    assert np.linalg.norm(roots[::9, None] - face[None, ::9], axis=2).min() > 0.015
    assert roots[roots[:, 0] > -0.01, 2].min() > 0.03


@pytest.mark.parametrize("style", ["afro", "long_wavy", "braids"])
def test_a_face_of_few_pixels_costs_little_and_has_the_same_labels(style):
    look = Look(hair_style=style, garment="suit", facial_hair="beard")
    large, small = (person(rng(6), EUROPEAN_MAN, look, detail) for detail in (1.0, 0.1))
    assert not any(item.subdivision for item in small.meshes)
    assert sum(len(item.vertices) for item in small.meshes) < 10_000
    assert sum(item.points[..., 0].size for item in small.curves) < 18_000
    assert small.keypoints == large.keypoints
    assert small.attributes == large.attributes
    assert set(small.parts()) == set(large.parts())


def test_roots_lie_behind_the_hairline():
    data = bake.load()
    roots = sample(rng(), body_faces(), lambda field: hair.scalp_density(field, 0.0), data.rest, 3000)
    place = roots.of(data.rest) - EYES
    assert roots.of(data.masks["scalp"]).min() > -0.002
    assert roots.of(data.masks["ears"]).max() < 0.2
    assert place[place[:, 0] > 0.0, 2].min() > 0.04


def test_labels_and_attributes_are_flat_and_typed():
    asset = make(5, skin_tone=7, hair_style="bun", hair_color="red", expression="smile")
    face, head = asset.labels
    assert (face.category, face.parts, face.open) == ("face", FACE_PARTS, True)
    assert (head.category, head.parts, head.open) == ("person_head", HEAD_PARTS, False)
    before = {"hand", "phone", "cup", "bottle", "microphone", "book"}
    assert set(PARTS) - HEAD_PARTS == {"neck", "clothing"} | before
    assert set(asset.parts()) <= set(PARTS)
    wanted = {"age_years": 30.0, "age_group": "young_adult", "gender_presentation": "masculine", "skin_tone": 7}
    wanted |= {"hair_style": "bun", "hair_color": "red", "expression": "smile", "glasses": "none"}
    assert wanted.items() <= dict(asset.attributes).items()
    assert asset.licence == "CC0-1.0"


@pytest.mark.parametrize(
    ("field", "value", "nearest"),
    [
        ("expression", "smiel", "smile"),
        ("hair_style", "pony_tail", "ponytail"),
        ("hair_color", "blonde", "blond"),
        ("garment", "tshirt", "t_shirt"),
        ("glasses", "cleer", "clear"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(field, value, nearest):
    with pytest.raises(AssetError, match=rf"got '{value}' \(did you mean '{nearest}'\?\)"):
        Look(**{field: value})


@pytest.mark.parametrize("change", [{"age_years": 0.0}, {"gender": 1.5}, {"african": -1.0}, {"weight": 2.0}])
def test_an_identity_out_of_range_is_refused(change):
    with pytest.raises(AssetError, match="identity: expected"):
        dataclasses.replace(EUROPEAN_MAN, **change)
