"""The labelled parts of a person, and which of them the labels are made of."""

PARTS = (
    "skin",  # of the face: forehead hairline to chin, as far back as boxes of faces are drawn; lids and lashes too
    "nose",
    "right_eye",
    "left_eye",
    "right_brow",
    "left_brow",
    "right_ear",
    "left_ear",
    "mouth_interior",  # teeth, tongue, cavity
    "top_lip",
    "bottom_lip",
    "neck",
    "hair",
    "beard",
    "clothing",
    "glasses",
    "headwear",
    "facewear",
    "scalp",  # head skin behind the hairline
    "hand",
    "phone",
    "cup",
    "bottle",
    "microphone",
    "book",
    "preauricular",  # skin between the face and the ears, down to the angle of the jaw
)
FACE_PARTS = frozenset(
    ["skin", "nose", "right_eye", "left_eye", "right_brow", "left_brow", "mouth_interior", "top_lip", "bottom_lip"]
)
BEFORE_PARTS = frozenset(["hand", "phone", "cup", "bottle", "microphone", "book"])  # they hide the face
HEAD_PARTS = frozenset(PARTS) - {"neck", "clothing"} - BEFORE_PARTS

# FaceSynthetics' 19 classes (Wood et al., "Fake it till you make it", 2021) by number, and the class of every part.
PARSING = {"background": 0} | {name: number for number, name in enumerate(PARTS[:18], start=1)}
PARSING_CLASS = {name: number for name, number in PARSING.items() if number} | dict.fromkeys(
    ("scalp", "preauricular"), PARSING["skin"]
)
