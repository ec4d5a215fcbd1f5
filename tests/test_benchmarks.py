"""Benchmarks wrap the program's own functions by name: they go stale where one is renamed."""

import time

from benchmarks import labels


def test_every_stage_is_made_of_functions_that_are_there() -> None:
    assert [f"{owner.__name__}.{name}" for parts in labels.STAGES.values() for owner, name in parts] == [
        *("Coverage.of", "Coverage.dominant_parts", "annotate.labels.silhouette", "annotate.masks.polygons"),
        *("annotate.masks.box", "annotate.labels._fractions", "annotate.labels._keypoints", "annotate.labels._bbox3d"),
        *("annotate.labels._attributes", "annotate.coco.record", "json.dumps"),
    ]
    assert all(callable(getattr(owner, name)) for parts in labels.STAGES.values() for owner, name in parts)


def test_clocks_are_taken_off_again() -> None:
    before = time.sleep
    with labels._clocked({"nap": ((time, "sleep"),)}) as spent:
        time.sleep(0.0)
    assert time.sleep is before
    assert list(spent) == ["nap"]


def test_the_table_adds_up() -> None:
    cost = labels.Cost("faces", 1, render=10.0, stages={"decode": 0.1, "polygons": 0.02})
    assert cost.share == 0.012
    assert labels.table([cost]).row_count == 4
