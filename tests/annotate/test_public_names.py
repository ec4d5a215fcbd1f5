import annotate


def test_public_names():
    assert sorted(annotate.__all__) == [
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
