"""What a value finds is counted when it is asked for, and once."""

import pytest

from resources.search.counting import Counts


def test_a_value_is_counted_when_it_is_asked_for_and_once() -> None:
    asked: list[str] = []

    def count(value: str) -> int:
        asked.append(value)
        return len(value)

    counts = Counts(["one", "three"], count)
    assert (len(counts), list(counts), asked) == (2, ["one", "three"], [])
    assert (counts["three"], counts["three"], counts.get("two", 0)) == (5, 5, 0)
    assert asked == ["three"]
    assert counts == {"one": 3, "three": 5}
    with pytest.raises(KeyError):
        counts["two"]
