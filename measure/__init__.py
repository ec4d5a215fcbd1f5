"""How far two sets of pictures are from each other, and one set of two: datasets in, figures out. Never Blender."""

from measure.comparing import compare
from measure.mixing import plan_mix, write_mix
from measure.readers import open_source
from measure.report import Property, Report

__all__ = ["Property", "Report", "compare", "open_source", "plan_mix", "write_mix"]
