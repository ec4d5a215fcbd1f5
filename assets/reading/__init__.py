"""The one way in for text and files of others: YAML, JSON, CSV and words, with limits.

Every reader here takes bounded input from regular files, gives plain values, and raises one kind of error whose message
is one sentence that names the place. Echoed input is cut short (``shown``).
"""

from assets.reading.jsons import json_value
from assets.reading.paths import is_folder, is_regular, user_path
from assets.reading.scalars import number, number_text, scalar
from assets.reading.shown import shown
from assets.reading.tables import read_column
from assets.reading.yamls import MOST_YAML_BYTES, yaml_text, yaml_value

__all__ = [
    "MOST_YAML_BYTES",
    "is_folder",
    "is_regular",
    "json_value",
    "number",
    "number_text",
    "read_column",
    "scalar",
    "shown",
    "user_path",
    "yaml_text",
    "yaml_value",
]
