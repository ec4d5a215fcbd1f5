"""Labels from a scene's description and its render: masks, boxes, poses; the COCO file, its checks, drawings of it."""

from annotate.check import Report, Row, check
from annotate.coco import CATEGORIES, category_table, record, write_dataset
from annotate.draw import contact_sheet, draw
from annotate.frame import Coverage, Frame, Surface
from annotate.labels import Labels, annotate

__all__ = [
    "CATEGORIES",
    "Coverage",
    "Frame",
    "Labels",
    "Report",
    "Row",
    "Surface",
    "annotate",
    "category_table",
    "check",
    "contact_sheet",
    "draw",
    "record",
    "write_dataset",
]
