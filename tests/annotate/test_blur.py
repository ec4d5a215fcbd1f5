"""Blur in pixels, by closed form."""

import dataclasses

import numpy as np
import pytest

from annotate.blur import defocus_px, motion_px
from scenes import DepthOfField, Placed, Pose


def test_a_disc_out_of_focus(make):
    sharp = make.camera()
    assert defocus_px(sharp, 3.0) == 0.0
    # 20 px of a 40 px wide sensor of 36 mm are 18 mm; at f/2 the hole is 9 mm wide.
    camera = dataclasses.replace(sharp, depth_of_field=DepthOfField(2.0, 2.0))
    assert defocus_px(camera, 2.0) == 0.0
    assert defocus_px(camera, 4.0) == pytest.approx(0.009 * (4.0 - 2.0) / 2.0 / 4.0 * 20.0)
    assert defocus_px(camera, 1e9) == pytest.approx(0.009 / 2.0 * 20.0)


def test_the_way_across_the_picture(make):
    camera = dataclasses.replace(make.camera(), shutter_s=0.1)
    thing = Placed(make.asset(), Pose.at(x=2.0), 1, velocity_mps=np.array([0.0, 3.0, 0.0]))
    assert motion_px(camera, thing) == pytest.approx(0.3 / 2.0 * 20.0)
    along = dataclasses.replace(camera, velocity_mps=np.array([0.0, 3.0, 0.0]))
    assert motion_px(along, thing) == 0.0
    assert motion_px(make.camera(), thing) == 0.0
