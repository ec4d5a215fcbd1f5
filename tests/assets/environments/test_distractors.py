"""Distractors: solids around their origin that look outward."""

import numpy as np

from assets.environments.distractors import distractor


def test_is_a_solid_around_its_origin():
    kinds = set()
    for seed in range(30):
        asset = distractor(np.random.default_rng(seed))
        kinds.add(asset.name)
        assert 0.03 < max(asset.size) <= 1.51
        np.testing.assert_allclose(asset.center, 0.0, atol=1e-6)
    assert len(kinds) == 5


def test_faces_look_outward():
    for seed in range(20):
        asset = distractor(np.random.default_rng(seed))
        if "torus" in asset.name:
            continue
        mesh = asset.meshes[0]
        faces = mesh.vertices[mesh.corners.reshape(-1, 4)].astype(float)
        normal = np.cross(faces[:, 2] - faces[:, 0], faces[:, 3] - faces[:, 1])
        assert ((normal * faces.mean(axis=1)).sum(axis=1) > -1e-6).all()
