"""The labelled parts of a person, and which of them the labels are made of."""

PARTS = (
    "skin",  # of the face: forehead hairline to chin, ear to ear; lids and lashes too
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
)
FACE_PARTS = frozenset(
    ["skin", "nose", "right_eye", "left_eye", "right_brow", "left_brow", "mouth_interior", "top_lip", "bottom_lip"]
)
