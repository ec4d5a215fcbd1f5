"""Labels from a scene's description and its render: masks, boxes, poses; the COCO file, its checks, drawings of it."""

from annotate.check import Report, Row, check
from annotate.coco import CATEGORIES, Sections, category_table, join_datasets, write_dataset
from annotate.draw import draw
from annotate.frame import Coverage, Frame, Surface
from annotate.labels import Filters, Labels, annotate
from annotate.recording import record
from annotate.schema import Attribute, define_attributes
from annotate.sheet import contact_sheet
from annotate.skeletons import define_skeleton

__all__ = [
    "CATEGORIES",
    "Attribute",
    "Coverage",
    "Filters",
    "Frame",
    "Labels",
    "Report",
    "Row",
    "Sections",
    "Surface",
    "annotate",
    "category_table",
    "check",
    "contact_sheet",
    "define_attributes",
    "define_skeleton",
    "draw",
    "join_datasets",
    "record",
    "write_dataset",
]
