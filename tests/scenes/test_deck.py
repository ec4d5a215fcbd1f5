"""Dealing: even after any number, the same from whichever frame one looks."""

from collections import Counter

import pytest

from scenes.deck import Balance, Cell, Deck


def deck(sizes: tuple[int, ...], copies: tuple[int, ...] = (), seed: int = 0) -> Deck:
    cells = [()]
    for key, size in enumerate(sizes):
        cells = [(*cell, Cell(f"{key}{value}")) for cell in cells for value in range(size)]
    keys = tuple(f"key {key}" for key in range(len(sizes)))
    return Deck(keys, tuple(cells), sizes, copies or (1,) * len(cells), seed, "test")


def labels(dealt: dict[str, Cell]) -> tuple[object, ...]:
    return tuple(cell.label for cell in dealt.values())


@pytest.mark.parametrize("sizes", [(7,), (3, 4), (10, 3, 5), (4, 4, 2), (1, 1)])
def test_no_two_cells_ever_differ_by_more_than_one(sizes: tuple[int, ...]) -> None:
    one = deck(sizes)
    counts = Counter(dict.fromkeys((labels(dict(enumerate(cell))) for cell in one.cells), 0))
    for number in range(3 * len(one.cells) + 1):
        counts[labels(one.at(number))] += 1
        assert max(counts.values()) - min(counts.values()) <= 1


def test_each_key_alone_is_even_long_before_the_round_is_over() -> None:
    first = [labels(deck((10, 3, 5)).at(number)) for number in range(30)]
    for key, most in ((0, 3), (1, 10), (2, 6)):
        assert set(Counter(row[key] for row in first).values()) == {most}


def test_copies_are_kept_and_spread() -> None:
    one = deck((3,), copies=(6, 3, 1))
    drawn = [labels(one.at(number))[0] for number in range(100)]
    assert Counter(drawn) == {"00": 60, "01": 30, "02": 10}
    assert all(4 <= drawn[start : start + 10].count("00") <= 8 for start in range(0, 90, 5))


def test_rounds_and_seeds_differ() -> None:
    one = deck((12,))
    assert one.round(0).tolist() != one.round(1).tolist()
    assert one.round(0).tolist() != deck((12,), seed=1).round(0).tolist()


def test_things_are_numbered_on_from_picture_to_picture() -> None:
    counts = Deck(("count",), ((Cell(1),), (Cell(2),), (Cell(5),)), (3,), (4, 2, 1), 0, "counts")
    balance = Balance(counts=counts, things=deck((11,)))
    dealt = [labels(thing) for picture in range(50) for thing in balance.deal(picture).things or ()]
    assert dealt == [labels(deck((11,)).at(number)) for number in range(len(dealt))]
    assert Counter(balance.deal(picture).picture["count"].label for picture in range(49)) == {1: 28, 2: 14, 5: 7}


def test_a_late_picture_is_dealt_without_the_earlier_ones() -> None:
    counts = Deck(("count",), ((Cell(1),), (Cell(2),)), (2,), (4, 2), 0, "counts")
    balance = Balance(counts=counts, things=deck((11,)))
    assert balance.deal(10**9) == balance.deal(10**9)
    number = 10**9 // 6 * 8 + sum(int(balance.deal(p).picture["count"].label) for p in range(10**9 // 6 * 6, 10**9))
    assert labels(balance.deal(10**9).things[0]) == labels(deck((11,)).at(number))  # type: ignore[index]
